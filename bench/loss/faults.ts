import type { FaultProxy } from '../../test/support/fault-proxy.ts';

export interface LossFault {
  name: string;
  begin(proxy: FaultProxy): void | Promise<void>;
  end(proxy: FaultProxy): void | Promise<void>;
}

const always = (name: string, fault: () => Parameters<FaultProxy['always']>[0]): LossFault => ({
  name, begin: (proxy) => proxy.always(fault()), end: (proxy) => proxy.always(),
});

/** What befalls the batches of a cell from the first event until the page has ended. */
export const FAULTS: LossFault[] = [
  always('none', () => undefined),
  always('3 s delay', () => ({ delay: 3_000 })),
  always('connection reset', () => 'reset'),
  always('acknowledgement lost', () => 'ack lost'),
  always('no answer at all', () => 'hang'),
  always('500', () => ({ status: 500 })),
  always('503, Retry-After 4', () => ({ status: 503, retryAfter: '4' })),
  always('503, Retry-After as a date', () => ({ status: 503, retryAfter: new Date(Date.now() + 4_000).toUTCString() })),
  always('429, Retry-After 4', () => ({ status: 429, retryAfter: '4' })),
  { name: 'collector down', begin: (proxy) => proxy.down(), end: (proxy) => proxy.up() },
];

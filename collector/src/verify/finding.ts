/** One thing that was looked at. */
export interface Finding {
  /** Stable name of the check. */
  check: 'page' | 'tag' | 'local' | 'site' | 'origin' | 'consent' | 'script' | 'policy' | 'collector' | 'event';
  /** `warning` is worth a look and does not fail. */
  result: 'ok' | 'warning' | 'failed';
  /** What was seen and, where it is not well, what to do. */
  detail: string;
}

import { describe, expect, it } from 'vitest';
import { loadConfig } from './config.ts';

describe('the environment', () => {
  it('is refused with each variable that is wrong, in words', () => {
    expect(() => loadConfig({ PORT: 'eighty', PASSERBY_PUBLIC_URL: 'stats', PASSERBY_LOG_LEVEL: 'loud', PASSERBY_RATE_LIMIT: '0' })).toThrow(
      'PORT: is not a number; PASSERBY_PUBLIC_URL: is not an address, as in https://example.com; '
      + 'PASSERBY_LOG_LEVEL: is one of fatal, error, warn, info, debug, trace, silent; PASSERBY_RATE_LIMIT: is less than 1',
    );
  });
});

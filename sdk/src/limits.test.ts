import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../collector/src/contract/index.ts';
import * as limits from './limits.ts';

describe('the bounds of the tracker', () => {
  it('are those of the contract, where both know them', () => {
    expect(limits.PROPERTY_STRING).toBe(LIMITS.propertyString);
    expect(limits.TITLE).toBe(LIMITS.title);
    expect(limits.UTM).toBe(LIMITS.utm);
    expect(limits.QUEUE_AGE_MS).toBe(LIMITS.queueAgeMs);
    expect(limits.RETRY_AFTER_MS).toBe(LIMITS.retryAfterMs);
    expect(limits.VISIT_GAP_MS).toBe(LIMITS.visitGapMs);
  });

  it('leave room in what the collector takes, and in a beacon', () => {
    expect(limits.QUEUE_EVENTS).toBeLessThanOrEqual(LIMITS.events);
    expect(limits.BATCH_BYTES).toBeLessThan(65_536 - 1_000);
    expect(limits.QUEUE_AGE_MS).toBeLessThan(LIMITS.acceptedAgeMs);
  });

  it('let nothing that is due end at 0, which means that nothing is', () => {
    expect(limits.FLUSH_MS % limits.BEAT_MS).not.toBe(0);
  });

  it('take a clock for one that has jumped only after the longest wait', () => {
    expect(limits.CLOCK_JUMP_MS).toBeGreaterThan(limits.RETRY_AFTER_MS);
  });
});

import { chance, uuidAt } from './random.ts';
import { SAMPLE_DAYS } from './portfolio-events.ts';

const DAY = 86_400_000;

/** What one visitor answered the banner. */
export interface ConsentAnswer {
  record_id: string;
  recorded_at: Date;
  /** Whether the visitor allowed statistics. */
  analytics: boolean;
}

/** Invented answers to the banner: some forty a day, two thirds of which agree. */
export function* consentAnswers(now: number): Generator<ConsentAnswer> {
  const today = Math.floor(now / DAY) * DAY;
  for (let index = 0; index < SAMPLE_DAYS; index++) {
    const count = 25 + Math.floor(chance('answers', index) * 30);
    for (let answer = 0; answer < count; answer++) {
      const at = today - (SAMPLE_DAYS - 1 - index) * DAY + Math.floor(chance('answered', index, answer) * DAY);
      if (at < now) yield { record_id: uuidAt(at, 'consent', answer), recorded_at: new Date(at), analytics: chance('agreed', index, answer) < 0.67 };
    }
  }
}

import { Inject, Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import type { Answers, Claims, Stats } from 'passerby';
import { STATS } from './stats.token.ts';

export interface Asker {
  /** Public key of the site. */
  site: string;
  reader: Claims;
  query: Record<string, string | string[]>;
}

/** An answer that is not worked out before it is known that the asker does not have it. */
export interface Validated<T> {
  etag: string;
  answer(): Promise<T>;
}

type Question<Name extends keyof Answers> = readonly [Name, Record<string, string>?];

/** Puts the collector's reports together to what the platform's pages show. It computes nothing itself. */
@Injectable()
export class StatsService {
  readonly #stats: Stats;

  constructor(@Inject(STATS) stats: Stats) {
    this.#stats = stats;
  }

  /** Visitors, visits and views, day by day, and where they came from. */
  traffic(asker: Asker) {
    return this.#together(asker, { summary: ['summary'], timeseries: ['timeseries'], sources: ['breakdown', { dimension: 'source' }], pages: ['breakdown', { dimension: 'page' }] });
  }

  /** Goals, and who wrote to the artist. */
  conversions(asker: Asker) {
    return this.#together(asker, { goals: ['goals'], contacts: ['contacts'] });
  }

  /** How the builder is used, and which plans accounts are on. */
  builderActivity(asker: Asker) {
    return this.#together(asker, { builder: ['builder'], plans: ['plans'] });
  }

  /** Several reports of one range under one validator. */
  async #together<Parts extends Record<string, Question<keyof Answers>>>({ site, reader, query }: Asker, parts: Parts): Promise<Validated<{ [Key in keyof Parts]: Answers[Parts[Key][0]] }>> {
    const asked = await Promise.all(Object.entries(parts).map(async ([key, [report, more]]) =>
      ({ key, ...await this.#stats.ask(report, { site, reader, query: { ...query, ...more } }) })));
    return {
      etag: `"${createHash('sha256').update(asked.map(({ etag }) => etag).join()).digest('base64url')}"`,
      answer: async () => Object.fromEntries(await Promise.all(asked.map(async ({ key, answer }) => [key, await answer()] as const))) as { [Key in keyof Parts]: Answers[Parts[Key][0]] },
    };
  }
}

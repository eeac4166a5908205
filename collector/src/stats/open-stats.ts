import { mintToken } from '../auth/mint-token.ts';
import type { Claims } from '../auth/claims.ts';
import { tokenSecret } from '../auth/secret.ts';
import { tokenVerifier } from '../auth/token-verifier.ts';
import type {
  Breakdown, BuilderActivity, Contacts, Dimension, Funnel, Funnels, Goals, PlanAdoption, PropertyDimension, Quality, SitesOverview, Summary, Timeseries,
} from '../contract/index.ts';
import { connect } from '../db/connect.ts';
import { asking } from './question.ts';
import { reports } from './reports.ts';

/** What each report answers. */
export interface Answers {
  summary: Summary;
  timeseries: Timeseries;
  breakdown: Breakdown<Dimension | PropertyDimension>;
  goals: Goals;
  funnels: Funnels;
  funnel: Funnel;
  contacts: Contacts;
  builder: BuilderActivity;
  plans: PlanAdoption;
  quality: Quality;
  sites: SitesOverview;
}

export interface StatsOptions {
  /** Of the database that a collector has filled. Its schema is the collector's to bring up to date. */
  databaseUrl: string;
  /** As the collector has it. Default: the one that it keeps in the database. */
  tokenSecret?: string | undefined;
  /** Most connections held at once. Default 4. */
  connections?: number;
}

/** A question: of which site, for whom, and the query string of the same report over HTTP. */
export interface StatsQuestion {
  /** Public key of the site, or `all`. */
  site: string;
  /** Who asks: your own words for it, or the header that somebody has brought. */
  reader: Claims | { authorization: string | undefined };
  query?: Record<string, string | string[]> | undefined;
}

/** The figures, in the process of whoever asks. */
export interface Stats {
  /**
   * Answers a report as `GET /api/stats/{site}/{report}` does, by the same rules: who may ask what, what the plan includes,
   * and an answer is computed once for all who ask the same, until its site is aggregated again. `etag` changes when the answer may have.
   * @throws {ProblemError} invalid_token, unknown_site, invalid_query, forbidden_by_role, forbidden_by_plan
   */
  ask<Name extends keyof Answers>(report: Name, question: StatsQuestion): Promise<{ etag: string; answer(): Promise<Answers[Name]> }>;
  close(): Promise<void>;
}

/** Seconds that a reader's words are good for: they are verified at once. */
const TTL_SECONDS = 60;

/** Opens the statistics for a back end of your own. */
export async function openStats({ databaseUrl, tokenSecret: configured, connections = 4 }: StatsOptions): Promise<Stats> {
  const sql = connect(databaseUrl, { max: connections });
  try {
    const secret = await tokenSecret(sql, configured);
    const known = reports(sql);
    const ask = asking({ sql, verify: tokenVerifier({ secret }) });
    return {
      async ask(name, { site, reader, query = {} }) {
        const report = known[name];
        if (!report) throw new TypeError(`There is no report called ${name}.`);
        const authorization = 'role' in reader ? `Bearer ${await mintToken({ ...reader, secret, ttlSeconds: TTL_SECONDS })}` : reader.authorization;
        const { etag, answer } = await ask(name, report, { site, authorization, query });
        return { etag, answer: () => answer() as Promise<Answers[typeof name]> };
      },
      close: () => sql.end({ timeout: 5 }),
    };
  } catch (error) {
    await sql.end({ timeout: 1 });
    throw error;
  }
}

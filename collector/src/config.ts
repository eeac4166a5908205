import { isIP } from 'node:net';
import path from 'node:path';
import { z } from 'zod';
import type { ForeignIssuer } from './auth/foreign-issuer.ts';
import { foreignIssuer, issuerEnvironment, issuerProblem } from './auth/issuer-config.ts';
import { issueWords } from './contract/issue-words.ts';

/** Everything the environment may say. This module alone reads it. */
export interface Config {
  /** `DATABASE_URL`: a Postgres of your own. Without it, the embedded one under `PASSERBY_DATA` is used. */
  databaseUrl: string | undefined;
  /** `PASSERBY_REPLICA_URL`: a replica of that Postgres, which answers for the figures in its stead. */
  replicaUrl: string | undefined;
  /** `PASSERBY_DATA`: where the embedded database, the spool and generated secrets live. */
  dataDir: string;
  /** `HOST`: where it listens; behind a proxy on another machine 0.0.0.0. */
  host: string;
  /** `PORT`: 0 takes a free one. */
  port: number;
  /** `PASSERBY_PUBLIC_URL`: how browsers reach the collector, for snippets. Default: where the last one on the database listened. */
  publicUrl: string | undefined;
  /** `PASSERBY_TOKEN_SECRET`: HS256 secret of panel tokens, at least 32 characters. Without it one is made and kept in the database. */
  tokenSecret: string | undefined;
  /** `PASSERBY_JWT_…`: another issuer whose tokens are accepted as well, such as Supabase. See {@link issuerEnvironment}. */
  foreignIssuer: ForeignIssuer | undefined;
  /** `PASSERBY_TRUSTED_PROXIES`: comma-separated CIDRs whose X-Forwarded-For is believed. */
  trustedProxies: string[];
  /** `PASSERBY_ADDRESS_HEADER`: header in which those proxies tell the visitor's address, if not in X-Forwarded-For: `cf-connecting-ip`. */
  addressHeader: string | undefined;
  /** `PASSERBY_GEO_MMDB`: file of a GeoIP database in MaxMind's format. */
  geoDatabase: string | undefined;
  /** `PASSERBY_AGGREGATE_CRON`: when to aggregate where pg_cron does not: five or six cron fields, UTC. */
  aggregateCron: string;
  /** `PASSERBY_ALERT_WEBHOOK`: is sent JSON when figures fall behind or cannot be computed. */
  alertWebhook: string | undefined;
  /** `PASSERBY_SMTP_URL`: the mail server by which summaries are sent, `smtp://user:password@host:587` or `smtps://…:465`. Without it no mail is sent. */
  smtpUrl: string | undefined;
  /** `PASSERBY_MAIL_FROM`: whom that mail comes from, as in `Statistics <stats@example.com>`. Needed beside the server. */
  mailFrom: string | undefined;
  /** `PASSERBY_LOG_LEVEL`: one of fatal, error, warn, info, debug, trace and silent. */
  logLevel: string;
  /** `PASSERBY_RATE_LIMIT`: requests a minute from one address; an IPv6 /64 counts as one. */
  rateLimit: number;
  /** `PASSERBY_SITE_RATE_LIMIT`: events a minute of one site. */
  siteRateLimit: number;
  /** `PASSERBY_SPOOL_BYTES`: how much may wait on disk, under `PASSERBY_DATA`, while the database is away; 0: nothing. */
  spoolBytes: number;
  /** `PASSERBY_METRICS_TOKEN`: opens `/metrics` to others than this machine. */
  metricsToken: string | undefined;
}

/** A variable holds what cannot be meant. `code` is `PASSERBY_CONFIG`. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly code = 'PASSERBY_CONFIG';
}

/** What each variable may hold. docs/operations/configuration.md is made of it, and of the comments above. */
export const environment = z.object({
  DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\//, 'must begin with postgres://').optional(),
  PASSERBY_REPLICA_URL: z.string().regex(/^postgres(ql)?:\/\//, 'must begin with postgres://').optional(),
  PASSERBY_DATA: z.string().min(1).default('.passerby'),
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(8787),
  PASSERBY_PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  PASSERBY_TOKEN_SECRET: z.string().min(32, 'must have at least 32 characters').optional(),
  PASSERBY_TRUSTED_PROXIES: z.string().default('').transform((list) => list.split(',').map((s) => s.trim()).filter(Boolean))
    .refine((ranges) => ranges.every(isRange), 'must list addresses or CIDR ranges, as in 10.0.0.0/8'),
  PASSERBY_ADDRESS_HEADER: z.string().regex(/^[\w-]+$/, 'must be the name of a header').toLowerCase().optional(),
  PASSERBY_GEO_MMDB: z.string().min(1).optional(),
  PASSERBY_AGGREGATE_CRON: z.string().min(9).default('5 * * * *'),
  PASSERBY_ALERT_WEBHOOK: z.url({ protocol: /^https?$/ }).optional(),
  PASSERBY_SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  PASSERBY_MAIL_FROM: z.string().regex(/^[^\r\n]*[^\s@]+@[^\s@]+$/, 'must be an address, as in Statistics <stats@example.com>').optional(),
  PASSERBY_LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  PASSERBY_RATE_LIMIT: z.coerce.number().int().min(1).default(600),
  PASSERBY_SITE_RATE_LIMIT: z.coerce.number().int().min(1).default(600_000),
  PASSERBY_SPOOL_BYTES: z.coerce.number().int().min(0).default(268_435_456),
  PASSERBY_METRICS_TOKEN: z.string().min(16, 'must have at least 16 characters').optional(),
  ...issuerEnvironment,
});

/** An address, or a range of them. */
function isRange(text: string): boolean {
  const [address = '', bits] = text.split('/');
  const most = { 4: 32, 6: 128 }[isIP(address)];
  return most !== undefined && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most));
}

/** Reads the environment; throws {@link ConfigError} naming every variable that is wrong. An empty variable counts as unset. */
export function loadConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = environment.safeParse(set, { error: issueWords });
  if (!parsed.success) {
    throw new ConfigError(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; '));
  }
  const value = parsed.data;
  const problem = issuerProblem(value);
  if (problem !== undefined) throw new ConfigError(problem);
  if (value.PASSERBY_SMTP_URL !== undefined && value.PASSERBY_MAIL_FROM === undefined) throw new ConfigError('PASSERBY_MAIL_FROM: is needed beside PASSERBY_SMTP_URL');
  return {
    databaseUrl: value.DATABASE_URL,
    replicaUrl: value.PASSERBY_REPLICA_URL,
    dataDir: path.resolve(value.PASSERBY_DATA),
    host: value.HOST,
    port: value.PORT,
    publicUrl: value.PASSERBY_PUBLIC_URL?.replace(/\/+$/, ''),
    tokenSecret: value.PASSERBY_TOKEN_SECRET,
    foreignIssuer: foreignIssuer(value),
    trustedProxies: value.PASSERBY_TRUSTED_PROXIES,
    addressHeader: value.PASSERBY_ADDRESS_HEADER,
    geoDatabase: value.PASSERBY_GEO_MMDB,
    aggregateCron: value.PASSERBY_AGGREGATE_CRON,
    alertWebhook: value.PASSERBY_ALERT_WEBHOOK,
    smtpUrl: value.PASSERBY_SMTP_URL,
    mailFrom: value.PASSERBY_MAIL_FROM,
    logLevel: value.PASSERBY_LOG_LEVEL,
    rateLimit: value.PASSERBY_RATE_LIMIT,
    siteRateLimit: value.PASSERBY_SITE_RATE_LIMIT,
    spoolBytes: value.PASSERBY_SPOOL_BYTES,
    metricsToken: value.PASSERBY_METRICS_TOKEN,
  };
}

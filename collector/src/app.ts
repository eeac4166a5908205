import Fastify, { LogController, type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import { openApiRoutes } from './api/openapi/routes.ts';
import { pages } from './api/pages.ts';
import { apiRoutes } from './api/routes.ts';
import type { VerifyToken } from './auth/token-verifier.ts';
import type { Config } from './config.ts';
import type { WireEvent } from './contract/index.ts';
import type { Sql } from './db/connect.ts';
import { addressOf } from './ingest/address-of.ts';
import { trustOf } from './ingest/client-address.ts';
import { unsubscribeRoutes } from './digests/unsubscribe.ts';
import type { AddressLocator } from './ingest/geo.ts';
import { ingestRoutes } from './ingest/routes.ts';
import { SiteLimit } from './ingest/site-limit.ts';
import type { AggregationHealth } from './jobs/aggregation-health.ts';
import type { DatabaseProbe } from './ops/database-probe.ts';
import { health } from './ops/health.ts';
import type { IngestMeter } from './ops/ingest-meter.ts';
import { metricsRoute } from './ops/metrics-route.ts';
import { handleProblems, sendProblem } from './ops/problem-handler.ts';
import { staticFiles } from './ops/static-files.ts';
import type { Salts } from './privacy/salts.ts';
import type { SiteRegistry } from './sites/registry.ts';
import type { AnswerCounts } from './stats/remember.ts';
import type { StatsDeps } from './stats/question.ts';
import { statsRoutes } from './stats/routes.ts';
import type { DurableStore } from './store/durable-store.ts';
import type { GroupCommit } from './store/group-commit.ts';

export interface AppDeps {
  config: Pick<Config, 'trustedProxies' | 'addressHeader' | 'rateLimit' | 'siteRateLimit' | 'metricsToken'>;
  /** What is managed by the API. */
  sql: Sql;
  /** Answers the statistics, on connections of its own. */
  figures: Pick<StatsDeps, 'sql' | 'accessSql' | 'deadlineMs' | 'onHang'>;
  /** Answers the health check. */
  probe: DatabaseProbe;
  /** Stores what comes in, on connections of its own. */
  ingestSql: Sql;
  /** Proves links that end digests. */
  secret: string;
  /** Verifies panel tokens. */
  verify: VerifyToken;
  /** How browsers reach the collector, without a slash at the end. */
  publicUrl: () => string;
  /** Stores events on the platform's own site. */
  record: (events: WireEvent[]) => Promise<void>;
  sites: SiteRegistry;
  salts: Salts;
  commits: GroupCommit;
  store: DurableStore;
  meter: IngestMeter;
  log: FastifyBaseLogger;
  locate?: AddressLocator | undefined;
  stopping?: () => boolean;
  /** How fresh the figures are. */
  aggregation?: () => AggregationHealth | undefined;
  /** ms since 1970 */
  now?: () => number;
  timeouts?: Timeouts | undefined;
}

/** Milliseconds that a sender has. */
export interface Timeouts {
  headersMs: number;
  /** Headers and body. */
  requestMs: number;
}

/** Puts the collector together; listens to nothing. */
export async function buildApp(deps: AppDeps): Promise<FastifyInstance> {
  const { config, now = Date.now, timeouts = { headersMs: 10_000, requestMs: 15_000 } } = deps;
  const app: FastifyInstance = Fastify({
    loggerInstance: deps.log,
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: config.trustedProxies.length > 0 ? config.trustedProxies : false,
    // A sender has this long for its headers, for all of a request, and until its next one.
    http: { headersTimeout: timeouts.headersMs, connectionsCheckingInterval: Math.min(1_000, timeouts.headersMs) },
    requestTimeout: timeouts.requestMs,
    keepAliveTimeout: 30_000,
    forceCloseConnections: 'idle',
    // A request on a connection that was open before is told in our words.
    return503OnClosing: false,
    routerOptions: { ignoreTrailingSlash: true },
    // An address that cannot be read is one at which there is nothing.
    frameworkErrors: (error, request, reply) => { void sendProblem(error, request, reply); },
  });
  const address = { header: config.addressHeader, trusts: trustOf(config.trustedProxies) };
  handleProblems(app);
  await app.register(health(deps));
  await app.register(staticFiles);
  const answers: AnswerCounts = { computed: 0, remembered: 0 };
  await app.register(metricsRoute({ ...deps, token: config.metricsToken, answers }));
  await app.register(ingestRoutes({
    ...deps,
    sql: deps.ingestSql,
    // The outermost trusted proxy saw what Fastify makes of X-Forwarded-For.
    addressOf: (request) => addressOf(request, address, request.ip),
    trusts: address.trusts,
    rateLimit: config.rateLimit,
    siteLimit: new SiteLimit(config.siteRateLimit, now),
    now,
  }));
  await app.register(pages);
  await app.register(openApiRoutes);
  await app.register(unsubscribeRoutes(deps));
  await app.register(apiRoutes({ sql: deps.sql, verify: deps.verify, now: () => new Date(now()), publicUrl: deps.publicUrl, record: deps.record }));
  await app.register(statsRoutes({ ...deps.figures, verify: deps.verify, now: () => new Date(now()), counts: answers }));
  return app;
}

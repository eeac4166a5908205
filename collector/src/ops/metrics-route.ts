import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client';
import { ProblemError } from '../contract/index.ts';
import type { AggregationHealth } from '../jobs/aggregation-health.ts';
import type { DurableStore } from '../store/durable-store.ts';
import type { GroupCommit } from '../store/group-commit.ts';
import type { IngestMeter } from './ingest-meter.ts';

export interface MetricsDeps {
  meter: IngestMeter;
  commits: GroupCommit;
  store: DurableStore;
  /** Opens the figures to others than this machine. */
  token: string | undefined;
  aggregation?: () => AggregationHealth | undefined;
  /** Of the stats API. */
  answers: { computed: number; remembered: number };
}

/** `GET /metrics` in Prometheus' format: sums over all sites, no site's own figures. */
export function metricsRoute({ meter, commits, store, token, answers, aggregation = () => undefined }: MetricsDeps): FastifyPluginAsync {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  registry.registerMetric(meter.ackSeconds);
  const registers = [registry];
  new Counter({
    name: 'passerby_events_total', help: 'Events by what became of them.', labelNames: ['outcome'], registers,
    collect() { replace(this, 'outcome', Object.entries({ accepted: meter.counts.accepted, duplicate: meter.counts.duplicates })); },
  });
  new Counter({
    name: 'passerby_events_rejected_total', help: 'Events refused, by reason.', labelNames: ['reason'], registers,
    collect() { replace(this, 'reason', meter.counts.rejected); },
  });
  new Counter({
    name: 'passerby_requests_refused_total', help: 'Requests refused whole, by code.', labelNames: ['code'], registers,
    collect() { replace(this, 'code', meter.counts.failures); },
  });
  new Counter({
    name: 'passerby_answers_total', help: 'Answers of the stats API: worked out, or known already.', labelNames: ['how'], registers,
    collect() { replace(this, 'how', Object.entries(answers)); },
  });
  new Gauge({ name: 'passerby_queue_bytes', help: 'Bytes of batches that wait for a writer.', registers, collect() { this.set(commits.waitingBytes); } });
  new Gauge({ name: 'passerby_spool_bytes', help: 'Bytes on disk that wait for the database.', registers, collect() { this.set(store.spooledBytes); } });
  new Gauge({ name: 'passerby_database_away', help: '1 while the database takes no events.', registers, collect() { this.set(Number(store.away)); } });
  new Gauge({
    name: 'passerby_aggregation_lag_seconds', help: 'How long the oldest event that is not counted yet has waited.', registers,
    collect() { this.set(aggregation()?.lagSeconds ?? 0); },
  });
  new Gauge({
    name: 'passerby_aggregation_failing', help: '1 where the last run of the aggregation failed.', registers,
    collect() { this.set(Number(aggregation()?.state === 'failing')); },
  });

  return async (app) => {
    app.get('/metrics', async (request, reply) => {
      if (!mayRead(request, token)) throw new ProblemError('not_found');
      return reply.type(registry.contentType).header('cache-control', 'no-store').send(await registry.metrics());
    });
  };
}

function replace(counter: Counter, label: string, values: Iterable<readonly [string, number]>): void {
  counter.reset();
  for (const [value, count] of values) counter.inc({ [label]: value }, count);
}

/** This machine itself, unless it speaks for somebody else; or whoever has the token. */
function mayRead(request: FastifyRequest, token: string | undefined): boolean {
  const told = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
  if (token !== undefined && told !== undefined) return timingSafeEqual(digest(told), digest(token));
  const peer = request.socket.remoteAddress ?? '';
  return /^(::ffff:)?127\.|^::1$/.test(peer) && request.headers['x-forwarded-for'] === undefined;
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

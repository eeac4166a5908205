import type { FastifyPluginAsync } from 'fastify';
import type { Sql } from '../db/connect.ts';
import type { AggregationHealth } from '../jobs/aggregation-health.ts';
import { DeadlineError, withDeadline } from './deadline.ts';

/** Milliseconds that the database has to answer: a frozen one shows well within five seconds. */
const DEADLINE_MS = 2_000;

export interface HealthDeps {
  sql: Sql;
  /** True once the process is on its way out: a balancer should send nobody more. */
  stopping?: () => boolean;
  /** How fresh the figures are, told beside readiness and no part of it: a balancer can do nothing about it. */
  aggregation?: () => AggregationHealth | undefined;
}

/** `/health/live`: the process answers. `/health/ready`: so does its database, and it is not about to stop. */
export function health({ sql, stopping = () => false, aggregation = () => undefined }: HealthDeps): FastifyPluginAsync {
  let asking: Promise<unknown> | undefined;
  /** One question at a time, however many ask: a frozen database must not collect them. */
  function ask(): Promise<unknown> {
    asking ??= sql`select 1`.then((rows) => rows, (error: unknown) => { throw error; }).finally(() => { asking = undefined; });
    return asking;
  }
  return async (app) => {
    app.addHook('onRequest', (_request, reply, done) => { reply.header('cache-control', 'no-store'); done(); });
    app.get('/health/live', () => ({ status: 'ok' }));
    app.get('/health/ready', async (_request, reply) => {
      if (stopping()) return reply.code(503).send({ status: 'stopping' });
      try {
        await withDeadline(ask(), DEADLINE_MS, 'the database check');
        const figures = aggregation();
        return { status: 'ok', ...(figures && { aggregation: figures.state, aggregation_lag_seconds: Math.round(figures.lagSeconds) }) };
      } catch (error) {
        return reply.code(503).send({ status: error instanceof DeadlineError ? 'database_slow' : 'database_unavailable' });
      }
    });
  };
}

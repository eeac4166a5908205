import type { FastifyPluginAsync } from 'fastify';
import type { AggregationHealth } from '../jobs/aggregation-health.ts';
import type { DatabaseProbe } from './database-probe.ts';
import { DeadlineError } from './deadline.ts';

export interface HealthDeps {
  probe: DatabaseProbe;
  /** True once the process is on its way out: a balancer should send nobody more. */
  stopping?: () => boolean;
  /** How fresh the figures are, told beside readiness and no part of it: a balancer can do nothing about it. */
  aggregation?: () => AggregationHealth | undefined;
}

/** `/health/live`: the process answers. `/health/ready`: so does its database, and it is not about to stop. */
export function health({ probe, stopping = () => false, aggregation = () => undefined }: HealthDeps): FastifyPluginAsync {
  return async (app) => {
    app.addHook('onRequest', (_request, reply, done) => { reply.header('cache-control', 'no-store'); done(); });
    app.get('/health/live', () => ({ status: 'ok' }));
    app.get('/health/ready', async (_request, reply) => {
      if (stopping()) return reply.code(503).send({ status: 'stopping' });
      try {
        await probe.ask();
        const figures = aggregation();
        return { status: 'ok', ...(figures && { aggregation: figures.state, aggregation_lag_seconds: Math.round(figures.lagSeconds) }) };
      } catch (error) {
        return reply.code(503).send({ status: error instanceof DeadlineError ? 'database_slow' : 'database_unavailable' });
      }
    });
  };
}

import Fastify, { type FastifyInstance } from 'fastify';
import { tokenVerifier } from '../../src/auth/token-verifier.ts';
import { mintToken, type Claims } from '../../src/auth/tokens.ts';
import type { Sql } from '../../src/db/connect.ts';
import { handleProblems } from '../../src/ops/problem-handler.ts';
import { statsRoutes } from '../../src/stats/routes.ts';

export const SECRET = 'a secret of thirty-two characters';

export interface StatsApp {
  app: FastifyInstance;
  /** Asks with a token of these claims; without claims, as an admin. */
  ask<T>(path: string, claims?: Claims, headers?: Record<string, string>): Promise<{ status: number; body: T; headers: Record<string, unknown> }>;
}

/** The stats routes alone, by a clock of the test's own. */
export async function statsApp(sql: Sql, now: () => Date): Promise<StatsApp> {
  const app = Fastify();
  handleProblems(app);
  await app.register(statsRoutes({ sql, verify: tokenVerifier({ secret: SECRET }), now }));
  return {
    app,
    async ask(path, claims = { role: 'admin' }, headers = {}) {
      const token = await mintToken({ secret: SECRET, ttlSeconds: 3600, now: now(), ...claims });
      const answer = await app.inject({ url: path, headers: { authorization: `Bearer ${token}`, ...headers } });
      return { status: answer.statusCode, body: answer.body === '' ? undefined as never : answer.json(), headers: answer.headers };
    },
  };
}

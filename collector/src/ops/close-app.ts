import type { FastifyInstance } from 'fastify';

const LOOK_MS = 50;

/** Closes the app once every request on its way has its answer. A connection that was busy when closing began would else be kept until it times out. */
export async function closeApp(app: FastifyInstance): Promise<void> {
  const timer = setInterval(() => app.server.closeIdleConnections(), LOOK_MS);
  try {
    await app.close();
  } finally {
    clearInterval(timer);
  }
}

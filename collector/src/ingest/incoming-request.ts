import type { IncomingHttpHeaders } from 'node:http';

/** What is asked of a request: Fastify's are such, and what the Edge Function makes of the web's. */
export interface IncomingRequest {
  headers: IncomingHttpHeaders;
  /** The peer itself, which may be a proxy. */
  socket: { remoteAddress?: string | undefined };
}

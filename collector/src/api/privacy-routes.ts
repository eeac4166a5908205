import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { openSite } from '../auth/open-site.ts';
import { requireRole } from '../auth/reader.ts';
import { MAY_ASK } from '../auth/roles.ts';
import { ProblemError, type Erasure, type PrivacyRequests, type Retention } from '../contract/index.ts';
import { consentLog } from '../privacy/consent-log.ts';
import { erasePerson } from '../privacy/erase-person.ts';
import { exportPerson } from '../privacy/export-person.ts';
import type { Person } from '../privacy/person.ts';
import { requestLog } from '../privacy/request-log.ts';
import { retentionOf, setRetention, wrongRetention } from '../privacy/retention.ts';
import type { Site } from '../sites/site.ts';
import { parseBody } from './parse-body.ts';
import type { ApiDeps } from './routes.ts';

interface Request {
  params: { site: string };
  headers: { authorization?: string | undefined };
}
interface Params { Params: { site: string } }

const id = z.string().min(1).max(200);
export const personRequest = z.union([z.strictObject({ visitor_id: id }), z.strictObject({ user_id: id })], 'name the person by either visitor_id or user_id');
const days = z.int().nullable();
export const retention = z.strictObject({ events_days: days, visits_days: days });
export const consentRange = z.strictObject({ from: z.iso.date().optional(), to: z.iso.date().optional() });

/**
 * What the law lets people ask, for whoever answers for a site:
 * `POST /api/sites/{site}/people/export|erase`, `GET /api/sites/{site}/privacy-requests`, `GET …/consents`, `GET|PUT …/retention`.
 */
export function privacyRoutes(app: FastifyInstance, { sql, verify, now }: ApiDeps): void {
  async function answerFor({ params, headers }: Request): Promise<Site> {
    const { site, reader } = await openSite(sql, params.site, headers.authorization, verify, now());
    requireRole(reader, MAY_ASK['privacy']!);
    return site;
  }

  app.post<Params>('/api/sites/:site/people/export', async (request, reply) => {
    const { siteId } = await answerFor(request);
    return lines(reply, exportPerson(sql, siteId, personOf(request.body)));
  });

  app.post<Params>('/api/sites/:site/people/erase', async (request, _reply): Promise<Erasure> => {
    const { siteId } = await answerFor(request);
    const { requestId, events } = await erasePerson(sql, siteId, personOf(request.body));
    return { request_id: requestId, events };
  });

  app.get<Params>('/api/sites/:site/privacy-requests', async (request, _reply): Promise<PrivacyRequests> => {
    const { siteId } = await answerFor(request);
    return { requests: await requestLog(sql, siteId) };
  });

  app.get<Params>('/api/sites/:site/consents', async (request, reply) => {
    const { siteId } = await answerFor(request);
    const range = consentRange.safeParse(request.query);
    if (!range.success) throw new ProblemError('invalid_query', 'from and to are days, YYYY-MM-DD, and all that is understood here.');
    return lines(reply, consentLog(sql, siteId, range.data));
  });

  app.get<Params>('/api/sites/:site/retention', async (request, _reply): Promise<Retention> => retentionOf(sql, (await answerFor(request)).siteId));

  app.put<Params>('/api/sites/:site/retention', async (request, _reply): Promise<Retention> => {
    const { siteId } = await answerFor(request);
    const wanted = parseBody(retention, request.body);
    const wrong = wrongRetention(wanted);
    if (wrong !== undefined) throw new ProblemError('invalid_body', wrong);
    await setRetention(sql, siteId, wanted);
    return retentionOf(sql, siteId);
  });
}

function personOf(body: unknown): Person {
  const person = parseBody(personRequest, body);
  return 'visitor_id' in person ? { visitorId: person.visitor_id } : { userId: person.user_id };
}

/** One JSON object a line, as they come. */
function lines(reply: FastifyReply, objects: AsyncIterable<object>): FastifyReply {
  async function* text(): AsyncGenerator<string> {
    for await (const object of objects) yield `${JSON.stringify(object)}\n`;
  }
  return reply.type('application/x-ndjson').send(Readable.from(text()));
}

import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { openScope, type OpenedSites } from '../../auth/open-sites.ts';
import { requireRole, type Opened } from '../../auth/reader.ts';
import { MAY_ASK } from '../../auth/roles.ts';
import { ProblemError } from '../../contract/index.ts';
import { permit } from '../../plans/permit.ts';
import { exporting } from '../../plans/wishes.ts';
import { parseQuery } from '../query.ts';
import { resolve, type StatsDeps } from '../question.ts';
import { reports } from '../reports.ts';
import { archive } from './archive.ts';
import { csvOf, jsonOf, type Exported } from './exported.ts';
import { fileName } from './file-name.ts';
import { Slots } from './slots.ts';
import { openSnapshot, type Snapshot } from './snapshot.ts';
import { TABLES } from './tables.ts';
import { zip } from './zip.ts';

/** Exports at once: each has a connection as long as its reader reads. */
const MOST_AT_ONCE = 2;
const TYPES = { csv: 'text/csv; charset=utf-8', json: 'application/json', zip: 'application/zip' } as const;
const REPORTS = ['all', 'breakdown', ...Object.keys(TABLES)];

export const exportQuery = z.looseObject({
  report: z.string().refine((name) => REPORTS.includes(name), `is one of ${REPORTS.join(', ')}.`),
  format: z.enum(['csv', 'json', 'zip'], 'is csv, json, or for report=all zip.').default('csv'),
});

interface File {
  name: string;
  content: AsyncGenerator<string | Buffer>;
}

/** Milliseconds. */
export interface Patience {
  /** After which whoever reads nothing is let go of. */
  idleMs: number;
  /** For which an export waits for its turn. */
  patienceMs: number;
}

const PATIENCE: Patience = { idleMs: 30_000, patienceMs: 5_000 };

/** `GET /api/stats/{site}/export`: a report as a file, with the same parameters and the same figures, and all its rows. */
export function exportRoute(app: FastifyInstance, { sql, accessSql = sql, verify, now = () => new Date() }: StatsDeps, { idleMs, patienceMs }: Patience = PATIENCE): void {
  const slots = new Slots(MOST_AT_ONCE);

  app.get('/api/stats/:site/export', async (request: FastifyRequest, reply: FastifyReply) => {
    const at = now();
    const opened = await openScope(accessSql, (request.params as { site: string }).site, request.headers.authorization, verify, at);
    requireRole(opened.reader, MAY_ASK['export']!);
    await permit(accessSql, opened.reader.plan, [exporting]);
    const { report, format, ...params } = parseQuery(exportQuery, request.query);
    if ((report === 'all') !== (format === 'zip')) throw new ProblemError('invalid_query', 'report=all goes with format=zip, and the others with csv or json.');
    if (!await slots.enter(patienceMs)) throw new ProblemError('overloaded', 'Other exports are running. Wait as long as Retry-After says and ask again.', 5);
    const content = whole();
    try {
      // What can be refused is refused before a status is sent.
      const { value: name } = await content.next();
      reply.headers({ 'content-type': TYPES[format], 'content-disposition': `attachment; filename="${String(name)}.${format}"`, 'cache-control': 'private, no-store' });
      const { value: first } = await content.next();
      reply.raw.setTimeout(idleMs, () => reply.raw.destroy());
      return reply.send(Readable.from(from(first ?? '', content), { objectMode: false }));
    } catch (error) {
      await content.return(undefined);
      throw error;
    }

    /** The file's name, then what is in it. */
    async function* whole(): AsyncGenerator<string | Buffer> {
      let snapshot: Snapshot | undefined;
      try {
        snapshot = await openSnapshot(sql);
        const file = report === 'all' ? await everything(snapshot, opened, params, at) : await one(snapshot, opened, report, format, params, at);
        yield file.name;
        yield* file.content;
      } finally {
        slots.leave();
        await snapshot?.close();
      }
    }
  });
}

async function one({ sql }: Snapshot, opened: Opened | OpenedSites, name: string, format: 'csv' | 'json' | 'zip', params: Record<string, unknown>, at: Date): Promise<File> {
  const report = reports(sql)[name];
  if (!report) throw new ProblemError('invalid_query', `report is one of ${REPORTS.join(', ')}.`);
  const resolved = await resolve(sql, opened, name, report, params, at);
  const exported: Exported = { ...resolved, name, report, asOnScreen: params['limit'] !== undefined || params['offset'] !== undefined };
  const { domain, site, from, to } = resolved.question.meta;
  const what = name === 'breakdown' ? String((resolved.query as { dimension?: string }).dimension) : name;
  return { name: fileName(domain || site, what, from, to), content: format === 'json' ? jsonOf(exported) : csvOf(exported) };
}

async function everything({ sql }: Snapshot, opened: Opened | OpenedSites, params: Record<string, unknown>, at: Date): Promise<File> {
  if (!('site' in opened)) throw new ProblemError('invalid_query', 'report=all is of one site. Put its key in the place of all.');
  const { question: { meta } } = await resolve(sql, opened, 'summary', reports(sql)['summary']!, params, at);
  return { name: fileName(meta.domain || meta.site, meta.from, meta.to), content: zip(archive(sql, opened, params, meta, at), at) };
}

async function* from<T>(first: T, rest: AsyncGenerator<T>): AsyncGenerator<T> {
  yield first;
  yield* rest;
}

import { createHash } from 'node:crypto';
import fs from 'node:fs/promises';
import { promisify } from 'node:util';
import zlib from 'node:zlib';
import type { FastifyPluginAsync } from 'fastify';
import { batchJsonSchema } from '../contract/json-schema.ts';
import { ProblemError } from '../contract/index.ts';
import { STATIC_FOLDERS } from './static-folders.ts';

const SCRIPT = /^(?:passerby(?:\.[a-z0-9-]+)*|banner|stats-panel(?:\.[a-z]+)?)\.js(?:\.map)?$/;

interface StaticFile {
  modifiedMs: number;
  etag: string;
  type: string;
  plain: Buffer;
  brotli: Buffer;
}

const brotli = promisify(zlib.brotliCompress);

/** The scripts that sites embed, with their source maps, and the JSON Schema of a batch: public, from any origin, never private. */
export const staticFiles: FastifyPluginAsync = async (app) => {
  const files = new Map<string, StaticFile>();
  const schema = JSON.stringify(batchJsonSchema());

  app.addHook('onRequest', (_request, reply, done) => {
    reply.headers({
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
      'x-content-type-options': 'nosniff',
      'cache-control': 'public, max-age=300, stale-while-revalidate=86400',
    });
    done();
  });
  app.get('/schema/event.json', (_request, reply) => reply.type('application/schema+json').send(schema));
  app.get<{ Params: { name: string } }>('/:name', async (request, reply) => {
    const { name } = request.params;
    const file = SCRIPT.test(name) ? await load(name, files) : undefined;
    if (!file) throw new ProblemError('not_found');
    reply.headers({ etag: file.etag, vary: 'accept-encoding' }).type(file.type);
    if (request.headers['if-none-match'] === file.etag) return reply.code(304).send();
    const compressed = /\bbr\b/.test(request.headers['accept-encoding'] ?? '');
    if (compressed) reply.header('content-encoding', 'br');
    return reply.send(compressed ? file.brotli : file.plain);
  });
};

/** Reads a file once, and again when it has changed. */
async function load(name: string, files: Map<string, StaticFile>): Promise<StaticFile | undefined> {
  for (const folder of STATIC_FOLDERS) {
    const url = new URL(name, folder);
    const stat = await fs.stat(url).catch(() => undefined);
    if (!stat) continue;
    let file = files.get(name);
    if (file?.modifiedMs !== stat.mtimeMs) {
      const plain = await fs.readFile(url);
      file = {
        modifiedMs: stat.mtimeMs,
        etag: `W/"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`,
        type: name.endsWith('.map') ? 'application/json' : 'text/javascript; charset=utf-8',
        plain,
        brotli: await brotli(plain),
      };
      files.set(name, file);
    }
    return file;
  }
  return undefined;
}

/**
 * The Edge Function `ingest-events`: the collector's way in, on Deno. Built into one file by build.ts.
 *
 * | secret | meaning |
 * | --- | --- |
 * | `PASSERBY_DATABASE_URL` | of the transaction pooler; default `SUPABASE_DB_URL`, which Supabase sets |
 * | `PASSERBY_ADDRESS_HEADER` | header in which the platform tells the visitor's address; default `cf-connecting-ip`. Empty where no proxy of the platform stands before the function |
 */
import { ingestFunction } from 'passerby/function';

declare const Deno: {
  env: { get(name: string): string | undefined };
  serve(options: { port?: number; hostname?: string }, handler: (request: Request, info: { remoteAddr: { hostname: string } }) => Promise<Response>): unknown;
};

const databaseUrl = Deno.env.get('PASSERBY_DATABASE_URL') ?? Deno.env.get('SUPABASE_DB_URL');
if (databaseUrl === undefined) throw new Error('Set PASSERBY_DATABASE_URL to the address of the transaction pooler.');

const answer = ingestFunction({
  databaseUrl,
  addressHeader: (Deno.env.get('PASSERBY_ADDRESS_HEADER') ?? 'cf-connecting-ip') || undefined,
  onError: (error) => console.error(JSON.stringify({ level: 'error', code: (error as { code?: unknown }).code, type: (error as Error).name })),
});

// Supabase decides where it listens; elsewhere PORT does.
const port = Deno.env.get('PORT');
Deno.serve(port === undefined ? {} : { port: Number(port), hostname: '127.0.0.1' }, (request, info) => answer(request, info.remoteAddr.hostname));

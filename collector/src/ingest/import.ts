import type { RejectReason } from '../contract/index.ts';
import type { Sql } from '../db/connect.ts';
import { Salts } from '../privacy/salts.ts';
import type { Site } from '../sites/site.ts';
import type { Outcome } from '../store/prepared-batch.ts';
import { storeCall } from '../store/store-call.ts';
import { storeGroup } from '../store/store-group.ts';
import type { AddressLocator } from './geo.ts';
import { parseJsonText } from './parse-json.ts';
import { prepare } from './prepare.ts';
import { toldDevice, type Sender } from './sender.ts';

export interface ImportOptions {
  sql: Sql;
  site: Site;
  /** Wire events, one JSON object a line. Empty lines are passed over. */
  lines: AsyncIterable<string> | Iterable<string>;
  /** Called after each chunk. */
  onProgress?: (done: { lines: number; accepted: number }) => void;
  locate?: AddressLocator;
  now?: () => number;
}

export interface Imported {
  accepted: number;
  duplicates: number;
  rejected: Map<RejectReason, number>;
  /** The first few, with their line (from 1), to find the fault by. */
  firstRejections: { line: number; reason: RejectReason; detail: string }[];
}

const CHUNK_EVENTS = 1_000;
const CHUNK_CHARACTERS = 4_000_000;
const SHOWN_REJECTIONS = 10;

interface Line {
  number: number;
  event: unknown;
}

/**
 * Stores events of any age, through the same steps as live ones and trusted as if sent with the secret key. An event that
 * is there already, live or imported, is not stored again; so an import that broke off is simply repeated.
 */
export async function importEvents(options: ImportOptions): Promise<Imported> {
  const { now = Date.now, onProgress = () => {} } = options;
  const salts = new Salts(options.sql, now);
  const result: Imported = { accepted: 0, duplicates: 0, rejected: new Map(), firstRejections: [] };
  let chunk: Line[] = [];
  let characters = 0;
  let lines = 0;

  async function flush(): Promise<void> {
    if (chunk.length > 0) await storeChunk(chunk, characters, options, salts, now(), result);
    chunk = [];
    characters = 0;
    onProgress({ lines, accepted: result.accepted });
  }

  for await (const line of options.lines) {
    lines += 1;
    if (line.trim() === '') continue;
    chunk.push({ number: lines, event: parseLine(line) });
    characters += line.length;
    if (chunk.length >= CHUNK_EVENTS || characters >= CHUNK_CHARACTERS) await flush();
  }
  await flush();
  return result;
}

async function storeChunk(chunk: Line[], bytes: number, { sql, site, locate }: ImportOptions, salts: Salts, receivedAt: number, result: Imported): Promise<void> {
  const sender: Sender = { site, origin: 'import', receivedAt, skew: 0, device: toldDevice(undefined, undefined, undefined) };
  const { batch, origins, rejected } = await prepare({ events: chunk.map((line) => line.event) }, bytes, sender, salts, locate);
  const outcomes = await storeGroup(sql, storeCall([batch]));
  const { accepted, unstorable } = outcomes.get(batch.number) as Outcome;
  result.accepted += accepted;
  result.duplicates += batch.count - accepted - unstorable.length;
  const refused = unstorable.map((position) => ({ index: origins[position]?.index ?? 0, reason: 'unstorable' as const, detail: 'refused by the database' }));
  for (const { index, reason, detail } of [...rejected, ...refused]) {
    result.rejected.set(reason, (result.rejected.get(reason) ?? 0) + 1);
    if (result.firstRejections.length < SHOWN_REJECTIONS) result.firstRejections.push({ line: chunk[index]?.number ?? 0, reason, detail });
  }
}

/** What is no JSON is no event, and is counted as such. */
function parseLine(line: string): unknown {
  try {
    return parseJsonText(line);
  } catch {
    return undefined;
  }
}

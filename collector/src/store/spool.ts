import { randomUUID } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import { fromLine, toLine, type StoreCall } from './store-call.ts';

/**
 * Batches on disk while the database is away: lines in segments of a few megabytes. A batch is safe once `append`
 * resolves: written, synced, and in a file that nobody is reading yet.
 *
 * Any process may replay any segment, also one that another is writing, since a process that died leaves no sign that can be
 * trusted. The reader renames a segment before it reads it, and the writer, after its sync, looks whether its segment is still
 * there by its name. If so, the reader will see the line; if not, the writer writes it again to a new one. Both may happen,
 * and the database keeps one copy.
 */
export class Spool {
  readonly #folder: string;
  readonly #mostBytes: number;
  #bytes = 0;
  #segment: Segment | undefined;
  #queue: Promise<unknown> = Promise.resolve();

  private constructor(folder: string, mostBytes: number) {
    this.#folder = folder;
    this.#mostBytes = mostBytes;
  }

  /** Opens the spool in a folder, which is made, and counts what an earlier process left there. */
  static async open(folder: string, mostBytes: number): Promise<Spool> {
    const spool = new Spool(folder, mostBytes);
    await fs.mkdir(folder, { recursive: true, mode: 0o700 });
    await spool.#count();
    return spool;
  }

  /** How much lies on disk, of every process that uses the folder. */
  get bytes(): number { return this.#bytes; }

  get empty(): boolean { return this.#bytes === 0; }

  /**
   * Resolves once the batches are on disk.
   * @throws {SpoolFullError} where they would be over the limit; whatever the disk says where it is full itself
   */
  append(call: StoreCall): Promise<void> {
    const line = Buffer.from(toLine(call));
    const written = this.#queue.then(() => this.#write(line));
    this.#queue = written.catch(() => { /* told to whoever appended */ });
    return written;
  }

  /** Hands everything on disk, oldest first, to `store`, and deletes what it has stored. Ends at the first failure, with it. */
  async replay(store: (call: StoreCall) => Promise<unknown>): Promise<void> {
    await this.#queue;
    await this.#closeSegment();
    for (const name of await this.#segments()) {
      const taken = path.join(this.#folder, name.replace(/\.open$/, '.taken'));
      if (name.endsWith('.open') && !await rename(path.join(this.#folder, name), taken)) continue;
      const calls = readCalls(await fs.readFile(taken, 'utf8').catch(ignoreMissing) ?? '');
      if (calls) {
        for (const call of calls) await store(call);
        await fs.unlink(taken).catch(ignoreMissing);
      } else {
        // A damaged disk: kept for a person to look at, and out of the way of what follows.
        await rename(taken, `${taken}.unreadable`);
      }
      await this.#count();
    }
    await this.#count();
  }

  async close(): Promise<void> {
    await this.#queue;
    await this.#closeSegment();
  }

  async #write(line: Buffer): Promise<void> {
    if (this.#bytes + line.length > this.#mostBytes) throw new SpoolFullError();
    for (;;) {
      const segment = this.#segment ??= await Segment.create(this.#folder);
      try {
        await segment.append(line);
      } catch (error) {
        // What was written of it stays behind without a line's end, and is nobody's.
        await this.#closeSegment();
        throw error;
      }
      this.#bytes += line.length;
      const safe = await segment.isInPlace();
      if (!safe || segment.full) await this.#closeSegment();
      if (safe) return;
    }
  }

  async #closeSegment(): Promise<void> {
    const segment = this.#segment;
    this.#segment = undefined;
    await segment?.close();
  }

  async #segments(): Promise<string[]> {
    return (await fs.readdir(this.#folder)).filter((name) => /\.(open|taken)$/.test(name)).toSorted();
  }

  async #count(): Promise<void> {
    let bytes = 0;
    for (const name of await this.#segments()) bytes += (await fs.stat(path.join(this.#folder, name)).catch(ignoreMissing))?.size ?? 0;
    this.#bytes = bytes;
  }
}

/** The spool holds as much as it may. `code` is `SPOOL_FULL`. */
export class SpoolFullError extends Error {
  override readonly name = 'SpoolFullError';
  readonly code = 'SPOOL_FULL';
}

const SEGMENT_BYTES = 8 * 1_048_576;

/** One file that is being written. */
class Segment {
  readonly #file: string;
  readonly #handle: fs.FileHandle;
  #bytes = 0;

  private constructor(file: string, handle: fs.FileHandle) {
    this.#file = file;
    this.#handle = handle;
  }

  static async create(folder: string): Promise<Segment> {
    const file = path.join(folder, `${String(Date.now()).padStart(15, '0')}-${randomUUID()}.open`);
    const handle = await fs.open(file, 'ax', 0o600);
    // The name is durable only when the folder is.
    const directory = await fs.open(folder, 'r');
    try {
      await directory.sync();
    } finally {
      await directory.close();
    }
    return new Segment(file, handle);
  }

  get full(): boolean { return this.#bytes >= SEGMENT_BYTES; }

  async append(line: Buffer): Promise<void> {
    await this.#handle.appendFile(line);
    await this.#handle.datasync();
    this.#bytes += line.length;
  }

  async isInPlace(): Promise<boolean> {
    const [named, held] = await Promise.all([fs.stat(this.#file).catch(ignoreMissing), this.#handle.stat()]);
    return named?.ino === held.ino;
  }

  close(): Promise<void> {
    return this.#handle.close();
  }
}

/** The whole lines of a segment; what the writer did not finish was never acknowledged. Undefined where a whole line cannot be read. */
function readCalls(text: string): StoreCall[] | undefined {
  const calls = text.split('\n').slice(0, -1).map(fromLine);
  return calls.every((call) => call !== undefined) ? calls : undefined;
}

async function rename(from: string, to: string): Promise<boolean> {
  try {
    await fs.rename(from, to);
    return true;
  } catch (error) {
    ignoreMissing(error);
    return false;
  }
}

function ignoreMissing(error: unknown): undefined {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
}

import fs from 'node:fs';
import readline from 'node:readline';
import { pipeline } from 'node:stream';
import zlib from 'node:zlib';
import { UsageError } from './command.ts';

/** Bytes by which text is told from what is none. */
const HEAD_BYTES = 4_096;

/** A file holds nothing that can be read. `code` is `PASSERBY_FILE`. */
export class FileError extends Error {
  override readonly name = 'FileError';
  readonly code = 'PASSERBY_FILE';
}

/**
 * The lines of a file of text, unpacked where its first two bytes say gzip, whatever its name.
 * @throws {UsageError} there is no such file
 * @throws {FileError} it is empty, or no text; while it is read: it cannot be unpacked
 */
export function linesOf(file: string): AsyncIterable<string> {
  const head = headOf(file);
  if (head.length === 0) throw new FileError(`'${file}' is empty.`);
  const packed = head[0] === 0x1f && head[1] === 0x8b;
  if (!packed && head.includes(0)) throw new FileError(`'${file}' is neither text nor gzip.`);
  return packed ? unpackedLines(file) : plainLines(file);
}

function headOf(file: string): Buffer {
  const stat = fs.statSync(file, { throwIfNoEntry: false });
  if (!stat) throw new UsageError(`There is no file '${file}'.`);
  if (stat.isDirectory()) throw new UsageError(`'${file}' is a folder. Name a file.`);
  const head = Buffer.alloc(HEAD_BYTES);
  const handle = fs.openSync(file, 'r');
  const bytes = fs.readSync(handle, head, 0, HEAD_BYTES, 0);
  fs.closeSync(handle);
  return head.subarray(0, bytes);
}

/** Opened when the first line is asked for: what came before would be lost. */
async function* plainLines(file: string): AsyncGenerator<string> {
  yield* readline.createInterface({ input: fs.createReadStream(file), crlfDelay: Infinity });
}

async function* unpackedLines(file: string): AsyncGenerator<string> {
  const unpacked = zlib.createGunzip();
  pipeline(fs.createReadStream(file), unpacked, () => { /* the reader of lines meets the error */ });
  let broken: Error | undefined;
  try {
    yield* readline.createInterface({ input: unpacked, crlfDelay: Infinity });
  } catch (error) {
    if (!(error instanceof Error) || unpacked.errored !== error) throw error;
    broken = error;
  }
  // Some versions of Node end the lines where what they read breaks off, and say nothing of it.
  broken ??= unpacked.errored ?? undefined;
  if (broken) throw new FileError(`'${file}' cannot be unpacked to its end (${broken.message}). What was read before is stored.`);
}

import { Readable } from 'node:stream';
import { crc32, createDeflateRaw } from 'node:zlib';

export interface ZipEntry {
  /** As in `page.csv`. */
  name: string;
  content: AsyncIterable<string>;
}

const VERSION = 20;
/** Sizes follow the data, and names are UTF-8. */
const FLAGS = 0x0808;
const DEFLATED = 8;

/** A zip archive, written while its entries come: nothing is held but what the compressor works on. At most 4 GB in all. */
export async function* zip(entries: AsyncIterable<ZipEntry>, time: Date): AsyncGenerator<Buffer> {
  const stamp = dosTime(time);
  const directory: Buffer[] = [];
  let offset = 0;
  for await (const { name, content } of entries) {
    const file = Buffer.from(name);
    const sum = { crc: 0, size: 0, packed: 0 };
    yield concat(u32(0x04034b50), u16(VERSION, FLAGS, DEFLATED), stamp, u32(0, 0, 0), u16(file.length, 0), file);
    for await (const chunk of Readable.from(summed(content, sum)).compose(createDeflateRaw()) as AsyncIterable<Buffer>) {
      sum.packed += chunk.length;
      yield chunk;
    }
    const sizes = u32(sum.crc, sum.packed, sum.size);
    yield concat(u32(0x08074b50), sizes);
    directory.push(concat(u32(0x02014b50), u16(VERSION, VERSION, FLAGS, DEFLATED), stamp, sizes, u16(file.length, 0, 0, 0, 0), u32(0, offset), file));
    offset += 30 + file.length + sum.packed + 16;
  }
  const index = Buffer.concat(directory);
  yield index;
  yield concat(u32(0x06054b50), u16(0, 0, directory.length, directory.length), u32(index.length, offset), u16(0));
}

/** The bytes of a text, counted and checked on their way. */
async function* summed(content: AsyncIterable<string>, sum: { crc: number; size: number }): AsyncGenerator<Buffer> {
  for await (const text of content) {
    const bytes = Buffer.from(text);
    sum.crc = crc32(bytes, sum.crc);
    sum.size += bytes.length;
    yield bytes;
  }
}

/** To two seconds, in UTC: the format knows no zone. */
function dosTime(time: Date): Buffer {
  return u16(
    (time.getUTCHours() << 11) | (time.getUTCMinutes() << 5) | (time.getUTCSeconds() >> 1),
    ((time.getUTCFullYear() - 1980) << 9) | ((time.getUTCMonth() + 1) << 5) | time.getUTCDate(),
  );
}

const concat = (...parts: Buffer[]): Buffer => Buffer.concat(parts);

function u16(...values: number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 2);
  values.forEach((value, index) => bytes.writeUInt16LE(value, index * 2));
  return bytes;
}

function u32(...values: number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  values.forEach((value, index) => bytes.writeUInt32LE(value, index * 4));
  return bytes;
}

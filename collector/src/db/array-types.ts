import type { PostgresType } from 'postgres';

/** A value of an array: the driver's form of its elements, null, or a further dimension. */
type Element = unknown;

const text = (value: string): string => value;
const date = (value: string): Date => new Date(value);
const json = (value: string): unknown => JSON.parse(value);
const bytes = (value: string): Buffer => Buffer.from(value.slice(2), 'hex');

/** Array type by its number in pg_type, and how one of its elements is read. */
const ELEMENTS: Record<number, (value: string) => unknown> = {
  1000: (value) => value === 't', // boolean
  1005: Number, // smallint
  1007: Number, // integer
  1016: Number, // bigint
  1021: Number, // real
  1022: Number, // double precision
  1231: text, // numeric
  1009: text, // text
  1015: text, // varchar
  1002: text, // char
  2951: text, // uuid
  1041: text, // inet
  651: text, // cidr
  1182: text, // date
  1115: date, // timestamp
  1185: date, // timestamptz
  199: json, // json
  3807: json, // jsonb
  1001: bytes, // bytea
};

/**
 * The types of arrays, for postgres.js. It would ask the server for them on every new connection, and where the connection
 * is lost while it asks, nobody catches that: the process would end.
 */
export const ARRAY_TYPES: Record<string, PostgresType> = Object.fromEntries(
  Object.entries(ELEMENTS).map(([number, read]) => [`array_${number}`, {
    to: Number(number),
    from: [Number(number)],
    // What is text already is an array in Postgres' own notation.
    serialize: (value: unknown) => (Array.isArray(value) ? writeArray(value, read === json) : value),
    parse: (value: string) => readArray(value, read),
  }]),
);

function writeArray(elements: Element[], asJson: boolean): string {
  return `{${elements.map((element) => {
    if (element === null || element === undefined) return 'NULL';
    if (Array.isArray(element)) return writeArray(element, asJson);
    return `"${writeElement(element, asJson).replace(/["\\]/g, '\\$&')}"`;
  }).join()}}`;
}

function writeElement(element: Element, asJson: boolean): string {
  if (asJson) return JSON.stringify(element);
  if (element instanceof Date) return element.toISOString();
  if (element instanceof Uint8Array) return `\\x${Buffer.from(element).toString('hex')}`;
  return String(element);
}

/** An element in quotes, a bare one, or a bracket. */
const TOKEN = /"((?:[^"\\]|\\.)*)"|[^{},"]+|[{}]/gs;

function readArray(value: string, read: (text: string) => unknown): Element[] {
  const open: Element[][] = [[]];
  for (const [token, quoted] of value.replace(/^[^{]*/, '').matchAll(TOKEN)) {
    if (token === '{') {
      const inner: Element[] = [];
      open.at(-1)?.push(inner);
      open.push(inner);
    } else if (token === '}') {
      open.pop();
    } else if (quoted !== undefined) {
      open.at(-1)?.push(read(quoted.replace(/\\(.)/gs, '$1')));
    } else {
      open.at(-1)?.push(token === 'NULL' ? null : read(token));
    }
  }
  return open[0]?.[0] as Element[];
}

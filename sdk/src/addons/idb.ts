import { attempt } from '../attempt.ts';
import { openDatabase, type Database } from './idb/database.ts';

/**
 * `passerby.idb.js`: lets the tracker keep in IndexedDB what `localStorage` refuses, because it is full, or missing. Put it before
 * the tracker. To the tracker it is one store: what is written goes to `localStorage`, else to memory and from there to
 * IndexedDB; what is read comes from both. Until IndexedDB has told what it holds, the store looks empty, and the tracker waits
 * for consent; it notices by itself when more is there.
 */
const local = attempt(() => localStorage) as Record<string, string> | undefined;
const overflow = new Map<string, string>();
const database: Database | undefined = attempt(openDatabase);
let ready = false;

const removeOverflow = (key: string): void => {
  if (overflow.delete(key)) database?.remove(key);
};

const keys = (): string[] => (ready ? [...new Set([...Object.keys(local ?? {}), ...overflow.keys()])] : []);

const find = (key: string): string | undefined => (ready ? overflow.get(key) ?? local?.[key] : undefined);

window.passerbyStore = new Proxy<Record<string, string>>({}, {
  get: (_, key) => find(String(key)),
  set(_, key, value) {
    const name = String(key);
    const stored = local && attempt(() => { local[name] = String(value); return true; });
    if (stored) removeOverflow(name);
    else {
      overflow.set(name, String(value));
      database?.put(name, String(value));
    }
    return true;
  },
  deleteProperty(_, key) {
    const name = String(key);
    removeOverflow(name);
    attempt(() => delete local?.[name]);
    return true;
  },
  has: (_, key) => find(String(key)) !== undefined,
  ownKeys: keys,
  getOwnPropertyDescriptor(_, key) {
    const value = find(String(key));
    return value === undefined ? undefined : { value, writable: true, enumerable: true, configurable: true };
  },
});

const hold = (kept: Map<string, string>): void => {
  for (const [key, value] of kept) if (!overflow.has(key)) overflow.set(key, value);
};

void Promise.resolve(attempt(() => database?.read()))
  .then((kept) => hold(kept ?? new Map()), () => undefined)
  .finally(() => { ready = true; });

/** The one database of all sites on an origin. Made when the first thing has to be kept in it, so never before opt-in. */
const DATABASE = 'passerby';
const STORE = 'kept';

export interface Database {
  /** All that is kept. Makes no database where there is none. */
  read(): Promise<Map<string, string>>;
  put(key: string, value: string): void;
  remove(key: string): void;
}

/** Writes go in order, one after the other, and fail quietly: what they hold is in memory too. */
export const openDatabase = (): Database => {
  let opened: Promise<IDBDatabase> | undefined;

  const open = (): Promise<IDBDatabase> => (opened ||= new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('no database'));
  }));

  const write = (change: (store: IDBObjectStore) => void): void => {
    open().then((database) => change(database.transaction(STORE, 'readwrite').objectStore(STORE))).catch(() => undefined);
  };

  return {
    async read() {
      const there = await indexedDB.databases();
      if (!there.some(({ name }) => name === DATABASE)) return new Map();
      const store = (await open()).transaction(STORE).objectStore(STORE);
      const [keys, values] = await Promise.all([settled(store.getAllKeys() as IDBRequest<string[]>), settled(store.getAll() as IDBRequest<string[]>)]);
      return new Map(keys.map((key, n) => [key, values[n]!]));
    },
    put: (key, value) => write((store) => store.put(value, key)),
    remove: (key) => write((store) => store.delete(key)),
  };
};

const settled = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('no answer'));
  });

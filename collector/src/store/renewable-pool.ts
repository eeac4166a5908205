import { connect, type ConnectOptions, type Sql } from '../db/connect.ts';

export interface RenewablePool {
  /** Used like any pool; its queries go to the connections of the moment. */
  sql: Sql;
  /** Drops every connection, with what hangs on them, and starts anew. A connection whose other end is gone without a word would otherwise be held for minutes. */
  renew(): void;
  close(): Promise<void>;
}

/** A pool that can be replaced while it is in use. */
export function renewablePool(url: string, options: ConnectOptions): RenewablePool {
  let current = connect(url, options);
  const discard = (pool: Sql): void => { pool.end({ timeout: 0 }).catch(() => { /* it was broken before */ }); };
  const sql = new Proxy(current, {
    apply: (_target, _this, args: Parameters<Sql>) => Reflect.apply(current, undefined, args) as unknown,
    get: (_target, property) => Reflect.get(current, property) as unknown,
  });
  return {
    sql,
    renew() {
      const old = current;
      current = connect(url, options);
      discard(old);
    },
    close: () => current.end({ timeout: 2 }),
  };
}

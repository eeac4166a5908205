import type { Config } from '../config.ts';
import type { Queryable } from '../db/connect.ts';
import { publicAddress } from '../sites/public-address.ts';

/** Where browsers reach the collector: as configured, else where the last one on this database listened, else where one would. */
export async function publicUrl(config: Config, sql: Queryable): Promise<string> {
  const host = config.host === '0.0.0.0' || config.host === '::' ? 'localhost' : config.host;
  return config.publicUrl ?? await publicAddress(sql) ?? `http://${host.includes(':') ? `[${host}]` : host}:${config.port}`;
}

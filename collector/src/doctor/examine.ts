import fs from 'node:fs';
import path from 'node:path';
import type { Config } from '../config.ts';
import { connect } from '../db/connect.ts';
import { openDatabase } from '../db/database.ts';
import { aggregationCheck } from './aggregation-check.ts';
import { clockCheck } from './clock-check.ts';
import { diskCheck } from './disk-check.ts';
import type { Finding } from './finding.ts';
import { migrationsCheck } from './migrations-check.ts';
import { partitionsCheck } from './partitions-check.ts';
import { proxiesCheck } from './proxies-check.ts';
import { saltsCheck } from './salts-check.ts';
import { spoolCheck } from './spool-check.ts';

/** Milliseconds that a question to the database may take. */
const STATEMENT_MS = 10_000;

/**
 * Looks at everything that a collector needs, and changes nothing. Yields as it goes; what asks the database is left out
 * where that does not answer, and what asks its tables where they are not there.
 * @param now ms since 1970
 */
export async function* examine(config: Config, now: () => number = Date.now): AsyncGenerator<Finding> {
  yield proxiesCheck(config);
  yield await diskCheck(config);
  yield await spoolCheck(config);
  if (config.databaseUrl === undefined && !fs.existsSync(path.join(config.dataDir, 'postgres'))) {
    yield { check: 'database', result: 'failed', detail: 'There is none yet: DATABASE_URL names none, and under PASSERBY_DATA is none. passerby serve makes an embedded one.' };
    return;
  }
  let database;
  try {
    database = await openDatabase({ databaseUrl: config.databaseUrl, dataDir: config.dataDir });
  } catch (error) {
    yield { check: 'database', result: 'failed', detail: error instanceof Error ? error.message : String(error) };
    return;
  }
  const sql = connect(database.url, { max: 1, statementTimeoutMs: STATEMENT_MS });
  try {
    const [{ version }] = await sql<[{ version: string }]>`select current_setting('server_version') as version`;
    yield { check: 'database', result: 'ok', detail: `Postgres ${version} answers${database.embedded ? ', the embedded one' : ''}.` };
    yield await clockCheck(sql, now);
    const migrations = await migrationsCheck(sql);
    yield migrations;
    if (migrations.result === 'failed') return;
    yield await partitionsCheck(sql, now);
    yield await aggregationCheck(sql, config.aggregateCron);
    yield await saltsCheck(sql, now);
  } finally {
    await sql.end({ timeout: 1 });
    await database.close();
  }
}

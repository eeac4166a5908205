import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { inject } from 'vitest';
import { connect } from '../../collector/src/db/connect.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
/** Any number: the advisory lock under which they are made. */
const DECLARATIONS = 7_217_366_018_304;

/** Makes the declarations of the packages, by which the code that uses them is checked. They are written in place: one test at a time. */
export async function makeDeclarations(): Promise<void> {
  const sql = connect(inject('postgresUrl'), { max: 1 });
  try {
    await sql`select pg_advisory_lock(${DECLARATIONS}::bigint)`;
    await promisify(execFile)(process.execPath, [path.join(ROOT, 'node_modules/typescript/bin/tsc'), '-b', 'collector', 'sdk', 'dashboard-widget'], { cwd: ROOT })
      .catch(() => { /* a wrong type is reported where it is; what could be declared is */ });
  } finally {
    await sql.end({ timeout: 1 });
  }
}

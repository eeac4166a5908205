/** `npm start`: the whole product on this machine, with a sample site in it, until Ctrl-C. */
import { once } from 'node:events';
import { tokenSecret } from '../collector/src/auth/secret.ts';
import { mintToken } from '../collector/src/auth/tokens.ts';
import { loadConfig } from '../collector/src/config.ts';
import { connect } from '../collector/src/db/connect.ts';
import { openDatabase } from '../collector/src/db/database.ts';
import { migrate } from '../collector/src/db/migrate.ts';
import { requireFreePort } from '../collector/src/ops/free-port.ts';
import { startServer } from '../collector/src/server.ts';
import { sampleSites } from '../examples/demo/sample-sites.ts';
import { startDemo } from '../examples/demo/server.ts';

const began = performance.now();
const say = (line: string): void => console.log(`  ${line}`);
const stop = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) {
  process.once(name, () => { stop.abort(); process.once(name, () => process.exit(130)); });
}
const closers: (() => Promise<unknown>)[] = [];

try {
  // The demo shows a click in the panel within a minute; a real collector aggregates hourly unless told otherwise.
  const config = loadConfig({ PASSERBY_AGGREGATE_CRON: '* * * * *', PASSERBY_LOG_LEVEL: 'warn', ...process.env });
  console.log('Passerby');
  await requireFreePort(config.host, config.port);
  const database = await openDatabase({ databaseUrl: config.databaseUrl, dataDir: config.dataDir, onProgress: say });
  closers.push(() => database.close());
  const sql = connect(database.url);
  closers.push(() => sql.end({ timeout: 5 }));
  await migrate(sql);
  const sites = await sampleSites(sql, Intl.DateTimeFormat().resolvedOptions().timeZone, say);

  const server = await startServer(config, { onProgress: say });
  closers.push(() => server.close());
  const collector = config.publicUrl ?? server.url;
  const secret = await tokenSecret(sql, config.tokenSecret);
  const demo = await startDemo({
    collector,
    sites,
    host: config.host,
    port: config.port === 0 || config.port === 65_535 ? 0 : config.port + 1,
    token: (opens, role) => mintToken({ secret, role, sites: opens, ttlSeconds: 900 }),
  });
  closers.push(() => demo.close());

  console.log(`
Ready in ${((performance.now() - began) / 1000).toFixed(1)} s.

  A portfolio with the script tag    ${demo.url}/portfolio/
  A builder calling window.track()   ${demo.url}/builder/
  A back office with <stats-panel>   ${demo.url}/back-office/
  The collector                      ${collector}

Ctrl-C stops everything. The data stays in ${config.dataDir}.`);
  if (!stop.signal.aborted) await once(stop.signal, 'abort');
  console.log('\nStopping …');
} catch (error) {
  if (!stop.signal.aborted) {
    const { code, message } = error as { code?: string; message: string };
    console.error(`\n${code ? `${code}: ` : ''}${message}`);
    process.exitCode = 1;
  }
} finally {
  for (const close of closers.reverse()) await close();
}

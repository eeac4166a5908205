import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { unpackChromium } from './unpack-chromium.ts';

export interface Chromium {
  executablePath: string;
  /** The environment it needs. */
  env: Record<string, string>;
}

const SYSTEM_NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const SYSTEM_PLACES = ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/Applications/Chromium.app/Contents/MacOS/Chromium'];

/** The Chromium that CHROME names, else the system's, else the one from npm, which needs nothing installed. */
export async function findChromium(): Promise<Chromium> {
  const env = definedOnly(process.env);
  const given = env['CHROME'];
  if (given) return { executablePath: given, env };
  const installed = findInstalled(env['PATH'] ?? '');
  if (installed !== undefined) return { executablePath: installed, env };
  const directory = await unpackChromium();
  const bundled = { executablePath: join(directory, 'chromium'), env: { ...env, FONTCONFIG_FILE: join(directory, 'fonts.conf') } };
  return starts(bundled) ? bundled : withLibraries(bundled, directory);
}

function findInstalled(path: string): string | undefined {
  const folders = path.split(delimiter);
  const candidates = [...SYSTEM_NAMES.flatMap((name) => folders.map((folder) => join(folder, name))), ...SYSTEM_PLACES];
  return candidates.find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function starts({ executablePath, env }: Chromium): boolean {
  return spawnSync(executablePath, ['--version', '--no-sandbox'], { env }).status === 0;
}

/** A bare system lacks NSS and others that Chromium links to; they come along. */
function withLibraries(chromium: Chromium, directory: string): Chromium {
  const path = [join(directory, 'lib'), chromium.env['LD_LIBRARY_PATH']].filter(Boolean).join(delimiter);
  const lent = { ...chromium, env: { ...chromium.env, LD_LIBRARY_PATH: path } };
  if (starts(lent)) return lent;
  const why = existsSync(lent.executablePath) ? spawnSync(lent.executablePath, ['--version', '--no-sandbox'], { env: lent.env, encoding: 'utf8' }).stderr : 'it is not there';
  throw new Error(`The Chromium from npm does not start here: ${why}. Install Chromium, or name one with CHROME=/path/to/chromium.`);
}

function definedOnly(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

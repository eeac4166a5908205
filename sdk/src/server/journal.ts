import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/**
 * A file of events that wait, a line each. Each process has its own in the folder, `<host>.<pid>.<random>.ndjson`, and touches it now
 * and then; a file that nobody touches any more, or whose process is gone, is an orphan, and whoever finds it first takes it over.
 */
export interface Journal {
  /** On the disk, or rather with the system, when this returns: a killed process loses nothing of it. */
  append(line: string): void;
  /** Replaces all that is in it. */
  rewrite(lines: string[]): void;
  /** Shows that its process lives. False where the file is gone: taken for an orphan, because its process had stood still. */
  touch(): boolean;
  /** What dead processes have left, in the order of writing. `took` is called with it before its files are removed. */
  adopt(took: (lines: string[]) => void): void;
  /** Closes the file, and removes it where nothing is in it. */
  close(): void;
}

const SUFFIX = '.ndjson';
/** Longer than any live process leaves its file untouched. */
const ORPHAN_MS = 5 * 60_000;
/** Files of this process: others of its number are from before a restart. */
const own = new Set<string>();

/** Opens a journal in `folder`, which is made where it is missing. */
export function openJournal(folder: string): Journal {
  fs.mkdirSync(folder, { recursive: true });
  const name = nameOfMine();
  const file = path.join(folder, name);
  let open = fs.openSync(file, 'a', 0o600);
  /** The last write broke off in the middle of a line. */
  let torn = false;

  return {
    append(line) {
      try {
        fs.writeSync(open, `${torn ? '\n' : ''}${line}\n`);
        torn = false;
      } catch (error) {
        torn = true;
        throw error;
      }
    },
    rewrite(lines) {
      torn = false;
      if (lines.length === 0 && fs.existsSync(file)) return fs.ftruncateSync(open);
      const next = `${file}.next`;
      fs.writeFileSync(next, lines.map((line) => `${line}\n`).join(''), { mode: 0o600 });
      fs.renameSync(next, file);
      fs.closeSync(open);
      open = fs.openSync(file, 'a', 0o600);
    },
    touch() {
      const now = new Date();
      fs.futimesSync(open, now, now);
      return fs.existsSync(file);
    },
    adopt(took) {
      for (const orphan of fs.readdirSync(folder).filter((one) => isOrphan(path.join(folder, one)))) {
        const mine = path.join(folder, nameOfMine());
        try {
          fs.renameSync(path.join(folder, orphan), mine);
        } catch {
          continue; // another process was first
        }
        took(fs.readFileSync(mine, 'utf8').split('\n').filter(Boolean));
        fs.rmSync(mine);
        own.delete(path.basename(mine));
      }
    },
    close() {
      fs.closeSync(open);
      if (fs.existsSync(file) && fs.statSync(file).size === 0) fs.rmSync(file);
      own.delete(name);
    },
  };
}

function nameOfMine(): string {
  const name = `${os.hostname()}.${process.pid}.${randomUUID()}${SUFFIX}`;
  own.add(name);
  return name;
}

function isOrphan(file: string): boolean {
  const name = path.basename(file);
  if (!name.endsWith(SUFFIX) || own.has(name)) return false;
  const [pid, host] = [Number(name.split('.').at(-3)), name.split('.').slice(0, -3).join('.')];
  const dead = host === os.hostname() && (pid === process.pid || !isAlive(pid));
  return dead || Date.now() - (fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? Infinity) > ORPHAN_MS;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

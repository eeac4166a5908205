import fs from 'node:fs';

/** Clock ticks of /proc a second, on every Linux that Node runs on. */
const TICKS = 100;

/** CPU seconds that a process and all below it have used so far, and the most memory that the process itself held, in bytes. Linux only. */
export function usage(pid: number): { cpuSeconds: number; peakBytes: number } {
  const cpuSeconds = family(pid).reduce((sum, id) => sum + (readStat(id)?.cpuSeconds ?? 0), 0);
  const status = fs.readFileSync(`/proc/${pid}/status`, 'utf8');
  return { cpuSeconds, peakBytes: Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1024 };
}

/** A process and all below it. */
export function family(pid: number): number[] {
  const children = new Map<number, number[]>();
  for (const name of fs.readdirSync('/proc')) {
    const stat = /^\d+$/.test(name) ? readStat(Number(name)) : undefined;
    if (stat) children.set(stat.parent, [...children.get(stat.parent) ?? [], Number(name)]);
  }
  const below = (id: number): number[] => [id, ...(children.get(id) ?? []).flatMap(below)];
  return below(pid);
}

/** Of the process itself, and of its children that have ended. */
function readStat(pid: number): { parent: number; cpuSeconds: number } | undefined {
  try {
    const fields = fs.readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /, '').split(' ');
    const ticks = [11, 12, 13, 14].reduce((sum, field) => sum + Number(fields[field]), 0);
    return { parent: Number(fields[1]), cpuSeconds: ticks / TICKS };
  } catch {
    return undefined;
  }
}

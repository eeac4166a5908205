import { setTimeout as delay } from 'node:timers/promises';
import type { Sql } from '../../collector/src/db/connect.ts';
import type { TcpProxy } from '../../test/support/tcp-proxy.ts';
import { family } from './cpu.ts';
import type { BenchPostgres } from './postgres.ts';
import type { SmallDisk } from './small-disk.ts';

/** What the faults happen to. */
export interface World {
  postgres: BenchPostgres;
  /** Where Postgres lives, where it can be filled. */
  disk: SmallDisk | undefined;
  /** Between the collectors and Postgres. */
  toDatabase: TcpProxy;
  /** Between the clients and each collector. */
  toCollectors: TcpProxy[];
  /** Ends a collector by a signal and starts it anew. */
  restart(instance: number, signal: NodeJS.Signals): Promise<void>;
  /** Straight to Postgres, whatever is set for others. */
  control(): Sql;
  pick(most: number): number;
}

export interface Fault {
  name: string;
  /** How often, beside the others. */
  weight: number;
  /** Resolves when it is over. */
  inflict(world: World): Promise<void>;
  /** False where it cannot be done here. */
  possible?(world: World): boolean;
}

export const FAULTS: readonly Fault[] = [
  { name: 'collector killed (-9)', weight: 5, inflict: ({ restart, pick }) => restart(pick(2), 'SIGKILL') },
  { name: 'collector stopped (TERM)', weight: 3, inflict: ({ restart, pick }) => restart(pick(2), 'SIGTERM') },
  { name: 'both collectors killed (-9)', weight: 2, async inflict({ restart }) { await Promise.all([restart(0, 'SIGKILL'), restart(1, 'SIGKILL')]); } },
  {
    name: 'Postgres stopped and started', weight: 3,
    async inflict({ postgres, pick }) {
      await postgres.stop();
      await delay(pick(1_500));
      await postgres.start();
    },
  },
  {
    name: 'Postgres killed (-9) and started', weight: 3,
    async inflict({ postgres, pick }) {
      for (const pid of family(postgres.pid())) signal(pid, 'SIGKILL');
      await delay(pick(1_500));
      await postgres.start();
    },
  },
  {
    name: 'Postgres killed, and a collector with it', weight: 2,
    async inflict({ postgres, restart, pick }) {
      for (const pid of family(postgres.pid())) signal(pid, 'SIGKILL');
      const restarted = restart(pick(2), 'SIGKILL');
      await delay(pick(1_000));
      await postgres.start();
      await restarted;
    },
  },
  {
    name: 'Postgres frozen (STOP)', weight: 2,
    async inflict({ postgres, pick }) {
      const pids = family(postgres.pid());
      for (const pid of pids) signal(pid, 'SIGSTOP');
      await delay(1_000 + pick(7_000));
      for (const pid of pids) signal(pid, 'SIGCONT');
    },
  },
  {
    name: 'disk of the database full', weight: 2, possible: ({ disk }) => disk !== undefined,
    async inflict({ disk, postgres, pick }) {
      disk?.fill();
      await delay(1_000 + pick(2_000));
      disk?.free();
      // With no room for its log Postgres gives up altogether.
      await postgres.start();
    },
  },
  {
    name: 'database read-only', weight: 2,
    async inflict({ control, pick }) {
      const sql = control();
      await sql`alter system set default_transaction_read_only = on`;
      await sql`select pg_reload_conf()`;
      await delay(500 + pick(1_500));
      await sql`alter system reset default_transaction_read_only`;
      await sql`select pg_reload_conf()`;
    },
  },
  { name: 'connections to the database reset', weight: 4, inflict({ toDatabase }) { toDatabase.cut(); return delay(50); } },
  {
    name: 'the database\'s answers lost', weight: 2,
    async inflict({ toDatabase, pick }) {
      toDatabase.mute();
      await delay(200 + pick(1_000));
      toDatabase.cut();
      toDatabase.pass();
    },
  },
  { name: 'connections of clients reset', weight: 4, inflict({ toCollectors }) { for (const proxy of toCollectors) proxy.cut(); return delay(20); } },
  {
    name: 'the collector\'s answers lost', weight: 3,
    async inflict({ toCollectors, pick }) {
      const proxy = toCollectors[pick(2)] as TcpProxy;
      proxy.mute();
      await delay(100 + pick(400));
      proxy.cut();
      proxy.pass();
    },
  },
];

/** A fault by chance, of those that can be done here. */
export function chooseFault(world: World): Fault {
  const possible = FAULTS.filter((fault) => fault.possible?.(world) !== false);
  let ticket = world.pick(possible.reduce((sum, fault) => sum + fault.weight, 0));
  return possible.find((fault) => (ticket -= fault.weight) < 0) as Fault;
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // it has ended by itself
  }
}

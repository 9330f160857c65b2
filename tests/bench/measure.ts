import { readFileSync } from 'node:fs';
import type pg from 'pg';

export interface Figures {
  perSecond: number;
  p50: number;
  p95: number;
  /** Milliseconds of processor time for each: the program's (and its users'), and the database's. */
  cpu: { program: number; database: number | null };
}

const percentile = (sorted: number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
const round = (n: number) => Math.round(n * 10) / 10;
const fine = (n: number) => Math.round(n * 100) / 100;

/** Milliseconds of processor time that each of the server's processes has used; null where they are on another machine. */
async function databaseCpu(client: pg.Client): Promise<Map<number, number> | null> {
  const { rows } = await client.query<{ pid: number }>('select pid from pg_stat_activity');
  const used = new Map<number, number>();
  try {
    for (const { pid } of rows) {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      if (!stat.includes('(postgres)')) return null;
      used.set(pid, 10 * (Number(fields[11]) + Number(fields[12])));
    }
    return used;
  } catch {
    return null;
  }
}

/** What those that are still there used meanwhile; a connection that was closed takes its part with it. */
const between = (before: Map<number, number>, after: Map<number, number>): number =>
  [...after].reduce((sum, [pid, used]) => sum + used - (before.get(pid) ?? 0), 0);

export interface Load {
  users: number;
  milliseconds: number;
  /** A connection of its own, to ask the server how much it worked. */
  watch: pg.Client;
}

/** Users who each begin anew as soon as they are answered. A first fifth of the time warms up and is not counted. */
export async function together(
  { users, milliseconds, watch }: Load,
  run: (user: number, turn: number) => Promise<unknown>,
): Promise<Figures> {
  const turns = Array.from({ length: users }, () => 0);
  const lap = async (end: number, note: (time: number) => void) => {
    await Promise.all(
      turns.map(async (_, user) => {
        while (performance.now() < end) {
          const start = performance.now();
          const turn = turns[user]!;
          turns[user] = turn + 1;
          await run(user, turn);
          note(performance.now() - start);
        }
      }),
    );
  };
  await lap(performance.now() + milliseconds / 5, () => undefined);
  const times: number[] = [];
  const database = await databaseCpu(watch);
  const program = process.cpuUsage();
  const begun = performance.now();
  await lap(begun + (milliseconds * 4) / 5, (time) => times.push(time));
  const seconds = (performance.now() - begun) / 1000;
  const used = process.cpuUsage(program);
  const after = await databaseCpu(watch);
  times.sort((a, b) => a - b);
  return {
    perSecond: round(times.length / seconds),
    p50: round(percentile(times, 0.5)),
    p95: round(percentile(times, 0.95)),
    cpu: {
      program: fine((used.user + used.system) / 1000 / times.length),
      database: database === null || after === null ? null : fine(between(database, after) / times.length),
    },
  };
}

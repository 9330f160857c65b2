import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { networkOf } from '#domain/planning/solve/network.ts';
import type { PlanProblem } from '#domain/planning/solve/problem.ts';

/** Debian's coinor-cbc on the same model. It stands outside of the program and is only ever measured against. */
export interface CbcFigures {
  status: 'optimal' | 'stopped' | 'failed';
  objective: number | null;
  seconds: number;
}

/** Another place than the PATH can be named. */
const program = process.env.CBC ?? 'cbc';

export const hasCbc = (): boolean => spawnSync(program, ['-quit'], { timeout: 10_000 }).status === 0;

/** lscp, set-cover and mclp as text in the LP format. */
function asLp(problem: PlanProblem): string {
  const { byDemand, weight, cost, demands, sites } = networkOf(problem);
  const near = (d: number) =>
    Array.from(byDemand.to.subarray(byDemand.start[d], byDemand.start[d + 1]), (s) => `y${s}`);
  const all = Array.from({ length: sites }, (_, s) => s);
  const wrapped = (terms: string[]) => terms.map((term, i) => (i % 12 === 11 ? `${term}\n` : term)).join(' + ');
  const mayLack = problem.model === 'mclp' || problem.leaveOut;
  const who = Array.from({ length: demands }, (_, d) => d).filter((d) => !mayLack || near(d).length > 0);
  if (problem.model === 'mclp') {
    return [
      'Maximize',
      wrapped(who.map((d) => `${weight[d]} z${d}`)),
      'Subject To',
      ...who.map((d) => `${wrapped(near(d))} - z${d} >= 0`),
      `${wrapped(all.map((s) => `y${s}`))} = ${problem.p}`,
      'Bounds',
      ...who.map((d) => `0 <= z${d} <= 1`),
      'Binaries',
      ...all.map((s) => `y${s}`),
      'End',
    ].join('\n');
  }
  const price = (s: number) => (problem.model === 'lscp' ? 1 : cost[s]);
  return [
    'Minimize',
    wrapped(all.map((s) => `${price(s)} y${s}`)),
    'Subject To',
    ...who.map((d) => `${wrapped(near(d))} >= 1`),
    'Binaries',
    ...all.map((s) => `y${s}`),
    'End',
  ].join('\n');
}

export function runCbc(problem: PlanProblem, seconds: number): CbcFigures {
  const folder = mkdtempSync(join(tmpdir(), 'plan-cbc-'));
  try {
    const file = join(folder, 'model.lp');
    writeFileSync(file, asLp(problem));
    const begun = performance.now();
    const { stdout = '' } = spawnSync(program, [file, 'ratio', '0', 'sec', String(seconds), 'solve', 'quit'], {
      encoding: 'utf8',
      timeout: (seconds + 60) * 1000,
    });
    const took = (performance.now() - begun) / 1000;
    const objective = /Objective value:\s+(-?[\d.]+)/.exec(stdout)?.[1];
    const status = /Result - Optimal solution found/.test(stdout) ? 'optimal' : objective ? 'stopped' : 'failed';
    return { status, objective: objective === undefined ? null : Math.abs(Number(objective)), seconds: took };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

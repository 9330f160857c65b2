import { parentPort, workerData } from 'node:worker_threads';
import type { Network } from '#domain/planning/solve/network.ts';
import type { Finding, Plan } from '#domain/planning/solve/plan.ts';
import type { InfeasibleReason, PlanProblem, PlanProgress, StageAnswer } from '#domain/planning/solve/problem.ts';
import type { Crowd } from '#domain/planning/solve/room.ts';
import { solveHere } from './solve-here.ts';

export interface WorkerInput {
  /** Without its pairs: they are in the network. */
  problem: PlanProblem;
  network: Network;
  /** Milliseconds since 1970, fractions included. */
  deadline: number;
  /** A plan that keeps every rule, to begin from. */
  start: Plan | undefined;
  /** One shared word: 1 asks the worker to stop and hand over what it has. */
  halt: Int32Array;
}

export type FromWorker =
  | { kind: 'progress'; progress: PlanProgress; plan?: Plan }
  | { kind: 'finding'; finding: Finding; stages?: StageAnswer[]; infeasible?: InfeasibleReason; crowd?: Crowd };

const { problem, network, deadline, start, halt } = workerData as WorkerInput;
const tell = (message: FromWorker) => parentPort!.postMessage(message);

tell({
  kind: 'finding',
  ...(await solveHere(problem, network, {
    timeLimitSeconds: (deadline - performance.timeOrigin - performance.now()) / 1000,
    start,
    halted: () => Atomics.load(halt, 0) === 1,
    onProgress: (progress, plan) => tell({ kind: 'progress', progress, ...(plan && { plan }) }),
  })),
});

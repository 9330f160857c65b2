import { Worker } from 'node:worker_threads';
import { Refused } from '#domain/kernel/problem.ts';
import { checkProblem, impossible } from '#domain/planning/solve/check.ts';
import type { CoverPoint } from '#domain/planning/solve/explain.ts';
import { type Network, networkOf } from '#domain/planning/solve/network.ts';
import { answerOf, type Finding, objectiveOf, type Plan } from '#domain/planning/solve/plan.ts';
import { type Answer, maximises, type PlanProblem, type PlanProgress } from '#domain/planning/solve/problem.ts';
import { verify } from '#domain/planning/solve/verify.ts';
import type { FromWorker, WorkerInput } from './worker.ts';

export interface SolveOptions {
  /** 60 by default. */
  timeLimitSeconds?: number;
  /** Stops soon, with the best plan so far. */
  signal?: AbortSignal;
  onProgress?: (progress: PlanProgress) => void;
  /** Ids of sites to begin from. Used only where they keep every rule; the answer is then never worse. */
  start?: readonly string[];
  /** Heap of the worker beside the solver's own memory (at most 2 GiB), megabytes. */
  memoryMegabytes?: number;
}

const noPairs = { site: new Int32Array(0), demand: new Int32Array(0), cost: new Float64Array(0) };

/** How long a stopped worker may take to hand over what it has before it is ended from outside; a new one at least so long. */
const graceSeconds = 0.7;
/** And when it has no plan at all yet. */
const patienceSeconds = 4;

/** A plan of these sites if it keeps every rule. */
function startOf(
  problem: PlanProblem,
  network: Network,
  ids: readonly string[],
  uncoverable: Answer['uncoverable'],
): Plan | undefined {
  const wanted = new Set(ids);
  const plan: Plan = {
    open: Int32Array.from(problem.sites.keys()).filter((s) => wanted.has(problem.sites[s]!.id)),
  };
  const answer = { ...answerOf(problem, network, { status: 'feasible', plan }), uncoverable, seconds: 0 };
  return verify(problem, answer).length === 0 ? plan : undefined;
}

/** What was found, with the plan in hand where that is better. The bound holds for both. */
function better(problem: PlanProblem, network: Network, finding: Finding, start: Plan): Finding {
  const value = (plan: Plan) => (maximises(problem.model) ? -1 : 1) * objectiveOf(problem, network, plan);
  if (finding.status === 'infeasible' || (finding.plan && value(finding.plan) <= value(start))) return finding;
  return { ...finding, status: 'feasible', plan: start };
}

/**
 * Solves a location problem in a thread of its own. A hard problem never throws: time, memory and cancelling end in an answer whose
 * status says what it is worth. Refuses (`Refused`) a problem that does not make sense in itself, such as a pair without a site.
 */
export function solve(problem: PlanProblem, options: SolveOptions = {}): Promise<Answer> {
  const { timeLimitSeconds = 60, signal, onProgress, memoryMegabytes = 2048 } = options;
  const started = performance.now();
  const seconds = () => (performance.now() - started) / 1000;
  const wrong = checkProblem(problem);
  if (wrong) return Promise.reject(new Refused(wrong.problem, wrong.params, wrong.fields));
  const { reason, uncoverable, crowd } = impossible(problem);
  const network = networkOf(problem);
  const finished = (finding: Finding, rest: Partial<Answer> = {}): Answer => {
    const answer = { ...answerOf(problem, network, finding), uncoverable, ...rest, seconds: seconds() };
    const breaches = verify(problem, answer);
    if (breaches.length > 0) throw new Error(`The solver broke its own rules: ${breaches.join('; ')}`);
    return answer;
  };
  if (reason) return Promise.resolve(finished({ status: 'infeasible' }, { reason, ...(crowd && { crowd }) }));

  const start = options.start && startOf(problem, network, options.start, uncoverable);

  return new Promise((resolve, reject) => {
    const halt = new Int32Array(new SharedArrayBuffer(4));
    const left = Math.max(0, timeLimitSeconds - seconds());
    // Pairs are in the network, which both threads read; the other thread has no need of a copy.
    const { pairs: _, ...rest } = problem;
    const workerData: WorkerInput = {
      problem: { ...rest, pairs: noPairs },
      network,
      start,
      deadline: performance.timeOrigin + performance.now() + 1000 * left,
      halt,
    };
    const worker = new Worker(new URL('./worker.ts', import.meta.url), {
      workerData,
      resourceLimits: { maxOldGenerationSizeMb: memoryMegabytes },
    });
    let best: Plan | undefined = start;
    let bound: number | undefined;
    let ended = false;
    let hardStop: NodeJS.Timeout | undefined;
    const end = (then: () => void) => {
      if (ended) return;
      ended = true;
      clearTimeout(timer);
      clearTimeout(hardStop);
      signal?.removeEventListener('abort', cancel);
      void worker.terminate();
      try {
        then();
      } catch (error) {
        reject(error);
      }
    };
    let overdue: NonNullable<Answer['stopped']> | undefined;
    const bestSoFar = (stopped: NonNullable<Answer['stopped']>) =>
      end(() => resolve(finished({ status: best ? 'feasible' : 'unknown', plan: best, bound, stopped })));
    const halted = (stopped: 'time' | 'cancelled') => {
      Atomics.store(halt, 0, 1);
      hardStop ??= setTimeout(() => {
        if (best) return bestSoFar(stopped);
        // Any plan at all is worth waiting a little longer for.
        overdue = stopped;
        hardStop = setTimeout(() => bestSoFar(stopped), patienceSeconds * 1000);
      }, graceSeconds * 1000);
    };
    const cancel = () => halted('cancelled');
    const timer = setTimeout(() => halted('time'), Math.min(left * 1000, 2 ** 31 - 1));
    signal?.addEventListener('abort', cancel);
    if (signal?.aborted) cancel();

    worker.on('message', (message: FromWorker) => {
      if (message.kind === 'progress') {
        best = message.plan ?? best;
        bound = message.progress.bound ?? bound;
        if (best && overdue) return bestSoFar(overdue);
        const sites = message.plan && Array.from(message.plan.open, (s) => problem.sites[s]!.id);
        onProgress?.({ ...message.progress, ...(sites && { sites }), seconds: seconds() });
        return;
      }
      const { stages, infeasible, crowd: short } = message;
      const finding = start ? better(problem, network, message.finding, start) : message.finding;
      // The worker only knows that it was asked to stop; whether by a person or by the clock is known here.
      const by = signal?.aborted ? 'cancelled' : 'time';
      const stopped = finding.stopped === 'memory' ? 'memory' : finding.stopped && by;
      end(() =>
        resolve(
          finished(
            { ...finding, stopped },
            {
              ...(stages && { stages }),
              ...(infeasible && { reason: infeasible }),
              ...(short && { crowd: { ...short, demands: short.demands.map((d) => problem.demands[d]!.id) } }),
            },
          ),
        ),
      );
    });
    // The heap's end reaches us as an error of the worker; whatever it had found is still here.
    worker.on('error', (error: NodeJS.ErrnoException) =>
      error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? bestSoFar('memory') : end(() => reject(error)),
    );
    worker.on('exit', () => end(() => reject(new Error('The solver ended without an answer'))));
  });
}

/**
 * The trade-off curve: the greatest cover with each number of sites, fewest first; points that the time no longer sufficed for are left
 * out. Covers and bounds are made monotone: what fewer sites cover, more cover too, and what more cannot, fewer cannot.
 */
export async function tradeOff(
  problem: Omit<PlanProblem, 'model' | 'p'>,
  counts: readonly number[],
  options: SolveOptions = {},
): Promise<CoverPoint[]> {
  const started = performance.now();
  const whole = options.timeLimitSeconds ?? 60;
  const points: CoverPoint[] = [];
  const order = [...new Set(counts)].sort((a, b) => a - b);
  for (const [i, p] of order.entries()) {
    const left = whole - (performance.now() - started) / 1000;
    if (left <= 0 || options.signal?.aborted) break;
    const answer = await solve(
      { ...problem, model: 'mclp', p },
      { ...options, timeLimitSeconds: left / (order.length - i) },
    );
    if (answer.objective !== null && answer.bound !== null)
      points.push({ sites: p, covered: answer.objective, bound: answer.bound });
  }
  points.forEach((point, i) => {
    point.covered = Math.max(point.covered, points[i - 1]?.covered ?? 0);
  });
  points.reduceRight((least, point) => {
    point.bound = Math.min(point.bound, least);
    return point.bound;
  }, Number.POSITIVE_INFINITY);
  return points;
}

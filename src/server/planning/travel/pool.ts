import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { BusRequest, BusTables } from '#domain/planning/travel/bus.ts';
import type { RoadNetwork } from '#domain/planning/travel/network.ts';
import type { Reached } from '#domain/planning/travel/reached.ts';
import { type Row, Rows, type TravelTask } from '#domain/planning/travel/task.ts';
import {
  assemble,
  type Planned,
  planTimes,
  straightRows,
  type Times,
  type TimesRequest,
} from '#domain/planning/travel/times.ts';
import type { AreasOrder } from './areas.worker.ts';
import type { BusOrder } from './bus.worker.ts';
import type { PlanOrder } from './plan.worker.ts';
import type { RowsAnswer, RowsOrder } from './rows.worker.ts';

interface Watch {
  /** Share done, 0 to 1. */
  onProgress?: ((share: number) => void) | undefined;
  /** The work is laid out; searching begins. */
  onLaidOut?: (() => void) | undefined;
  /** Ends the work with the signal's reason. */
  signal?: AbortSignal | undefined;
  /** Workers; as many as the machine has cores when left out. 0: in this thread, which then does nothing else. */
  workers?: number | undefined;
}

/** Starting a worker takes longer than some searches. */
const sitesWorthAWorker = 24;

/** The rows of a task, by as many workers as there are cores; they share the graph and take the next site from a counter. */
export function rowsInWorkers(task: TravelTask, watch: Watch = {}, sites?: readonly number[]): Promise<Row[]> {
  const { onProgress, signal } = watch;
  const wanted = Int32Array.from(sites ?? Array.from({ length: task.sites }, (_, site) => site));
  if (signal?.aborted) return Promise.reject(signal.reason);
  if (wanted.length === 0) return Promise.resolve([]);
  if (watch.workers === 0) {
    const rows = new Rows(task);
    return Promise.resolve(Array.from(wanted, (site) => rows.row(site)));
  }
  const count = Math.min(
    watch.workers ?? availableParallelism(),
    Math.max(1, Math.floor(wanted.length / sitesWorthAWorker)),
  );
  const order: RowsOrder = { task, wanted, next: new Int32Array(new SharedArrayBuffer(4)) };
  return new Promise((resolve, reject) => {
    const rows = new Array<Row>(wanted.length);
    let done = 0;
    const workers = Array.from(
      { length: count },
      (_, at) =>
        new Worker(new URL('./rows.worker.ts', import.meta.url), { name: `travel ${at + 1}`, workerData: order }),
    );
    const end = () => {
      signal?.removeEventListener('abort', stop);
      for (const worker of workers) void worker.terminate();
    };
    const stop = () => {
      end();
      reject(signal?.reason);
    };
    signal?.addEventListener('abort', stop);
    for (const worker of workers) {
      worker.on('message', (answer: RowsAnswer) => {
        let at = 0;
        answer.places.forEach((place, index) => {
          const length = answer.lengths[index]!;
          rows[place] = {
            demand: answer.demand.subarray(at, at + length),
            tenths: answer.tenths.subarray(at, at + length),
          };
          at += length;
        });
        done += answer.places.length;
        onProgress?.(done / wanted.length);
        if (done < wanted.length) return;
        end();
        resolve(rows);
      });
      worker.on('error', (error) => {
        end();
        reject(error);
      });
    }
  });
}

/** One order, one answer, off this thread. */
function inWorker<Answer>(file: URL, name: string, order: object, signal: AbortSignal | undefined): Promise<Answer> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(signal.reason);
      return;
    }
    const worker = new Worker(file, { name, workerData: order });
    const end = () => {
      signal?.removeEventListener('abort', stop);
      void worker.terminate();
    };
    const stop = () => {
      end();
      reject(signal?.reason);
    };
    signal?.addEventListener('abort', stop);
    worker.on('message', (answer: Answer) => {
      end();
      resolve(answer);
    });
    worker.on('error', (error) => {
      end();
      reject(error);
    });
  });
}

/** Graph, snapping and layout of the work: for a million crossings they take seconds. */
const planInWorker = (order: PlanOrder, signal: AbortSignal | undefined): Promise<Planned> =>
  inWorker(new URL('./plan.worker.ts', import.meta.url), 'travel plan', order, signal);

const busWorker = <Answer>(order: BusOrder, signal?: AbortSignal): Promise<Answer> =>
  inWorker(new URL('./bus.worker.ts', import.meta.url), 'travel bus', order, signal);

/** `busTimes` off this thread: one worker for all of it, since every village shares the rides from a stop. */
export const busTravelTimes = (request: BusRequest, signal?: AbortSignal): Promise<Times> => busWorker(request, signal);

/** `busTables` off this thread. */
export const busTablesInWorker = (order: Omit<BusRequest, 'sites'>): Promise<BusTables> => busWorker(order);

/** From where any of some points is reached, off this thread. */
export const reachedInWorker = (order: AreasOrder): Promise<Reached> =>
  inWorker(new URL('./areas.worker.ts', import.meta.url), 'travel areas', order, undefined);

/** Who reaches each site, searched on all cores; what `assemble` puts into columns. */
export async function travelRows(
  request: TimesRequest & { network: RoadNetwork },
  watch: Watch = {},
): Promise<{ rows: Row[]; sitesOff: number[]; demandsOff: number[] }> {
  const { task, sites, demands } =
    watch.workers === 0 ? planTimes(request.network, request) : await planInWorker(request, watch.signal);
  watch.onLaidOut?.();
  return { rows: await rowsInWorkers(task, watch), sitesOff: sites.tooFar, demandsOff: demands.tooFar };
}

/** `timesToSites` on all cores, with progress and cancel; gives the same answer. */
export async function travelTimes(request: TimesRequest, watch: Watch = {}): Promise<Times> {
  const { network, demands } = request;
  if (network === null)
    return assemble(straightRows(request), demands.length, 'straight-line', { sitesOff: [], demandsOff: [] });
  const { rows, ...off } = await travelRows({ ...request, network }, watch);
  return assemble(rows, demands.length, 'roads', off);
}

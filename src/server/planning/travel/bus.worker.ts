import { parentPort, workerData } from 'node:worker_threads';
import { type BusRequest, busTables, busTimes, walkOn } from '#domain/planning/travel/bus.ts';

/** Without sites: what all of them need. */
export type BusOrder = BusRequest | Omit<BusRequest, 'sites'>;

const order = workerData as BusOrder;
parentPort?.postMessage(
  'sites' in order ? busTimes(order) : busTables(order.lines, order.demands, walkOn(order), order),
);

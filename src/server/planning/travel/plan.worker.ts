import { parentPort, workerData } from 'node:worker_threads';
import type { RoadNetwork } from '#domain/planning/travel/network.ts';
import { planTimes, type TimesRequest } from '#domain/planning/travel/times.ts';

export type PlanOrder = TimesRequest & { network: RoadNetwork };

const order = workerData as PlanOrder;
parentPort?.postMessage(planTimes(order.network, order, (bytes) => new SharedArrayBuffer(bytes)));

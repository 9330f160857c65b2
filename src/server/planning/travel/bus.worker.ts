import { parentPort, workerData } from 'node:worker_threads';
import { type BusRequest, busTimes } from '#domain/planning/travel/bus.ts';

parentPort?.postMessage(busTimes(workerData as BusRequest));

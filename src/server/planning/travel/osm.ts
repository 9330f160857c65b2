import { Worker } from 'node:worker_threads';
import { Refused } from '#domain/kernel/problem.ts';
import { unpackNetwork } from '#domain/planning/travel/network.file.ts';
import type { RoadNetwork } from '#domain/planning/travel/network.ts';
import type { OsmOptions } from './osm.read.ts';
import type { OsmAnswer, OsmOrder } from './osm.worker.ts';

/**
 * Reads the roads of an OpenStreetMap extract in a worker, so that nobody waits for it. A signal ends it at once.
 * @throws Refused `travel.osm-missing`, `travel.osm-damaged`, `travel.osm-no-roads`, or the signal's reason
 */
export function readOsm(path: string, options: OsmOptions = {}): Promise<RoadNetwork> {
  const { bounds, area, onProgress, signal } = options;
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(signal.reason);
      return;
    }
    const order: OsmOrder = { path, bounds, area };
    const worker = new Worker(new URL('./osm.worker.ts', import.meta.url), { name: 'roads', workerData: order });
    const end = () => {
      signal?.removeEventListener('abort', stop);
      void worker.terminate();
    };
    const stop = () => {
      end();
      reject(signal?.reason);
    };
    signal?.addEventListener('abort', stop);
    worker.on('message', (answer: OsmAnswer) => {
      if ('progress' in answer) {
        onProgress?.(answer.progress);
        return;
      }
      end();
      if ('problem' in answer) {
        reject(new Refused(answer.problem.problem, answer.problem.params));
        return;
      }
      const network = unpackNetwork(answer.network);
      if (network) resolve(network);
      else reject(new Error('the worker handed over a network that cannot be read'));
    });
    worker.on('error', (error) => {
      end();
      reject(error);
    });
  });
}

import { parentPort, workerData } from 'node:worker_threads';
import { type Problem, Refused } from '#domain/kernel/problem.ts';
import { packNetwork } from '#domain/planning/travel/network.file.ts';
import { type OsmOptions, readOsmFile } from './osm.read.ts';

export type OsmOrder = { path: string } & Pick<OsmOptions, 'bounds' | 'area'>;
export type OsmAnswer = { progress: number } | { network: Uint8Array } | { problem: Problem };

const send = (answer: OsmAnswer) => parentPort?.postMessage(answer);

const { path, bounds, area } = workerData as OsmOrder;
try {
  const network = await readOsmFile(path, { bounds, area, onProgress: (progress) => send({ progress }) });
  send({ network: packNetwork(network, (bytes) => new SharedArrayBuffer(bytes)) });
} catch (error) {
  if (!(error instanceof Refused)) throw error;
  send({ problem: error.problem });
}

import { parentPort } from 'node:worker_threads';
import { createPrinter } from './documents.print.ts';
import type { PrintAnswer, PrintOrder } from './documents.ts';

const port = parentPort;
if (!port) throw new Error('documents.worker.ts runs as a worker');
const print = createPrinter();

port.on('message', async ({ id, kind, data, language }: PrintOrder) => {
  const answer: PrintAnswer = await print(kind, data, language).then(
    (bytes) => ({ id, bytes }),
    (error: unknown) => ({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  );
  port.postMessage(answer);
});

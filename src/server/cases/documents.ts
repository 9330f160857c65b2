import { Worker } from 'node:worker_threads';
import type { Language } from '#domain/kernel/text.ts';
import type { DocumentData, DocumentKind } from './documents.types.ts';

export { newDocumentCode, parseDocumentCode } from './documents.code.ts';
export type * from './documents.types.ts';
export { documentNumber } from './documents.words.ts';

/** What goes to the worker, and what comes back. */
export type PrintOrder = {
  [K in DocumentKind]: { id: number; kind: K; data: DocumentData[K]; language: Language };
}[DocumentKind];
export type PrintAnswer = { id: number; bytes: Uint8Array } | { id: number; error: string };

interface Waiting {
  resolve(bytes: Buffer): void;
  reject(error: Error): void;
  timer: NodeJS.Timeout;
}

/** A document takes some 20 ms; one that takes this long is stuck, and would hold up all that wait behind it. */
const patience = 30_000;

let worker: Worker | undefined;
let last = 0;
const waiting = new Map<number, Waiting>();

/** Gives up the worker: all that wait fail, and the next order starts a new one. */
function dismiss(failed: Worker, error: Error): void {
  if (worker !== failed) return;
  worker = undefined;
  void failed.terminate();
  for (const { reject, timer } of waiting.values()) {
    clearTimeout(timer);
    reject(error);
  }
  waiting.clear();
}

function start(): Worker {
  const started = new Worker(new URL('./documents.worker.ts', import.meta.url), {
    name: 'documents',
    // Printing makes much short-lived rubbish; left alone, the heap grows to 400 MB before anything is collected.
    resourceLimits: { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 16 },
  });
  started.on('message', (answer: PrintAnswer) => {
    const order = waiting.get(answer.id);
    if (!order) return;
    waiting.delete(answer.id);
    clearTimeout(order.timer);
    if (waiting.size === 0) started.unref();
    if ('error' in answer) order.reject(new Error(answer.error));
    else order.resolve(Buffer.from(answer.bytes.buffer, answer.bytes.byteOffset, answer.bytes.byteLength));
  });
  started.on('error', (error) => dismiss(started, error instanceof Error ? error : new Error(String(error))));
  started.on('exit', (code) => dismiss(started, new Error(`the document worker ended with code ${code}`)));
  return started;
}

/**
 * Prints an official document as PDF/A, off the main thread, so that a decision holds nobody up. Issued documents are in
 * Chinese; in English they are a translation for information, without the place for the seal. The same data give the
 * same bytes.
 */
export function renderDocument<K extends DocumentKind>(
  kind: K,
  data: DocumentData[K],
  language: Language = 'zh-CN',
): Promise<Buffer> {
  worker ??= start();
  const printing = worker;
  last += 1;
  const id = last;
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => dismiss(printing, new Error(`the ${kind} took too long to print`)), patience);
    waiting.set(id, { resolve, reject, timer });
    printing.ref();
    printing.postMessage({ id, kind, data, language });
  });
}

import { parentPort, workerData } from 'node:worker_threads';
import { type Row, Rows, type TravelTask } from '#domain/planning/travel/task.ts';

export interface RowsOrder {
  /** Its arrays are shared. */
  task: TravelTask;
  /** Sites to do. */
  wanted: Int32Array;
  /** Place in `wanted` that nobody has taken yet; shared. */
  next: Int32Array;
}

/** Rows of some places in `wanted`, one after another. */
export interface RowsAnswer {
  places: number[];
  lengths: number[];
  demand: Int32Array;
  tenths: Int32Array;
}

const { task, wanted, next } = workerData as RowsOrder;
const rows = new Rows(task);

let places: number[] = [];
let found: Row[] = [];

function send(): void {
  if (places.length === 0) return;
  const size = found.reduce((sum, { demand }) => sum + demand.length, 0);
  const answer: RowsAnswer = {
    places,
    lengths: found.map(({ demand }) => demand.length),
    demand: new Int32Array(size),
    tenths: new Int32Array(size),
  };
  let at = 0;
  for (const { demand, tenths } of found) {
    answer.demand.set(demand, at);
    answer.tenths.set(tenths, at);
    at += demand.length;
  }
  parentPort?.postMessage(answer, [answer.demand.buffer as ArrayBuffer, answer.tenths.buffer as ArrayBuffer]);
  places = [];
  found = [];
}

/** Often enough for a progress bar, seldom enough to cost nothing. */
const milliseconds = 100;
let sent = performance.now();
for (;;) {
  const place = Atomics.add(next, 0, 1);
  if (place >= wanted.length) break;
  places.push(place);
  found.push(rows.row(wanted[place]!));
  if (performance.now() - sent < milliseconds) continue;
  send();
  sent = performance.now();
}
send();

import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** Counts and times for Prometheus. Labels come from closed lists, never from what somebody sent. */
const registry = new Registry();
collectDefaultMetrics({ register: registry, prefix: 'doorstep_' });

const requests = new Histogram({
  name: 'doorstep_request_seconds',
  help: 'Requests by operation and class of status; the count is the number of requests',
  labelNames: ['operation', 'status'],
  buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
  registers: [registry],
});

/** `operation` is a name of the contract or a method, never a path: paths hold ids and would make a series each. */
export const observeRequest = (operation: string, status: number, ms: number): void =>
  requests.observe({ operation, status: `${Math.floor(status / 100)}xx` }, ms / 1000);

/** What node-postgres tells of its pool. */
export interface Pool {
  totalCount: number;
  idleCount: number;
  waitingCount: number;
}

const pools = new Set<Pool>();
new Gauge({
  name: 'doorstep_database_connections',
  help: 'Connections to the database: in use, idle, and requests that wait for one',
  labelNames: ['state'],
  registers: [registry],
  collect() {
    const sum = (count: (pool: Pool) => number): number => [...pools].reduce((total, pool) => total + count(pool), 0);
    this.set(
      { state: 'used' },
      sum((pool) => pool.totalCount - pool.idleCount),
    );
    this.set(
      { state: 'idle' },
      sum((pool) => pool.idleCount),
    );
    this.set(
      { state: 'waiting' },
      sum((pool) => pool.waitingCount),
    );
  },
});

/** Counts a pool in until the returned function is called. */
export function watchPool(pool: Pool): () => void {
  pools.add(pool);
  return () => void pools.delete(pool);
}

/** How many messages wait to leave, and for how long the oldest has waited. */
export interface Backlog {
  waiting: number;
  oldestSeconds: number;
}

let outbox: (() => Promise<Backlog>) | undefined;
const waiting = new Gauge({
  name: 'doorstep_outbox_waiting',
  help: 'Messages that have not left yet',
  registers: [registry],
});
const oldest = new Gauge({
  name: 'doorstep_outbox_oldest_seconds',
  help: 'How long the oldest of them has waited',
  registers: [registry],
});

/** Asked at each scrape; the returned function stops it. */
export function watchOutbox(read: () => Promise<Backlog>): () => void {
  outbox = read;
  return () => {
    if (outbox === read) outbox = undefined;
  };
}

/** The page that Prometheus reads. When the database is away, the backlog is not a number, and the rest is still told. */
export async function metricsText(): Promise<string> {
  if (outbox) {
    const backlog = await outbox().catch(() => ({ waiting: Number.NaN, oldestSeconds: Number.NaN }));
    waiting.set(backlog.waiting);
    oldest.set(backlog.oldestSeconds);
  }
  return registry.metrics();
}

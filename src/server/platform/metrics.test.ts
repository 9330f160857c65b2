import { afterEach, describe, expect, it } from 'vitest';
import { metricsText, observeRequest, watchOutbox, watchPool } from './metrics.ts';

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});
const seriesValue = async (series: string): Promise<number> => {
  const line = (await metricsText()).split('\n').find((one) => one.startsWith(`${series} `));
  return Number(line?.slice(series.length + 1));
};

describe('metrics', () => {
  it('count requests by operation and class of status, with their time', async () => {
    observeRequest('cases.accept', 200, 30);
    observeRequest('cases.accept', 204, 300);
    observeRequest('cases.accept', 409, 5);
    expect(await seriesValue('doorstep_request_seconds_count{operation="cases.accept",status="2xx"}')).toBe(2);
    expect(await seriesValue('doorstep_request_seconds_count{operation="cases.accept",status="4xx"}')).toBe(1);
    expect(await seriesValue('doorstep_request_seconds_bucket{le="0.05",operation="cases.accept",status="2xx"}')).toBe(
      1,
    );
    expect(await seriesValue('doorstep_request_seconds_sum{operation="cases.accept",status="2xx"}')).toBeCloseTo(0.33);
  });

  it('show the pool as it is now, and no longer than it lives', async () => {
    const pool = { totalCount: 5, idleCount: 3, waitingCount: 7 };
    const stop = watchPool(pool);
    expect(await seriesValue('doorstep_database_connections{state="used"}')).toBe(2);
    expect(await seriesValue('doorstep_database_connections{state="idle"}')).toBe(3);
    expect(await seriesValue('doorstep_database_connections{state="waiting"}')).toBe(7);
    pool.idleCount = 5;
    expect(await seriesValue('doorstep_database_connections{state="used"}')).toBe(0);
    stop();
    expect(await seriesValue('doorstep_database_connections{state="idle"}')).toBe(0);
  });

  it('ask the outbox at each reading', async () => {
    let count = 0;
    stops.push(
      watchOutbox(async () => {
        count += 1;
        return { waiting: count, oldestSeconds: 60 * count };
      }),
    );
    await metricsText();
    expect(await seriesValue('doorstep_outbox_waiting')).toBe(2);
    expect(await seriesValue('doorstep_outbox_oldest_seconds')).toBe(180);
    stops.push(watchOutbox(() => Promise.reject(new Error('the database is away'))));
    expect(await seriesValue('doorstep_outbox_waiting')).toBeNaN();
  });

  it('tell of the process itself', async () => {
    expect(await seriesValue('doorstep_process_resident_memory_bytes')).toBeGreaterThan(0);
  });
});

import { execFileSync, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CaseTicket } from '#api/cases.ts';
import { migrate } from '#db/migrate.ts';
import type { Problem } from '#domain/kernel/problem.ts';
import { type Postgres, startPostgres } from '#server/platform/postgres.ts';
import { type BlobStore, folderStore } from '#server/platform/storage.ts';
import { refusal } from '#server/testing.ts';
import { startDoorstep } from './e2e/support/program.ts';
import { type Client, clientOf, send } from './support/client.ts';
import { type TestServer, testClock, testServer } from './support/server.ts';
import {
  act,
  type Filled,
  file,
  fillIn,
  isSaid,
  paper,
  personToken,
  signInByCode,
  staffToken,
} from './support/story.ts';

const filing = {
  item: 'HR-INS-03',
  answers: { applyingAs: 'self', onePension: true, truth: true } as const,
  papers: [],
};
const mobile = '19900000001';
const refused = async (call: Promise<unknown>): Promise<Problem> => {
  const problem = await refusal(call);
  expect(isSaid(problem), problem.problem).toBe(true);
  return problem;
};

describe('a database and a disk that fail', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'doorstep-faults-'));
  let postgres: Postgres;
  let server: TestServer;
  let she = '';
  /** Full until it is emptied. */
  let full = false;
  const store = (inner: BlobStore): BlobStore => ({
    ...inner,
    put: (content) =>
      full ? Promise.reject(Object.assign(new Error('no space left'), { code: 'ENOSPC' })) : inner.put(content),
  });

  beforeAll(async () => {
    postgres = await startPostgres({ dataDir });
    await migrate({ url: postgres.url, now: new Date('2026-03-01T00:00:00Z') });
    server = await testServer(postgres.url, {
      clock: testClock('2026-03-02T10:00:00+08:00'),
      blobs: (vault) => store(folderStore(join(dataDir, 'papers'), vault)),
    });
    she = (await signInByCode(clientOf(server.url), mobile)).persons[0] ?? '';
  }, 60_000);
  afterAll(async () => {
    await server.close();
    await postgres.stop();
    rmSync(dataDir, { recursive: true });
  });
  const her = async (): Promise<Client> => clientOf(server.url, await personToken(server.app, she, mobile));
  const cases = async (): Promise<number> =>
    Number(
      (
        await server.app.db
          .selectFrom('cases')
          .select((eb) => eb.fn.countAll().as('n'))
          .executeTakeFirstOrThrow()
      ).n,
    );
  /** Sends the same intent again and again under its key, as a client does whose line comes and goes. */
  const insist = async <T>(call: () => Promise<T>): Promise<{ answer: T; away: number }> => {
    for (let away = 0; ; away += 1) {
      try {
        return { answer: await call(), away };
      } catch (error) {
        const problem = await refused(Promise.reject(error));
        if (problem.problem !== 'database.away' || away > 200) throw error;
        await sleep(100);
      }
    }
  };

  it('say so while the database is away, and what was meant is done once when it is back', async () => {
    const client = await her();
    const token = await personToken(server.app, she, mobile);
    const filled = await Promise.all([1, 2, 3, 4, 5].map(() => fillIn(client, server.app, filing)));
    const before = await cases();
    const keys = filled.map(() => crypto.randomUUID());
    const burst = filled.map((each, n) => insist(() => client.cases.submit(each, { context: { key: keys[n] ?? '' } })));
    await sleep(5);
    // The postmaster dies as it would if the machine ran out of memory; nobody asked it to.
    process.kill(
      Number(/^\d+/.exec(readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8'))?.[0]),
      'SIGKILL',
    );
    await sleep(50);
    const meanwhile = await send(server.url, 'GET', '/cases/mine', { token, language: 'en' });
    const body = (await meanwhile.json()) as { code: string; detail: string };
    expect([200, 503]).toContain(meanwhile.status);
    if (meanwhile.status === 503) {
      expect(body.code).toBe('database.away');
      expect(body.detail).toMatch(/[a-z]{4}/);
      expect(meanwhile.headers.get('retry-after')).toBe('5');
    }
    const done = await Promise.all(burst);
    expect(done.reduce((sum, { away }) => sum + away, 0)).toBeGreaterThan(0);
    expect(await cases()).toBe(before + filled.length);
    // Asked once more under the same keys: the same answers, and nothing is doubled.
    const again = await Promise.all(
      filled.map((each, n) => client.cases.submit(each, { context: { key: keys[n] ?? '' } })),
    );
    expect(again).toEqual(done.map(({ answer }) => answer));
    expect(new Set(again.map(({ number }) => number)).size).toBe(filled.length);
    expect(await cases()).toBe(before + filled.length);
    expect((await fetch(`${server.url}/health/ready`)).status).toBe(200);
  });

  it('answer 503 on every way in while the database is away, the page in words', async () => {
    const token = await personToken(server.app, she, mobile);
    process.kill(
      Number(/^\d+/.exec(readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8'))?.[0]),
      'SIGKILL',
    );
    await sleep(30);
    const [ready, api, command, page] = await Promise.all([
      fetch(`${server.url}/health/ready`),
      send(server.url, 'GET', '/cases/mine', { token }),
      send(server.url, 'POST', '/drafts', { token, json: { item: 'HR-INS-03' } }),
      fetch(`${server.url}/cases`, {
        headers: { cookie: `doorstep=${token}`, 'accept-language': 'zh-CN' },
        redirect: 'manual',
      }),
    ]);
    expect([ready.status, api.status, command.status, page.status]).toEqual([503, 503, 503, 503]);
    expect(((await command.json()) as { code: string }).code).toBe('database.away');
    expect(await page.text()).toMatch(/[一-鿿]{6}/);
    expect((await fetch(`${server.url}/health/live`)).status).toBe(200);
    expect((await fetch(`${server.url}/metrics`)).status).toBe(200);
    const client = clientOf(server.url, token);
    await insist(() => client.cases.mine({}));
  });

  it('say that they are not ready while the database hangs, and end what was under way when it goes on', async () => {
    const client = await her();
    const filled = await Promise.all([1, 2, 3].map(() => fillIn(client, server.app, filing)));
    const before = await cases();
    const postmaster = /^\d+/.exec(readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8'))?.[0] ?? '';
    const all = execFileSync('ps', ['-o', 'pid=', '--ppid', postmaster, '-p', postmaster], { encoding: 'utf8' });
    const signal = (name: NodeJS.Signals) => {
      for (const pid of all.trim().split(/\s+/)) process.kill(Number(pid), name);
    };
    signal('SIGSTOP');
    try {
      const under = filled.map((each) =>
        insist(() => client.cases.submit(each, { context: { key: crypto.randomUUID() } })),
      );
      expect((await fetch(`${server.url}/health/ready`)).status).toBe(503);
      expect((await fetch(`${server.url}/health/live`)).status).toBe(200);
      await sleep(3_000);
      signal('SIGCONT');
      await Promise.all(under);
    } finally {
      signal('SIGCONT');
    }
    expect(await cases()).toBe(before + filled.length);
    expect((await fetch(`${server.url}/health/ready`)).status).toBe(200);
  });

  it('lose nothing when every connection is cut in the middle of the work', async () => {
    const client = await her();
    const tickets: CaseTicket[] = [];
    for (let n = 0; n < 6; n += 1) tickets.push(await file(client, server.app, filing));
    const cun = clientOf(server.url, await staffToken(server.app, 'cun'));
    const received = tickets.map((ticket) => {
      const key = crypto.randomUUID();
      return insist(() => act(cun, ticket, 'receive', { papers: ['form'] }, { key }));
    });
    for (let n = 0; n < 5; n += 1) {
      await sleep(10);
      await sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'doorstep' and pid <> pg_backend_pid()`
        .execute(server.app.db)
        .catch(() => undefined);
    }
    await Promise.all(received);
    for (const { id } of tickets) {
      const events = await server.app.db
        .selectFrom('case_events')
        .select('type')
        .where('case_id', '=', id)
        .orderBy('seq')
        .execute();
      expect(events.map(({ type }) => type)).toEqual(['submitted', 'received']);
      const papers = await server.app.db.selectFrom('documents').select('kind').where('case_id', '=', id).execute();
      expect(papers.map(({ kind }) => kind)).toEqual(['receipt']);
    }
  });

  it('refuse a paper in words when the disk is full, and take it under the same key when there is room', async () => {
    const client = await her();
    const draft = await client.cases.begin({ item: 'HR-INS-03' });
    const key = crypto.randomUUID();
    const bring = () =>
      client.papers.upload({ case: draft.id, material: 'idcard', file: paper() }, { context: { key } });
    full = true;
    expect((await refused(bring())).problem).toBe('disk.full');
    const response = await fetch(`${server.url}/health/ready`);
    expect(response.status).toBe(200);
    expect((await client.cases.draft({ id: draft.id })).papers).toEqual([]);
    full = false;
    const kept = await bring();
    expect(await bring()).toEqual(kept);
    expect((await client.cases.draft({ id: draft.id })).papers).toHaveLength(1);
  });
});

/**
 * A disk of two megabytes that really runs full; only root can make one.
 * @param owner who may write on it beside root.
 */
function smallDisk(owner: { uid: number; gid: number }): { path: string; gone: () => void } | undefined {
  const path = mkdtempSync(join(tmpdir(), 'doorstep-small-'));
  const options = `size=2m,mode=700,uid=${owner.uid},gid=${owner.gid}`;
  const gone = () => {
    spawnSync('umount', [path]);
    rmSync(path, { recursive: true, force: true });
  };
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', path], { stdio: 'ignore' });
  if (status === 0) return { path, gone };
  gone();
  return undefined;
}

/** Lays something on the disk until nothing more goes on it; the answer takes it away again. */
function fill(path: string): () => void {
  const ballast = join(path, 'ballast');
  const file = openSync(ballast, 'w');
  try {
    for (;;) writeSync(file, Buffer.alloc(4096, 1));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  } finally {
    closeSync(file);
  }
  return () => rmSync(ballast);
}

const mine = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
const canMount = (() => {
  const disk = smallDisk(mine);
  disk?.gone();
  return disk !== undefined;
})();

describe.runIf(canMount)('a disk that is really full', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'doorstep-full-'));
  let postgres: Postgres;
  let server: TestServer;
  let papers: { path: string; gone: () => void };
  let tables: { path: string; gone: () => void };

  beforeAll(async () => {
    postgres = await startPostgres({ dataDir, durable: false });
    await migrate({ url: postgres.url, now: new Date('2026-03-01T00:00:00Z') });
    papers = smallDisk(mine)!;
    tables = smallDisk(statSync(join(dataDir, 'postgres')))!;
    server = await testServer(postgres.url, {
      clock: testClock('2026-03-02T10:00:00+08:00'),
      blobs: (vault) => folderStore(join(papers.path, 'papers'), vault),
    });
  }, 60_000);
  afterAll(async () => {
    await server.close();
    await postgres.stop();
    for (const disk of [papers, tables]) disk.gone();
    rmSync(dataDir, { recursive: true });
  });
  const her = async (): Promise<Client> =>
    clientOf(server.url, (await signInByCode(clientOf(server.url), mobile)).token);

  it('under the papers refuses a paper, leaves nothing half-written, and takes it when there is room', async () => {
    const client = await her();
    const draft = await client.cases.begin({ item: 'HR-INS-03' });
    const wish = { case: draft.id, material: 'idcard', file: paper() };
    const key = crypto.randomUUID();
    const files = () =>
      readdirSync(papers.path, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map(({ name }) => name)
        .sort();
    const before = files();
    const makeRoom = fill(papers.path);
    expect((await refused(client.papers.upload(wish, { context: { key } }))).problem).toBe('disk.full');
    expect(files()).toEqual([...before, 'ballast'].sort());
    makeRoom();
    const kept = await client.papers.upload(wish, { context: { key } });
    expect((await client.papers.download({ case: draft.id, id: kept.id })).size).toBeGreaterThan(0);
  });

  it('under the tables refuses a command whole, and does it once when there is room', async () => {
    const { db } = server.app;
    await sql`create tablespace small location ${sql.lit(tables.path)}`.execute(db);
    await sql`alter table drafts set tablespace small`.execute(db);
    const drafts = async () => (await db.selectFrom('drafts').select('id').execute()).map(({ id }) => id).sort();
    const before = await drafts();
    const makeRoom = fill(tables.path);
    const client = await her();
    const begun: string[] = [];
    let key = '';
    const begin = () => client.cases.begin({ item: 'HR-INS-03' }, { context: { key } });
    // Until the last page of the table is full as well.
    let problem: Problem | undefined;
    while (!problem && begun.length < 200) {
      key = crypto.randomUUID();
      await begin().then(
        ({ id }) => begun.push(id),
        async (error: unknown) => {
          problem = await refused(Promise.reject(error));
        },
      );
    }
    expect(problem?.problem).toBe('disk.full');
    const answer = await send(server.url, 'POST', '/drafts', {
      token: (await signInByCode(clientOf(server.url), mobile)).token,
      json: { item: 'HR-INS-03' },
      language: 'en',
    });
    expect(answer.status).toBe(507);
    // What was there is there, and can be read all the while.
    expect((await client.cases.draft({ id: begun[0] ?? '' })).item).toBe('HR-INS-03');
    makeRoom();
    const done = await begin();
    expect((await begin()).id).toBe(done.id);
    expect(await drafts()).toEqual([...before, ...begun, done.id].sort());
    await sql`alter table drafts set tablespace pg_default`.execute(db);
    await sql`drop tablespace small`.execute(db);
  });
});

describe('a server that is killed', () => {
  it('has everything that it acknowledged, nothing twice and nothing by halves', async () => {
    const env = { DEMO_SITES: '24', LOG_LEVEL: 'silent', NODE_ENV: 'test' };
    const first = await startDoorstep(env);
    const { dataDir } = first;
    try {
      const { token } = await signInByCode(clientOf(first.url), mobile);
      const client = clientOf(first.url, token);
      const clock = { clock: { now: () => new Date() } } as never;
      const filled: Filled[] = [];
      for (let n = 0; n < 24; n += 1) filled.push(await fillIn(client, clock, filing));
      const known = new Set((await client.cases.mine({ limit: 100 })).items.map(({ id }) => id));
      const keys = filled.map(() => crypto.randomUUID());
      const submit = (to: Client, n: number) =>
        to.cases.submit(filled[n] as Filled, { context: { key: keys[n] ?? '' } });
      const acknowledged = new Map<number, CaseTicket>();
      const burst = filled.map((_, n) =>
        submit(client, n).then(
          (ticket) => {
            acknowledged.set(n, ticket);
            if (acknowledged.size === 6) first.process.kill('SIGKILL');
          },
          () => undefined,
        ),
      );
      await Promise.all([once(first.process, 'close'), ...burst]);
      expect(acknowledged.size).toBeGreaterThanOrEqual(6);
      expect(acknowledged.size).toBeLessThan(filled.length);

      const second = await startDoorstep({ ...env, DATA_DIR: dataDir });
      try {
        const later = clientOf(second.url, token);
        const mine = async () => (await later.cases.mine({ limit: 100 })).items.filter(({ id }) => !known.has(id));
        const there = new Map((await mine()).map((row) => [row.id, row]));
        for (const ticket of acknowledged.values()) expect(there.get(ticket.id)?.number).toBe(ticket.number);
        for (const [n, { draft }] of filled.entries()) {
          const ticket = await submit(later, n);
          expect(ticket.id).toBe(draft);
          const before = acknowledged.get(n) ?? there.get(draft);
          if (before) expect(ticket.number).toBe(before.number);
        }
        const rows = await mine();
        expect(rows.map(({ id }) => id).sort()).toEqual(filled.map(({ draft }) => draft).sort());
        expect(new Set(rows.map(({ number }) => number)).size).toBe(filled.length);
        for (const { id } of rows) {
          const view = await later.cases.get({ id });
          expect(view.timeline.map(({ type }) => type)).toEqual(['submitted']);
          expect(view.clocks.length).toBeGreaterThan(0);
          expect(view.steps).toHaveLength(1);
        }
      } finally {
        await second.stop();
      }
    } finally {
      first.process.kill('SIGKILL');
      rmSync(dataDir, { recursive: true, force: true });
    }
  }, 120_000);
});

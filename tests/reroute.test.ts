import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, describe, expect, it } from 'vitest';
import { createApp } from '#server/app.ts';
import { reroute } from '#server/cases/index.ts';
import { createLogger } from '#server/platform/log.ts';
import { demoNotifier } from '#server/platform/notifier.ts';
import { folderStore } from '#server/platform/storage.ts';
import { testDatabase } from '#server/platform/testing/test-database.ts';
import { refusal } from '#server/testing.ts';
import { type Client, clientOf } from './support/client.ts';
import { testClock, testServer } from './support/server.ts';
import { openPost, personToken, staffToken } from './support/story.ts';

const { url: databaseUrl } = await testDatabase();
const clock = testClock('2026-03-02T10:00:00+08:00');
const server = await testServer(databaseUrl, { clock, jobs: false, cases: true });
const { app, url, dataDir } = server;
const dying = createApp({
  databaseUrl: `${databaseUrl}${databaseUrl.includes('?') ? '&' : '?'}application_name=dying`,
  connections: 2,
  keyFile: join(dataDir, 'keys.json'),
  anchorFile: join(dataDir, 'twin-anchor.json'),
  clock,
  log: createLogger('silent'),
  notifier: demoNotifier,
  blobs: (vault) => folderStore(join(dataDir, 'papers'), vault),
  demo: true,
  publicUrl: 'http://localhost',
});
afterAll(async () => {
  await dying.close();
  await server.close();
});

const as = async (login: string): Promise<Client> => clientOf(url, await staffToken(app, login));
const [clerk] = await app.db
  .selectFrom('posts')
  .innerJoin('accounts', 'accounts.id', 'posts.account_id')
  .innerJoin('units', 'units.id', 'posts.unit_id')
  .select(['units.id as station', 'units.parent_id as town', 'units.name'])
  .where('accounts.login', '=', 'cun')
  .execute();
if (!clerk?.town) throw new Error('the village clerk has no post');
const { station, town } = clerk;
const stations = await app.db
  .selectFrom('units')
  .select(['id', 'name'])
  .where('parent_id', '=', town)
  .where('level', '=', 'village')
  .where('id', '<>', station)
  .orderBy('id')
  .execute();
const [heir, third] = stations;
if (!heir || !third) throw new Error('the town has too few stations');
await openPost(app, 'heir', 'village-clerk', heir.id);
await openPost(app, 'third', 'village-clerk', third.id);

const stepsAt = (unit: string) =>
  app.db.selectFrom('case_steps').select(['case_id', 'kind']).where('unit_id', '=', unit).execute();
const moves = () =>
  app.db.selectFrom('case_events').select(['case_id']).where('type', '=', 'rerouted').orderBy('case_id').execute();
const boundFor = async (unit: string) =>
  (
    await sql<{ n: number }>`select count(*)::int as n from cases where state->'delivery'->>'unit' = ${unit}
      and status not in ('completed', 'ended', 'archived')`.execute(app.db)
  ).rows[0]?.n;

describe('when a station closes', () => {
  it('everything that lies there or is bound for it goes to its successor, once, even through a crash', async () => {
    const before = await stepsAt(station);
    const bound = await boundFor(station);
    expect(before.length).toBeGreaterThan(10);
    expect(bound).toBeGreaterThan(before.length);
    const close = { kind: 'close' as const, effectiveOn: '2026-03-02', document: '甲府发〔2026〕3号', from: [station] };
    expect((await refusal((await as('cun')).organisation.changeUnits({ ...close, became: [heir.id] }))).problem).toBe(
      'permission.denied',
    );
    await (await as('xitong')).organisation.changeUnits({ ...close, became: [heir.id] });

    // The process that began is killed: its connections break in the middle of a batch.
    let reached = 0;
    const kill = async () => {
      reached += 1;
      if (reached === 8)
        await sql`select pg_terminate_backend(pid) from pg_stat_activity
          where datname = current_database() and application_name = 'dying'`.execute(app.db);
    };
    await expect(reroute({ ...dying, reactions: { rerouted: [kill] } }, 3)).rejects.toThrow();
    expect(await moves()).toHaveLength(6);
    await reroute(app, 10);

    expect(await stepsAt(station)).toEqual([]);
    expect(await boundFor(station)).toBe(0);
    expect((await stepsAt(heir.id)).length).toBeGreaterThanOrEqual(before.length);
    const moved = (await moves()).map((row) => row.case_id);
    expect(new Set(moved).size).toBe(moved.length);
    expect(moved.length).toBeGreaterThanOrEqual(bound ?? 0);
  });

  it('the successor works on, the past stays readable, and the people concerned are told', async () => {
    clock.advance(61_000);
    await reroute(app);
    const successor = await as('heir');
    const { items } = await successor.cases.queue({ kind: 'intake' });
    const submitted = items.find((row) => row.status === 'submitted')!;
    const view = await successor.cases.get({ id: submitted.id });
    expect(view.timeline.at(-1)).toMatchObject({
      type: 'rerouted',
      params: { from: clerk.name, unit: heir.name },
    });
    const received = await successor.cases.act.receive({ id: view.id, seq: view.seq, data: { papers: [] } });
    expect(received.status).toBe('received');

    const news = (await successor.feedback.notices({})).items.filter(({ code }) => code === 'unit.arrival');
    expect(news).toHaveLength(1);
    expect(news[0]?.text['zh-CN']).toContain(clerk.name);
    const { person_id } = await app.db
      .selectFrom('cases')
      .select('person_id')
      .where('id', '=', view.id)
      .executeTakeFirstOrThrow();
    const applicant = clientOf(url, await personToken(app, person_id ?? ''));
    const told = (await applicant.feedback.notices({ limit: 50 })).items.find((one) => one.code === 'case.rerouted');
    expect(told?.text.en).toContain(heir.name);

    const [order] = (await (await as('xitong')).organisation.reroutes({})).items;
    expect(order).toMatchObject({ from: { id: station }, left: 0, effectiveOn: '2026-03-02' });
    expect(order?.moved).toBeGreaterThan(10);
    expect(order?.finishedAt).not.toBeNull();
  });
});

describe('a site that gives its work to another', () => {
  const siteOf = async (unit: string) =>
    (await app.db.selectFrom('sites').select('id').where('unit_id', '=', unit).executeTakeFirst())?.id ?? '';

  it('gives it from the day that is said, and not before', async () => {
    const wish = {
      from: await siteOf(heir.id),
      to: await siteOf(third.id),
      on: '2026-03-05',
      document: '布点方案〔2026〕1号',
    };
    expect((await refusal((await as('heir')).organisation.reroute(wish))).problem).toBe('permission.denied');
    const { id } = await (await as('xitong')).organisation.reroute(wish);
    expect(id).not.toBeNull();
    const waiting = (await stepsAt(heir.id)).length;
    expect(await reroute(app)).toBe(0);
    clock.set('2026-03-05T08:00:00+08:00');
    expect(await reroute(app)).toBeGreaterThanOrEqual(waiting);
    expect(await stepsAt(heir.id)).toEqual([]);
    expect((await stepsAt(third.id)).length).toBeGreaterThanOrEqual(waiting);
    expect(await reroute(app)).toBe(0);
  });

  it('moves nothing within one unit', async () => {
    const site = await siteOf(third.id);
    const wish = { from: site, to: site, on: '2026-03-05', document: '布点方案' };
    expect(await (await as('xitong')).organisation.reroute(wish)).toEqual({ id: null });
  });
});

describe('a station that closes without a successor', () => {
  it('leaves its cases to the unit above', async () => {
    const waiting = (await stepsAt(third.id)).length;
    const intake = (await stepsAt(town)).length;
    await (await as('xitong')).organisation.changeUnits({
      kind: 'close',
      effectiveOn: '2026-03-05',
      document: '甲府发〔2026〕4号',
      from: [third.id],
    });
    await reroute(app);
    expect(await stepsAt(third.id)).toEqual([]);
    expect((await stepsAt(town)).length).toBe(intake + waiting);
  });
});

describe('a decision of a unit that was merged', () => {
  it('is corrected by the unit that took it over, which hands the new result out', async () => {
    const decided = await app.db
      .selectFrom('cases')
      .innerJoin('units', (join) => join.onRef(sql`(cases.state->'decidedAt'->>'id')::uuid`, '=', 'units.id'))
      .select(['cases.id', 'units.id as unit', 'units.name'])
      .where('cases.status', '=', 'completed')
      .where('units.level', '=', 'county')
      .where('units.valid_to', 'is', null)
      .where(sql<boolean>`(cases.state->'result'->>'kind') = 'money'`)
      .orderBy('cases.id')
      .executeTakeFirstOrThrow();
    const into = await app.db
      .selectFrom('units')
      .select(['id', 'name'])
      .where('level', '=', 'county')
      .where('id', '<>', decided.unit)
      .where('valid_to', 'is', null)
      .orderBy('id')
      .executeTakeFirstOrThrow();
    await openPost(app, 'taker', 'approver', into.id);
    const correct = async (id: string) => {
      const taker = await as('taker');
      const { seq, result } = await taker.cases.get({ id });
      const data = {
        reason: '金额算错',
        granted: true,
        result: { kind: 'money' as const, title: result!.title, amount: 12_300 },
      };
      return taker.cases.act.correctDecision({ id, seq, data });
    };
    expect((await refusal(correct(decided.id))).problem).toBe('not-found');
    await (await as('xitong')).organisation.changeUnits({
      kind: 'merge',
      effectiveOn: '2026-03-05',
      document: '甲府发〔2026〕5号',
      from: [decided.unit],
      into: into.id,
    });
    const view = await correct(decided.id);
    expect(view.status).toBe('decided');
    const steps = await app.db
      .selectFrom('case_steps')
      .select(['kind', 'unit_id'])
      .where('case_id', '=', decided.id)
      .execute();
    expect(steps).toEqual([{ kind: 'delivery', unit_id: into.id }]);
  });
});

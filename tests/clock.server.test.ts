import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { CaseTicket } from '#api/cases.ts';
import { createApp } from '#server/app.ts';
import { fireReminders, redate } from '#server/cases/index.ts';
import { createLogger } from '#server/platform/log.ts';
import { demoNotifier } from '#server/platform/notifier.ts';
import { folderStore } from '#server/platform/storage.ts';
import { testDatabase } from '#server/platform/testing/test-database.ts';
import { refusal } from '#server/testing.ts';
import { type Client, clientOf } from './support/client.ts';
import { testClock, testServer } from './support/server.ts';
import { act, file, opinion, personToken, signInByCode, staffToken } from './support/story.ts';

const { url: databaseUrl } = await testDatabase();
const monday = '2026-03-02T10:00:00+08:00';
const clock = testClock(monday);
const server = await testServer(databaseUrl, { clock, jobs: false });
const { app, url, dataDir } = server;
/** Another process on the same database. */
const twin = createApp({
  databaseUrl,
  connections: 6,
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
  await twin.close();
  await server.close();
});

const as = async (login: string): Promise<Client> => clientOf(url, await staffToken(app, login));
const mobile = '19900000001';
const [she = ''] = (await signInByCode(clientOf(url), mobile)).persons;
const her = async (): Promise<Client> => clientOf(url, await personToken(app, she, mobile));
const filing = { item: 'HR-INS-03', answers: { applyingAs: 'self', onePension: true, truth: true } as const };
const at = (day: string) => clock.set(`${day}T09:00:00+08:00`);
const days = (from: string, to: string): string[] => {
  const list: string[] = [];
  for (
    let day = new Date(`${from}T12:00:00Z`);
    day <= new Date(`${to}T12:00:00Z`);
    day = new Date(day.getTime() + 86_400_000)
  )
    list.push(day.toISOString().slice(0, 10));
  return list;
};

async function accepted(): Promise<CaseTicket> {
  const cun = await as('cun');
  const ticket = await act(cun, await file(await her(), app, filing), 'receive', { papers: ['form'] });
  return act(cun, ticket, 'accept', { owed: [] });
}
const passed = async (): Promise<CaseTicket> => act(await as('zhen'), await accepted(), 'pass', opinion);

/** Both processes at once, each more than once. */
const poll = () => Promise.all([fireReminders(app), fireReminders(twin), fireReminders(app), fireReminders(twin)]);

/** Every day from one to another, as both processes live through them. */
async function live(from: string, to: string): Promise<void> {
  for (const day of days(from, to)) {
    at(day);
    await poll();
  }
}

const fired = async (caseId: string) => {
  const rows = await app.db
    .selectFrom('notices')
    .select(['code', 'unit_id', 'person_id', 'created_at'])
    .where('case_id', '=', caseId)
    .where('code', 'like', 'reminder.%')
    .orderBy('created_at')
    .orderBy('code')
    .execute();
  return rows.map((row) => `${row.created_at.toISOString().slice(5, 10)} ${row.code.slice('reminder.'.length)}`);
};
const open = (caseId: string) =>
  app.db
    .selectFrom('reminders')
    .select(['obligation', 'kind', 'fire_on'])
    .where('case_id', '=', caseId)
    .where('fired_at', 'is', null)
    .where('cancelled_at', 'is', null)
    .execute();

describe('reminders with two processes', () => {
  it('come once each: soon, today, overdue', async () => {
    at('2026-03-02');
    const cases = await Promise.all([1, 2, 3, 4].map(() => accepted()));
    expect(cases[0]?.due).toBe('2026-03-16');
    await live('2026-03-09', '2026-03-20');
    for (const { id } of cases)
      expect(await fired(id)).toEqual(['03-12 decision.due-soon', '03-16 decision.due', '03-17 decision.overdue']);
  });

  it('survive a return, a transfer and a suspension, and none of a date that no longer stands', async () => {
    at('2026-03-02');
    const [returned, moved, stopped, brief, ended] = [
      await passed(),
      await passed(),
      await passed(),
      await passed(),
      await passed(),
    ];
    await live('2026-03-09', '2026-03-12');
    const fuhe = await as('fuhe');
    const back = await act(fuhe, returned, 'returnTo', { stage: 'town-review', reason: '请再核对' });
    const { steps } = await fuhe.cases.get({ id: moved.id });
    await act(fuhe, moved, 'transfer', {
      unit: steps[0]?.unit.id ?? '',
      account: await accountOf('xianb'),
      reason: '请协助',
    });
    const outage = { kind: 'outage' as const, reason: '系统停机', document: '通知', plannedDays: 5 };
    const pause = await act(fuhe, stopped, 'suspend', outage);
    const moment = await act(fuhe, brief, 'suspend', outage);
    await act(fuhe, moment, 'resume', { reason: '恢复' });
    await act(await her(), ended, 'withdraw', { reason: '不办了' });
    await live('2026-03-12', '2026-03-16');
    at('2026-03-17');
    await act(await as('fuhe'), pause, 'resume', { reason: '恢复' });
    await live('2026-03-17', '2026-03-31');
    const once = ['03-12 decision.due-soon', '03-16 decision.due', '03-17 decision.overdue'];
    expect(await fired(back.id)).toEqual(once);
    expect(await fired(moved.id)).toEqual(once);
    expect(await fired(brief.id)).toEqual(once);
    expect(await fired(ended.id)).toEqual(['03-12 decision.due-soon']);
    expect(await open(ended.id)).toEqual([]);
    // Five days were left out: the new date is reminded of anew, and once.
    const anew = (await fired(stopped.id)).filter((each) => each.includes('decision'));
    expect(anew.map((each) => each.slice(6))).toEqual([
      'decision.due-soon',
      'decision.due-soon',
      'decision.due',
      'decision.overdue',
    ]);
  });

  it('let a date lapse once, for the applicant as for the office', async () => {
    at('2026-04-01');
    const cun = await as('cun');
    const ticket = await act(cun, await file(await her(), app, { ...filing, papers: ['idcard'] }), 'receive', {
      papers: [],
    });
    const { materials } = await cun.cases.get({ id: ticket.id });
    const missing = materials
      .filter(({ state }) => state === 'missing')
      .map(({ code }) => ({ kind: 'material' as const, code }));
    await act(cun, ticket, 'notify', { missing });
    await live('2026-04-13', '2026-04-20');
    expect(await fired(ticket.id)).toEqual(['04-13 correction.due-soon', '04-16 correction.due']);
    const ends = await app.db
      .selectFrom('case_events')
      .select('type')
      .where('case_id', '=', ticket.id)
      .where('type', '=', 'ended')
      .execute();
    expect(ends).toHaveLength(1);
    const acts = await app.db
      .selectFrom('audit')
      .select(['actor', 'operation'])
      .where('case_id', '=', ticket.id)
      .where('operation', '=', 'system.reminders')
      .execute();
    expect(acts).toMatchObject([{ actor: { kind: 'system' } }]);
  });

  it('keep nobody else waiting when one of them cannot be told', async () => {
    at('2026-05-06');
    const [broken, whole] = [await accepted(), await accepted()];
    const due = (await open(whole.id)).find(({ kind }) => kind === 'due-soon')?.fire_on ?? '';
    // A row that nobody can make sense of stands first in the line.
    await app.db.updateTable('reminders').set({ fire_on: '2026-05-07' }).where('case_id', '=', broken.id).execute();
    await app.db
      .updateTable('cases')
      .set({ state: JSON.stringify({}) })
      .where('id', '=', broken.id)
      .execute();
    at(due);
    await poll();
    expect((await fired(whole.id)).map((each) => each.slice(6))).toEqual(['decision.due-soon']);
    expect(await fired(broken.id)).toEqual([]);
    await app.db.updateTable('cases').set({ status: 'archived' }).where('id', '=', broken.id).execute();
    await app.db.deleteFrom('reminders').where('case_id', '=', broken.id).execute();
  });

  it('never stand in the way of a command on the same case', async () => {
    at('2026-06-01');
    const tickets = await Promise.all([1, 2, 3, 4, 5, 6].map(() => accepted()));
    at('2026-06-11');
    const zhen = await as('zhen');
    const outcomes = await Promise.allSettled([
      poll(),
      ...tickets.map((ticket) => act(zhen, ticket, 'pass', opinion)),
      poll(),
    ]);
    expect(outcomes.filter(({ status }) => status === 'rejected')).toEqual([]);
    await poll();
    for (const { id } of tickets) expect((await fired(id)).map((each) => each.slice(6))).toEqual(['decision.due-soon']);
  });
});

const accountOf = async (login: string): Promise<string> =>
  (await app.db.selectFrom('accounts').select('id').where('login', '=', login).executeTakeFirstOrThrow()).id;

describe('a change of the holiday table', () => {
  const change = async (dates: string[], key = crypto.randomUUID()) => {
    const office = await as('xitong');
    const { years } = await office.organisation.calendar();
    const year = years['2026'];
    if (!year) throw new Error('no 2026');
    const holidays = [...year.holidays, ...dates.map((date) => ({ date, name: '临时放假' }))];
    const wish = { year: '2026', ...year, document: '市政府通知', holidays };
    return { office, answer: await office.organisation.setCalendar(wish, { context: { key } }), wish, key };
  };
  const entries = (id: string) =>
    app.db.selectFrom('case_events').select('data').where('case_id', '=', id).where('type', '=', 'redated').execute();

  it('dates every open case anew, says which, and leaves an entry on each', async () => {
    at('2026-07-06');
    const tickets = [await accepted(), await passed()];
    const gone = await act(await her(), await accepted(), 'withdraw', { reason: '不办了' });
    const due = tickets[0]?.due;
    expect(due).toBe('2026-07-20');
    const { answer, office, wish, key } = await change(['2026-07-15']);
    expect(answer.redated.filter(({ case: id }) => tickets.some((ticket) => ticket.id === id))).toEqual(
      expect.arrayContaining(
        tickets.map(({ id, number }) => ({ case: id, number, from: '2026-07-20', to: '2026-07-21' })),
      ),
    );
    expect(answer.redated.map(({ case: id }) => id)).not.toContain(gone.id);
    expect(answer.more).toBe(0);
    for (const { id } of tickets) {
      expect(await entries(id)).toMatchObject([
        { data: { from: '2026-07-20', to: '2026-07-21', calendar: answer.revision } },
      ]);
      const view = await (await her()).cases.get({ id });
      expect(view.clocks[0]).toMatchObject({ due: '2026-07-21' });
      expect(view.timeline.at(-1)).toMatchObject({ type: 'redated', by: { kind: 'system' } });
      const notices = (await (await her()).feedback.notices({ limit: 100 })).items.filter((each) => each.case === id);
      expect(notices.filter(({ code }) => code === 'case.redated')).toHaveLength(1);
    }
    expect(await entries(gone.id)).toEqual([]);
    // The same change once more, under the same key: the same answer, and nothing is written twice.
    expect(await office.organisation.setCalendar(wish, { context: { key } })).toEqual(answer);
    for (const { id } of tickets) expect(await entries(id)).toHaveLength(1);
  });

  it('reaches a case that a command had in hand, and one that another process dated by the old table', async () => {
    at('2026-09-01');
    const [held, late] = [await accepted(), await accepted()];
    expect(held.due).toBe('2026-09-15');
    await redate(twin); // it knows today's table, and keeps it for a moment
    let free = () => {};
    const release = new Promise<void>((resolve) => {
      free = resolve;
    });
    const holding = app.db.transaction().execute(async (trx) => {
      await trx.selectFrom('cases').select('id').where('id', '=', held.id).forUpdate().execute();
      await release;
    });
    const changing = change(['2026-09-08']);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    free();
    await holding;
    const { answer } = await changing;
    expect(answer.redated.map(({ case: id }) => id)).toEqual(expect.arrayContaining([held.id, late.id]));
    expect(await entries(held.id)).toHaveLength(1);
    await Promise.all([redate(app), redate(twin)]);
    expect(await entries(held.id)).toHaveLength(1);
    expect((await (await her()).cases.get({ id: late.id })).clocks[0]?.due).toBe('2026-09-16');
    const table = await app.db
      .selectFrom('calendars')
      .select('redated_at')
      .orderBy('revision', 'desc')
      .executeTakeFirstOrThrow();
    expect(table.redated_at).not.toBeNull();
  });

  it('goes on after the process that made it died half-way', async () => {
    at('2026-10-12');
    const ticket = await accepted();
    await change(['2026-10-20']);
    // As if the process had stopped right after its change was written: the case still rests on the old table.
    await app.db.updateTable('cases').set({ calendar: 1 }).where('id', '=', ticket.id).execute();
    await app.db.updateTable('calendars').set({ redated_at: null }).execute();
    await Promise.all([redate(app), redate(twin)]);
    const row = await app.db
      .selectFrom('cases')
      .select('calendar')
      .where('id', '=', ticket.id)
      .executeTakeFirstOrThrow();
    expect(row.calendar).toBeGreaterThan(1);
    expect(await app.db.selectFrom('calendars').select('revision').where('redated_at', 'is', null).execute()).toEqual(
      [],
    );
  });

  it('is reported page by page for as long as anybody asks', async () => {
    at('2026-11-02');
    const tickets = [await accepted(), await accepted(), await accepted()];
    const { answer, office } = await change(['2026-11-11']);
    const { revision } = answer;
    const found: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page = await office.organisation.redated({ revision, limit: 2, ...(cursor && { cursor }) });
      expect(page).toMatchObject({ total: answer.redated.length, hidden: 0, pending: 0 });
      found.push(...page.items.map((row) => row.case));
      cursor = page.next;
    }
    expect(found).toEqual(answer.redated.map((row) => row.case));
    expect(found).toEqual(expect.arrayContaining(tickets.map(({ id }) => id)));
    expect((await refusal((await as('xian')).organisation.redated({ revision }))).problem).toBe('permission.denied');
  });

  it('takes the mark from every date that rests on a year which is now confirmed', async () => {
    at('2026-12-28');
    const ticket = await accepted();
    const marks = async () => (await (await her()).cases.get({ id: ticket.id })).clocks[0]?.unconfirmedYears;
    expect(await marks()).toEqual([2027]);
    const office = await as('xitong');
    const { years } = await office.organisation.calendar();
    const year = years['2027'] ?? { holidays: [], workdays: [] };
    await office.organisation.setCalendar({ ...year, year: '2027', confirmed: true, document: '国务院办公厅通知' });
    expect(await marks()).toEqual([]);
    expect(await entries(ticket.id)).toEqual([]);
  });

  it('is refused to everybody else, and a day that is none is named', async () => {
    const problem = await refusal(
      (await as('xian')).organisation.setCalendar({
        year: '2026',
        confirmed: true,
        document: 'x',
        holidays: [],
        workdays: [],
      }),
    );
    expect(problem.problem).toBe('permission.denied');
  });
});

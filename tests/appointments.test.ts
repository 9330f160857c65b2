import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AppointmentView } from '#api/appointments.ts';
import { referenceCatalogue } from '#db/reference/catalogue/index.ts';
import { Item } from '#domain/catalogue/item.ts';
import { insertItems } from '#server/catalogue/index.ts';
import type { Ctx } from '#server/context.ts';
import { touchOrganisation } from '#server/organisation/index.ts';
import {
  closeSite,
  findSite,
  movedFrom,
  moveSite,
  openSite,
  redateClosing,
  redateMove,
  redateOpening,
} from '#server/sites/index.ts';
import { endSite } from '#server/sites/sites.repository.ts';
import { refusal, type TestClient, testKit } from '#server/testing.ts';
import { personToken, staffToken } from './support/story.ts';

const kit = await testKit({ now: '2026-03-02T08:00:00+08:00' });
const { site, unit } = kit;
const model = referenceCatalogue.find(({ code }) => code === 'HR-INS-03')!;
const item = (code: string, receive: Item['rights']['receive']) =>
  Item.parse({ ...model, code, rights: { ...model.rights, receive, accept: receive } });
/** Three that every point takes, one for the town and above, one that is nobody else's business. */
const [pension, change, card, town] = ['ZZ-ONE-01', 'ZZ-TWO-01', 'ZZ-THREE-01', 'ZZ-TOWN-01'] as const;

interface Resident {
  id: string;
  idNumber: string;
  client: TestClient;
}
const people: Resident[] = [];

beforeAll(async () => {
  await kit.asSystem((ctx) =>
    insertItems(ctx, [
      ...[pension, change, card, 'ZZ-FOUR-01'].map((code) => item(code, ['village', 'town', 'county', 'city'])),
      item(town, ['town', 'county', 'city']),
      { ...item('ZZ-SECRET-01', ['village']), confidential: true },
    ]),
  );
  for (const [at, name] of ['王秀兰', '李建国', '赵小妹', '钱进宝'].entries())
    people.push(await kit.resident(name, `1990000010${at}`));
  await kit.openAccount('cun', 'village-clerk', 'a1');
  await kit.openAccount('cun2', 'village-clerk', 'a2');
}, 60_000);

beforeEach(async () => {
  kit.set('2026-03-02T08:00:00+08:00');
  await sql`delete from appointment_moves`.execute(kit.app.db);
  await sql`delete from appointments`.execute(kit.app.db);
  await sql`delete from notices`.execute(kit.app.db);
  await sql`delete from outbox`.execute(kit.app.db);
  for (const id of Object.values(site)) await kit.asSystem((ctx) => endSite(ctx, id, null));
});

const as = async (login: string) => kit.client(await staffToken(kit.app, login));

const day = '2026-03-10';
interface Wish {
  site?: string;
  item?: string;
  day?: string;
  time?: string;
}
const book = ({ id, client }: Resident, wish: Wish = {}, key?: string): Promise<AppointmentView> =>
  client.appointments.book(
    { person: id, site: site.a1, item: pension, day, time: '09:30', ...wish },
    { context: key ? { key } : {} },
  );
/** Their own, not those of whoever lets them act. */
const mineOf = async ({ id, client }: Resident) =>
  (await client.appointments.mine()).items.filter(({ person }) => person.id === id);
const where = ({ site: { id }, day: on, time, status }: AppointmentView) => [id, on, time, status];
const toldTo = async ({ client }: Resident) => (await client.feedback.notices({ limit: 20 })).items;
const changing = <T>(run: (ctx: Ctx) => Promise<T>): Promise<T> => kit.asSystem(run);

describe('booking', () => {
  it('offers the free half-hours of the month and none that is taken, too near, or on a day when the door is shut', async () => {
    const before = await kit.client().appointments.freeTimes({ site: site.a1, item: pension });
    expect(before.days[0]).toEqual({
      day: '2026-03-02',
      times: ['09:00', '09:30', '10:00', '10:30', '11:00', '11:30'],
    });
    expect(before.days.at(-1)?.day).toBe('2026-04-01');
    expect(before.days.some(({ day: on }) => on === '2026-03-07')).toBe(false);
    await book(people[0]!);
    const after = await kit.client().appointments.freeTimes({ site: site.a1, item: pension });
    expect(after.days.find((each) => each.day === day)?.times).not.toContain('09:30');
  });

  it('lists what a point takes', async () => {
    const codes = async (id: string) =>
      (await kit.client().appointments.items({ site: id })).items.map(({ code }) => code);
    expect(await codes(site.a1)).not.toContain(town);
    expect(await codes(site.townA)).toContain(town);
    expect(await codes(site.a1)).toContain(pension);
  });

  it('keeps a half-hour, shows it to its owner alone, and frees it when it is cancelled', async () => {
    const booked = await book(people[0]!);
    expect(booked).toMatchObject({
      status: 'booked',
      day,
      time: '09:30',
      until: '10:00',
      moved: null,
      cancellable: true,
    });
    expect(booked.site).toMatchObject({ id: site.a1, name: '甲一村点位' });
    expect((await mineOf(people[0]!)).map(({ id }) => id)).toEqual([booked.id]);
    expect(await mineOf(people[1]!)).toEqual([]);
    expect((await refusal(people[1]!.client.appointments.cancel({ id: booked.id }))).problem).toBe('not-found');
    expect((await refusal(book(people[1]!))).problem).toBe('appointment.taken');
    expect((await people[0]!.client.appointments.cancel({ id: booked.id })).status).toBe('cancelled');
    expect((await refusal(people[0]!.client.appointments.cancel({ id: booked.id }))).problem).toBe(
      'appointment.cancelled',
    );
    await book(people[1]!);
    // What residents did themselves they need not be told.
    expect(await toldTo(people[0]!)).toEqual([]);
  });

  it('answers a twin with the same appointment', async () => {
    const key = kit.app.id();
    const [first, second] = [await book(people[0]!, {}, key), await book(people[0]!, {}, key)];
    expect(second).toEqual(first);
    expect(await mineOf(people[0]!)).toHaveLength(1);
  });

  it.each<[string, Wish]>([
    ['appointment.not-offered', { time: '12:30' }],
    ['appointment.not-offered', { day: '2026-03-07' }],
    ['appointment.not-offered', { day: '2026-03-02', time: '08:30' }],
    ['appointment.not-offered', { day: '2026-04-02' }],
    ['appointment.not-offered', { day: '2026-02-27' }],
    ['appointment.not-here', { item: town }],
    ['catalogue.unknown-item', { item: 'ZZ-NONE-01' }],
    ['not-found', { site: '00000000-0000-7000-8000-000000000000' }],
    ['input.invalid', { time: '09:15' }],
  ])('refuses with %s: %o', async (problem, wish) => {
    const outcome = await refusal(book(people[0]!, wish)).catch((error: { code: string }) => ({ problem: error.code }));
    expect([problem, 'BAD_REQUEST']).toContain(outcome.problem);
    expect(await mineOf(people[0]!)).toEqual([]);
  });

  it('one for each item and three in all', async () => {
    const [she] = people;
    await book(she!);
    expect(await refusal(book(she!, { time: '10:30' }))).toMatchObject({
      problem: 'appointment.same-item',
      params: { day, time: '09:30' },
    });
    await book(she!, { item: change, time: '10:00' });
    await book(she!, { item: card, time: '10:30' });
    expect((await refusal(book(she!, { item: 'ZZ-FOUR-01', time: '11:00' }))).problem).toBe('appointment.too-many');
  });

  it('never overbooks a half-hour, however many press at once', async () => {
    await kit.openAccount('zhuli', 'village-clerk', 'a1');
    await kit.openAccount('zhuli2', 'village-clerk', 'a1');
    await kit.openAccount('zhuli3', 'village-clerk', 'a1');
    // Four clerks serve at a time: two by appointment.
    const wishes = people.flatMap((each) => [book(each), book(each, { item: change })]);
    const outcomes = await Promise.allSettled(wishes);
    const done = outcomes.filter(({ status }) => status === 'fulfilled');
    expect(done).toHaveLength(2);
    const { rows } = await sql<{ count: string }>`select count(*) from appointments where status = 'booked'`.execute(
      kit.app.db,
    );
    expect(Number(rows[0]?.count)).toBe(2);
    await sql`delete from posts where account_id in (select id from accounts where login like 'zhuli%')`.execute(
      kit.app.db,
    );
  });

  it('never gives one person more than three, however many she presses at once', async () => {
    const [she] = people;
    const times = ['09:00', '09:30', '10:00', '10:30'];
    const items = [pension, change, card, 'ZZ-FOUR-01'];
    const outcomes = await Promise.allSettled(items.map((code, at) => book(she!, { item: code, time: times[at]! })));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
  });

  it('moves or refuses whoever books while the site closes', async () => {
    const both = await Promise.allSettled([
      book(people[0]!),
      changing((ctx) => closeSite(ctx, site.a1, '2026-03-09', site.townA)),
      book(people[1]!, { time: '10:00' }),
    ]);
    expect(both[1]?.status).toBe('fulfilled');
    for (const each of [...(await mineOf(people[0]!)), ...(await mineOf(people[1]!))])
      expect(each.site.id).toBe(site.townA);
    const { rows } = await sql`select id from appointments where site_id = ${site.a1}`.execute(kit.app.db);
    expect(rows).toEqual([]);
  });
});

describe('for others', () => {
  it('whoever may file for a parent books and cancels for them', async () => {
    const [mother, daughter] = people;
    expect((await refusal(book({ ...daughter!, id: mother!.id }))).problem).toBe('permission.denied');
    const { id: consent } = await mother!.client.identity.consent({
      id: mother!.id,
      receiverIdNumber: daughter!.idNumber,
      receiverName: '李建国',
    });
    const { id } = await book({ ...daughter!, id: mother!.id });
    const { items } = await daughter!.client.appointments.mine();
    expect(items.map((each) => each.person.id)).toEqual([mother!.id]);
    expect((await daughter!.client.appointments.cancel({ id })).status).toBe('cancelled');
    await mother!.client.identity.revoke({ id: mother!.id, consent });
  });

  it('a clerk books for whoever has no telephone, and they are told; the clerk cancels for whoever calls', async () => {
    const clerk = await as('cun');
    const old = people[2]!;
    const booked = await clerk.appointments.book({ person: old.id, site: site.a1, item: pension, day, time: '09:00' });
    expect(booked.person.name).toBe('赵**');
    expect((await toldTo(old)).map(({ code, text }) => [code, text['zh-CN']])).toEqual([
      [
        'appointment.booked',
        '已替您约好：2026年3月10日 09:00，到“甲一村点位”（甲一村1号）。来不了请在“我的预约”里取消，或打 0990-5550100。',
      ],
    ]);
    // Nothing is said of whom and what for: the item may be confidential.
    expect(await clerk.appointments.cancel({ id: booked.id })).toEqual({ id: booked.id, status: 'cancelled' });
    expect((await toldTo(old)).map(({ code }) => code)).toEqual(['appointment.cancelled', 'appointment.booked']);
    const { items } = await old.client.identity.looks({ id: old.id, limit: 20 });
    expect(items.map(({ what }) => what)).toEqual(expect.arrayContaining(['替您约了到服务点的时间', '取消了您的预约']));
  });

  it('goes along with a record that is merged into another', async () => {
    const [kept, gone] = [people[3]!, await kit.resident('孙大娘', '19900000199')];
    const { id } = await book(gone);
    await kit.app.db.updateTable('persons').set({ merged_into: kept.id }).where('id', '=', gone.id).execute();
    const merge = { id: kit.app.id(), kept_id: kept.id, gone_id: gone.id, reason: '', undone_at: null };
    const { account } = await kit.openAccount('hebing', 'head', 'county');
    await kit.app.db
      .insertInto('person_merges')
      .values({ ...merge, account_id: account, recorded_at: kit.app.clock.now() })
      .execute();
    expect((await mineOf(kept)).map((each) => [each.id, each.person.id])).toEqual([[id, kept.id]]);
    expect((await refusal(book(kept, { time: '11:00' }))).problem).toBe('appointment.same-item');
    expect((await kept.client.appointments.cancel({ id })).status).toBe('cancelled');
  });
});

describe('at the point', () => {
  it('lists the day by time, masked, each a look, and says who came', async () => {
    let clerk = await as('cun');
    await book(people[0]!, { time: '10:00' });
    await book(people[1]!, { item: 'ZZ-SECRET-01', time: '09:00' });
    await book(people[2]!, { day: '2026-03-12' });
    const list = await clerk.appointments.day({ unit: unit.a1, day });
    expect(list.items.map(({ time, person, item: what }) => [time, person.name, what?.code])).toEqual([
      ['09:00', '李**', undefined],
      ['10:00', '王**', pension],
    ]);
    expect(list).toMatchObject({ before: null, after: '2026-03-12', sites: [{ id: site.a1, name: '甲一村点位' }] });
    const looks = await people[0]!.client.identity.looks({ id: people[0]!.id, limit: 20 });
    expect(looks.items.some(({ operation }) => operation === 'appointments.day')).toBe(true);
    const [first, second] = list.items;
    expect((await refusal(clerk.appointments.mark({ id: first!.id, as: 'came' }))).problem).toBe(
      'appointment.not-begun',
    );
    kit.set(`${day}T10:05:00+08:00`);
    clerk = await as('cun');
    expect((await clerk.appointments.mark({ id: first!.id, as: 'missed' })).status).toBe('missed');
    // The wrong one was pressed.
    expect((await clerk.appointments.mark({ id: first!.id, as: 'came' })).status).toBe('came');
    const her = kit.client(await personToken(kit.app, people[0]!.id));
    expect((await refusal(her.appointments.cancel({ id: second!.id }))).problem).toBe('appointment.begun');
    expect((await clerk.appointments.mark({ id: second!.id, as: 'came' })).status).toBe('came');
  });

  it('shows nothing to the next village, and the whole day to whoever carries its unit on', async () => {
    await book(people[0]!);
    const clerk = await as('cun');
    let other = await as('cun2');
    expect((await refusal(other.appointments.day({ unit: unit.a1, day }))).problem).toBe('permission.denied');
    const [row] = (await clerk.appointments.day({ unit: unit.a1, day })).items;
    expect((await refusal(other.appointments.mark({ id: row!.id, as: 'came' }))).problem).toBe('permission.denied');
    const planner = await kit.staff('xitong', 'system-administrator', 'city');
    await planner.organisation.changeUnits({
      kind: 'merge',
      effectiveOn: '2026-03-02',
      document: '批复',
      from: [unit.a1],
      into: unit.a2,
    });
    expect((await other.appointments.day({ unit: unit.a2, day })).items.map(({ id }) => id)).toEqual([row!.id]);
    kit.set(`${day}T10:05:00+08:00`);
    other = await as('cun2');
    expect((await other.appointments.mark({ id: row!.id, as: 'came' })).status).toBe('came');
    await sql`update units set valid_to = null, became = '{}' where id = ${unit.a1}`.execute(kit.app.db);
    await kit.asSystem(touchOrganisation);
  });
});

describe('when a site is not there on the day', () => {
  const tuesdays = (from: string, to: string) =>
    sql`update sites set hours = jsonb_set(hours, '{weekly,1}', ${JSON.stringify([{ from, to }])}::jsonb) where id = ${site.a2}`.execute(
      kit.app.db,
    );
  const close = (on: string, heir: string | null) => changing((ctx) => closeSite(ctx, site.a1, on, heir));

  it('goes to the heir at its time, full or not, tells each, and books nothing more there', async () => {
    const [she, he, young] = people;
    const early = await book(she!, { day: '2026-03-04' });
    await book(she!, { item: change });
    await book(he!, { site: site.a2 });
    await book(young!, { day: '2026-03-12', time: '11:00' });
    await close('2026-03-09', site.a2);
    const [first, second] = await mineOf(she!);
    expect(where(first!)).toEqual([site.a1, '2026-03-04', '09:30', 'booked']);
    expect(first?.id).toBe(early.id);
    expect(where(second!)).toEqual([site.a2, day, '09:30', 'booked']);
    expect(second?.moved).toMatchObject({ site: { id: site.a1, address: '甲一村1号' }, day, time: '09:30' });
    const [notice, ...others] = await toldTo(she!);
    expect(others).toEqual([]);
    expect(notice?.text).toEqual({
      'zh-CN':
        '您约了 2026年3月10日 09:30 到“甲一村点位”（甲一村1号），那天那里不再开放。时间不变，请改到“甲二村点位”（甲二村1号）。来不了请在“我的预约”里取消，或打 0990-5550100。',
      en: 'You had an appointment on 10 March 2026 at 09:30 at “甲一村点位” (甲一村1号), which is no longer open on that day. The time stays; please come to “甲二村点位” (甲二村1号) instead. If you cannot come, cancel it under “My appointments” or call 0990-5550100.',
    });
    const { rows } = await sql<{ count: string }>`select count(*) from outbox`.execute(kit.app.db);
    expect(Number(rows[0]?.count)).toBe(2);
    expect(await movedFrom(kit.app, [site.a1, site.a2])).toEqual(new Map([[site.a1, 2]]));
    expect(await refusal(book(people[3]!))).toMatchObject({
      problem: 'appointment.closed-by-then',
      params: { day: '2026-03-09' },
    });
    const free = await kit.client().appointments.freeTimes({ site: site.a1, item: pension });
    expect([free.closesOn, free.days.at(-1)?.day]).toEqual(['2026-03-09', '2026-03-06']);
  });

  it('goes to the next free half-hour where the heir is shut then, and is cancelled where nobody takes it', async () => {
    const [she, he] = people;
    await tuesdays('14:00', '16:00');
    await book(she!);
    await book(he!, { item: 'ZZ-SECRET-01', time: '10:00' });
    await close('2026-03-09', site.a2);
    expect((await mineOf(she!)).map(where)).toEqual([[site.a2, day, '14:00', 'booked']]);
    expect((await toldTo(she!)).map(({ code }) => code)).toEqual(['appointment.later']);
    expect((await mineOf(he!)).map(where)).toEqual([[site.a2, day, '14:30', 'booked']]);
    await tuesdays('09:00', '12:00');
    await changing((ctx) => closeSite(ctx, site.a2, '2026-03-09', site.townA));
    // The town does not take his.
    expect((await mineOf(he!)).map(({ status }) => status)).toEqual(['cancelled']);
    expect((await toldTo(he!)).map(({ code }) => code)).toEqual(['appointment.ended', 'appointment.later']);
    expect((await mineOf(she!)).map(where)).toEqual([[site.townA, '2026-03-11', '09:00', 'booked']]);
  });

  it('tells of a point of which nobody has written down address or telephone in whole sentences', async () => {
    await sql`update sites set address = '', telephone = '' where id = ${site.a2}`.execute(kit.app.db);
    await book(people[0]!);
    await close('2026-03-09', site.a2);
    expect((await toldTo(people[0]!))[0]?.text['zh-CN']).toMatch(
      /请改到“甲二村点位”。来不了请在“我的预约”里取消，或打 12333。$/,
    );
    await sql`update sites set address = '甲二村1号', telephone = '0990-5550100' where id = ${site.a2}`.execute(
      kit.app.db,
    );
  });

  it('is cancelled, and its owner told, where no point takes over', async () => {
    await book(people[0]!);
    await close('2026-03-09', null);
    expect((await mineOf(people[0]!)).map(({ status }) => status)).toEqual(['cancelled']);
    expect((await toldTo(people[0]!)).map(({ code }) => code)).toEqual(['appointment.ended']);
  });

  it('comes back when the closing is put off behind its day, and goes when it is brought forward', async () => {
    const [she, he] = people;
    await book(she!);
    await book(he!, { day: '2026-03-20' });
    await close('2026-03-09', site.a2);
    await changing((ctx) => redateClosing(ctx, site.a1, site.a2, '2026-03-09', '2026-03-16'));
    expect((await mineOf(she!)).map(where)).toEqual([[site.a1, day, '09:30', 'booked']]);
    expect((await mineOf(she!))[0]?.moved).toBeNull();
    expect((await toldTo(she!)).map(({ code }) => code)).toEqual(['appointment.back', 'appointment.moved']);
    expect((await mineOf(he!)).map(where)).toEqual([[site.a2, '2026-03-20', '09:30', 'booked']]);
    expect(await toldTo(he!)).toHaveLength(1);
    await changing((ctx) => redateClosing(ctx, site.a1, site.a2, '2026-03-16', '2026-03-10'));
    expect((await mineOf(she!)).map(where)).toEqual([[site.a2, day, '09:30', 'booked']]);
    await changing((ctx) => redateClosing(ctx, site.a1, site.a2, '2026-03-10', null));
    for (const each of [she!, he!]) expect((await mineOf(each))[0]?.site.id).toBe(site.a1);
    expect(await movedFrom(kit.app, [site.a1])).toEqual(new Map());
    expect((await findSite(kit.app, site.a1))?.validTo).toBeNull();
  });

  it('leaves alone what was cancelled, what has been, and whoever booked at the heir themselves', async () => {
    const [she, he, young] = people;
    const past = await book(she!, { day: '2026-03-03' });
    const cancelled = await book(she!, { item: change });
    await she!.client.appointments.cancel({ id: cancelled.id });
    await book(he!, { site: site.a2, time: '10:00' });
    await book(young!);
    kit.set('2026-03-04T08:00:00+08:00');
    for (const each of people) each.client = kit.client(await personToken(kit.app, each.id));
    await close('2026-03-09', site.a2);
    await changing((ctx) => redateClosing(ctx, site.a1, site.a2, '2026-03-09', null));
    expect((await mineOf(she!)).map(({ id, status }) => [id, status])).toEqual([
      [cancelled.id, 'cancelled'],
      [past.id, 'booked'],
    ]);
    expect(await toldTo(she!)).toEqual([]);
    expect(await toldTo(he!)).toEqual([]);
    expect((await mineOf(young!)).map(where)).toEqual([[site.a1, day, '09:30', 'booked']]);
  });

  it('follows a point that moves, and one whose move is put off, brought forward or called off', async () => {
    const [she, he] = people;
    await book(she!);
    const { id: next } = await changing((ctx) => moveSite(ctx, site.a1, { lon: 104.6, lat: 29.2 }, '2026-03-09'));
    expect((await mineOf(she!)).map(where)).toEqual([[next, day, '09:30', 'booked']]);
    expect((await toldTo(she!)).map(({ code }) => code)).toEqual(['appointment.moved.same-name']);
    await book(he!, { site: next, time: '10:00' });
    const redate = (from: string, to: string | null) => changing((ctx) => redateMove(ctx, site.a1, next, from, to));
    await redate('2026-03-09', '2026-03-12');
    expect((await mineOf(she!)).map(where)).toEqual([[site.a1, day, '09:30', 'booked']]);
    // Who booked at the new door comes to the old one, which is still there.
    expect((await mineOf(he!)).map(where)).toEqual([[site.a1, day, '10:00', 'booked']]);
    await redate('2026-03-12', '2026-03-10');
    for (const each of [she!, he!]) expect((await mineOf(each))[0]?.site.id).toBe(next);
    await redate('2026-03-10', null);
    for (const each of [she!, he!]) expect((await mineOf(each))[0]?.site.id).toBe(site.a1);
  });

  it('waits for a point that opens later, and is cancelled where it never opens', async () => {
    const id = kit.app.id();
    const wish = {
      id,
      unit: unit.townA,
      level: 'town' as const,
      name: '甲镇新点',
      lon: 104.5,
      lat: 29.1,
      class: null,
      like: site.townA,
    };
    await changing((ctx) => openSite(ctx, wish, '2026-03-06'));
    await book(people[0]!, { site: id });
    await changing((ctx) => redateOpening(ctx, id, '2026-03-06', '2026-03-16'));
    expect((await mineOf(people[0]!)).map(where)).toEqual([[id, '2026-03-16', '09:00', 'booked']]);
    await changing((ctx) => redateOpening(ctx, id, '2026-03-16', '2026-03-09'));
    expect((await mineOf(people[0]!)).map(where)).toEqual([[id, day, '09:30', 'booked']]);
    await changing((ctx) => redateOpening(ctx, id, '2026-03-09', null));
    expect((await mineOf(people[0]!)).map(({ status }) => status)).toEqual(['cancelled']);
    expect((await toldTo(people[0]!)).map(({ code }) => code)).toEqual([
      'appointment.ended',
      'appointment.back',
      'appointment.later',
    ]);
  });
});

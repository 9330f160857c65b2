import { randomUUID } from 'node:crypto';
import { createRouterClient } from '@orpc/server';
import type { CaseTicket } from '#api/cases.ts';
import type { Item } from '#domain/catalogue/item.ts';
import { answersFor, seeded } from '#domain/catalogue/sample.ts';
import { isWorkingDay } from '#domain/kernel/calendar.ts';
import { addDays, instantAt, localDate } from '#domain/kernel/dates.ts';
import type { Actor, App, Staff } from './context.ts';
import { findLogin, organisationOf, postsOf } from './organisation/index.ts';
import { router } from './router.ts';

/** How far each sample case has come, with how many of them; so that every queue of the story has something in it. */
const ages = {
  submitted: 8,
  received: 5,
  correcting: 5,
  accepted: 10,
  checked: 10,
  ready: 24,
  decided: 5,
  sent: 5,
  collected: 8,
} as const;
type Age = keyof typeof ages;
const order = Object.keys(ages) as Age[];
const reaches = (age: Age, to: Age): boolean => order.indexOf(age) >= order.indexOf(to);

/** Items that the story's own line handles from the village to the county's decision. */
const codes = ['HR-INS-03', 'HR-INS-03', 'HR-INS-02'];

/**
 * Fills the queues of a demonstration with cases of the last weeks. They are made by the program itself, command by command
 * under a clock that is set back, so that every event, date and document is as real as any other.
 */
export async function loadDemoCases(
  app: App,
  village: string,
  people: readonly { id: string; birthDate: string | null }[],
  from: { done: number; signal: AbortSignal | undefined },
  onMade: (cases: number) => Promise<void>,
): Promise<void> {
  let now = app.clock.now();
  const past: App = { ...app, clock: { now: () => now } };
  const map = await organisationOf({ app: past, now });
  const { calendar } = map.calendar;
  /** One for each case, so that a start which was cut off is carried on as it was begun. */
  let random = seeded(0);
  const actors = new Map<string, Staff>();
  for (const login of ['cun', 'zhen', 'fuhe', 'xian', 'jingban']) actors.set(login, await actorOf(past, login));
  const as = (login: string, serving?: string) =>
    clientAs(
      past,
      serving ? { ...actors.get(login)!, sitting: { person: serving, since: now.toISOString() } } : actors.get(login)!,
    );
  const resident = (person: string) => clientAs(past, residentActor(person));

  const last = localDate(app.clock.now());
  /** Some working day before today, in office hours, and never later than the clock. */
  const workday = (daysBack: number): Date => {
    let day = addDays(last, -daysBack);
    while (!isWorkingDay(calendar, day)) day = addDays(day, -1);
    return new Date(
      instantAt(
        day,
        `${String(9 + Math.floor(random() * 8)).padStart(2, '0')}:${String(Math.floor(random() * 60)).padStart(2, '0')}`,
      ),
    );
  };
  const wait = (hours: number) => {
    const next = new Date(now.getTime() + hours * 3_600_000);
    if (next < app.clock.now()) now = next;
  };

  const born = (years: number) => `${Number(last.slice(0, 4)) - years}${last.slice(4)}`;
  const elders = people.filter(({ birthDate }) => birthDate && birthDate <= born(61)).map(({ id }) => id);
  const adults = people
    .filter(({ birthDate }) => birthDate && birthDate > born(58) && birthDate <= born(20))
    .map(({ id }) => id);
  const wanted = order.flatMap((age) => Array.from({ length: ages[age] }, () => age));
  for (const [n, age] of wanted.entries()) {
    if (n < from.done) continue;
    from.signal?.throwIfAborted();
    random = seeded(11 + n * 7919);
    const code = codes[n % codes.length]!;
    const fitting = code === 'HR-INS-03' ? elders : adults;
    const person = fitting[n % fitting.length]!;
    now = workday(2 + Math.floor(random() * (reaches(age, 'accepted') ? 14 : 6)));
    const phone = n % 3 === 0;
    const front = phone ? resident(person) : as('cun', person);
    const item = await front.catalogue.get({ code });
    const draft = await front.cases.begin({ item: code, person });
    const answers = answersFor(item.form, random, {
      today: localDate(now),
      known: { ...draft.answers, applyingAs: 'self' },
      divisions: [map.divisions.get(village)!.code],
    });
    const saved = await front.cases.save({ id: draft.id, seq: draft.seq, answers });
    const ticket = await front.cases.submit({
      draft: draft.id,
      seq: saved.seq,
      submission: {
        mode: item.modes.includes('promised') ? 'promised' : item.modes[0]!,
        channel: phone ? 'phone' : 'counter',
        delivery: { way: 'site', unit: null },
      },
    });
    await carry(ticket, item, age);
    await onMade(n + 1);
  }

  async function carry(first: CaseTicket, item: Item, age: Age): Promise<void> {
    let ticket = first;
    const at = () => ({ id: ticket.id, seq: ticket.seq });
    const papers = item.materials.map((material) => material.code);
    const cun = as('cun').cases.act;
    if (age === 'submitted') return;
    wait(1 + random() * 3);
    if (ticket.status === 'submitted')
      ticket = await cun.receive({ ...at(), data: { papers: age === 'correcting' ? papers.slice(1) : papers } });
    if (age === 'correcting') {
      const missing = (await as('cun').cases.get({ id: ticket.id })).materials.filter(
        (material) => material.state === 'missing',
      );
      if (missing.length > 0)
        await cun.notify({
          ...at(),
          data: { missing: missing.map(({ code }) => ({ kind: 'material' as const, code })) },
        });
      return;
    }
    if (!reaches(age, 'accepted')) return;
    const view = await as('cun').cases.get({ id: ticket.id });
    if (view.materials.some((material) => material.state === 'missing' && material.required)) return;
    ticket = await cun.accept({ ...at(), data: { owed: [] } });
    // A county with work to do has all stages open; how far this one gets is its age.
    const pass = { agree: true, opinion: '材料齐全，与系统记录一致，同意。' };
    for (const login of ['zhen', 'fuhe']) {
      if (!reaches(age, login === 'zhen' ? 'checked' : 'ready')) return;
      wait(3 + random() * 20);
      const may = (await as(login).cases.get({ id: ticket.id })).allowedActions;
      if (may.includes('pass')) ticket = await as(login).cases.act.pass({ ...at(), data: pass });
    }
    if (!reaches(age, 'decided')) return;
    wait(2 + random() * 20);
    if (!(await as('xian').cases.get({ id: ticket.id })).allowedActions.includes('decide')) return;
    const kind = item.results[0]!;
    ticket = await as('xian').cases.act.decide({
      ...at(),
      data: {
        granted: true,
        opinion: '经审核，符合规定条件，准予办理。',
        result: {
          kind,
          title: item.name['zh-CN'].slice(0, 40),
          ...(kind === 'money' && {
            amount: 14_300 + Math.floor(random() * 20_000),
            firstMonth: localDate(now).slice(0, 7),
            accountTail: '0004',
          }),
        },
      },
    });
    if (!reaches(age, 'sent')) return;
    wait(2 + random() * 10);
    const station = (await as('jingban').cases.get({ id: ticket.id })).delivery.unit;
    if (!station) return;
    ticket = await as('jingban').cases.act.handOver({ ...at(), data: { unit: station.id } });
    if (!reaches(age, 'collected')) return;
    wait(20);
    ticket = await cun.signHandOver({ ...at(), data: {} });
    wait(5);
    await cun.deliver({ ...at(), data: { way: 'in-person' } });
  }
}

export async function actorOf(app: App, login: string): Promise<Staff> {
  const account = await findLogin(app.db, login);
  if (!account) throw new Error(`there is no account ${login}`);
  const [post] = await postsOf(app.db, account.id, localDate(app.clock.now()));
  if (!post) throw new Error(`${login} has no post`);
  return {
    kind: 'staff',
    session: '',
    account: account.id,
    name: account.name,
    post: post.id,
    unit: { id: post.unit_id, level: post.unit_level },
    role: post.role,
    permissions: post.permissions,
    standsInFor: [],
    sitting: null,
  };
}

export const residentActor = (person: string): Actor => ({
  kind: 'resident',
  session: '',
  person,
  actsFor: [],
  follows: [],
  collects: [],
});

/** The program itself, as somebody of the demonstration uses it: every command once. */
export const clientAs = (app: App, actor: Actor) =>
  createRouterClient(router, {
    context: () => ({ app, actor, language: 'zh-CN' as const, idempotencyKey: randomUUID() }),
  });

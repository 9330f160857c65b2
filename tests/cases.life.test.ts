import { afterAll, describe, expect, it } from 'vitest';
import { referenceCatalogue } from '#db/reference/catalogue/index.ts';
import { makeResidentId } from '#domain/identity/resident-id.ts';
import type { Problem } from '#domain/kernel/problem.ts';
import { fireReminders } from '#server/cases/index.ts';
import { testDatabase } from '#server/platform/testing/test-database.ts';
import { refusal } from '#server/testing.ts';
import { type Client, clientOf } from './support/client.ts';
import { testClock, testServer } from './support/server.ts';
import {
  act,
  file,
  isSaid,
  opinion,
  paper,
  pension,
  personToken,
  serve,
  signInByCode,
  staffToken,
} from './support/story.ts';

const { url: databaseUrl } = await testDatabase();
const monday = '2026-03-02T10:00:00+08:00';
const clock = testClock(monday);
const server = await testServer(databaseUrl, { clock });
afterAll(() => server.close());
const { app, url } = server;

const as = async (login: string): Promise<Client> => clientOf(url, await staffToken(app, login));
const mobile = '19900000001';
const [she = ''] = (await signInByCode(clientOf(url), mobile)).persons;
const her = async (): Promise<Client> => clientOf(url, await personToken(app, she, mobile));
const daughterNumber = makeResidentId('990101', '1990-01-01', 42);
const daughter = await (await as('guiyuan')).identity.create({ name: '周小兰', idNumber: daughterNumber });
const pensionAnswers = { applyingAs: 'self', onePension: true, truth: true } as const;
const filing = { item: 'HR-INS-03', answers: pensionAnswers };
const granted = { granted: true, opinion: '准予。', result: pension } as const;
const refused = async (call: Promise<unknown>): Promise<Problem> => {
  const problem = await refusal(call);
  expect(isSaid(problem), problem.problem).toBe(true);
  return problem;
};
const told = async (caseId: string): Promise<string[]> =>
  (await (await her()).feedback.notices({ limit: 100 })).items
    .filter((each) => each.case === caseId)
    .map(({ code }) => code);

async function accepted() {
  const ticket = await act(await as('cun'), await file(await her(), app, filing), 'receive', { papers: ['form'] });
  return act(await as('cun'), ticket, 'accept', { owed: [] });
}
async function decided() {
  let ticket = await act(await as('zhen'), await accepted(), 'pass', opinion);
  ticket = await act(await as('fuhe'), ticket, 'pass', opinion);
  return act(await as('xian'), ticket, 'decide', granted);
}
/** The result lies in the village. */
async function arrived() {
  const ticket = await decided();
  const station = (await (await as('jingban')).cases.get({ id: ticket.id })).delivery.unit;
  const sent = await act(await as('jingban'), ticket, 'handOver', { unit: station?.id ?? '' });
  return act(await as('cun'), sent, 'signHandOver', {});
}

describe('papers that come later (容缺受理)', () => {
  const item = referenceCatalogue.find(
    ({ rights, materials, instant, confidential, audience, limits }) =>
      limits.some((limit) => limit.kind === 'promised' && limit.unit === 'wd' && limit.amount >= 8) &&
      rights.accept.includes('village') &&
      !instant &&
      !confidential &&
      audience.includes('person') &&
      materials.some((one) => one.required && one.deferrable && !one.when && !one.anyOfGroup && one.source !== 'S'),
  );
  if (!item) throw new Error('no item takes papers later');
  const later = item.materials.filter((one) => one.required && one.deferrable && !one.when).map(({ code }) => code);
  const owing = async (owedDue: string) => {
    const papers = item.materials.map(({ code }) => code).filter((code) => !later.includes(code));
    let ticket = await file(await her(), app, { item: item.code, papers });
    ticket = await act(await as('cun'), ticket, 'receive', { papers });
    return { ticket, accept: async () => act(await as('cun'), ticket, 'accept', { owed: later, owedDue }) };
  };

  it('are owed by a day that is agreed, and nothing is issued before they are there', async () => {
    const { ticket, accept } = await owing('2026-03-06');
    expect((await refused(act(await as('cun'), ticket, 'accept', { owed: [] }))).problem).toBe('case.incomplete');
    const tooLate = await refused(act(await as('cun'), ticket, 'accept', { owed: later, owedDue: '2027-03-06' }));
    expect(tooLate.problem).toBe('case.owed-due');
    const owed = await accept();
    expect(owed.status).toBe('owing');
    const view = await (await her()).cases.get({ id: ticket.id });
    expect(view.owedDue).toBe('2026-03-06');
    expect(view.materials.filter(({ state }) => state === 'owed').map(({ code }) => code)).toEqual(later);
    for (const material of later) await (await her()).papers.upload({ case: ticket.id, material, file: paper() });
    const supplied = await act(await her(), owed, 'supplyOwed', { materials: later });
    expect(supplied.status).toBe('accepted');
  });

  it('end the case when the day passes without them', async () => {
    const { ticket, accept } = await owing('2026-03-06');
    await accept();
    clock.set('2026-03-07T09:00:00+08:00');
    await fireReminders(app);
    expect(await (await her()).cases.get({ id: ticket.id })).toMatchObject({ status: 'ended', ending: 'terminated' });
    expect(await told(ticket.id)).toContain('case.owed-lapsed');
    clock.set(monday);
  });
});

describe('one notice of everything that is missing', () => {
  it('asks for all of it, is answered, and the case goes on', async () => {
    const item = await (await her()).catalogue.get({ code: 'HR-INS-03' });
    let ticket = await file(await her(), app, { ...filing, papers: [] });
    const cun = await as('cun');
    ticket = await act(cun, ticket, 'receive', { papers: [] });
    const { materials } = await cun.cases.get({ id: ticket.id });
    const missing = materials.filter(({ state }) => state === 'missing').map(({ code }) => code);
    expect(missing.length).toBeGreaterThan(1);
    const half = await refused(act(cun, ticket, 'notify', { missing: [{ kind: 'material', code: missing[0] ?? '' }] }));
    expect(half.problem).toBe('case.notice-incomplete');
    const everything = missing.map((code) => ({ kind: 'material' as const, code, note: '请带原件' }));
    ticket = await act(cun, ticket, 'notify', { missing: everything });
    expect(ticket.status).toBe('correcting');
    expect(item.materials.map(({ code }) => code)).toEqual(expect.arrayContaining(missing));
    const view = await (await her()).cases.get({ id: ticket.id });
    expect(view.correction?.missing.map(({ code, note }) => [code, note])).toEqual(
      missing.map((code) => [code, '请带原件']),
    );
    for (const material of missing) await (await her()).papers.upload({ case: ticket.id, material, file: paper() });
    ticket = await act(await her(), ticket, 'supplement', { counter: false, papers: [] });
    expect(ticket.status).toBe('received');
    expect((await act(await as('cun'), ticket, 'accept', { owed: [] })).status).toBe('accepted');
  });

  it('lapses into a return, told once, and the papers stay', async () => {
    let ticket = await file(await her(), app, { ...filing, papers: ['idcard'] });
    ticket = await act(await as('cun'), ticket, 'receive', { papers: [] });
    const view = await (await as('cun')).cases.get({ id: ticket.id });
    const missing = view.materials
      .filter(({ state }) => state === 'missing')
      .map(({ code }) => ({ kind: 'material' as const, code }));
    await act(await as('cun'), ticket, 'notify', { missing });
    clock.set('2026-03-18T09:00:00+08:00');
    await fireReminders(app);
    await fireReminders(app);
    const returned = await (await her()).cases.get({ id: ticket.id });
    expect(returned).toMatchObject({ status: 'ended', ending: 'returned', steps: [] });
    const [kept] = returned.materials.flatMap(({ papers }) => papers);
    const opened = await (await her()).papers.download({ case: ticket.id, id: kept?.id ?? '' });
    expect(opened.size).toBeGreaterThan(0);
    expect(returned.documents.map(({ kind }) => kind)).toContain('ending');
    expect((await told(ticket.id)).filter((code) => code === 'case.correction-lapsed')).toHaveLength(1);
    clock.set(monday);
  });
});

describe('a result', () => {
  it('that nobody comes for is closed as uncollected, is never overdue, and can still be had', async () => {
    const ticket = await arrived();
    clock.set('2026-05-20T09:00:00+08:00');
    await fireReminders(app);
    const view = await (await her()).cases.get({ id: ticket.id });
    expect(view).toMatchObject({ status: 'ended', ending: 'uncollected' });
    const overdue = await app.db
      .selectFrom('reminders')
      .select('obligation')
      .where('case_id', '=', ticket.id)
      .where('kind', '=', 'overdue')
      .where('fired_at', 'is not', null)
      .execute();
    expect(overdue).toEqual([]);
    const had = await act(await as('cun'), view, 'deliver', { way: 'in-person' });
    expect(had.status).toBe('completed');
    clock.set(monday);
  });

  it('that is corrected takes the place of the earlier one, and whoever scans the old paper is told', async () => {
    const ticket = await decided();
    const old = (await (await her()).cases.get({ id: ticket.id })).documents.find(({ kind }) => kind === 'decision');
    expect(await clientOf(url).papers.verify({ code: old?.code ?? '' })).toMatchObject({
      found: true,
      revoked: false,
      holder: '王**',
    });
    const better = { ...granted, reason: '金额算错', result: { ...pension, amount: 23_000 } };
    const { opinion: _, ...correction } = better;
    await act(await as('xianb'), ticket, 'correctDecision', correction);
    const view = await (await her()).cases.get({ id: ticket.id });
    expect(view.result?.amount).toBe(23_000);
    const decisions = view.documents.filter(({ kind }) => kind === 'decision');
    expect(decisions.map(({ revoked }) => revoked)).toEqual([true, false]);
    expect(await clientOf(url).papers.verify({ code: old?.code ?? '' })).toMatchObject({ found: true, revoked: true });
    const [oldPage, newPage] = await Promise.all(
      decisions.map(async ({ code }) => (await fetch(`${url}/verify/${code}?lang=zh-CN`)).text()),
    );
    expect(oldPage).not.toEqual(newPage);
    expect(oldPage).toMatch(/作废|失效/);
    expect(newPage).not.toMatch(/作废|失效/);
    expect(oldPage).not.toContain('王秀兰');
  });
});

describe('one sitting', () => {
  it('settles an instant item: received, accepted, decided and handed over, and nothing of it twice', async () => {
    const counter = await serve(await as('guiyuan'), she);
    const ticket = await file(counter, app, {
      item: 'HR-INS-01',
      person: she,
      answers: { applyingAs: 'self', truth: true },
      submission: { channel: 'counter' },
    });
    expect(ticket.status).toBe('received');
    const decision = {
      id: ticket.id,
      granted: true,
      opinion: '当场办结。',
      result: { kind: 'register_entry' as const, title: '参保登记', reference: 'CB-1' },
    };
    const stale = await refused(counter.cases.settle({ ...decision, seq: 1 }));
    expect(stale.problem).toBe('conflict.stale');
    const key = crypto.randomUUID();
    const settle = () => counter.cases.settle({ ...decision, seq: ticket.seq }, { context: { key } });
    const [done, again] = await Promise.all([settle(), settle()]);
    expect(done.status).toBe('completed');
    expect(again).toEqual(done);
    const view = await (await her()).cases.get({ id: ticket.id });
    expect(view.visits).toBe(1);
    expect(view.timeline.filter(({ type }) => type === 'delivered')).toHaveLength(1);
    const other = await file(counter, app, { ...filing, person: she, submission: { channel: 'counter' } });
    expect((await refused(counter.cases.settle({ ...decision, id: other.id, seq: other.seq }))).problem).toBe(
      'case.not-instant',
    );
    await counter.session.rise();
  });

  it('opens an application only for whoever is being served', async () => {
    const counter = await as('guiyuan');
    expect((await refused(counter.cases.begin({ item: 'HR-INS-03', person: she }))).problem).toBe('case.not-serving');
  });

  it('counts visits: one for what is brought and taken in one day at one counter', async () => {
    const counter = await serve(await as('cun'), she);
    let ticket = await file(counter, app, { ...filing, person: she, papers: [], submission: { channel: 'counter' } });
    expect((await counter.cases.get({ id: ticket.id })).visits).toBe(1);
    const { materials } = await counter.cases.get({ id: ticket.id });
    const missing = materials
      .filter(({ state }) => state === 'missing')
      .map(({ code }) => ({ kind: 'material' as const, code }));
    ticket = await act(counter, ticket, 'notify', { missing });
    clock.set('2026-03-03T10:00:00+08:00');
    ticket = await act(await as('cun'), ticket, 'supplement', {
      counter: true,
      papers: missing.map(({ code }) => code),
    });
    expect((await (await as('cun')).cases.get({ id: ticket.id })).visits).toBe(2);
    clock.set(monday);
  });
});

describe('a draft', () => {
  it('begun on a telephone goes on in another browser and at any counter that serves her, and at no other', async () => {
    const begun = await (await her()).cases.begin({ item: 'HR-INS-03' });
    const saved = await (await her()).cases.save({
      id: begun.id,
      seq: begun.seq,
      answers: { ...begun.answers, yearsPaid: 16 },
    });
    const elsewhere = await her();
    expect((await elsewhere.cases.drafts({})).map(({ id }) => id)).toContain(begun.id);
    const counter = await as('guiyuan');
    expect((await refused(counter.cases.draft({ id: begun.id }))).problem).toBe('not-found');
    expect(await counter.cases.drafts({ person: she })).toEqual([]);
    await serve(counter, she);
    expect((await counter.cases.drafts({ person: she })).map(({ id }) => id)).toContain(begun.id);
    const resumed = await counter.cases.draft({ id: begun.id });
    expect(resumed.answers.yearsPaid).toBe(16);
    await counter.cases.save({ id: begun.id, seq: saved.seq, answers: { ...resumed.answers, yearsPaid: 17 } });
    expect((await elsewhere.cases.draft({ id: begun.id })).answers.yearsPaid).toBe(17);
    await counter.session.rise();
    expect((await refused(counter.cases.draft({ id: begun.id }))).problem).toBe('not-found');
  });
});

describe('many cases at once', () => {
  it('each stand for themselves: what is refused says why and keeps nothing else from being done', async () => {
    const tickets = [
      await file(await her(), app, filing),
      await file(await her(), app, filing),
      await file(await her(), app, filing),
    ];
    const cun = clientOf(url, await staffToken(app, 'cun'), 'en');
    const cases = tickets.map(({ id, seq }, n) => ({ id, seq: n === 1 ? seq + 5 : seq }));
    const unknown = crypto.randomUUID();
    const key = crypto.randomUUID();
    const wish = { action: 'receive' as const, cases: [...cases, { id: unknown, seq: 1 }], data: { papers: ['form'] } };
    const outcome = await cun.cases.batch(wish, { context: { key } });
    expect(outcome.map(({ done, problem }) => [done, problem])).toEqual([
      [true, null],
      [false, 'conflict.stale'],
      [true, null],
      [false, 'not-found'],
    ]);
    expect(outcome[1]?.message).toMatch(/^[A-Z].*\.$/);
    expect(await cun.cases.batch(wish, { context: { key } })).toEqual(outcome);
    const states = await Promise.all(tickets.map(async ({ id }) => (await cun.cases.get({ id })).status));
    expect(states).toEqual(['received', 'submitted', 'received']);
  });
});

describe('a rating', () => {
  it('is hers alone, once, and nobody makes one up', async () => {
    const ticket = await arrived();
    const signed = await act(await as('cun'), ticket, 'deliver', { way: 'in-person' });
    const invited = (await (await her()).feedback.invitations()).filter((each) => each.case === signed.id);
    expect(invited.map(({ occasion }) => occasion).sort()).toEqual(['ending', 'visit']);
    const [first] = invited;
    const rating = { case: signed.id, invitation: first?.invitation ?? '', level: 5, reasons: [] };
    for (const login of ['cun', 'zhen', 'xian', 'juzhang', 'shenji'])
      expect((await refused((await as(login)).feedback.rate(rating))).problem, login).toBe('permission.denied');
    // Her daughter may file for her, and still does not speak for her.
    await (await her()).identity.consent({ id: she, receiverIdNumber: daughterNumber, receiverName: '周小兰' });
    const child = clientOf(url, await personToken(app, daughter.id));
    expect((await child.cases.get({ id: signed.id })).id).toBe(signed.id);
    expect((await refused(child.feedback.rate(rating))).problem).toBe('not-found');
    expect((await child.feedback.invitations()).filter((each) => each.case === signed.id)).toEqual([]);
    const madeUp = { ...rating, reasons: ['a reason of my own'] as unknown as [] };
    expect((await refused((await her()).feedback.rate(madeUp))).fields).toMatchObject([{ path: 'reasons.0' }]);
    await (await her()).feedback.rate(rating);
    expect((await refused((await her()).feedback.rate({ ...rating, level: 1 }))).problem).toBe('rating.given');
    const rows = await app.db.selectFrom('ratings').select(['invitation_id', 'level']).execute();
    expect(rows).toEqual([{ invitation_id: rating.invitation, level: 5 }]);
    // An ending of another kind invites as well, and what nobody answers stays unanswered.
    const withdrawn = await act(await her(), await file(await her(), app, filing), 'withdraw', { reason: '不办了' });
    const open = (await (await her()).feedback.invitations()).filter((each) => each.case === withdrawn.id);
    expect(open).toMatchObject([{ occasion: 'ending', level: null }]);
    clock.set('2026-06-30T10:00:00+08:00');
    await fireReminders(app);
    expect(await app.db.selectFrom('ratings').select('level').execute()).toHaveLength(1);
    clock.set(monday);
  });
});

describe('a consent', () => {
  const give = async (scopes: ('follow' | 'file' | 'collect')[]) => {
    const mother = await her();
    for (const one of await mother.identity.consents({ id: she }))
      if (!one.revoked && one.giver.id === she) await mother.identity.revoke({ id: she, consent: one.id });
    if (scopes.length > 0)
      await mother.identity.consent({ id: she, receiverIdNumber: daughterNumber, receiverName: '周小兰', scopes });
    return clientOf(url, await personToken(app, daughter.id));
  };
  const online = { ...filing, submission: { delivery: { way: 'online' as const, unit: null } } };
  const result = async () => {
    let ticket = await act(await as('cun'), await file(await her(), app, online), 'receive', { papers: ['form'] });
    ticket = await act(await as('cun'), ticket, 'accept', { owed: [] });
    ticket = await act(await as('zhen'), ticket, 'pass', opinion);
    ticket = await act(await as('fuhe'), ticket, 'pass', opinion);
    return act(await as('xian'), ticket, 'decide', granted);
  };
  const listed = async (child: Client, id: string) =>
    (await child.cases.mine({ limit: 100 })).items.some((row) => row.id === id);

  it('to file lets a relative file, and not sign for what comes of it', async () => {
    const child = await give(['file']);
    const ticket = await result();
    const view = await child.cases.get({ id: ticket.id });
    expect(view.applicant.unmasked).toBe(true);
    expect(view.allowedActions).not.toContain('deliver');
    expect((await refused(act(child, ticket, 'deliver', { way: 'online' }))).problem).toBe('case.not-yours');
    // What was filed by consent ends with the consent.
    const own = await file(child, app, { ...filing, person: she });
    expect((await child.cases.get({ id: own.id })).agent?.name).toBe('周小兰');
    await give([]);
    expect((await refused(child.cases.get({ id: own.id }))).problem).toBe('not-found');
    expect((await refused(act(child, own, 'withdraw', { reason: '不办了' }))).problem).toBe('not-found');
    expect(await listed(child, own.id)).toBe(false);
  });

  it('to collect lets a relative sign, once there is a result, and nothing before or beside', async () => {
    const child = await give(['collect']);
    const filed = await file(await her(), app, filing);
    expect((await refused(child.cases.get({ id: filed.id }))).problem).toBe('not-found');
    expect((await refused(file(child, app, { ...filing, person: she }))).problem).toBe('permission.denied');
    const ticket = await result();
    const view = await child.cases.get({ id: ticket.id });
    expect(view.applicant.name).not.toBe('王秀兰');
    expect(view.result?.granted).toBe(true);
    expect(view.allowedActions).toEqual(['deliver']);
    expect((await refused(act(child, ticket, 'changeDelivery', { way: 'site' }))).problem).toBe('case.not-yours');
    expect(await listed(child, ticket.id)).toBe(true);
    expect((await act(child, ticket, 'deliver', { way: 'online' })).status).toBe('completed');
  });

  it('to follow shows how a case goes, and neither answers nor papers nor result', async () => {
    const child = await give(['follow']);
    const ticket = await result();
    const view = await child.cases.get({ id: ticket.id });
    expect(view).toMatchObject({ allowedActions: [], result: null, documents: [], applicant: { unmasked: false } });
    expect(view.materials.flatMap(({ papers }) => papers)).toEqual([]);
    const [mine] = (await (await her()).cases.get({ id: ticket.id })).documents;
    const document = child.papers.document({ case: ticket.id, id: mine?.id ?? '' });
    expect((await refused(document)).problem).toBe('not-found');
    expect((await refused(act(child, ticket, 'deliver', { way: 'online' }))).problem).toBe('case.not-yours');
    const upload = child.papers.upload({ case: ticket.id, material: 'form', file: paper() });
    expect((await refused(upload)).problem).toBe('not-found');
    await give([]);
    expect((await refused(child.cases.get({ id: ticket.id }))).problem).toBe('not-found');
  });
});

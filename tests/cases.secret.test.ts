import { afterAll, describe, expect, it } from 'vitest';
import type { Problem } from '#domain/kernel/problem.ts';
import { testDatabase } from '#server/platform/testing/test-database.ts';
import { refusal } from '#server/testing.ts';
import { type Client, clientOf } from './support/client.ts';
import { testClock, testServer } from './support/server.ts';
import { act, file, isSaid, openPost, opinion, personToken, signInByCode, staffToken } from './support/story.ts';

const { url: databaseUrl } = await testDatabase();
const server = await testServer(databaseUrl, { clock: testClock('2026-03-02T10:00:00+08:00') });
afterAll(() => server.close());
const { app, url } = server;

const as = async (login: string): Promise<Client> => clientOf(url, await staffToken(app, login));
const mobile = '19900000001';
const [she = ''] = (await signInByCode(clientOf(url), mobile)).persons;
const her = clientOf(url, await personToken(app, she, mobile));
const filing = { item: 'HR-INS-03', answers: { applyingAs: 'self', onePension: true, truth: true } as const };
const refused = async (call: Promise<unknown>): Promise<Problem> => {
  const problem = await refusal(call);
  expect(isSaid(problem), problem.problem).toBe(true);
  return problem;
};
const unitOf = async (login: string) => {
  const me = await (await as(login)).session.me();
  if (me.kind !== 'staff' || !me.post) throw new Error(`${login} has no post`);
  return me.post.unit;
};

/** Everything by which somebody might come to know of a case. */
async function traces(login: string, about: { id: string; number: string }): Promise<string[]> {
  const client = await as(login);
  const me = await client.session.me();
  const may = (permission: string) => me.kind === 'staff' && permission in me.permissions;
  const seen: string[] = [];
  if (may('case.read')) {
    const { items } = await client.cases.queue({ kind: 'all', limit: 100 });
    if (items.some((row) => row.id === about.id)) seen.push('queue');
    const problem = await client.cases.get({ id: about.id }).then(
      () => undefined,
      () => 'refused',
    );
    if (problem === undefined) seen.push('case');
  }
  if (may('case.search')) {
    if ((await client.cases.byNumber({ number: about.number })).length > 0) seen.push('number');
    if ((await client.cases.byNumber({ number: 'XF-2026-0077' })).length > 0) seen.push('outside number');
    await client.session.sit({ person: she }).catch(() => undefined);
    const list = await client.cases.ofPerson({ person: she, limit: 100 }).catch(() => ({ items: [] }));
    if (list.items.some((row) => row.id === about.id)) seen.push('person');
  }
  return seen;
}
const everybody = [
  'cun',
  'zhen',
  'zhengui',
  'guiyuan',
  'fuhe',
  'jingban',
  'xian',
  'juzhang',
  'jiuye',
  'duban',
  'shenji',
  'xitong',
];

describe('a complaint', () => {
  it('is known to its handlers alone, and never comes to the unit complained of', async () => {
    const station = await unitOf('cun');
    const complaint = await file(her, app, {
      item: 'HR-INSP-01',
      answers: { applyingAs: 'self', otherName: station.name, transfer: true, truth: true },
    });
    const steps = await app.db.selectFrom('case_steps').select('unit_id').where('case_id', '=', complaint.id).execute();
    expect(steps.map((step) => step.unit_id)).not.toContain(station.id);
    const town = await unitOf('zhengui');
    expect(steps.map((step) => step.unit_id)).toEqual([town.id]);
    expect(await traces('cun', complaint)).toEqual([]);
    // The town's teller has it in the queue, the reviewer beside them only knows of it; in somebody's hands it is theirs alone.
    expect(await traces('zhengui', complaint)).toEqual(['queue', 'case', 'number', 'person']);
    expect(await traces('zhen', complaint)).toEqual(['case', 'number', 'person']);
    let ticket = await act(await as('zhengui'), complaint, 'claim', {});
    for (const login of everybody.filter((each) => each !== 'zhengui'))
      expect(await traces(login, complaint), login).toEqual([]);
    expect(await traces('zhengui', complaint)).toContain('case');
    const handing = { unit: station.id, reason: '请处理' };
    expect((await refused(act(await as('zhengui'), ticket, 'transfer', handing))).problem).toBe('case.unit-barred');
    ticket = await act(await as('zhengui'), ticket, 'receive', { papers: ['form'] });
    ticket = await act(await as('zhengui'), ticket, 'accept', { owed: [] });
    // From here on the county's inspectors have it.
    const [at] = await app.db.selectFrom('case_steps').select('unit_id').where('case_id', '=', ticket.id).execute();
    await openPost(app, 'jiancha', 'handler', at?.unit_id ?? '');
    await openPost(app, 'jiancha2', 'handler', at?.unit_id ?? '');
    ticket = await act(await as('jiancha'), ticket, 'claim', {});
    ticket = await act(await as('jiancha'), ticket, 'addNumber', { system: '信访系统', number: 'XF-2026-0077' });
    for (const login of [...everybody.filter((each) => each !== 'zhengui'), 'jiancha2'])
      expect(await traces(login, ticket), login).toEqual([]);
    expect(await traces('jiancha', ticket)).toEqual(
      expect.arrayContaining(['queue', 'case', 'number', 'outside number']),
    );
    // Whoever took it in goes on knowing of it; the complainant as well, and on the family's telephone it has no name.
    expect(await traces('zhengui', ticket)).toContain('case');
    expect((await her.cases.get({ id: ticket.id })).number).toBe(complaint.number);
    for (const login of ['cun', 'zhen', 'juzhang']) {
      const stranger = await as(login);
      expect((await refused(act(stranger, ticket, 'claim', {}))).problem, login).toBe('not-found');
      expect(
        (
          await refused(
            stranger.cases.settle({
              id: ticket.id,
              seq: ticket.seq,
              granted: true,
              opinion: '好',
              result: { kind: 'notice', title: '好' },
            }),
          )
        ).problem,
        login,
      ).toMatch(/not-found|permission.denied/);
    }
  });
});

describe('a report without a name', () => {
  it('leads back to nobody, whoever had to sign in to send it', async () => {
    const report = await file(her, app, {
      item: 'HR-INSP-02',
      answers: { anonymous: true },
      papers: ['wage'],
      submission: { mode: 'promised' },
    });
    const kept = await Promise.all([
      app.db.selectFrom('cases').selectAll().where('id', '=', report.id).execute(),
      app.db.selectFrom('case_events').selectAll().where('case_id', '=', report.id).execute(),
      app.db.selectFrom('case_steps').selectAll().where('case_id', '=', report.id).execute(),
      app.db.selectFrom('drafts').selectAll().where('id', '=', report.id).execute(),
      app.db.selectFrom('papers').selectAll().where('case_id', '=', report.id).execute(),
      app.db.selectFrom('notices').selectAll().where('case_id', '=', report.id).execute(),
    ]);
    expect(kept[1].length).toBeGreaterThan(0);
    expect(kept[4].length).toBe(1);
    expect(JSON.stringify(kept)).not.toContain(she);
    expect((await refused(her.cases.get({ id: report.id }))).problem).toBe('not-found');
    expect((await her.cases.mine({ limit: 100 })).items.map(({ id }) => id)).not.toContain(report.id);
    expect(await her.cases.drafts({})).not.toContainEqual(expect.objectContaining({ id: report.id }));
    await openPost(app, 'jieshou', 'teller', kept[2][0]?.unit_id ?? '');
    const seen = await (await as('jieshou')).cases.get({ id: report.id });
    // Her village is small enough to find her by, so the county takes it in.
    expect(seen.steps.map(({ unit }) => unit.level)).toEqual(['county']);
    expect(seen).toMatchObject({ applicant: { id: null }, agent: null, village: null, delivery: { unit: null } });
    expect(JSON.stringify(seen.timeline)).not.toContain('王');
    expect(seen.materials.flatMap(({ papers }) => papers)).toMatchObject([{ uploadedBy: 'resident' }]);
    // With a name it is hers like any other.
    const named = await file(her, app, {
      item: 'HR-INSP-02',
      answers: { anonymous: false, name: '王秀兰', phone: mobile },
      submission: { mode: 'promised' },
    });
    expect((await her.cases.get({ id: named.id })).number).toBe(named.number);
  });
});

describe("another system's numbers and outcomes", () => {
  const atTheCheck = async () => {
    let ticket = await act(await as('cun'), await file(her, app, filing), 'receive', { papers: ['form'] });
    ticket = await act(await as('cun'), ticket, 'accept', { owed: [] });
    return act(await as('zhen'), ticket, 'pass', opinion);
  };
  const table = (rows: string[][]): File =>
    new File(
      [['办件编号,外部流水号,办理结果,是否同意', ...rows.map((row) => row.join(','))].join('\n')],
      'outcomes.csv',
      {
        type: 'text/csv',
      },
    );

  it('are found by whoever may see the case', async () => {
    const ticket = await atTheCheck();
    await act(await as('jingban'), ticket, 'addNumber', { system: '省集中系统', number: 'SZ-2026/000123' });
    const found = await (await as('guiyuan')).cases.byNumber({ number: 'SZ-2026/000123' });
    expect(found.map(({ id }) => id)).toEqual([ticket.id]);
    expect(await (await as('jiuye')).cases.byNumber({ number: 'SZ-2026/000123' })).toEqual([]);
    expect((await her.cases.get({ id: ticket.id })).numbers).toEqual([
      { system: '省集中系统', number: 'SZ-2026/000123' },
    ]);
  });

  it('are imported all or not at all, row by row, and a trial changes nothing', async () => {
    const [first, second] = [await atTheCheck(), await atTheCheck()];
    await openPost(app, 'shenhe', 'handler', (await unitOf('fuhe')).id);
    await app.db
      .updateTable('roles')
      .set({
        permissions: JSON.stringify({
          'case.read': 'own',
          'case.number': 'own',
          'case.review': 'own',
          'case.handle': 'own',
        }),
      })
      .where('code', '=', 'handler')
      .execute();
    const clerk = await as('shenhe');
    const good = [first.number, 'GJ-1', '核对一致', '是'];
    const other = [second.number, 'GJ-2', '核对一致', '同意'];
    const events = () =>
      app.db
        .selectFrom('case_events')
        .select('seq')
        .where('case_id', 'in', [first.id, second.id])
        .execute()
        .then((rows) => rows.length);
    const before = await events();
    const looks = () =>
      app.db
        .selectFrom('audit')
        .select('id')
        .where('case_id', '=', first.id)
        .execute()
        .then((rows) => rows.length);
    const looked = await looks();
    const wrong = await clerk.cases.importOutcomes({
      system: '省集中系统',
      file: table([good, ['000000000000', 'GJ-3', '一致', '是'], [second.number, '', '一致', '也许']]),
      commit: 'true',
    });
    expect(wrong).toMatchObject({ rows: 3, matched: 1, committed: false });
    expect(wrong.problems.map(({ row, column, code }) => [row, column, code])).toEqual([
      [3, '办件编号', 'outcome.unknown-case'],
      [4, '是否同意', 'outcome.agree'],
      [4, '外部流水号', 'outcome.missing'],
    ]);
    for (const { message } of wrong.problems) expect(message).toMatch(/[一-鿿].*。$/);
    expect(await events()).toBe(before);
    expect(await looks()).toBe(looked);
    const trial = await clerk.cases.importOutcomes({
      system: '省集中系统',
      file: table([good, other]),
      commit: 'false',
    });
    expect(trial).toEqual({ rows: 2, matched: 2, problems: [], committed: false });
    expect(await events()).toBe(before);
    const key = crypto.randomUUID();
    const wish = { system: '省集中系统', file: table([good, other]), commit: 'true' };
    const done = await clerk.cases.importOutcomes(wish, { context: { key } });
    expect(done).toEqual({ rows: 2, matched: 2, problems: [], committed: true });
    expect(await clerk.cases.importOutcomes({ ...wish, file: table([good, other]) }, { context: { key } })).toEqual(
      done,
    );
    const after = await (await as('xian')).cases.get({ id: first.id });
    expect(after.numbers).toEqual([{ system: '省集中系统', number: 'GJ-1' }]);
    expect(
      after.timeline.find(({ type, params }) => type === 'opinion-given' && params.serial === 'GJ-1'),
    ).toMatchObject({ note: '核对一致' });
    // The same table under another key: each row says that its case is not there any more.
    const again = await clerk.cases.importOutcomes(wish);
    expect(again).toMatchObject({ matched: 0, committed: false });
  });
});

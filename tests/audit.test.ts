import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { makeResidentId } from '#domain/identity/resident-id.ts';
import { sealAudit, verifyAudit } from '#server/platform/audit.ts';
import { chainStart, sealRow } from '#server/platform/audit-chain.ts';
import { testDatabase } from '#server/platform/testing/test-database.ts';
import { refusal } from '#server/testing.ts';
import { type Client, clientOf } from './support/client.ts';
import { testClock, testServer } from './support/server.ts';
import { act, file, personToken, serve, signInByCode, staffToken } from './support/story.ts';

const { url: databaseUrl } = await testDatabase();
const server = await testServer(databaseUrl, { clock: testClock('2026-03-02T10:00:00+08:00'), jobs: false });
afterAll(() => server.close());
const { app, url, dataDir } = server;

const as = async (login: string): Promise<Client> => clientOf(url, await staffToken(app, login));
const [she = ''] = (await signInByCode(clientOf(url), '19900000001')).persons;
const her = clientOf(url, await personToken(app, she, '19900000001'));
const rows = () =>
  app.db
    .selectFrom('audit')
    .select(['actor', 'operation', 'outcome', 'person_id', 'case_id', 'purpose'])
    .orderBy('id')
    .execute();
/** What a call leaves in the log. */
async function trace(run: () => Promise<unknown>) {
  const before = (await rows()).length;
  await run();
  return (await rows()).slice(before);
}

describe('the log', () => {
  it('tells nobody but herself the number of a complaint', async () => {
    const ticket = await file(her, app, { item: 'HR-INSP-01', submission: { mode: 'promised' } });
    const shenji = await as('shenji');
    await (await as('cun')).cases.get({ id: ticket.id });
    const about = (await shenji.supervision.audit({ case: ticket.id })).items;
    expect(about.length).toBeGreaterThan(0);
    const seen = [...about, ...(await shenji.supervision.audit({})).items];
    const looks = (await shenji.identity.looks({ id: she })).items;
    expect(looks.length).toBeGreaterThan(0);
    for (const { caseNumber } of [...seen, ...looks]) expect(caseNumber).not.toBe(ticket.number);
    expect((await her.identity.looks({ id: she })).items.map(({ caseNumber }) => caseNumber)).toContain(ticket.number);
  });

  it('keeps every look at a person, by whom and what for', async () => {
    const ticket = await file(her, app, {
      item: 'HR-INS-03',
      answers: { applyingAs: 'self', onePension: true, truth: true },
    });
    const teller = await as('guiyuan');
    const view = await her.cases.get({ id: ticket.id });
    const paper = view.materials.flatMap(({ papers }) => papers)[0]?.id ?? '';
    await act(await as('cun'), ticket, 'receive', { papers: ['form'] });
    const receipt = (await her.cases.get({ id: ticket.id })).documents[0]?.id ?? '';
    const draft = await her.cases.begin({ item: 'HR-INS-02' });
    const looks: [string, string | null, string | null, () => Promise<unknown>][] = [
      ['identity.search', 'search', null, () => teller.identity.search({ text: '王秀兰', limit: 1 })],
      ['identity.get', null, null, () => teller.identity.get({ id: she })],
      [
        'identity.unmask',
        'complaint',
        ticket.id,
        () => teller.identity.unmask({ id: she, purpose: 'complaint', case: ticket.id }),
      ],
      ['identity.consents', null, null, () => teller.identity.consents({ id: she })],
      ['cases.get', 'handling', ticket.id, () => teller.cases.get({ id: ticket.id })],
      ['cases.byNumber', 'search', ticket.id, () => teller.cases.byNumber({ number: ticket.number })],
      ['cases.ofPerson', 'service', null, () => teller.cases.ofPerson({ person: she })],
      ['papers.download', 'handling', ticket.id, () => teller.papers.download({ case: ticket.id, id: paper })],
      ['papers.document', 'handling', ticket.id, () => teller.papers.document({ case: ticket.id, id: receipt })],
      ['session.sit', 'service', null, () => serve(teller, she)],
      ['cases.drafts', 'service', null, () => teller.cases.drafts({ person: she })],
      ['cases.draft', 'service', draft.id, () => teller.cases.draft({ id: draft.id })],
      ['identity.looks', null, null, async () => (await as('shenji')).identity.looks({ id: she })],
    ];
    for (const [operation, purpose, about, look] of looks) {
      const left = await trace(look);
      expect(left, operation).toContainEqual(
        expect.objectContaining({
          operation,
          purpose,
          case_id: about,
          person_id: she,
          outcome: 'done',
          actor: expect.objectContaining({ kind: 'staff' }),
        }),
      );
    }
    // A page of the queue is one look, at no one in particular; a search that found nobody is one as well.
    const queue = await trace(async () => (await as('cun')).cases.queue({}));
    expect(queue.filter(({ operation }) => operation === 'cases.queue')).toMatchObject([{ person_id: null }]);
    const nobody = await trace(() => teller.identity.search({ text: '欧阳无名' }));
    expect(nobody).toMatchObject([{ operation: 'identity.search', person_id: null }]);
    // She can read who looked, in her own words; what she did herself is not among it.
    const read = (await her.identity.looks({ id: she, limit: 100 })).items;
    expect(read.map(({ operation }) => operation)).toEqual(
      expect.arrayContaining(['identity.unmask', 'cases.get', 'papers.download']),
    );
    expect(read.every(({ by }) => by !== '' && !by.includes('王秀兰'))).toBe(true);
  });

  it('keeps every command, and every attempt that was refused', async () => {
    const ticket = await file(her, app, {
      item: 'HR-INS-03',
      answers: { applyingAs: 'self', onePension: true, truth: true },
    });
    const stranger = await (await as('guiyuan')).identity.create({
      name: '赵明明',
      idNumber: makeResidentId('990101', '1990-01-01', 61),
    });
    const their = clientOf(url, await personToken(app, stranger.id));
    const tried = await trace(() => refusal(act(their, ticket, 'withdraw', { reason: '不办了' })));
    expect(tried).toMatchObject([
      { operation: 'cases.act.withdraw', outcome: 'not-found', actor: { kind: 'resident', person: stranger.id } },
    ]);
    const peeked = await trace(() => refusal(their.cases.get({ id: ticket.id })));
    expect(peeked).toMatchObject([{ operation: 'cases.get', outcome: 'not-found' }]);
    const beyond = await trace(async () =>
      refusal((await as('zhen')).organisation.calendar().then(async () => (await as('zhen')).supervision.audit({}))),
    );
    expect(beyond).toMatchObject([
      { operation: 'supervision.audit', outcome: 'permission.denied', actor: { kind: 'staff', role: 'reviewer' } },
    ]);
    const key = crypto.randomUUID();
    const cun = await as('cun');
    const done = await trace(async () => {
      await act(cun, ticket, 'receive', { papers: ['form'] }, { key });
      await act(cun, ticket, 'receive', { papers: ['form'] }, { key });
    });
    // A twin of the same intent is no second act.
    expect(done.filter(({ operation }) => operation === 'cases.act.receive')).toMatchObject([
      { outcome: 'done', case_id: ticket.id, person_id: she },
    ]);
  });

  it('is appended to and never changed, by whoever the program is', async () => {
    await sealAudit(app.db, app.anchorFile, 10);
    const unchangeable = [
      sql`update audit set outcome = 'done'`,
      sql`delete from audit`,
      sql`truncate audit`,
      sql`update audit_seals set hashes = ids::text[]::bytea[]`,
      sql`delete from audit_seals`,
      sql`truncate audit_seals`,
    ];
    await app.db.transaction().execute(async (trx) => {
      for (const attempt of unchangeable) {
        await sql`savepoint here`.execute(trx);
        await expect(attempt.execute(trx)).rejects.toThrow('append-only');
        await sql`rollback to savepoint here`.execute(trx);
      }
    });
  });
});

describe('the chain', () => {
  const anchor = app.anchorFile;
  let last = 0;
  const verify = () => verifyAudit(app.db, anchor);
  /** As somebody who owns the database and has switched its guard off. */
  const tamper = async (...statements: ReturnType<typeof sql>[]) => {
    for (const table of [sql.table('audit'), sql.table('audit_seals')])
      await sql`alter table ${table} disable trigger user`.execute(app.db);
    for (const statement of statements) await statement.execute(app.db);
    for (const table of [sql.table('audit'), sql.table('audit_seals')])
      await sql`alter table ${table} enable trigger user`.execute(app.db);
  };
  const cli = async (language: string): Promise<{ code: number | null; out: string }> => {
    const folder = join(dataDir, 'cli');
    mkdirSync(join(folder, 'audit'), { recursive: true });
    copyFileSync(anchor, join(folder, 'audit', 'anchor.json'));
    const child = spawn(process.execPath, ['src/cli/audit.ts'], {
      env: { ...process.env, DATABASE_URL: databaseUrl, DATA_DIR: folder, LANG: language, LC_ALL: language },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let out = '';
    child.stdout.on('data', (chunk) => {
      out += String(chunk);
    });
    child.stderr.on('data', (chunk) => {
      out += String(chunk);
    });
    await once(child, 'close');
    rmSync(folder, { recursive: true });
    return { code: child.exitCode, out };
  };

  beforeAll(async () => {
    // Two processes may seal at the same time: one is chosen, and the chain has no seam.
    await Promise.all([sealAudit(app.db, anchor, 10), sealAudit(app.db, anchor, 10)]);
    while ((await sealAudit(app.db, anchor)) > 0);
    const verdict = await verify();
    if (!verdict.ok) throw new Error('the chain is not whole to begin with');
    last = verdict.count;
    for (const table of ['audit', 'audit_seals', 'audit_pending'])
      await sql`create table ${sql.table(`${table}_as_it_was`)} as select * from ${sql.table(table)}`.execute(app.db);
    await sql`create view places as
      select position + n - 1 as position, id from audit_seals, unnest(ids) with ordinality as u (id, n)`.execute(
      app.db,
    );
  });
  afterEach(async () => {
    for (const table of ['audit', 'audit_seals', 'audit_pending'])
      await tamper(
        sql`delete from ${sql.table(table)}`,
        sql`insert into ${sql.table(table)} select * from ${sql.table(`${table}_as_it_was`)}`,
      );
    expect((await verify()).ok).toBe(true);
  });

  it('is whole, and a command says so', async () => {
    expect(last).toBeGreaterThan(20);
    const { ok, sealed, unsealed, brokenAt } = await (await as('shenji')).supervision.verifyAudit();
    expect({ ok, sealed, brokenAt }).toEqual({ ok: true, sealed: last, brokenAt: null });
    expect(unsealed).toBeGreaterThanOrEqual(0);
    const english = await cli('C.UTF-8');
    expect(english).toMatchObject({ code: 0 });
    expect(english.out).toContain(String(last));
    expect((await cli('zh_CN.UTF-8')).out).toMatch(/[一-鿿]/);
  });

  const at = 7;
  const the = (position: number) => sql`(select id from places where position = ${position})`;
  const putIn = (id: string) => sql`insert into audit (id, at, actor, operation, outcome)
    values (${id}, now(), '{"kind":"system"}', 'cases.get', 'done')`;
  const intruder = '018f0000-0000-7000-8000-000000000000';
  it.each([
    [
      'an outcome is changed',
      [sql`update audit set outcome = 'permission.denied' where id = ${the(at)}`],
      at,
      'altered',
    ],
    [
      'a look is taken off a person',
      [
        sql`update audit set person_id = null where id = (select id from places join audit using (id) where person_id is not null limit 1)`,
      ],
      0,
      'altered',
    ],
    ['a time is moved', [sql`update audit set at = at + interval '1 second' where id = ${the(at)}`], at, 'altered'],
    ['an entry is taken out', [sql`delete from audit where id = ${the(at)}`], at, 'gap'],
    ['an entry is put in', [putIn(intruder)], 0, 'stray'],
    [
      'an entry is put in at a place',
      [
        putIn(intruder),
        sql`update audit_seals set ids = array_prepend(${intruder}::uuid, ids), hashes = array_prepend('\\x00'::bytea, hashes)
          where position = 1`,
      ],
      1,
      'altered',
    ],
    ['an entry that waited is gone', [sql`insert into audit_pending values (${intruder})`], 0, 'stray'],
    [
      'the end is cut off',
      [sql`delete from audit where id in (select id from places order by position desc limit 3)`],
      -3,
      'cut',
    ],
    [
      'the last seals are taken off',
      [
        sql`delete from audit where id in (select unnest(ids) from audit_seals where position > 1)`,
        sql`delete from audit_seals where position > 1`,
      ],
      0,
      'cut',
    ],
    ['everything is gone', [sql`delete from audit`, sql`delete from audit_seals`], 1, 'cut'],
  ] as const)('is seen broken where %s', async (_, statements, place, reason) => {
    await tamper(...statements);
    const verdict = await verify();
    expect(verdict).toMatchObject({ ok: false, reason });
    if (verdict.ok) return;
    const expected = place > 0 ? place : place < 0 ? last + 1 + place : verdict.seq;
    expect(verdict.seq).toBe(expected);
    const told = await cli('C.UTF-8');
    expect(told).toMatchObject({ code: 1 });
    if (reason !== 'stray') expect(told.out).toContain(String(verdict.seq));
  });

  it('keeps its anchor when it no longer reaches it, and says so, whatever is sealed afterwards', async () => {
    await tamper(
      sql`delete from audit where id in (select unnest(ids) from audit_seals where position > 1)`,
      sql`delete from audit_seals where position > 1`,
    );
    const kept = readFileSync(anchor, 'utf8');
    await app.db.transaction().execute((trx) => putIn(intruder).execute(trx));
    const astray: number[] = [];
    expect(await sealAudit(app.db, anchor, 10, ({ seq }) => astray.push(seq))).toBeGreaterThan(0);
    expect(astray).toEqual([last]);
    expect(readFileSync(anchor, 'utf8')).toBe(kept);
    expect((await verify()).ok).toBe(false);
  });

  it('is seen written anew, even where it agrees with itself', async () => {
    const { rows: chain } = await sql<{
      id: string;
      at: Date;
      actor: object;
      operation: string;
      outcome: string;
      case_id: string | null;
      person_id: string | null;
      purpose: string | null;
      detail: object;
    }>`
      select id, at, actor, operation, outcome, case_id, person_id, purpose, detail from places join audit using (id)
      order by places.position`.execute(app.db);
    let point = chainStart;
    const changed = (n: number, outcome: string) => (n === 4 ? 'permission.denied' : outcome);
    const hashes = chain.map(({ case_id, person_id, at: time, ...row }, n) => {
      const outcome = changed(n, row.outcome);
      point = sealRow(point, { ...row, outcome, at: time.toISOString(), case: case_id, person: person_id } as never);
      return Buffer.from(point.hash);
    });
    await tamper(
      sql`update audit set outcome = 'permission.denied' where id = ${chain[4]!.id}`,
      sql`update audit_seals set hashes = (select array_agg(hash order by n) from unnest(${hashes}::bytea[]) with ordinality as h (hash, n)
        where n between position and position + cardinality(ids) - 1)`,
    );
    expect(await verify()).toMatchObject({ ok: false, reason: 'rewritten', seq: last });
    expect((await cli('C.UTF-8')).code).toBe(1);
  });
});

import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync, gzipSync } from 'node:zlib';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { migrate } from '#db/migrate.ts';
import { luhnCheck } from '#domain/identity/bank.ts';
import { makeResidentId } from '#domain/identity/resident-id.ts';
import { makeUscc } from '#domain/identity/uscc.ts';
import { fireReminders } from '#server/cases/index.ts';
import { sendOutbox } from '#server/feedback/index.ts';
import { sealAudit } from '#server/platform/audit.ts';
import type { NoticeMessage } from '#server/platform/notifier.ts';
import { type Postgres, startPostgres } from '#server/platform/postgres.ts';
import { refusal } from '#server/testing.ts';
import { type Client, clientOf, send } from './support/client.ts';
import { type Disguise, disguises, unpacked } from './support/disguises.ts';
import { type TestServer, testClock, testServer } from './support/server.ts';
import { act, file, paper, pension, serve, signInByCode, staffToken } from './support/story.ts';

/** Nobody has these; whatever of them is found anywhere came from here. */
const planted = {
  idNumber: makeResidentId('990101', '1957-11-23', 774),
  mobile: '19977362845',
  secondMobile: '19977362846',
  account: `62179901773628451${luhnCheck('62179901773628451')}`,
  name: '欧阳翠芳',
  relative: '欧阳鸿渐',
  relativeNumber: makeResidentId('990101', '1985-06-07', 775),
  address: '桃花坞三组七十七号老槐树旁',
  opinion: '此人腿脚不便须上门看望两次',
  remark: '户口簿第三页缺少本人照片',
  rating: '窗口小李耐心听我讲完家事',
  contact: '0990-7736284',
} as const;
/** In clear on purpose, so that a search which finds nothing proves something. */
const visible = '李春梅';

const needles = Object.entries(planted).flatMap(([what, text]) => disguises(text).map((one) => ({ what, ...one })));
const found = (where: string, haystack: Buffer): string[] =>
  [haystack, ...unpacked(haystack)].flatMap((each, at) =>
    needles
      .filter(({ bytes }) => each.includes(bytes))
      .map(({ what, as }) => `${what} as ${as} in ${where}${at > 0 ? ', packed' : ''}`),
  );

const filesUnder = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false);

/** A page that says nothing but what is planted, so small that nothing of it is packed. */
function letter(text: string): File {
  const stream = `BT /F1 12 Tf 72 720 Td (${text}) Tj ET`;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ];
  let body = '%PDF-1.4\n';
  const offsets = objects.map((object, n) => {
    const offset = body.length;
    body += `${n + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(offset).padStart(10, '0')} 00000 n \n`;
  });
  const start = body.length;
  body += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.join('')}`;
  body += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`;
  return new File([body], `${planted.name}的户口簿.pdf`, { type: 'application/pdf' });
}

const dataDir = mkdtempSync(join(tmpdir(), 'doorstep-planted-'));
const sent: NoticeMessage[] = [];
let counters = '';
const clock = testClock('2026-03-02T10:00:00+08:00');
/** Whatever anything writes to the terminal, past the log. */
const printed: string[] = [];
for (const stream of [process.stdout, process.stderr]) {
  const write = stream.write.bind(stream);
  stream.write = ((chunk: string | Uint8Array, ...rest: never[]) => {
    printed.push(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString());
    return write(chunk, ...rest);
  }) as typeof stream.write;
}
for (const name of ['log', 'info', 'warn', 'error', 'debug', 'trace'] as const)
  vi.spyOn(console, name).mockImplementation((...said) => void printed.push(said.map(String).join(' ')));
let postgres: Postgres;
let server: TestServer;
const as = async (login: string): Promise<Client> => clientOf(server.url, await staffToken(server.app, login));

beforeAll(async () => {
  postgres = await startPostgres({ dataDir });
  await migrate({ url: postgres.url, now: new Date('2026-03-01T00:00:00Z') });
  server = await testServer(postgres.url, {
    clock,
    jobs: false,
    notifier: { sendCode: async () => undefined, sendNotice: async (message) => void sent.push(message) },
  });
  // Of the log of changes nothing is thrown away before it has been searched.
  await sql`alter system set wal_keep_size = '1GB'`.execute(server.app.db);
  await sql`select pg_reload_conf()`.execute(server.app.db);
  await liveThrough();
}, 120_000);
afterAll(async () => {
  await server.close();
  await postgres.stop();
  rmSync(dataDir, { recursive: true });
});

/** Everything that a person can leave behind: counter, telephone, papers, notices, opinions, a result, a rating, mistakes. */
async function liveThrough(): Promise<void> {
  const { app } = server;
  const teller = await as('guiyuan');
  const id = await atTheCounter(teller);
  const { token } = await signInByCode(clientOf(server.url), planted.mobile);
  const her = clientOf(server.url, token);
  await aWholeCase(her);
  await mistakes(teller, her, token);
  await tables(her);
  await twice(teller, id);
  await pages(token);
  await teller.cases.ofPerson({ person: id });
  await overdue(her);
  while ((await sendOutbox(app)) > 0);
  await sealAudit(app.db, app.anchorFile);
  counters = await (await fetch(`${server.url}/metrics`)).text();
  await sql`update accounts set name = name where name = ${visible}`.execute(app.db);
  await sql`checkpoint`.execute(app.db);
}

async function atTheCounter(teller: Client): Promise<string> {
  const { name, idNumber, mobile, account, address, relative, relativeNumber } = planted;
  const village = await server.app.db
    .selectFrom('posts')
    .innerJoin('accounts', 'accounts.id', 'posts.account_id')
    .innerJoin('units', 'units.id', 'posts.unit_id')
    .select('units.division_id')
    .where('accounts.login', '=', 'cun')
    .executeTakeFirstOrThrow();
  const facts = { mobile, account, address, village: village.division_id };
  const { id } = await teller.identity.create({ name, idNumber, ...facts });
  await teller.identity.create({ name: relative, idNumber: relativeNumber });
  for (const text of [name, '翠芳', 'ouyangcuifang', 'oycf', idNumber, mobile]) {
    const { items } = await teller.identity.search({ text });
    expect(
      items.map((hit) => hit.id),
      text,
    ).toContain(id);
  }
  const employer = { uscc: makeUscc('91', '990101', 99), name: '云汀县竹器厂', telephone: planted.contact };
  await teller.identity.createEmployer(employer);
  await serve(teller, id);
  await teller.identity.unmask({ id, purpose: 'service' });
  await teller.identity.change({ id, seq: 1, mobile: planted.secondMobile });
  await teller.identity.change({ id, seq: 2, mobile });
  await teller.identity.consent({ id, receiverIdNumber: relativeNumber, receiverName: relative });
  return id;
}

async function aWholeCase(her: Client): Promise<void> {
  const { name, idNumber, mobile, account, address, opinion, remark } = planted;
  const answers = { applyingAs: 'self', onePension: true, truth: true, address, account } as const;
  let ticket = await file(her, server.app, { item: 'HR-INS-03', answers, papers: ['idcard', 'sscard'] });
  const more = { case: ticket.id, material: 'hukou' };
  await her.papers.upload({ ...more, file: letter(`${idNumber} ${mobile} ${account}`) });
  await her.papers.upload({ ...more, file: paper(`${name}.png`) });
  ticket = await act(await as('cun'), ticket, 'receive', { papers: ['form'] });
  const missing = [{ kind: 'answer' as const, code: 'address', note: remark }];
  ticket = await act(await as('cun'), ticket, 'notify', { missing, note: opinion });
  ticket = await her.cases.act.supplement({
    id: ticket.id,
    seq: ticket.seq,
    data: { counter: false, papers: [] },
    answers: { address },
  });
  ticket = await act(await as('cun'), ticket, 'accept', { owed: [], note: opinion });
  ticket = await act(await as('zhen'), ticket, 'pass', { agree: true, opinion });
  ticket = await act(await as('fuhe'), ticket, 'returnTo', { stage: 'town-review', reason: opinion });
  ticket = await act(await as('zhen'), ticket, 'pass', { agree: true, opinion });
  ticket = await act(await as('fuhe'), ticket, 'pass', { agree: true, opinion });
  const result = { ...pension, title: `${name}的养老金`, reference: account };
  ticket = await act(await as('xian'), ticket, 'decide', { granted: true, opinion, basis: opinion, result });
  const inside = await (await as('xian')).cases.get({ id: ticket.id });
  for (const document of inside.documents) {
    const printed = await (await as('xian')).papers.document({ case: ticket.id, id: document.id });
    expect(printed.size).toBeGreaterThan(1000);
    await clientOf(server.url).papers.verify({ code: document.code });
  }
  ticket = await act(await as('jingban'), ticket, 'handOver', { unit: inside.delivery.unit?.id ?? '' });
  ticket = await act(await as('cun'), ticket, 'signHandOver', {});
  const signature = `data:image/svg+xml;utf8,${name}`;
  ticket = await act(await as('cun'), ticket, 'deliver', { way: 'in-person', signature });
  const [invited] = await her.feedback.invitations();
  const invitation = invited?.invitation ?? '';
  await her.feedback.rate({ case: ticket.id, invitation, level: 5, reasons: [], words: planted.rating });
}

/** What another system decided, read in from a table: one row that holds, one that does not. */
async function tables(her: Client): Promise<void> {
  const { opinion, name, idNumber } = planted;
  let ticket = await file(her, server.app, {
    item: 'HR-INS-03',
    answers: { applyingAs: 'self', onePension: true, truth: true },
    papers: ['idcard', 'sscard'],
  });
  ticket = await act(await as('cun'), ticket, 'receive', { papers: ['form'] });
  ticket = await act(await as('cun'), ticket, 'accept', { owed: [] });
  ticket = await act(await as('zhen'), ticket, 'pass', { agree: true, opinion });
  const table = (...rows: string[]) =>
    new File([['办件编号,外部流水号,办理结果,是否同意', ...rows].join('\n')], `${name}.csv`, { type: 'text/csv' });
  const clerk = await as('jingban');
  const good = `${ticket.number},GJ-77,${opinion},是`;
  const wrong = await clerk.cases.importOutcomes({
    system: '省系统',
    file: table(good, `${idNumber},${idNumber},${name},是`),
    commit: 'true',
  });
  expect(wrong.committed).toBe(false);
  await clerk.cases.importOutcomes({ system: '省系统', file: table(good), commit: 'true' });
  const accounts = new File(
    [`登录名,姓名,机构,岗位\n${planted.mobile},${name},${planted.address},${opinion}`],
    'accounts.csv',
    { type: 'text/csv' },
  );
  const people = await (await as('anquan')).organisation.import({ kind: 'accounts', file: accounts, commit: 'true' });
  expect(people.committed).toBe(false);
}

/** One person twice in the books, made one again. */
async function twice(teller: Client, id: string): Promise<void> {
  const twin = await teller.identity.create({
    name: planted.name,
    idNumber: makeResidentId('990101', '1957-11-23', 776),
    mobile: planted.secondMobile,
    address: planted.address,
  });
  const head = await as('juzhang');
  await head.identity.duplicates({});
  await refusal(teller.identity.merge({ id, gone: twin.id, reason: planted.opinion }));
  await head.identity.merge({ id, gone: twin.id, reason: planted.opinion });
}

/** The same over the pages of the residents. */
async function pages(token: string): Promise<void> {
  const { url } = server;
  const headers = { cookie: `doorstep=${token}`, origin: url };
  for (const path of ['/', '/me', '/me/looks', '/cases', '/notices', `/?q=${encodeURIComponent(planted.name)}`])
    expect((await fetch(`${url}${path}`, { headers })).status, path).toBeLessThan(500);
  for (const [path, body] of [
    ['/sign-in', { mobile: planted.mobile, next: `/${planted.name}` }],
    ['/sign-in/code', { code: planted.idNumber }],
    ['/apply', { item: planted.name, address: planted.address }],
  ] as const)
    expect(
      (await fetch(`${url}${path}`, { method: 'POST', headers, body: new URLSearchParams(body) })).status,
      path,
    ).toBeLessThan(500);
}

/** A case that nobody works on: its days pass, it is told to everybody whom it concerns. */
async function overdue(her: Client): Promise<void> {
  const { address, account } = planted;
  let ticket = await file(her, server.app, {
    item: 'HR-INS-03',
    answers: { applyingAs: 'self', onePension: true, truth: true, address, account },
    papers: ['idcard', 'sscard'],
  });
  ticket = await act(await as('cun'), ticket, 'receive', { papers: ['form'] });
  await act(await as('cun'), ticket, 'accept', { owed: [] });
  let fired = 0;
  for (let day = 0; day < 20; day += 1) {
    clock.advance(86_400_000);
    fired += await fireReminders(server.app);
  }
  expect(fired).toBeGreaterThan(1);
}

/** They leave traces as well: refusals, bad requests, an unfinished draft, addresses that somebody typed. */
async function mistakes(teller: Client, her: Client, token: string): Promise<void> {
  const { name, idNumber, mobile, relative, opinion } = planted;
  const { url, app } = server;
  const draft = await her.cases.begin({ item: 'HR-INS-02' });
  await her.cases.save({ id: draft.id, seq: draft.seq, answers: draft.answers });
  await refusal(teller.identity.create({ name: relative, idNumber }));
  await refusal(her.cases.save({ id: draft.id, seq: 1, answers: { [name]: idNumber } }));
  await send(url, 'GET', `/cases/${encodeURIComponent(name)}?mobile=${mobile}`, { token });
  await send(url, 'GET', `/cases/number/${idNumber}`, { token: await staffToken(app, 'guiyuan') });
  await send(url, 'POST', '/session/staff', { json: { login: name, password: opinion } });
  await fetch(`${url}/items?q=${encodeURIComponent(name)}${mobile}`);
  await fetch(`${url}/verify/${encodeURIComponent(idNumber)}`);
}

describe('what is planted', () => {
  it('could be found: the search sees what lies in clear, and through every disguise', () => {
    const [clear] = disguises(visible);
    const files = filesUnder(dataDir).filter((path) => readFileSync(path).includes(clear?.bytes ?? ''));
    expect(files.some((path) => path.includes('/base/'))).toBe(true);
    expect(files.some((path) => path.includes('pg_wal'))).toBe(true);
    const around = (one: Disguise): Buffer => {
      if (one.shift === undefined) return Buffer.concat([Buffer.from('前'), one.bytes]);
      return Buffer.from(
        Buffer.concat([Buffer.alloc(one.shift + 3, 7), one.plain, Buffer.alloc(5, 9)]).toString('base64'),
      );
    };
    for (const text of [planted.name, planted.idNumber])
      for (const one of disguises(text)) expect(found('a test', around(one)), `${text} ${one.as}`).not.toEqual([]);
    // In a packed stream, as of a PDF, in the middle of other bytes; and at the end of what was written of it so far.
    for (const pack of [deflateSync, gzipSync]) {
      const packed = pack(Buffer.from(`BT (${planted.idNumber}) Tj ET ${'0 0 m '.repeat(200)}`));
      for (const rest of [[packed, Buffer.alloc(99, 2)], [packed.subarray(0, -4)]]) {
        const inside = Buffer.concat([Buffer.alloc(777, 1), ...rest]);
        expect(inside.includes(Buffer.from(planted.idNumber))).toBe(false);
        expect(found('a test', inside)).toContain('idNumber as UTF-8 in a test, packed');
      }
    }
  });

  it('is in no row of any table, as text or as bytes', async () => {
    const { db } = server.app;
    const { rows: tables } = await sql<{ name: string }>`
      select table_name as name from information_schema.tables
      where table_schema = 'public' and table_type = 'BASE TABLE'`.execute(db);
    expect(tables.length).toBeGreaterThan(30);
    const hits = new Set<string>();
    for (const { name } of tables) {
      const { rows } = await sql<
        Record<string, unknown>
      >`select t.*, t::text as whole from ${sql.table(name)} t`.execute(db);
      for (const [column, value] of rows.flatMap((row) => Object.entries(row))) {
        const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
        for (const hit of found(`${name}.${column}`, Buffer.isBuffer(value) ? value : Buffer.from(text))) hits.add(hit);
      }
    }
    expect([...hits]).toEqual([]);
  });

  it('is in no file of the database, its log of changes included', () => {
    const files = filesUnder(dataDir);
    expect(files.length).toBeGreaterThan(100);
    expect(files.flatMap((path) => found(path.slice(dataDir.length), readFileSync(path)))).toEqual([]);
  });

  it('is in no kept paper, nor in the name of one', () => {
    const files = filesUnder(server.dataDir);
    expect(files.filter((path) => path.includes('/papers/')).length).toBeGreaterThan(5);
    expect(files.flatMap((path) => found(path.slice(server.dataDir.length), readFileSync(path)))).toEqual([]);
    expect(files.flatMap((path) => found('a file name', Buffer.from(path)))).toEqual([]);
  });

  it('is on no screen of the operator, in no line of the log and no counter', () => {
    expect(counters).toContain('cases.submit');
    expect(found('the terminal', Buffer.from(printed.join('\n')))).toEqual([]);
    expect(server.lines.length).toBeGreaterThan(40);
    expect(found('the log', Buffer.from(server.lines.join('')))).toEqual([]);
    expect(found('the counters', Buffer.from(counters))).toEqual([]);
  });

  it('leaves by message only as far as it must: to the right telephone, and with nothing of hers in the text', () => {
    expect(sent.length).toBeGreaterThan(4);
    expect(new Set(sent.map(({ mobile }) => mobile))).toEqual(new Set([planted.mobile]));
    expect(new Set(sent.map(({ key }) => key)).size).toBe(sent.length);
    expect(sent.flatMap(({ text }) => found('a message', Buffer.from(text)))).toEqual([]);
  });
});

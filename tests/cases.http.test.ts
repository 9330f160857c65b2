import { request } from 'node:http';
import { afterAll, describe, expect, it } from 'vitest';
import { makeResidentId } from '#domain/identity/resident-id.ts';
import type { Problem } from '#domain/kernel/problem.ts';
import { testDatabase } from '#server/platform/testing/test-database.ts';
import { refusal } from '#server/testing.ts';
import { type Client, clientOf, send } from './support/client.ts';
import { testClock, testServer } from './support/server.ts';
import {
  act,
  file,
  fillIn,
  isSaid,
  opinion,
  paper,
  pension,
  personToken,
  signInByCode,
  staffToken,
} from './support/story.ts';

const { url: databaseUrl } = await testDatabase();
const server = await testServer(databaseUrl, { clock: testClock('2026-03-02T10:00:00+08:00') });
afterAll(() => server.close());
const { app, url } = server;

const as = async (login: string): Promise<Client> => clientOf(url, await staffToken(app, login));
const signedIn = await signInByCode(clientOf(url), '19900000001');
const [she = ''] = signedIn.persons;
const hers = signedIn.token;
const her = clientOf(url, hers);
const teller = await as('guiyuan');
const stranger = await teller.identity.create({
  name: '赵明明',
  idNumber: makeResidentId('990101', '1990-01-01', 41),
  mobile: '19900000041',
});
const theirs = await personToken(app, stranger.id);
const their = clientOf(url, theirs);

const pensionAnswers = { applyingAs: 'self', onePension: true, truth: true } as const;
const filing = { item: 'HR-INS-03', answers: pensionAnswers };
const count = async (table: 'cases' | 'case_events' | 'papers' | 'drafts' | 'persons'): Promise<number> =>
  Number(
    (
      await app.db
        .selectFrom(table)
        .select((eb) => eb.fn.countAll().as('n'))
        .executeTakeFirstOrThrow()
    ).n,
  );
const refused = async (call: Promise<unknown>): Promise<Problem> => {
  const problem = await refusal(call);
  expect(isSaid(problem), problem.problem).toBe(true);
  return problem;
};
interface Field {
  path: string;
  code: string;
  detail: string;
}
const bodyOf = async (response: Response) =>
  (await response.json()) as { code: string; title: string; detail: string; fields?: Field[] };

/** A case of hers at the desk of whoever decides. */
async function atTheDecision() {
  let ticket = await file(her, app, filing);
  const cun = await as('cun');
  ticket = await act(cun, ticket, 'receive', { papers: ['form'] });
  ticket = await act(cun, ticket, 'accept', { owed: [] });
  ticket = await act(await as('zhen'), ticket, 'pass', opinion);
  return act(await as('fuhe'), ticket, 'pass', opinion);
}
const granted = { granted: true, opinion: '准予。', result: pension } as const;

describe('one intent', () => {
  it('is one case when the button is pressed twice at once, and both presses get the same answer', async () => {
    const filled = await fillIn(her, app, filing);
    const before = await count('cases');
    const key = crypto.randomUUID();
    const answers = await Promise.all([1, 2, 3].map(() => her.cases.submit(filled, { context: { key } })));
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual(answers[0]);
    expect(await count('cases')).toBe(before + 1);
    const events = await app.db.selectFrom('case_events').select('seq').where('case_id', '=', filled.draft).execute();
    expect(events).toHaveLength(1);
  });

  it('is not another intent under the same key', async () => {
    const key = crypto.randomUUID();
    const first = await her.cases.begin({ item: 'HR-INS-03' }, { context: { key } });
    const problem = await refused(her.cases.begin({ item: 'HR-INS-02' }, { context: { key } }));
    expect(problem.problem).toBe('idempotency.other-body');
    expect(await her.cases.begin({ item: 'HR-INS-03' }, { context: { key } })).toEqual(first);
    // The key is hers: under the same key somebody else's intent is their own.
    const other = await their.cases.begin({ item: 'HR-INS-03' }, { context: { key } });
    expect(other.id).not.toBe(first.id);
  });

  it('is refused without a key', async () => {
    const response = await fetch(`${url}/api/drafts`, {
      method: 'POST',
      headers: { authorization: `Bearer ${hers}`, 'content-type': 'application/json' },
      body: JSON.stringify({ item: 'HR-INS-03' }),
    });
    expect(response.status).toBe(422);
    expect((await bodyOf(response)).code).toBe('idempotency.key-missing');
  });

  it('makes one case of a draft that two devices send off at the same time', async () => {
    const filled = await fillIn(her, app, filing);
    const before = await count('cases');
    const outcomes = await Promise.allSettled([her.cases.submit(filled), her.cases.submit(filled)]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await count('cases')).toBe(before + 1);
    const late = await refused(her.cases.submit(filled));
    expect(late.problem).toBe('case.already-submitted');
  });
});

describe('two people at one case', () => {
  it('never overwrite each other: whoever saw an older version is told so', async () => {
    const ticket = await file(her, app, filing);
    const cun = await as('cun');
    await act(cun, ticket, 'receive', { papers: ['form'] });
    const problem = await refused(act(cun, ticket, 'accept', { owed: [] }));
    expect(problem).toMatchObject({ problem: 'conflict.stale', params: { seq: ticket.seq + 1 } });
  });

  it('decide once when both press at the same moment', async () => {
    const ticket = await atTheDecision();
    const [a, b] = [await as('xian'), await as('xianb')];
    const outcomes = await Promise.allSettled([act(a, ticket, 'decide', granted), act(b, ticket, 'decide', granted)]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const loser = outcomes.find((outcome) => outcome.status === 'rejected');
    expect(['conflict.stale', 'case.not-now']).toContain((await refused(Promise.reject(loser?.reason))).problem);
    const decisions = await app.db
      .selectFrom('case_events')
      .select('seq')
      .where('case_id', '=', ticket.id)
      .where('type', '=', 'decided')
      .execute();
    expect(decisions).toHaveLength(1);
  });

  it('save a draft one after the other, not one over the other', async () => {
    const draft = await her.cases.begin({ item: 'HR-INS-03' });
    await her.cases.save({ id: draft.id, seq: draft.seq, answers: { ...draft.answers, yearsPaid: 16 } });
    const late = await refused(her.cases.save({ id: draft.id, seq: draft.seq, answers: { yearsPaid: 15 } }));
    expect(late.problem).toBe('conflict.stale');
    expect((await her.cases.draft({ id: draft.id })).answers.yearsPaid).toBe(16);
  });
});

describe("somebody else's", () => {
  it('case, draft and papers are not there for a stranger, whatever is tried', async () => {
    const ticket = await file(her, app, filing);
    const view = await her.cases.get({ id: ticket.id });
    const [paperOfHers] = view.materials.flatMap(({ papers }) => papers);
    const draft = await her.cases.begin({ item: 'HR-INS-03' });
    const before = await count('case_events');
    const { submission } = await fillIn(her, app, filing);
    const at = { id: draft.id, seq: draft.seq };
    const tries: [string, () => Promise<unknown>][] = [
      ['case', () => their.cases.get({ id: ticket.id })],
      ['withdraw', () => act(their, ticket, 'withdraw', { reason: '不办了' })],
      ['paper', () => their.papers.download({ case: ticket.id, id: paperOfHers?.id ?? '' })],
      ['upload', () => their.papers.upload({ case: ticket.id, material: 'idcard', file: paper() })],
      ['draft', () => their.cases.draft({ id: draft.id })],
      ['save', () => their.cases.save({ ...at, answers: {} })],
      ['discard', () => their.cases.discard({ id: draft.id })],
      ['submit', () => their.cases.submit({ draft: draft.id, seq: draft.seq, submission })],
      ['remove', () => their.papers.remove({ case: draft.id, id: paperOfHers?.id ?? '' })],
    ];
    for (const [what, call] of tries) expect((await refused(call())).problem, what).toBe('not-found');
    expect(await their.cases.byNumber({ number: ticket.number })).toEqual([]);
    expect((await refused(their.identity.get({ id: she }))).problem).toBe('permission.denied');
    expect((await refused(their.cases.begin({ item: 'HR-INS-03', person: she }))).problem).toBe('permission.denied');
    expect(await count('case_events')).toBe(before);
    expect((await her.cases.draft({ id: draft.id })).id).toBe(draft.id);
    expect(await her.cases.byNumber({ number: ticket.number })).toHaveLength(1);
  });

  it('papers of the house are not for the applicant: the approval sheet is neither listed nor opened', async () => {
    const ticket = await act(await as('xian'), await atTheDecision(), 'decide', granted);
    const seen = await her.cases.get({ id: ticket.id });
    expect(seen.documents.map(({ kind }) => kind).sort()).toEqual(['acceptance', 'decision', 'receipt']);
    const inside = (await (await as('xian')).cases.get({ id: ticket.id })).documents;
    const sheet = inside.find(({ kind }) => kind === 'approval-sheet');
    expect((await refused(her.papers.document({ case: ticket.id, id: sheet?.id ?? '' }))).problem).toBe('not-found');
    // What colleagues wrote to each other stays among them; what was decided does not.
    expect(seen.timeline.filter(({ note }) => note !== null)).toEqual([]);
    expect(
      (await (await as('xian')).cases.get({ id: ticket.id })).timeline.some(({ note }) => note === opinion.opinion),
    ).toBe(true);
    const decision = seen.documents.find(({ kind }) => kind === 'decision');
    const printed = await her.papers.document({ case: ticket.id, id: decision?.id ?? '' });
    expect(printed.type).toBe('application/pdf');
  });
});

describe('what does not hold', () => {
  it('is named at its place: fields that nobody asked for', async () => {
    const draft = await her.cases.begin({ item: 'HR-INS-03' });
    const inForm = await refused(her.cases.save({ id: draft.id, seq: draft.seq, answers: { shoeSize: 37 } }));
    expect(inForm).toMatchObject({ problem: 'input.unknown-field', fields: [{ path: 'shoeSize' }] });
    const inBody = await send(url, 'POST', '/drafts', { token: hers, json: { item: 'HR-INS-03', colour: 'red' } });
    expect(await bodyOf(inBody)).toMatchObject({
      code: 'input.unknown-field',
      fields: [{ path: 'colour', code: 'input.unknown-field' }],
    });
    const material = await refused(her.papers.upload({ case: draft.id, material: 'diary', file: paper() }));
    expect(material).toMatchObject({ problem: 'case.unknown-code', fields: [{ path: 'material' }] });
    expect(await her.cases.draft({ id: draft.id })).toMatchObject({ seq: draft.seq, papers: [] });
  });

  it.each([
    ['a day that is not in the calendar', { firstMonth: '2026-13' }, 'firstMonth'],
    ['a birthday that is not the one in the number', { birthDate: '1966-02-30' }, 'birthDate'],
    ['a number whose last digit is wrong', { idNumber: '990101196603080261' }, 'idNumber'],
    ['an account with a slip', { account: '6217000000000000005' }, 'account'],
  ])('is named at its place: %s', async (_, wrong, path) => {
    const filled = await fillIn(her, app, { ...filing, answers: { ...pensionAnswers, ...wrong } });
    const before = await count('cases');
    const problem = await refused(her.cases.submit(filled));
    expect(problem.problem).toBe('input.invalid');
    expect(problem.fields?.map((field) => field.path)).toContain(path);
    expect(await count('cases')).toBe(before);
  });

  it('is named at its place: numbers of people and employers, and days that are none', async () => {
    const before = await count('persons');
    const wrongCheck = await refused(teller.identity.create({ name: '钱多多', idNumber: '990101199001010412' }));
    expect(wrongCheck.fields?.[0]?.path).toBe('idNumber');
    const noSuchDay = await refused(teller.identity.create({ name: '钱多多', idNumber: '990101199002300414' }));
    expect(noSuchDay.fields?.[0]?.path).toBe('idNumber');
    const future = await refused(
      teller.identity.create({ name: '钱多多', idNumber: makeResidentId('990101', '1990-01-01', 43), mobile: '123' }),
    );
    expect(future.fields?.[0]?.path).toBe('mobile');
    const uscc = await refused(teller.identity.createEmployer({ uscc: '91990101MA0000001X', name: '某某公司' }));
    expect(uscc.fields?.[0]?.path).toBe('uscc');
    expect(await count('persons')).toBe(before);
    const day = await send(url, 'POST', `/cases/${stranger.id}/record-payment`, {
      token: await staffToken(app, 'jingban'),
      json: { id: stranger.id, seq: 1, data: { outcome: 'paid', on: '2026-02-30' } },
    });
    expect(await bodyOf(day)).toMatchObject({ code: 'input.invalid', fields: [{ path: 'data.on' }] });
  });

  it('is told of a case number: a slip in its digits', async () => {
    const { number } = await file(her, app, filing);
    const slip = `${number.slice(0, 10)}${(Number(number[10]) + 1) % 10}${number[11]}`;
    expect(await refused(teller.cases.byNumber({ number: slip }))).toMatchObject({
      problem: 'input.invalid',
      fields: [{ path: 'number', code: 'case-number.check' }],
    });
    const spoken = `${number.slice(0, 4)} ${number.slice(4, 8)}-${number.slice(8)}`;
    expect((await teller.cases.byNumber({ number: spoken })).map((row) => row.number)).toEqual([number]);
  });

  it('is told at each field in words, in whichever language the reader prefers', async () => {
    const token = await staffToken(app, 'guiyuan');
    const json = { name: '钱多多', idNumber: '990101199001010412', mobile: '123', sex: 'x', village: 7 };
    const told = async (acceptLanguage: string, body: object = json) => {
      const response = await fetch(`${url}/api/persons`, {
        method: 'POST',
        headers: {
          'accept-language': acceptLanguage,
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
          'idempotency-key': crypto.randomUUID(),
          cookie: 'lang=zh-CN',
        },
        body: JSON.stringify(body),
      });
      return bodyOf(response);
    };
    const shape = await told('fr, en;q=0.7, zh;q=0.2');
    expect(shape.fields?.map(({ path, detail }) => `${path}: ${detail}`)).toEqual([
      'sex: Choose one of these: male, female.',
      'village: This should be of the type string. Correct it.',
    ]);
    expect(shape.detail).toBe(shape.fields?.map(({ path, detail }) => `${path}: ${detail}`).join('\n'));
    const meaning = await told('zh;q=0.4, en', { name: '钱多多', idNumber: json.idNumber, mobile: '123' });
    expect(meaning.fields?.map(({ detail }) => detail)).toEqual([
      'The last character of the ID number does not fit the others. Check the number for a slip.',
      'A mobile number has 11 digits and begins with 1; this one has 3 digits or begins wrongly. Check it.',
    ]);
    const chinese = await told('zh-CN,en;q=0.8', { idNumber: 'x'.repeat(31), colour: 'red' });
    expect(chinese.fields?.map(({ path, detail }) => `${path}: ${detail}`)).toEqual([
      'name: 这一项没有填。请补上。',
      'idNumber: 这一项最多写 30 个字。请写短些。',
      'colour: 这里没有这一项。请去掉。',
    ]);
  });

  it('is told of what no column can hold: a place in a list that is none, and characters that cannot be kept', async () => {
    const token = await staffToken(app, 'guiyuan');
    const lists = ['notices', 'divisions', 'units', 'sites', 'queue'].map((list) => `/${list}?cursor=garbage`);
    for (const path of [...lists, '/divisions?cursor=1']) {
      const response = await send(url, 'GET', path, { token, language: 'en' });
      expect([path, response.status]).toEqual([path, 422]);
      expect((await bodyOf(response)).code).toBe('input.unreadable');
    }
    expect((await send(url, 'GET', '/units?find=%00', { token })).status).toBeLessThan(500);
    const nul = await send(url, 'POST', '/cases/outcomes', { token, json: { system: 'a\u0000b' } });
    expect(nul.status).toBeLessThan(500);
  });

  it('is told to a person on a page, not in the words of a program', async () => {
    const form = new FormData();
    form.append('file', new File([new Uint8Array(90 * 1024 * 1024)], 'film.mp4'));
    const headers = { cookie: `doorstep=${hers}`, 'accept-language': 'en', origin: url };
    for (const [path, body, from, status] of [
      [`/apply/${crypto.randomUUID()}/your-papers/idcard`, form, url, 413],
      ['/apply', new URLSearchParams({ item: 'HR-INS-03' }), 'https://elsewhere.example', 403],
    ] as const) {
      const response = await fetch(`${url}${path}`, { method: 'POST', headers: { ...headers, origin: from }, body });
      expect(response.status).toBe(status);
      expect(response.headers.get('content-type')).toContain('text/html');
      expect(await response.text()).toMatch(status === 413 ? /too large: 80 MB/ : /came from another website/);
    }
  });

  it('is answered in the language of the reader, as problem details', async () => {
    for (const [language, word] of [
      ['zh-CN', /[一-鿿]/],
      ['en', /[a-z]{4}/],
    ] as const) {
      const response = await send(url, 'GET', '/queue', { language });
      expect(response.status).toBe(401);
      expect(response.headers.get('content-type')).toContain('application/problem+json');
      const body = await bodyOf(response);
      expect(body).toMatchObject({ code: 'auth.required', type: '/problems/auth.required', status: 401 });
      expect(body.detail).toMatch(word);
    }
    const garbled = await fetch(`${url}/api/drafts`, {
      method: 'POST',
      headers: { authorization: `Bearer ${hers}`, 'content-type': 'application/json', 'idempotency-key': 'k' },
      body: '{"item": ',
    });
    expect(garbled.status).toBe(422);
    expect((await bodyOf(garbled)).code).toBe('input.unreadable');
    expect((await send(url, 'GET', '/no-such-thing', { token: hers })).status).toBe(404);
    expect((await send(url, 'GET', '/cases/not-an-id', { token: hers })).status).toBe(422);
  });
});

describe('a file', () => {
  const upload = (headers: Record<string, string>, bytes: number) =>
    new Promise<{ status: number; sent: number; body: string }>((resolve, reject) => {
      const form = request(`${url}/api/papers`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${hers}`,
          'idempotency-key': crypto.randomUUID(),
          'content-type': 'multipart/form-data; boundary=xxx',
          ...headers,
        },
      });
      let sent = 0;
      let stopped = false;
      form.on('response', (response) => {
        let body = '';
        response.on('data', (chunk) => {
          body += String(chunk);
        });
        response.on('end', () => {
          stopped = true;
          form.destroy();
          resolve({ status: response.statusCode ?? 0, sent, body });
        });
      });
      form.on('error', (error) => {
        if (!stopped) reject(error);
      });
      const chunk = Buffer.alloc(256 * 1024, 'x');
      form.write(
        '--xxx\r\ncontent-disposition: form-data; name="file"; filename="a.png"\r\ncontent-type: image/png\r\n\r\n',
      );
      const pour = (): void => {
        while (!stopped && sent < bytes) {
          sent += chunk.length;
          if (!form.write(chunk)) {
            form.once('drain', pour);
            return;
          }
        }
        if (!stopped) form.end('\r\n--xxx--\r\n');
      };
      pour();
    });
  const hundred = 100 * 1024 * 1024;

  it('of 100 MB is refused before it has been sent', async () => {
    const started = performance.now();
    const { status, body } = await upload({ 'content-length': String(hundred) }, hundred);
    expect(status).toBe(413);
    expect(JSON.parse(body)).toMatchObject({ code: 'input.too-large', params: { limit: 21 } });
    expect(performance.now() - started).toBeLessThan(3000);
  });

  it('of 100 MB that does not say how large it is, is refused as soon as it is too much', async () => {
    const { status, sent, body } = await upload({ 'transfer-encoding': 'chunked' }, hundred);
    expect(status).toBe(413);
    expect(JSON.parse(body)).toMatchObject({ code: 'input.too-large' });
    expect(sent).toBeLessThan(hundred);
    expect((await fetch(`${url}/health/ready`)).status).toBe(200);
  });

  it.each([
    [
      'a web page that calls itself a picture',
      '<html><script>alert(1)</script></html>',
      'image/png',
      'a.png',
      'paper.kind',
    ],
    ['a program that calls itself a PDF', 'MZ\u0090\u0000\u0003', 'application/pdf', 'a.pdf', 'paper.kind'],
    ['nothing at all', '', 'image/png', 'a.png', 'paper.empty'],
    ['half a picture', '\u0089PNG\r\n\u001a\nxxxx', 'image/png', 'a.png', 'paper.kind-unknown'],
  ])('that lies about its type is refused: %s', async (_, content, type, name, problem) => {
    const draft = await her.cases.begin({ item: 'HR-INS-03' });
    const bytes = Uint8Array.from(content, (letter) => letter.charCodeAt(0));
    const lie = await refused(
      her.papers.upload({ case: draft.id, material: 'idcard', file: new File([bytes], name, { type }) }),
    );
    expect(lie.problem).toBe(problem);
    expect((await her.cases.draft({ id: draft.id })).papers).toEqual([]);
  });

  it('is kept for what it is, whatever its name says', async () => {
    const draft = await her.cases.begin({ item: 'HR-INS-03' });
    const kept = await her.papers.upload({ case: draft.id, material: 'idcard', file: paper('身份证.pdf') });
    expect(kept.mediaType).toMatch(/^image\//);
  });
});

import { readdirSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { Answers } from '#domain/catalogue/form.ts';
import { Refused } from '#domain/kernel/problem.ts';
import { createApp } from '#server/app.ts';
import { sweepFiles } from '#server/cases/index.ts';
import { backlog, forgetSent, sendOutbox } from '#server/feedback/index.ts';
import { forgetKeys } from '#server/operations.repository.ts';
import { namedByPlanning } from '#server/planning/index.ts';
import { createLogger } from '#server/platform/log.ts';
import type { NoticeMessage } from '#server/platform/notifier.ts';
import { folderStore } from '#server/platform/storage.ts';
import { testDatabase } from '#server/platform/testing/test-database.ts';
import { type Client, clientOf } from './support/client.ts';
import { testClock, testServer } from './support/server.ts';
import { act, file, personToken, signInByCode, staffToken } from './support/story.ts';

const { url: databaseUrl } = await testDatabase();
const clock = testClock('2026-03-02T10:00:00+08:00');
const gateway = { open: true, slow: 0, sent: [] as NoticeMessage[] };
const notifier = {
  sendCode: async () => undefined,
  sendNotice: async (message: NoticeMessage) => {
    if (!gateway.open) throw new Refused('notifier.failed');
    await new Promise((resolve) => setTimeout(resolve, gateway.slow));
    gateway.sent.push(message);
  },
};
const server = await testServer(databaseUrl, { clock, jobs: false, notifier });
const { app, url, dataDir } = server;
const twin = createApp({
  databaseUrl,
  connections: 4,
  keyFile: join(dataDir, 'keys.json'),
  anchorFile: join(dataDir, 'twin-anchor.json'),
  clock,
  log: createLogger('silent'),
  notifier,
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
const answers = { applyingAs: 'self', truth: true } as const;
const received = async (item = 'HR-INS-03') => {
  const more: Answers = item === 'HR-INS-03' ? { onePension: true } : { transfer: true };
  const ticket = await file(await her(), app, { item, answers: { ...answers, ...more }, papers: [] });
  return act(await as('cun'), ticket, 'receive', { papers: ['form'] });
};
const drain = async (): Promise<void> => {
  while ((await sendOutbox(app)) > 0);
};

describe('what leaves by message', () => {
  beforeEach(async () => {
    gateway.open = true;
    gateway.slow = 0;
    await drain();
    gateway.sent.length = 0;
  });

  it('is written with what it tells, and sent once by two processes', async () => {
    const ticket = await received();
    expect(await backlog(app)).toMatchObject({ waiting: 1 });
    gateway.slow = 50;
    await Promise.all([sendOutbox(app), sendOutbox(twin), sendOutbox(app), sendOutbox(twin)]);
    expect(gateway.sent).toHaveLength(1);
    const [message] = gateway.sent;
    const notice = (await (await her()).feedback.notices({})).items.find((each) => each.case === ticket.id);
    expect(message).toMatchObject({ key: notice?.id, mobile, language: 'zh-CN', text: notice?.text['zh-CN'] });
    expect(await backlog(app)).toEqual({ waiting: 0, oldestSeconds: 0 });
  });

  it('is not written for what was undone', async () => {
    const ticket = await received();
    await drain();
    gateway.sent.length = 0;
    await act(await as('cun'), ticket, 'accept', { owed: [] }).catch(() => undefined);
    expect(await backlog(app)).toMatchObject({ waiting: 0 });
  });

  it('is tried again, later and later, when it does not get through, and under the same key', async () => {
    gateway.open = false;
    await received();
    const start = clock.now().getTime();
    const tries: number[] = [];
    const waiting = async () =>
      app.db.selectFrom('outbox').select(['id', 'attempts']).where('sent_at', 'is', null).executeTakeFirstOrThrow();
    for (let minute = 0; minute < 40; minute += 0.5) {
      const before = (await waiting()).attempts;
      await sendOutbox(app);
      if ((await waiting()).attempts > before) tries.push(minute);
      clock.advance(30_000);
    }
    expect(tries).toEqual([0, 0.5, 1.5, 3.5, 7.5, 15.5, 31.5]);
    expect((await backlog(app)).oldestSeconds).toBeGreaterThan(2000);
    const { id } = await waiting();
    gateway.open = true;
    clock.advance(3_600_000);
    await sendOutbox(app);
    expect(gateway.sent.map(({ key }) => key)).toEqual([id]);
    clock.set(new Date(start).toISOString());
  });

  it('is given up after a week, when it is only stale', async () => {
    gateway.open = false;
    await received();
    const start = clock.now();
    clock.advance(8 * 86_400_000);
    await sendOutbox(app);
    expect(await backlog(app)).toMatchObject({ waiting: 0 });
    clock.set(start.toISOString());
  });

  it('says of a complaint only that there is news', async () => {
    const ticket = await file(await her(), app, {
      item: 'HR-INSP-01',
      answers: { ...answers, transfer: true },
      papers: [],
    });
    await act(await as('cun'), ticket, 'receive', { papers: ['form'] });
    await drain();
    const [message] = gateway.sent;
    expect(message?.text).toContain(ticket.number.slice(0, 4));
    const item = await (await her()).catalogue.get({ code: 'HR-INSP-01' });
    for (const name of [item.name, item.plainName]) expect(message?.text).not.toContain(name['zh-CN']);
  });

  it('is forgotten a month after it was sent', async () => {
    await received();
    await drain();
    const start = clock.now();
    const rows = () => app.db.selectFrom('outbox').select('id').execute();
    await forgetSent(app);
    expect((await rows()).length).toBeGreaterThan(0);
    clock.advance(31 * 86_400_000);
    await forgetSent(app);
    expect(await rows()).toEqual([]);
    clock.set(start.toISOString());
  });
});

/** As the program runs it every night. */
const sweep = () => sweepFiles(app, (digests) => namedByPlanning(app.db, digests));

describe('files that nobody names', () => {
  const papers = join(dataDir, 'papers');
  const files = () =>
    readdirSync(papers, { recursive: true, encoding: 'utf8' }).filter((name) => /^[0-9a-f]{2}\/[0-9a-f]+$/.test(name));
  const age = () => {
    const yesterday = new Date(Date.now() - 25 * 3_600_000);
    for (const name of files()) utimesSync(join(papers, name), yesterday, yesterday);
  };
  const picture = async (shade: string): Promise<File> => {
    const sharp = (await import('sharp')).default;
    const bytes = await sharp({ create: { width: 30, height: 30, channels: 3, background: shade } })
      .png()
      .toBuffer();
    return new File([new Uint8Array(bytes)], `${shade}.png`, { type: 'image/png' });
  };

  it('are swept after a day; those of cases, drafts and documents stay', async () => {
    const client = await her();
    await sweep();
    const kept = await client.cases.begin({ item: 'HR-INS-03' });
    const keptPaper = await client.papers.upload({ case: kept.id, material: 'idcard', file: await picture('red') });
    const thrown = await client.cases.begin({ item: 'HR-INS-03' });
    await client.papers.upload({ case: thrown.id, material: 'idcard', file: await picture('green') });
    await client.papers.upload({ case: thrown.id, material: 'idcard', file: await picture('red') });
    const removed = await client.papers.upload({ case: kept.id, material: 'idcard', file: await picture('blue') });
    const ticket = await received();
    const { documents } = await client.cases.get({ id: ticket.id });
    const receipt = { case: ticket.id, id: documents[0]?.id ?? '' };
    const printed = await client.papers.document(receipt);
    await app.blobs.put(Buffer.from('an upload whose transaction was undone'));
    await client.cases.discard({ id: thrown.id });
    await client.papers.remove({ case: kept.id, id: removed.id });
    const before = files().length;
    expect(await sweep()).toBe(0);
    age();
    // Put again while the sweep goes by: somebody is about to name it.
    await app.blobs.put(Buffer.from('an upload whose transaction was undone'));
    expect(await sweep()).toBe(2);
    expect(files()).toHaveLength(before - 2);
    age();
    expect(await sweep()).toBe(1);
    expect((await client.papers.download({ case: kept.id, id: keptPaper.id })).size).toBeGreaterThan(0);
    expect(await (await client.papers.document(receipt)).bytes()).toEqual(await printed.bytes());
  });
});

describe('keys', () => {
  it('are kept for 400 days, and then forgotten', async () => {
    const client = await her();
    const key = crypto.randomUUID();
    const first = await client.cases.begin({ item: 'HR-INS-03' }, { context: { key } });
    const start = clock.now();
    clock.advance(399 * 86_400_000);
    await forgetKeys(app);
    expect((await (await her()).cases.begin({ item: 'HR-INS-03' }, { context: { key } })).id).toBe(first.id);
    clock.advance(2 * 86_400_000);
    await forgetKeys(app);
    expect((await (await her()).cases.begin({ item: 'HR-INS-03' }, { context: { key } })).id).not.toBe(first.id);
    clock.set(start.toISOString());
  });
});

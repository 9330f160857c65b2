import { beforeAll, describe, expect, it } from 'vitest';
import { referenceCatalogue } from '#db/reference/catalogue/index.ts';
import type { Item } from '#domain/catalogue/item.ts';
import { refusal, type TestClient, testKit } from '../testing.ts';
import { insertItems, itemVersion } from './index.ts';

const kit = await testKit({ now: '2026-03-02T10:00:00+08:00' });
const { catalogue } = kit.client();
const pension = referenceCatalogue.find(({ code }) => code === 'HR-INS-03')!;
const first: Item = { ...pension, validFrom: '2026-01-01', validTo: null };

let editor: TestClient;
beforeAll(async () => {
  await kit.asSystem((ctx) => insertItems(ctx, [first]));
  editor = await kit.staff('shixiang', 'catalogue-editor', 'city');
});

it('shows everybody the limits of the city', async () => {
  expect(await catalogue.cityLimits()).toMatchObject({
    notice: { amount: 5, unit: 'wd', basis: { 'zh-CN': '行政许可法第32条' } },
    owed: { atMost: 20 },
  });
});

describe('items', () => {
  it('are found by words and by pinyin, and by nothing that nobody needs', async () => {
    for (const text of ['养老', 'yanglao', first.code]) {
      expect((await catalogue.search({ text })).items.map(({ code }) => code)).toEqual([first.code]);
    }
    expect((await catalogue.search({})).items).toHaveLength(1);
    expect((await catalogue.search({ need: 'a-yacht' })).items).toEqual([]);
    expect(await refusal(catalogue.get({ code: 'HR-XXX-99' }))).toMatchObject({ problem: 'catalogue.unknown-item' });
  });

  it('have versions: the next begins on its day, and the one before stays what it was', async () => {
    const next = { ...first, version: 2, validFrom: '2026-03-10' };
    expect(await editor.catalogue.publish({ item: next })).toEqual({ code: first.code, version: 2 });
    expect((await catalogue.get({ code: first.code })).version).toBe(1);
    kit.set('2026-03-10T00:00:30+08:00');
    expect((await catalogue.get({ code: first.code })).version).toBe(2);
    expect(await catalogue.get({ code: first.code, version: 1 })).toMatchObject({ version: 1, validTo: '2026-03-10' });
    const ctx = { app: kit.app, now: kit.app.clock.now() };
    expect((await itemVersion(ctx, first.code, 1)).form).toEqual(first.form);
  });

  it('are published once, however many editors publish at once, and never into the past', async () => {
    const editor = await kit.signIn('shixiang');
    const third = { ...first, version: 3, validFrom: '2026-03-20' };
    const tries = [1, 2].map(() => editor.catalogue.publish({ item: third }).catch(() => undefined));
    expect((await Promise.all(tries)).filter(Boolean)).toHaveLength(1);
    expect(await refusal(editor.catalogue.publish({ item: third }))).toEqual({ problem: 'conflict.stale' });
    expect(
      await refusal(editor.catalogue.publish({ item: { ...first, version: 4, validFrom: '2026-03-20' } })),
    ).toMatchObject({
      fields: [{ path: 'item.validFrom', code: 'catalogue.not-later', params: { date: '2026-03-20' } }],
    });
    const teller = await kit.staff('zhao', 'teller', 'townA');
    expect(await refusal(teller.catalogue.publish({ item: third }))).toEqual({ problem: 'permission.denied' });
  });

  it('promise to be faster where a division says so, and never slower', async () => {
    const head = await kit.staff('juzhang', 'head', 'county');
    const promised = first.limits.find(({ kind }) => kind === 'promised')!;
    const wish = {
      code: first.code,
      unit: kit.unit.county,
      limitUnit: 'wd',
      from: '2026-03-01',
      document: '云人社〔2026〕1号',
    } as const;
    expect(await refusal(head.catalogue.tighten({ ...wish, amount: promised.amount + 50 }))).toMatchObject({
      problem: 'catalogue.looser',
    });
    const amount = promised.amount - 1;
    await head.catalogue.tighten({ ...wish, amount });
    const promiseIn = async (division: string | undefined) =>
      (await catalogue.get({ code: first.code, ...(division && { division }) })).limits.find(
        ({ kind }) => kind === 'promised',
      )?.amount;
    expect(await promiseIn(kit.division.a1)).toBe(amount);
    expect(await promiseIn(kit.division.other)).toBe(promised.amount);
    expect(await promiseIn(undefined)).toBe(promised.amount);
    // Acceptance, delivery and keeping, where the item leaves them to the city, each for itself.
    await head.catalogue.tighten({ ...wish, kind: 'acceptance', amount: 2 });
    await head.catalogue.tighten({ ...wish, kind: 'collection', limitUnit: 'd', amount: 90 });
    for (const loose of [
      { kind: 'acceptance', amount: 6 },
      { kind: 'collection', limitUnit: 'd', amount: 30 },
    ] as const)
      expect((await refusal(head.catalogue.tighten({ ...wish, ...loose }))).problem).toBe('catalogue.looser');
    expect(await catalogue.get({ code: first.code, division: kit.division.a1 })).toMatchObject({
      acceptWithin: { amount: 2, unit: 'wd', kind: 'promised' },
      collectWithin: { amount: 90, unit: 'd' },
    });
    expect(await promiseIn(kit.division.a1)).toBe(amount);
    expect(await refusal(head.catalogue.tighten({ ...wish, unit: kit.unit.other, amount }))).toEqual({
      problem: 'permission.denied',
    });
  });
});

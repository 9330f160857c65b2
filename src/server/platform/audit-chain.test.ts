import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type AuditRow,
  type AuditValue,
  type ChainPoint,
  canonicalRow,
  chainStart,
  type SealedRow,
  sealRow,
  verifyChain,
} from './audit-chain.ts';

const build = (rows: AuditRow[], from: ChainPoint = chainStart): SealedRow[] => {
  let last = from;
  return rows.map((row) => {
    last = sealRow(last, row);
    return { ...last, row };
  });
};

const rows = fc.array(
  fc.record({
    at: fc.constant('2026-03-02T01:00:00.000Z'),
    actor: fc.uuid(),
    operation: fc.constantFrom('case.accept', 'person.view', 'person.unmask'),
    detail: fc.option(fc.dictionary(fc.string({ maxLength: 5 }), fc.string({ maxLength: 5 }))),
  }),
  { minLength: 3, maxLength: 12 },
);

describe('canonical row', () => {
  it('is one text for one meaning', () => {
    expect(canonicalRow({ b: 1, a: [true, null, '张"三'], c: undefined })).toBe('{"a":[true,null,"张\\"三"],"b":1}');
    expect(canonicalRow({ a: undefined })).toBe(canonicalRow({}));
    expect(canonicalRow(-0)).toBe('0');
    for (const wrong of [1.5, Number.NaN, 2 ** 60]) expect(() => canonicalRow({ wrong })).toThrow(RangeError);
  });

  it('does not depend on the order in which fields were written', () => {
    const value = fc.dictionary(
      fc.string(),
      fc.oneof(fc.string({ unit: 'binary' }), fc.maxSafeInteger(), fc.boolean()),
    );
    fc.assert(
      fc.property(value, (row) => {
        const turned = Object.fromEntries(Object.entries(row).reverse());
        expect(canonicalRow(turned)).toBe(canonicalRow(row));
        expect(canonicalRow(JSON.parse(canonicalRow(row)) as AuditValue)).toBe(canonicalRow(row));
      }),
    );
  });
});

describe('audit chain', () => {
  it('is SM3 over the hash before, the position and the row', () => {
    const point = sealRow(chainStart, { a: 1 });
    const place = Buffer.from('0000000000000001', 'hex');
    const expected = createHash('sm3').update(chainStart.hash).update(place).update('{"a":1}').digest();
    expect(point).toEqual({ seq: 1, hash: expected });
  });

  it('verifies what was sealed, at once or in parts', async () => {
    await fc.assert(
      fc.asyncProperty(rows, fc.nat(), async (content, cut) => {
        const chain = build(content);
        const last = chain.at(-1)!;
        const anchor = { seq: last.seq, hash: last.hash };
        expect(await verifyChain(chain, { anchor })).toEqual({ ok: true, last: anchor, count: chain.length });
        const at = cut % chain.length;
        const first = await verifyChain(chain.slice(0, at));
        if (!first.ok) throw new Error('the first part is sound');
        const rest = await verifyChain(chain.slice(at), { from: first.last, anchor });
        expect(rest).toMatchObject({ ok: true, count: chain.length - at });
      }),
    );
  });

  it('names the place of any change', async () => {
    await fc.assert(
      fc.asyncProperty(rows, fc.nat(), async (content, where) => {
        const chain = build(content);
        const at = where % chain.length;
        const seq = at + 1;
        const anchor = { seq: chain.length, hash: chain.at(-1)!.hash };
        const check = (changed: SealedRow[]) => verifyChain(changed, { anchor });

        const altered = chain.with(at, { ...chain[at]!, row: { ...chain[at]!.row, operation: 'nothing.happened' } });
        expect(await check(altered)).toEqual({ ok: false, seq, reason: 'altered' });

        const hash = Buffer.from(chain[at]!.hash);
        hash[where % 32]! ^= 1;
        expect(await check(chain.with(at, { ...chain[at]!, hash }))).toEqual({ ok: false, seq, reason: 'altered' });

        const removed = chain.toSpliced(at, 1);
        const last = at === chain.length - 1;
        expect(await check(removed)).toEqual({ ok: false, seq, reason: last ? 'cut' : 'gap' });

        expect(await check(chain.toSpliced(at, 0, chain[at]!))).toEqual({ ok: false, seq: seq + 1, reason: 'gap' });

        // A forger who removes a row and counts and hashes everything after it anew meets the anchor.
        const forged = build([...content.toSpliced(at, 1), { at: 'later' }]);
        expect(await check(forged)).toEqual({ ok: false, seq: chain.length, reason: 'rewritten' });
      }),
    );
  });

  it('finds a tail cut off only by the anchor, and an empty log with it', async () => {
    const chain = build([{ a: 1 }, { a: 2 }, { a: 3 }]);
    const anchor = { seq: 3, hash: chain[2]!.hash };
    expect(await verifyChain(chain.slice(0, 2))).toMatchObject({ ok: true, count: 2 });
    expect(await verifyChain(chain.slice(0, 2), { anchor })).toEqual({ ok: false, seq: 3, reason: 'cut' });
    expect(await verifyChain([], { anchor })).toEqual({ ok: false, seq: 1, reason: 'cut' });
  });

  it('reads rows as they stream in', async () => {
    const chain = build([{ a: 1 }, { a: 2 }]);
    async function* stream() {
      yield* chain;
    }
    expect(await verifyChain(stream())).toMatchObject({ ok: true, count: 2 });
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createUuidSource, uuidv7 } from './ids.ts';

const shape = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const timeOf = (id: string) => Number.parseInt(id.replace('-', '').slice(0, 12), 16);

describe('UUIDv7', () => {
  it('carries its time', () => {
    const now = Date.parse('2026-03-02T09:00:00+08:00');
    const id = createUuidSource()(now);
    expect(id).toMatch(shape);
    expect(timeOf(id)).toBe(now);
    expect(uuidv7(now)).toMatch(shape);
  });

  it('grows with every call, whatever the clock does', () => {
    const instants = fc.array(fc.integer({ min: 1_700_000_000_000, max: 1_700_000_000_020 }), { maxLength: 200 });
    fc.assert(
      fc.property(instants, (clock) => {
        const next = createUuidSource();
        const ids = clock.map((now) => next(now));
        expect([...new Set(ids)].sort()).toEqual(ids);
        for (const id of ids) expect(id).toMatch(shape);
        expect(ids.every((id, at) => timeOf(id) >= clock[at]!)).toBe(true);
      }),
    );
  });

  it('runs a little ahead of the clock when a millisecond is full', () => {
    const next = createUuidSource();
    const ids = Array.from({ length: 20_000 }, () => next(1_700_000_000_000));
    expect(new Set(ids).size).toBe(ids.length);
    expect([...ids].sort()).toEqual(ids);
    expect(timeOf(ids.at(-1)!)).toBeLessThanOrEqual(1_700_000_000_005);
  });

  it('is repeatable where that is wanted', () => {
    const make = () => {
      let seed = 7;
      return createUuidSource((bytes) => {
        for (let at = 0; at < bytes.length; at++) {
          seed = (seed * 1103515245 + 12345) % 2147483648;
          bytes[at] = seed >> 16;
        }
      });
    };
    const [a, b] = [make(), make()];
    for (const now of [1, 1, 2, 5]) expect(a(now)).toBe(b(now));
  });

  it('refuses what is no time', () => {
    for (const wrong of [-1, 1.5, Number.NaN, 2 ** 48]) expect(() => uuidv7(wrong)).toThrow(RangeError);
  });
});

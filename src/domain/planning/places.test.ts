import fc from 'fast-check';
import { expect, it } from 'vitest';
import { crowMetres } from '../kernel/coordinates.ts';
import type { Standing } from './changes.ts';
import { seatsOf, takerOf } from './places.ts';
import { serves } from './world.ts';

const spot = { lon: fc.integer({ min: 0, max: 99 }).map((x) => 104 + x / 100), lat: fc.constant(29.1) };

it('a division lies where its largest settlement does, and has the people of all', () => {
  const settlement = fc.record({
    ...spot,
    code: fc.constantFrom('v1', 'v2', 'unknown', null),
    people: fc.nat(900),
  });
  fc.assert(
    fc.property(fc.array(settlement), (all) => {
      const seats = seatsOf(all, (code) => (code === 'unknown' ? [] : [code, 'town']));
      for (const [id, codes] of [
        ['v1', ['v1']],
        ['v2', ['v2']],
        ['town', ['v1', 'v2']],
      ] as const) {
        const own = all.filter(({ code }) => codes.some((each) => each === code));
        expect(seats.has(id)).toBe(own.length > 0);
        if (own.length === 0) continue;
        const most = Math.max(...own.map(({ people }) => people));
        const largest = own.filter(({ people }) => people === most);
        expect(largest.map(({ lon, lat }) => ({ lon, lat }))).toContainEqual(seats.get(id)!.at);
        expect(seats.get(id)!.people).toBe(own.reduce((sum, { people }) => sum + people, 0));
      }
    }),
  );
});

it('the nearest that does at least the same takes over, across a border only where none in the county does', () => {
  const point = fc
    .record({ ...spot, level: fc.constantFrom('village', 'town', 'county'), county: fc.constantFrom('c1', 'c2') })
    .map((one) => one as unknown as Standing);
  fc.assert(
    fc.property(point, fc.array(point, { maxLength: 8 }), (one, others) => {
      const closed = { ...one, id: 'closed' };
      const standing = others.map((each, at) => ({ ...each, id: `p${at}` }));
      const able = standing.filter(({ level }) => serves(level, closed.level));
      const taker = takerOf(closed, [closed, ...standing]);
      expect(taker === undefined).toBe(able.length === 0);
      if (!taker) return;
      expect(able).toContain(taker);
      const own = able.filter(({ county }) => county === closed.county);
      if (own.length > 0) expect(taker.county).toBe(closed.county);
      for (const other of own.length > 0 ? own : able)
        expect(crowMetres(taker, closed)).toBeLessThanOrEqual(crowMetres(other, closed));
    }),
  );
});

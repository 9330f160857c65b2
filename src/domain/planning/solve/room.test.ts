import fc from 'fast-check';
import { expect, it } from 'vitest';
import { networkOf } from './network.ts';
import { crowdOf } from './room.ts';

const places = fc.record({
  weights: fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 7 }),
  rooms: fc.array(fc.integer({ min: 0, max: 14 }), { minLength: 1, maxLength: 5 }),
  reaches: fc.array(fc.boolean(), { minLength: 35, maxLength: 35 }),
});

it('there is no room exactly where some people are more than all that they reach can hold, and these are named', () => {
  fc.assert(
    fc.property(places, ({ weights, rooms, reaches }) => {
      const pairs = weights.flatMap((_, d) =>
        rooms.flatMap((__, s) => (reaches[d * 5 + s] ? [{ site: s, demand: d }] : [])),
      );
      const network = networkOf({
        model: 'lscp',
        sites: rooms.map((capacity, s) => ({ id: `s${s}`, capacity })),
        demands: weights.map((weight, d) => ({ id: `d${d}`, weight })),
        pairs: {
          site: Int32Array.from(pairs, ({ site }) => site),
          demand: Int32Array.from(pairs, ({ demand }) => demand),
          cost: new Float64Array(pairs.length),
        },
      });
      const roomFor = (who: readonly number[]) =>
        rooms.reduce(
          (sum, room, s) => sum + (who.some((d) => reaches[d * 5 + s] && weights[d]! <= room) ? room : 0),
          0,
        );
      const weigh = (who: readonly number[]) => who.reduce((sum, d) => sum + weights[d]!, 0);
      const all = weights.map((_, d) => d);
      const sets = Array.from({ length: 1 << weights.length }, (_, set) => all.filter((d) => set & (1 << d)));
      const crowd = crowdOf(network, () => true);
      expect(crowd !== undefined).toBe(sets.some((set) => weigh(set) > roomFor(set)));
      if (!crowd) return;
      expect(crowd.load).toBe(weigh(crowd.demands));
      expect(crowd.room).toBe(roomFor(crowd.demands));
      expect(crowd.load).toBeGreaterThan(crowd.room);
    }),
    { numRuns: 2000 },
  );
});

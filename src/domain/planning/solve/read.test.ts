import fc from 'fast-check';
import { expect, it } from 'vitest';
import { networkOf } from './network.ts';
import { readCapacity, readCsv } from './read.csv.ts';

const name = fc
  .string({ unit: fc.constantFrom('a', 'B', '村', '"', ',', ' ', '7'), minLength: 1, maxLength: 6 })
  .map((text) => text.trim())
  .filter((text) => text !== '');
const number = fc.oneof(
  fc.integer({ min: 0, max: 1e6 }),
  fc.double({ min: 0, max: 1e9, noNaN: true }).map((value) => value + 0),
  fc.constantFrom(0.1, 1e-7, 1e21, 123456789012345680),
);

it('reads every cell as it was written', () => {
  const row = fc.record({ site: name, demand: name, cost: number, quoted: fc.boolean(), spaced: fc.boolean() });
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 12 }), fc.constantFrom('\n', '\r\n', '\r'), (rows, end) => {
      const cell = (text: string, quoted: boolean) =>
        quoted || /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
      const lines = rows.map(({ site, demand, cost, quoted, spaced }) => {
        const cells = [cell(site, quoted), cell(demand, quoted), String(cost)];
        return cells.map((each) => (spaced && !each.startsWith('"') ? `\u3000 ${each} ` : each)).join(',');
      });
      const { sites, demands, pairs } = readCsv(`\uFEFFsite,demand,cost${end}${end}${lines.join(end)}${end}`);
      const wanted = new Map(rows.map(({ site, demand, cost }) => [JSON.stringify([site, demand]), cost]));
      const found = new Map(
        Array.from(pairs.cost, (cost, k) => [
          JSON.stringify([sites[pairs.site[k]!]!.id, demands[pairs.demand[k]!]!.id]),
          cost,
        ]),
      );
      expect(found).toEqual(wanted);
      expect(sites.map(({ id }) => id)).toEqual([...new Set(rows.map(({ site }) => site))]);
    }),
  );
});

it('reads capacities, with and without an end of the last line', () => {
  const { capacity } = readCapacity('site;capacity\na;12.50\nb;\nc;inf\n\n"d";1e3');
  expect([...capacity]).toEqual([
    ['a', 12.5],
    ['d', 1000],
  ]);
});

it('puts the sites of a demand point in the order of their costs, equal ones as they came', () => {
  const cost = fc.oneof(fc.integer({ min: 0, max: 3 }), fc.double({ min: 0, max: 1e300, noNaN: true }));
  fc.assert(
    fc.property(fc.array(cost, { minLength: 1, maxLength: 40 }), (costs) => {
      const { byDemand } = networkOf({
        model: 'lscp',
        sites: costs.map((_, s) => ({ id: `s${s}` })),
        demands: [{ id: 'd', weight: 1 }],
        pairs: {
          site: Int32Array.from(costs.keys()).reverse(),
          demand: new Int32Array(costs.length),
          cost: Float64Array.from(costs).reverse(),
        },
      });
      const wanted = [...costs.keys()].sort((a, b) => costs[a]! - costs[b]! || a - b);
      expect([...byDemand.to]).toEqual(wanted);
    }),
  );
});

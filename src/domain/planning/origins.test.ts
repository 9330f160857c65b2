import fc from 'fast-check';
import { expect, it } from 'vitest';
import { addMonths } from '../kernel/dates.ts';
import { casesFromRecords, leastMonths, type Origin, wholeMonths } from './origins.ts';
import type { Village } from './world.ts';

const row = (at: number, people: number, village: string | null, county = 'c1'): Village => ({
  id: `r${at}`,
  name: `r${at}`,
  village,
  town: null,
  county,
  lon: 104,
  lat: 29,
  people,
  older: null,
  cases: null,
  urban: false,
  natural: 1,
});
const itself = (village: string) => [village];
const year = (village: string, each: number, months = 13): Origin[] =>
  Array.from({ length: months }, (_, at) => ({ village, month: addMonths('2026-11-01', at - months), received: each }));

it('takes the last twelve whole months: not the one that runs, nor the one in which the first case came', () => {
  expect(wholeMonths(year('v1', 1, 24), '2026-11-22')).toEqual(
    Array.from({ length: 12 }, (_, at) => addMonths('2025-11-01', at)),
  );
  expect(wholeMonths(year('v1', 1, 5), '2026-11-22')).toEqual(['2026-07-01', '2026-08-01', '2026-09-01', '2026-10-01']);
  expect(wholeMonths(year('v1', 1, 5), '2026-11-01')).toHaveLength(4);
  expect(wholeMonths([], '2026-11-22')).toEqual([]);
});

it('says nothing of a year after too few months, and counts fewer than twelve for a year', () => {
  const villages = [row(0, 100, 'v1')];
  expect(casesFromRecords(villages, year('v1', 10, leastMonths), itself, '2026-11-22')).toBeUndefined();
  expect(casesFromRecords(villages, year('v1', 10, leastMonths + 1), itself, '2026-11-22')).toMatchObject({
    months: leastMonths,
    villages: [{ cases: 120 }],
  });
});

it('does not take a county that brings nothing for one in which nobody needs anything', () => {
  const villages = [row(0, 100, 'v1'), row(1, 100, 'v2'), row(2, 100, 'v3', 'c2'), row(3, 100, null)];
  expect(casesFromRecords(villages, year('v1', 10), itself, '2026-11-22')?.villages.map(({ cases }) => cases)).toEqual([
    120,
    0,
    null,
    null,
  ]);
});

it('gives the cases of a village that was merged to the one that carries it on', () => {
  const villages = [row(0, 100, 'v1'), row(1, 100, 'v2')];
  const merged = (village: string) => (village === 'old' ? ['v2'] : [village]);
  const found = casesFromRecords(villages, [...year('v1', 1), ...year('old', 2)], merged, '2026-11-22');
  expect(found?.villages.map(({ cases }) => cases)).toEqual([12, 24]);
});

it('shares out among hamlets by people and loses no case but by rounding', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 1, maxLength: 8 }),
      fc.array(fc.nat(400), { minLength: 13, maxLength: 13 }),
      (people, counts) => {
        const origins = counts.map((received, at) => ({
          village: 'v1',
          month: addMonths('2026-11-01', at - 13),
          received,
        }));
        const villages = people.map((count, at) => row(at, count, 'v1'));
        const found = casesFromRecords(villages, origins, itself, '2026-11-22')!;
        const sum = found.villages.reduce((all, { cases }) => all + cases!, 0);
        const given = counts.slice(1).reduce((all, count) => all + count, 0);
        expect(Math.abs(sum - given)).toBeLessThanOrEqual(people.length / 2);
      },
    ),
  );
});

import { describe, expect, test } from 'vitest';
import { parseName } from '#domain/identity/names.ts';
import { parseMobile } from '#domain/identity/phone.ts';
import { parseResidentId } from '#domain/identity/resident-id.ts';
import { demoPersonAt, demoPersons, mostPersons } from './persons.ts';
import { generatePrefecture } from './prefecture.ts';

const villages = generatePrefecture({ sites: 30 }).divisions.filter((division) => division.level === 'village');
const context = { today: '2026-01-01', sampleRegion: true };

describe('invented residents', () => {
  const people = demoPersons(20_000, 1, villages);

  test('have numbers, names and telephones that are in order, of the fictional region', () => {
    for (const { name, idNumber, birthDate, sex, mobile } of people.slice(0, 3000)) {
      const id = parseResidentId(idNumber, context);
      expect(id).toMatchObject({ ok: true, value: { number: idNumber, birthDate, sex, sample: true } });
      expect(parseName(name)).toEqual({ ok: true, value: name });
      if (mobile !== null) {
        expect(parseMobile(mobile)).toEqual({ ok: true, value: mobile });
        expect(mobile).toMatch(/^154/);
      }
    }
  });

  test('no number comes twice, far apart or near', () => {
    expect(new Set(people.map((person) => person.idNumber)).size).toBe(people.length);
    const personAt = demoPersonAt(1, villages);
    const far = Array.from(
      { length: 5000 },
      (_, at) => people.length + Math.floor((at * (mostPersons - people.length)) / 5000),
    );
    const numbers = [...people.map((person) => person.idNumber), ...far.map((index) => personAt(index).idNumber)];
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  test('each is a function of the seed and its number alone', () => {
    const personAt = demoPersonAt(1, villages);
    for (const index of [19_999, 7, 12_345]) expect(personAt(index)).toEqual(people[index]);
    expect(demoPersonAt(2, villages)(7)).not.toEqual(people[7]);
    expect(() => personAt(mostPersons)).toThrow(RangeError);
    expect(() => personAt(-1)).toThrow(RangeError);
    expect(personAt(mostPersons - 1).idNumber).toHaveLength(18);
  });

  test('live where the people live', () => {
    const total = villages.reduce((sum, village) => sum + village.population, 0);
    const counts = Map.groupBy(people, (person) => person.villageId);
    for (const { id, population } of villages) {
      const share = (counts.get(id)?.length ?? 0) / people.length;
      expect(Math.abs(share - population / total)).toBeLessThan(0.02);
    }
  });

  test('have names of two to four characters, the commonest first, and families share a telephone', () => {
    const lengths = Map.groupBy(people, (person) => [...person.name].length);
    expect([...lengths.keys()].toSorted()).toEqual([2, 3, 4]);
    expect(lengths.get(3)!.length).toBeGreaterThan(lengths.get(2)!.length);
    const surnames = Map.groupBy(people, (person) => person.name[0]);
    expect(surnames.get('王')!.length / people.length).toBeGreaterThan(0.05);
    const phones = Map.groupBy(
      people.filter((person) => person.mobile),
      (person) => person.mobile,
    );
    const sizes = new Set([...phones.values()].map((family) => family.length));
    expect(Math.max(...sizes)).toBeLessThanOrEqual(4);
    expect(Math.max(...sizes)).toBeGreaterThan(1);
    const men = people.filter((person) => person.sex === 'male').length / people.length;
    expect(Math.abs(men - 0.5)).toBeLessThan(0.02);
  });
});

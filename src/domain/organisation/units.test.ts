import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Division, type Level, levelOf, nameOn, successors } from './divisions.ts';
import { applyUnitChange, competentUnit, divisionAt, Unit, UnitChange, type UnitKind } from './units.ts';

const id = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;

const division = (n: number, code: string): Division => ({
  id: id(n),
  code,
  level: levelOf(code)!,
  parentId: null,
  name: code,
  aliases: [],
  validFrom: '2000-01-01',
  validTo: null,
  past: [],
  became: [],
});
const city = division(1, '990100000000');
const county = division(2, '990101000000');
const town = division(3, '990101100000');
const village = division(4, '990101100001');
const path = [city, county, town, village];

const unit = (n: number, at: Division, kind: UnitKind, departments: string[], parent: number | null = null): Unit =>
  Unit.parse({
    id: id(n),
    divisionId: at.id,
    parentId: parent === null ? null : id(parent),
    name: `unit ${n}`,
    aliases: [],
    kind,
    departments,
    validFrom: '2000-01-01',
    validTo: null,
    past: [],
    became: [],
  });

const units = [
  unit(10, city, 'government', []),
  unit(11, city, 'bureau', ['employment', 'social-insurance', 'arbitration'], 10),
  unit(12, city, 'agency', ['arbitration'], 11),
  unit(13, city, 'bureau', ['medical-insurance'], 10),
  unit(20, county, 'bureau', ['employment', 'social-insurance'], 11),
  unit(21, county, 'agency', ['social-insurance', 'employment'], 20),
  unit(30, town, 'service-centre', []),
  unit(31, town, 'agency', ['civil-affairs'], 30),
  unit(40, village, 'station', []),
];

describe('who has the power', () => {
  const at = (level: Level, department: string) => competentUnit(units, path, level, department)?.id;

  test('the most specialised unit, and among equals the one deeper in the tree', () => {
    expect(at('city', 'arbitration')).toBe(id(12));
    expect(at('city', 'employment')).toBe(id(11));
    expect(at('county', 'employment')).toBe(id(21));
  });
  test('powers may lie with several bureaus', () => expect(at('city', 'medical-insurance')).toBe(id(13)));
  test('a town or a village falls back to its general counter, a county does not', () => {
    expect(at('town', 'employment')).toBe(id(30));
    expect(at('town', 'civil-affairs')).toBe(id(31));
    expect(at('village', 'anything-else')).toBe(id(40));
    expect(at('county', 'arbitration')).toBeUndefined();
  });
  test('a town does not answer for a village that was not named', () => {
    expect(competentUnit(units, [city, county, town], 'village', 'employment')).toBeUndefined();
    expect(competentUnit(units, [], 'city', 'employment')).toBeUndefined();
  });
  test('a missing level is answered for from above, at the top by the top', () => {
    const dongguan = [division(50, '441900000000'), division(51, '441900003000'), division(52, '441900003001')];
    expect(divisionAt(dongguan, 'county')?.id).toBe(id(50));
    const jiyuan = [division(60, '419001000000'), division(61, '419001100000')];
    expect(divisionAt(jiyuan, 'city')?.id).toBe(id(60));
  });
  test('the order in which units come does not matter', () => {
    const levels = fc.constantFrom<Level>('city', 'county', 'town', 'village');
    const departments = fc.constantFrom('employment', 'arbitration', 'social-insurance', 'x');
    const shuffled = fc.shuffledSubarray(units, { minLength: units.length });
    fc.assert(
      fc.property(shuffled, levels, departments, (other, level, department) => {
        expect(competentUnit(other, path, level, department)).toEqual(competentUnit(units, path, level, department));
      }),
    );
  });
});

describe('units change, their past stays', () => {
  const order = { effectiveOn: '2012-06-30', document: '市编委〔2012〕3号' };
  const done = (change: UnitChange) => {
    const result = applyUnitChange(units, UnitChange.parse(change));
    expect(result.problems).toEqual([]);
    return (n: number) => Unit.parse(result.units.find((each) => each.id === id(n)));
  };
  const refused = (change: UnitChange) => {
    const result = applyUnitChange(units, change);
    expect(result.units).toBe(units);
    return result.problems.map((each) => each.code);
  };

  test('all are renamed by one order', () => {
    const to = ['人力资源和社会保障服务中心', '人力资源和社会保障服务站'];
    const unitAfter = done({ kind: 'rename', ...order, from: [id(30), id(40)], to });
    expect(nameOn(unitAfter(30), '2012-06-29')).toBe('unit 30');
    expect(nameOn(unitAfter(30), '2012-06-30')).toBe(to[0]);
    expect(unitAfter(40).aliases).toEqual(['unit 40']);
  });
  test('merged: those below follow, old cases find the one that goes on', () => {
    const unitAfter = done({ kind: 'merge', ...order, from: [id(13)], into: id(11), name: '大局' });
    expect(unitAfter(13).validTo).toBe('2012-06-30');
    expect(successors([unitAfter(13), unitAfter(11)], id(13), '2020-01-01')).toEqual([id(11)]);
    const below = done({ kind: 'merge', ...order, from: [id(11)], into: id(13), name: '大局' });
    expect(below(12).parentId).toBe(id(13));
    expect(below(12).past[0]?.parentId).toBe(id(11));
  });
  test('closed with a successor', () => {
    expect(done({ kind: 'close', ...order, from: [id(12)], became: [id(11)] })(12).became).toEqual([id(11)]);
  });
  test('what cannot be is refused', () => {
    expect(refused({ kind: 'close', ...order, from: [id(11)], became: [] })).toContain('children-left');
    expect(refused({ kind: 'move', ...order, from: [id(11)], parentId: id(12), divisionId: city.id })).toEqual([
      'circle',
    ]);
    expect(refused({ kind: 'rename', ...order, from: [id(30), id(30)], to: ['a', 'b'] })).toEqual(['twice']);
    expect(refused({ kind: 'rename', ...order, from: [id(30)], to: [] })).toEqual(['uneven']);
    expect(refused({ kind: 'rename', ...order, from: [id(99)], to: ['a'] })).toEqual(['unknown']);
    expect(refused({ kind: 'rename', ...order, effectiveOn: '1990-01-01', from: [id(30)], to: ['a'] })).toEqual([
      'not-in-force',
    ]);
  });
});

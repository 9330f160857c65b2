import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  applyChange,
  Division,
  DivisionChange,
  DivisionCode,
  divisionOn,
  existsOn,
  levelOf,
  nameOn,
  parentCode,
  pathOn,
  successors,
} from './divisions.ts';

const id = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;

const division = (n: number, code: string, name: string, parent: number | null): Division => ({
  id: id(n),
  code,
  level: levelOf(code)!,
  parentId: parent === null ? null : id(parent),
  name,
  aliases: [],
  validFrom: '2000-01-01',
  validTo: null,
  past: [],
  became: [],
});

const small = [
  division(1, '990100000000', '榕川市', null),
  division(2, '990101000000', '云汀区', 1),
  division(3, '990102000000', '岚屏县', 1),
  division(4, '990101100000', '甲镇', 2),
  division(5, '990101101000', '乙镇', 2),
  division(6, '990102100000', '丙镇', 3),
  division(7, '990101100001', '甲一村', 4),
  division(8, '990101100002', '甲二村', 4),
  division(9, '990101101001', '乙一村', 5),
  division(10, '990102100001', '丙一村', 6),
];

const done = (divisions: readonly Division[], change: DivisionChange) => {
  const result = applyChange(divisions, DivisionChange.parse(change));
  expect(result.problems).toEqual([]);
  for (const each of result.divisions) Division.parse(each);
  return result.divisions;
};
const refused = (divisions: readonly Division[], change: DivisionChange) => {
  const result = applyChange(divisions, change);
  expect(result.divisions).toBe(divisions);
  return result.problems.map((each) => each.code);
};
const get = (divisions: readonly Division[], n: number) => divisions.find((each) => each.id === id(n))!;
const order = { effectiveOn: '2020-07-01', document: '榕府函〔2020〕7号' };

describe('division codes', () => {
  test.each([
    ['990100000000', 'city', null],
    ['990101000000', 'county', '990100000000'],
    ['990101001000', 'town', '990101000000'],
    ['990101001002', 'village', '990101001000'],
    ['990101001002-01', 'grid', '990101001002'],
    ['419001000000', 'county', null],
    ['419001100000', 'town', '419001000000'],
    ['441900003000', 'town', '441900000000'],
    ['441900003001', 'village', '441900003000'],
    ['110000000000', 'city', null],
    ['110101000000', 'county', '110000000000'],
    ['500229000000', 'county', '500000000000'],
  ])('%s is a %s under %s', (code, level, parent) => {
    expect(levelOf(code)).toBe(level);
    expect(parentCode(code)).toBe(parent);
  });
  test.each([
    '510000000000',
    '510001000000',
    '990101000001',
    '000000000000',
    '99010100100',
    '9901010010021',
    '1.10102E+11',
    '990101001000-01',
    '',
  ])('%j is no division', (code) => {
    expect(DivisionCode.safeParse(code).success).toBe(false);
  });
  test('climbing by code always ends at a city or at a county without a prefecture', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[1-9]\d{11}(-\d{2})?$/), (code) => {
        fc.pre(levelOf(code) !== undefined);
        let top = code;
        for (let up = parentCode(top); up !== null; up = parentCode(top)) {
          expect(levelOf(up)).toBeDefined();
          top = up;
        }
        expect(levelOf(top) === 'city' || top.slice(2, 4) === '90').toBe(true);
      }),
    );
  });
});

describe('changes as data', () => {
  test('a rename keeps the old name for old dates and for searches', () => {
    const after = done(small, { kind: 'rename', ...order, from: [id(4)], to: [{ name: '甲街道' }] });
    expect(nameOn(get(after, 4), '2020-06-30')).toBe('甲镇');
    expect(nameOn(get(after, 4), '2020-07-01')).toBe('甲街道');
    expect(nameOn(get(after, 4), '1999-01-01')).toBe('甲镇');
    expect(get(after, 4).aliases).toEqual(['甲镇']);
    expect(successors(after, id(4), '2026-01-01')).toEqual([id(4)]);
  });

  test('many are renamed by one order, and a second order of the same day leaves one entry', () => {
    const first = done(small, {
      kind: 'rename',
      ...order,
      from: [id(7), id(8)],
      to: [{ name: '甲一社区' }, { name: '甲二社区' }],
    });
    const second = done(first, { kind: 'rename', ...order, document: '更正', from: [id(7)], to: [{ name: '东社区' }] });
    expect(get(second, 7).past).toHaveLength(1);
    expect(get(second, 7).past[0]?.documents).toEqual([order.document, '更正']);
    expect(get(second, 7).past[0]?.name).toBe('甲一村');
  });

  test('a recode takes the codes below along', () => {
    const after = done(small, { kind: 'recode', ...order, from: [id(3)], to: [{ code: '990181000000' }] });
    expect(get(after, 6).code).toBe('990181100000');
    expect(get(after, 10).code).toBe('990181100001');
    expect(divisionOn(get(after, 10), '2020-06-30').code).toBe('990102100001');
  });

  test('a moved town belongs to its old county on old dates', () => {
    const after = done(small, { kind: 'move', ...order, from: [id(5)], to: [{ parentId: id(3) }] });
    expect(pathOn(after, id(9), '2020-06-30').map((each) => each.name)).toEqual(['榕川市', '云汀区', '乙镇', '乙一村']);
    expect(pathOn(after, id(9), '2020-07-01').map((each) => each.name)).toEqual(['榕川市', '岚屏县', '乙镇', '乙一村']);
  });

  test('merged into a new one: villages move along, the old ones end and lead to the new', () => {
    const target = { id: id(20), code: '990101102000', name: '甲乙镇', parentId: id(2) };
    const after = done(small, { kind: 'merge', ...order, from: [id(4), id(5)], to: [target] });
    expect(get(after, 4).validTo).toBe('2020-07-01');
    expect(nameOn(get(after, 4), '2030-01-01')).toBe('甲镇');
    expect(successors(after, id(4), '2020-06-30')).toEqual([id(4)]);
    expect(successors(after, id(4), '2020-07-01')).toEqual([id(20)]);
    expect([7, 8, 9].map((n) => get(after, n).parentId)).toEqual([id(20), id(20), id(20)]);
    expect(get(after, 20).aliases).toEqual(['甲镇', '乙镇']);
  });

  test('merged into one of them, which stays', () => {
    const target = { id: id(4), code: '990101100000', name: '甲镇', parentId: id(2) };
    const after = done(small, { kind: 'merge', ...order, from: [id(4), id(5)], to: [target] });
    expect(get(after, 4).validTo).toBeNull();
    expect(successors(after, id(5), '2021-01-01')).toEqual([id(4)]);
    expect(get(after, 9).parentId).toBe(id(4));
  });

  test('split in two, and one of those split again: an old case finds all three', () => {
    const after = done(small, {
      kind: 'split',
      ...order,
      from: [id(4)],
      to: [
        { id: id(20), code: '990101102000', name: '甲东镇', parentId: id(2), children: [id(7)] },
        { id: id(21), code: '990101103000', name: '甲西镇', parentId: id(2), children: [id(8)] },
      ],
    });
    expect(successors(after, id(4), '2021-01-01')).toEqual([id(20), id(21)]);
    const again = done(after, {
      kind: 'split',
      effectiveOn: '2022-01-01',
      document: '再分',
      from: [id(21)],
      to: [
        { id: id(22), code: '990101104000', name: '甲南镇', parentId: id(2), children: [] },
        { id: id(23), code: '990101105000', name: '甲北镇', parentId: id(2), children: [id(8)] },
      ],
    });
    expect(successors(again, id(4), '2021-12-31')).toEqual([id(20), id(21)]);
    expect(successors(again, id(4), '2022-01-01')).toEqual([id(20), id(22), id(23)]);
  });

  test('a part is taken off and the rest stays', () => {
    const after = done(small, {
      kind: 'split',
      ...order,
      from: [id(4)],
      to: [
        { id: id(4), code: '990101100000', name: '甲镇', parentId: id(2), children: [id(7)] },
        { id: id(20), code: '990101102000', name: '新区街道', parentId: id(2), children: [id(8)] },
      ],
    });
    expect(get(after, 4).validTo).toBeNull();
    expect(get(after, 7).parentId).toBe(id(4));
    expect(get(after, 8).parentId).toBe(id(20));
  });

  test('what cannot be is refused with its reason and changes nothing', () => {
    const rename = (n: number, extra = {}) =>
      refused(small, { kind: 'rename', ...order, from: [id(n)], to: [{ name: '新' }], ...extra });
    expect(rename(99)).toEqual(['unknown']);
    expect(rename(4, { effectiveOn: '1999-12-31' })).toContain('not-in-force');
    expect(rename(4, { to: [] })).toEqual(['uneven']);
    expect(rename(4, { from: [id(4), id(4)], to: [{ name: 'a' }, { name: 'b' }] })).toEqual(['twice']);
    const renamed = done(small, { kind: 'rename', ...order, from: [id(4)], to: [{ name: '甲街道' }] });
    const earlier = {
      kind: 'rename',
      effectiveOn: '2019-01-01',
      document: 'x',
      from: [id(4)],
      to: [{ name: 'y' }],
    } as const;
    expect(refused(renamed, { ...earlier, from: [...earlier.from], to: [...earlier.to] })).toEqual(['out-of-order']);

    const recode = (code: string) => refused(small, { kind: 'recode', ...order, from: [id(4)], to: [{ code }] });
    expect(recode('990101101000')).toContain('code-taken');
    expect(recode('990101101001')).toContain('code-level');

    const move = (n: number, parent: number) =>
      refused(small, { kind: 'move', ...order, from: [id(n)], to: [{ parentId: id(parent) }] });
    expect(move(1, 2)).toEqual(['top']);
    expect(move(4, 7)).toEqual(['parent']);
    expect(move(4, 99)).toEqual(['parent']);

    const target = { id: id(20), code: '990101102000', name: '并', parentId: id(2) };
    const merge = (from: number[], to = target) =>
      refused(small, { kind: 'merge', ...order, from: from.map(id), to: [to] });
    expect(merge([4, 7])).toEqual(['levels-differ']);
    expect(merge([4, 5], { ...target, id: id(6) })).toEqual(['id-taken']);
    expect(merge([4, 5], { ...target, parentId: id(4) })).toContain('parent');

    const split = (children: number[][]) =>
      refused(small, {
        kind: 'split',
        ...order,
        from: [id(4)],
        to: children.map((each, n) => ({
          ...target,
          id: id(20 + n),
          code: `99010110${2 + n}000`,
          children: each.map(id),
        })),
      });
    expect(split([[7], []])).toEqual(['children-left']);
    expect(split([[7, 8], [8]])).toEqual(['child-twice']);
    expect(split([[7, 8], [9]])).toEqual(['not-a-child']);
  });
});

/** Random orders over the small tree; many are nonsense and must be refused, the others must keep the tree whole. */
const anyId = fc.integer({ min: 1, max: 40 }).map(id);
const anyName = fc.stringMatching(/^[甲乙丙丁]{1,3}$/);
const anyCode = fc
  .tuple(fc.constantFrom('990101', '990102', '990103'), fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 4 }))
  .map(
    ([county, town, village]) =>
      `${county}${town ? 100 + town : '000'}${town ? String(village).padStart(3, '0') : '000'}`,
  );
const anyTarget = fc.record({ id: anyId, code: anyCode, name: anyName, parentId: anyId });
const anyOrder = {
  effectiveOn: fc.constantFrom('2001-01-01', '2005-05-05', '2010-10-10', '2020-02-29'),
  document: fc.constant('令'),
};
const anyFrom = fc.array(anyId, { minLength: 1, maxLength: 2 });
const anyChange: fc.Arbitrary<DivisionChange> = fc.oneof(
  fc.record({
    kind: fc.constant('rename' as const),
    ...anyOrder,
    from: anyFrom,
    to: fc.array(fc.record({ name: anyName }), { maxLength: 2 }),
  }),
  fc.record({
    kind: fc.constant('recode' as const),
    ...anyOrder,
    from: anyFrom,
    to: fc.array(fc.record({ code: anyCode }), { maxLength: 2 }),
  }),
  fc.record({
    kind: fc.constant('move' as const),
    ...anyOrder,
    from: anyFrom,
    to: fc.array(fc.record({ parentId: anyId }), { maxLength: 2 }),
  }),
  fc.record({
    kind: fc.constant('merge' as const),
    ...anyOrder,
    from: fc.array(anyId, { minLength: 2, maxLength: 3 }),
    to: fc.tuple(anyTarget),
  }),
);

/** A split that shares the children out as the map stands, which a blind draw would hardly ever hit. */
const splitNow = (
  divisions: readonly Division[],
  pick: number,
  fresh: number,
  on: string,
): DivisionChange | undefined => {
  const candidates = divisions.filter((each) => each.parentId !== null && each.validTo === null);
  const source = candidates[pick % candidates.length];
  if (!source) return undefined;
  const children = divisions
    .filter((each) => each.parentId === source.id && each.validTo === null)
    .map((each) => each.id);
  const suffix = { county: '000000', town: '000', village: '', city: '', grid: '' }[source.level];
  const stem = source.code.slice(0, 12 - suffix.length - 2);
  const target = (n: number, own: string[]) => ({
    id: id(n),
    code: `${stem}${n}${suffix}`,
    name: `新${n}`,
    parentId: source.parentId!,
    children: own,
  });
  return {
    kind: 'split',
    effectiveOn: on,
    document: '分',
    from: [source.id],
    to: [target(fresh, children.slice(0, 1)), target(fresh + 1, children.slice(1))],
  };
};

test('whatever is ordered, the tree stays a tree, nothing vanishes, and old dates read as before', {
  timeout: 30_000,
}, () => {
  let accepted = 0;
  const step = fc.oneof(anyChange, fc.record({ pick: fc.nat(50), on: anyOrder.effectiveOn }));
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      let divisions: readonly Division[] = small;
      let fresh = 50;
      for (const each of steps) {
        const change = 'kind' in each ? each : splitNow(divisions, each.pick, fresh, each.on);
        fresh += 2;
        if (!change) continue;
        const { divisions: after, problems } = applyChange(divisions, change);
        if (problems.length > 0) {
          expect(after).toBe(divisions);
          continue;
        }
        accepted++;
        const on = change.effectiveOn;
        for (const before of divisions) {
          const now = after.find((other) => other.id === before.id);
          expect(now).toBeDefined();
          for (const date of ['2000-01-01', '2001-01-01', '2004-04-04', '2009-09-09', '2019-01-01'].filter(
            (d) => d < on,
          )) {
            expect(existsOn(now!, date)).toBe(existsOn(before, date));
            if (date < before.validFrom) continue;
            expect(nameOn(now!, date)).toBe(nameOn(before, date));
            expect(divisionOn(now!, date).code).toBe(divisionOn(before, date).code);
            expect(divisionOn(now!, date).parentId).toBe(divisionOn(before, date).parentId);
          }
          if (existsOn(before, on)) expect(successors(after, before.id, on).length).toBeGreaterThan(0);
        }
        const living = after.filter((other) => other.validTo === null);
        expect(new Set(living.map((other) => other.code)).size).toBe(living.length);
        for (const other of living) {
          const path = pathOn(after, other.id, '2030-01-01');
          expect(path[0]?.id).toBe(id(1));
          expect(path.every((above) => above.validTo === null)).toBe(true);
        }
        divisions = after;
      }
    }),
    { numRuns: 200 },
  );
  expect(accepted).toBeGreaterThan(50);
});

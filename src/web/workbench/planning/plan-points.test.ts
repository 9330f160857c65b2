import { expect, it } from 'vitest';
import type { Change } from '#api/planning.ts';
import { planPoints, standsAt } from './plan-points.ts';

const points = ['a', 'b', 'c', 'd'].map((id, at) => ({
  id,
  name: id,
  level: 'village' as const,
  lon: 100 + at,
  lat: 30,
}));
const open: Change = { kind: 'open', site: 'n', name: 'new', level: 'town', lon: 110, lat: 31, clerks: 1 };
const looks = (after: Change[], before: Change[] = []) =>
  Object.fromEntries(planPoints(points, after, before, () => '').map(({ id, look }) => [id, look]));

it('tells what a plan does to the network of today', () => {
  const changes: Change[] = [
    { kind: 'close', site: 'a' },
    { kind: 'move', site: 'b', lon: 101.5, lat: 30 },
    { kind: 'staff', site: 'b', clerks: 3 },
    { kind: 'upgrade', site: 'c', level: 'town' },
    open,
  ];
  expect(looks(changes)).toEqual({ a: 'closed', b: 'moved', c: 'upgraded', d: 'there', n: 'opened' });
  const drawn = new Map(planPoints(points, changes, [], () => '').map((point) => [point.id, point]));
  expect(drawn.get('b')?.at).toEqual([101.5, 30]);
  expect(drawn.get('c')?.level).toBe('town');
});

it('tells between two plans only what differs', () => {
  const closesA: Change = { kind: 'close', site: 'a' };
  expect(looks([closesA], [closesA])).toMatchObject({ a: 'faint' });
  expect(looks([], [closesA])).toMatchObject({ a: 'opened' });
  expect(looks([{ kind: 'close', site: 'b' }], [open])).toMatchObject({ b: 'closed', n: 'closed' });
  expect(looks([open], [open])).toMatchObject({ n: 'there' });
  const rise: Change = { kind: 'upgrade', site: 'c', class: 'II' };
  expect(looks([rise])).toMatchObject({ c: 'upgraded' });
  expect(looks([rise], [rise])).toMatchObject({ c: 'there' });
});

it('says where a point stands that a plan moves or opens, and that a closed one stands nowhere', () => {
  const changes: Change[] = [{ kind: 'close', site: 'a' }, { kind: 'move', site: 'b', lon: 101.5, lat: 30 }, open];
  expect(standsAt(points, changes, 'a')).toBeUndefined();
  expect(standsAt(points, changes, 'b')).toEqual({ name: 'b', at: [101.5, 30] });
  expect(standsAt(points, changes, 'c')).toEqual({ name: 'c', at: [102, 30] });
  expect(standsAt(points, changes, 'n')).toEqual({ name: 'new', at: [110, 31] });
  expect(standsAt(points, changes, 'x')).toBeUndefined();
});

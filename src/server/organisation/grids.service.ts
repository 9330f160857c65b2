import { type FieldProblem, Refused } from '#domain/kernel/problem.ts';
import { existsOn } from '#domain/organisation/divisions.ts';
import { lastChange } from '#domain/organisation/history.ts';
import type { Ctx } from '../context.ts';
import {
  type DivisionRecord,
  type OrganisationMap,
  organisationWithin,
  today,
  touchOrganisation,
} from './organisation.cache.ts';
import * as repository from './organisation.repository.ts';

/** The next suffix that no grid of the village ever had: old papers go on naming the old grid. */
function nextCode(map: OrganisationMap, village: DivisionRecord): string {
  const taken = (map.children.get(village.id) ?? []).map(({ code }) => Number(code.split('-')[1] ?? 0));
  const next = Math.max(0, ...taken) + 1;
  return `${village.code}-${String(next).padStart(2, '0')}`;
}

const refuse = (path: string, code: string, params?: FieldProblem['params']): never => {
  throw new Refused('input.invalid', { count: 1 }, [{ path, code, ...(params && { params }) }]);
};

/** A grid (网格) below a village. It is nobody's office: people are found by it, cases go by the village. */
export async function openGrid(ctx: Ctx, wish: { village: string; name: string }): Promise<{ id: string }> {
  await touchOrganisation(ctx);
  const map = await organisationWithin(ctx.db);
  const on = today(ctx);
  const village = map.divisions.get(wish.village);
  if (village?.level !== 'village' || !existsOn(village, on)) return refuse('village', 'grid.no-village');
  const name = wish.name.trim();
  const siblings = (map.children.get(village.id) ?? []).filter((grid) => grid.validTo === null);
  if (siblings.some((grid) => grid.name === name)) return refuse('name', 'grid.name-taken', { name });
  const code = nextCode(map, village);
  if (code.length > 16) return refuse('village', 'grid.too-many');
  const id = ctx.app.id();
  await repository.insertDivisions(ctx.db, [
    {
      id,
      code,
      level: 'grid',
      parentId: village.id,
      ancestors: [...village.ancestors, id],
      name,
      nameEn: '',
      aliases: [],
      population: null,
      lon: null,
      lat: null,
      validFrom: on,
      validTo: null,
      past: [],
      became: [],
    },
  ]);
  return { id };
}

/** From that day on it is there no more; its code is not given out again. */
export async function closeGrid(ctx: Ctx, wish: { grid: string; on: string; document: string }): Promise<void> {
  if (wish.on > today(ctx)) throw new Refused('organisation.not-yet', { date: wish.on });
  await touchOrganisation(ctx);
  const map = await organisationWithin(ctx.db);
  const grid = map.divisions.get(wish.grid);
  if (!grid) throw new Refused('not-found');
  if (grid.level !== 'grid') return refuse('grid', 'grid.only-grids');
  if (grid.validTo !== null || !existsOn(grid, wish.on))
    return refuse('on', 'division.not-in-force', { date: wish.on });
  if (lastChange(grid) > wish.on) return refuse('on', 'division.out-of-order', { date: lastChange(grid) });
  await repository.saveDivisions(ctx.db, { added: [], changed: [{ ...grid, validTo: wish.on }] });
  await repository.insertDivisionChange(ctx, {
    kind: 'close',
    effectiveOn: wish.on,
    document: wish.document,
    from: [grid.id],
    to: [],
  });
}

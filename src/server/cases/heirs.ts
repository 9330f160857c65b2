import type { CaseState } from '#domain/cases/state.ts';
import { existsOn } from '#domain/organisation/divisions.ts';
import type { OrganisationMap } from '../organisation/index.ts';

/** The successor of a unit that has since ended too, as far as there is just one. */
function living(map: OrganisationMap, id: string, on: string): string | null {
  for (let unit = map.units.get(id); unit; unit = map.units.get(unit.became.length === 1 ? unit.became[0]! : '')) {
    if (existsOn(unit, on)) return unit.id;
  }
  return null;
}

/** Of several successors the one on the applicant's own path, else the first. */
export function heirOf(
  map: OrganisationMap,
  heirs: readonly string[],
  { path }: Pick<CaseState, 'path'>,
  on: string,
): string | null {
  const alive = heirs.map((id) => living(map, id, on)).filter((id) => id !== null);
  const home = new Set(Object.values(path));
  return alive.find((id) => home.has(map.units.get(id)?.divisionId ?? '')) ?? alive[0] ?? null;
}

/** Who goes on for a unit that has ended, in one case: its heir, else the unit above; null for a unit that stands. */
export function successorOf(
  map: OrganisationMap,
  id: string,
  state: Pick<CaseState, 'path'>,
  on: string,
): string | null {
  const unit = map.units.get(id);
  if (!unit || existsOn(unit, on)) return null;
  const heir = heirOf(map, unit.became, state, on);
  if (heir !== null) return heir;
  for (let above = map.above(id); above; above = map.above(above.id)) if (existsOn(above, on)) return above.id;
  return null;
}

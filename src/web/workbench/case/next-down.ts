import { useQuery } from '@tanstack/react-query';
import type { CaseView } from '#api/cases.ts';
import type { UnitView } from '#api/organisation.ts';
import { type Level, levels } from '#domain/catalogue/item.ts';
import { client } from '../api.ts';
import type { Picked } from '../ui/pickers.tsx';

/** The level at which a result rests next on its way from one level to another: one step down, never past the last. */
function levelBelow(from: Level, to: Level): Level {
  const at = levels.indexOf(from) - 1;
  return levels[Math.max(at, levels.indexOf(to))] ?? to;
}

/** A parcel goes where there is a counter to fetch it from. */
const isCounter = ({ kind }: UnitView): boolean => kind === 'service-centre' || kind === 'station';

/**
 * The unit to which a result goes next on its way to the place where it is fetched: the town's on the way from the county to
 * a village. Where the town has none, the last one straight away.
 */
async function nextDown(view: CaseView, signal: AbortSignal): Promise<Picked | null> {
  const [at, target] = [view.parcel?.at, view.delivery.unit];
  if (!at || !target || at.id === target.id) return null;
  const level = levelBelow(at.level, target.level);
  const last = { id: target.id, name: target.name };
  if (level === target.level) return last;
  const { items } = await client.organisation.units({ find: target.name, limit: 20 }, { signal });
  const place = items.find((unit) => unit.id === target.id);
  if (!place) return last;
  const { path } = await client.organisation.division({ id: place.division.id }, { signal });
  const division = path.find((one) => one.level === level);
  if (!division) return last;
  const between = await client.organisation.units({ division: division.id, limit: 20 }, { signal });
  const there = between.items.filter((one) => one.level === level && one.division.id === division.id);
  const unit = there.find(isCounter) ?? there[0];
  return unit ? { id: unit.id, name: unit.name } : last;
}

export function useNextDown(view: CaseView): Picked | undefined {
  const found = useQuery({
    queryKey: ['next-down', view.parcel?.at.id, view.delivery.unit?.id],
    queryFn: ({ signal }) => nextDown(view, signal),
  });
  return found.data ?? undefined;
}

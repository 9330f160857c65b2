import type { Change, PointView } from '#api/planning.ts';
import { plainColour } from '../../shared/map/classes.ts';
import type { SiteLevel } from '../../shared/map/ground.ts';
import type { Lonlat } from '../../shared/map/mercator.ts';
import type { DrawnPoint, PointLook } from '../../shared/map/scene.ts';

/** How a plan leaves a point that it touches. */
interface Left {
  there?: boolean;
  name?: string;
  at?: Lonlat;
  level?: SiteLevel;
}
type Drawable = Pick<PointView, 'id' | 'name' | 'level' | 'lon' | 'lat'>;

function leftBy(changes: readonly Change[]): Map<string, Left> {
  const left = new Map<string, Left>();
  const put = (site: string, more: Left) => left.set(site, { ...left.get(site), ...more });
  for (const change of changes) {
    if (change.kind === 'close') put(change.site, { there: false });
    else if (change.kind === 'move') put(change.site, { at: [change.lon, change.lat] });
    else if (change.kind === 'upgrade') put(change.site, { ...(change.level && { level: change.level }) });
    else if (change.kind === 'open') {
      const { site, name, level, lon, lat } = change;
      put(site, { there: true, name, level, at: [lon, lat] });
    }
  }
  return left;
}

/** Where a point stands under `changes`, and its name there; undefined for one that is closed, unknown or without a place. */
export function standsAt(
  points: readonly Drawable[],
  changes: readonly Change[],
  id: string,
): { name: string; at: Lonlat } | undefined {
  const point = points.find((one) => one.id === id);
  const left = leftBy(changes).get(id);
  const name = left?.name ?? point?.name;
  const at = left?.at ?? (point && point.lon !== null && point.lat !== null && ([point.lon, point.lat] as const));
  return left?.there !== false && name !== undefined && at ? { name, at } : undefined;
}

/**
 * The points of a network as they stand under `changes`; what differs from `before` stands out. A point that both have
 * closed is faint; one that neither has is left out.
 * @param says what is told of a point beside its name
 */
export function planPoints<Point extends Drawable>(
  points: readonly Point[],
  changes: readonly Change[],
  before: readonly Change[],
  says: (point: Point | undefined) => string,
): DrawnPoint[] {
  const [is, was] = [leftBy(changes), leftBy(before)];
  const upgraded = new Set(changes.flatMap((change) => (change.kind === 'upgrade' ? [change.site] : [])));
  for (const change of before) if (change.kind === 'upgrade') upgraded.delete(change.site);
  const known = new Map(points.map((point) => [point.id, point]));
  return [...new Set([...known.keys(), ...was.keys(), ...is.keys()])].flatMap((id): DrawnPoint[] => {
    const point = known.get(id);
    const now: Left = { there: point !== undefined, ...is.get(id) };
    const then: Left = { there: point !== undefined, ...was.get(id) };
    const shown = now.there ? now : then;
    const at = shown.at ?? (point && point.lon !== null && point.lat !== null && ([point.lon, point.lat] as const));
    const level = shown.level ?? point?.level;
    if (!at || !level || (!now.there && !then.there && !point)) return [];
    const look = ((): PointLook => {
      if (!now.there) return then.there ? 'closed' : 'faint';
      if (!then.there) return 'opened';
      if (now.at?.join() !== then.at?.join()) return 'moved';
      return upgraded.has(id) || now.level !== then.level ? 'upgraded' : 'there';
    })();
    const name = shown.name ?? point?.name ?? id;
    return [{ id, level, name, at, colour: plainColour.paper, look, says: says(point), group: -1 }];
  });
}

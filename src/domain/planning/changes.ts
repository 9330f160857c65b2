import type { UnitLevel } from '../organisation/units.ts';
import type { Point, SiteClass, WorldContent } from './world.ts';

/** What a scenario changes at the network, or supposes of the world. The keys of `Change` in the contract. */
export type NetworkChange =
  | { kind: 'close' | 'keep'; site: string }
  | { kind: 'move'; site: string; lon: number; lat: number }
  | {
      kind: 'open';
      site: string;
      name: string;
      level: UnitLevel;
      lon: number;
      lat: number;
      clerks: number;
      class?: SiteClass | undefined;
      premises?: string | undefined;
    }
  | {
      kind: 'upgrade';
      site: string;
      level?: UnitLevel | undefined;
      class?: SiteClass | undefined;
      clerks?: number | undefined;
    }
  | { kind: 'staff'; site: string; clerks: number }
  | { kind: 'road-out'; lon: number; lat: number; metres: number; name: string }
  | { kind: 'road-speed'; lon: number; lat: number; metres: number; kmh: number; name: string }
  | { kind: 'people'; place: string; times: number }
  | { kind: 'ageing'; place: string; older: number };

/** Kinds of changes that suppose something of the world: they hold before and after what a plan does itself. */
export const whatIfs = [
  'staff',
  'road-out',
  'road-speed',
  'people',
  'ageing',
] as const satisfies NetworkChange['kind'][];

/** What a change is about, for taking it back: its point, its division or village, or the place on its road. */
export const subjectOf = (change: NetworkChange): string => {
  switch (change.kind) {
    case 'people':
    case 'ageing':
      return change.place;
    case 'road-out':
    case 'road-speed':
      return `road:${change.lon.toFixed(5)},${change.lat.toFixed(5)}`;
    default:
      return change.site;
  }
};

/** Changes of one subject and slot replace each other. Whether a point stands, and where, is one question; how it is staffed or graded another. */
const slotOf = (change: NetworkChange): string =>
  ['close', 'keep', 'move', 'open'].includes(change.kind) ? 'stands' : change.kind;

/**
 * The list after an edit: what was taken back is gone, what is new replaces what was said of the same thing. Level, class and clerks of
 * a point are three things. The order is that in which things were first said, so that the same edits give the same list.
 */
export function fold<C extends NetworkChange>(
  before: readonly C[],
  add: readonly C[],
  takeBack: readonly string[],
): C[] {
  const gone = new Set(takeBack);
  const list = new Map(
    before
      .filter((change) => !gone.has(subjectOf(change)))
      .map((change) => [`${slotOf(change)} ${subjectOf(change)}`, change]),
  );
  for (const change of add) {
    const key = `${slotOf(change)} ${subjectOf(change)}`;
    const was = list.get(key);
    // A point that this scenario opened does not stand today: moving it opens it elsewhere, closing it takes it back.
    if (was?.kind === 'open' && change.kind === 'move') list.set(key, { ...was, lon: change.lon, lat: change.lat });
    else if (was?.kind === 'open' && change.kind === 'close')
      for (const slot of ['stands', 'upgrade', 'staff']) list.delete(`${slot} ${change.site}`);
    else if (change.kind === 'upgrade') {
      // What closes does not rise: adopted, it would be work at a point that is gone.
      if (list.get(`stands ${change.site}`)?.kind === 'close') continue;
      // What is raised before it stands opens so.
      const own = `stands ${change.site}`;
      const at = list.get(own)?.kind === 'open' ? own : key;
      list.set(at, { ...change, ...list.get(at), ...defined(change) });
    } else {
      list.set(key, change);
      if (change.kind === 'close') list.delete(`upgrade ${change.site}`);
    }
  }
  return [...list.values()];
}

/** A road as a plan supposes it: closed near a place (`kmh` null), or driven at another speed along that road. */
export interface AlteredRoad {
  lon: number;
  lat: number;
  metres: number;
  kmh: number | null;
}

export interface Standing extends Point {
  /** Its place in the tables of travel times; what was opened or moved has none. */
  index: number | null;
  how: 'kept' | 'moved' | 'opened';
}

/** The network that a scenario would have. */
export interface Planned {
  standing: Standing[];
  closed: Point[];
  /** People of each village; the share of them who go at an old person's pace, where the scenario supposes one. */
  people: Float64Array;
  older: Float64Array | null;
  roads: AlteredRoad[];
}

/** Changes that name what is not there: told, not ignored. */
export function unknownIn(content: WorldContent, changes: readonly NetworkChange[]): string[] {
  const points = new Set(content.points.map(({ id }) => id));
  for (const change of changes) if (change.kind === 'open') points.add(change.site);
  const places = new Set([
    ...content.places.map(({ id }) => id),
    ...content.villages.flatMap(({ id, village }) => (village ? [id, village] : [id])),
  ]);
  return changes.flatMap((change) => {
    switch (change.kind) {
      case 'people':
      case 'ageing':
        return places.has(change.place) ? [] : [change.place];
      case 'open':
      case 'road-out':
      case 'road-speed':
        return [];
      default:
        return points.has(change.site) ? [] : [change.site];
    }
  });
}

export function plannedOf(content: WorldContent, changes: readonly NetworkChange[]): Planned {
  const stands = new Map<string, NetworkChange>();
  const staffed = new Map<string, { level?: UnitLevel; class?: SiteClass; clerks?: number }>();
  const planned: Planned = {
    standing: [],
    closed: [],
    people: Float64Array.from(content.villages, ({ people }) => people),
    older: null,
    roads: [],
  };
  const dwellersOf = (place: string): number[] =>
    content.villages.flatMap((each, at) =>
      [each.id, each.village, each.town, each.county].includes(place) || isCity(content, place) ? [at] : [],
    );
  for (const change of changes) {
    switch (change.kind) {
      case 'people':
        for (const at of dwellersOf(change.place)) planned.people[at] = planned.people[at]! * change.times;
        break;
      case 'ageing':
        planned.older ??= new Float64Array(content.villages.length);
        for (const at of dwellersOf(change.place)) planned.older[at] = change.older;
        break;
      case 'road-out':
      case 'road-speed': {
        const { lon, lat, metres } = change;
        planned.roads.push({ lon, lat, metres, kmh: change.kind === 'road-speed' ? change.kmh : null });
        break;
      }
      case 'upgrade':
      case 'staff':
        staffed.set(change.site, { ...staffed.get(change.site), ...defined(change) });
        break;
      default:
        stands.set(change.site, change);
    }
  }
  content.points.forEach((point, index) => {
    const change = stands.get(point.id);
    if (change?.kind === 'close') planned.closed.push(point);
    else {
      const moved = change?.kind === 'move';
      planned.standing.push({
        ...point,
        ...staffed.get(point.id),
        ...(moved && { lon: change.lon, lat: change.lat }),
        index: moved ? null : index,
        how: moved ? 'moved' : 'kept',
      });
    }
  });
  for (const change of stands.values()) {
    if (change.kind !== 'open') continue;
    const around = content.villages[nearestVillageTo(content, change)];
    planned.standing.push({
      id: change.site,
      unit: '',
      name: change.name,
      level: change.level,
      lon: change.lon,
      lat: change.lat,
      clerks: change.clerks,
      counters: change.clerks,
      class: change.class ?? null,
      county: around?.county ?? null,
      town: around?.town ?? null,
      ...staffed.get(change.site),
      index: null,
      how: 'opened',
    });
  }
  return planned;
}

const isCity = (content: WorldContent, place: string): boolean =>
  content.places.some(({ id, level }) => id === place && level === 'city');

const defined = ({
  level,
  class: grade,
  clerks,
}: {
  level?: UnitLevel | undefined;
  class?: SiteClass | undefined;
  clerks?: number | undefined;
}) => ({
  ...(level !== undefined && { level }),
  ...(grade !== undefined && { class: grade }),
  ...(clerks !== undefined && { clerks }),
});

/** The number of the village that lies nearest; -1 where there is none. A point that opens counts to its county. */
export function nearestVillageTo(content: WorldContent, spot: { lon: number; lat: number }): number {
  const squash = Math.cos((spot.lat * Math.PI) / 180);
  let best = -1;
  let least = Infinity;
  content.villages.forEach((village, at) => {
    const distance = ((village.lon - spot.lon) * squash) ** 2 + (village.lat - spot.lat) ** 2;
    if (distance < least) [least, best] = [distance, at];
  });
  return best;
}

export const countsOf = (changes: readonly NetworkChange[]) => {
  const of = (...kinds: NetworkChange['kind'][]) => changes.filter(({ kind }) => kinds.includes(kind)).length;
  return {
    close: of('close'),
    move: of('move'),
    open: of('open'),
    upgrade: of('upgrade'),
    whatIf: of(...whatIfs),
  };
};

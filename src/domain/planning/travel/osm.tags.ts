import { access, nodeTraits, type RoadClass, roadClasses, traits } from './network.ts';

/**
 * What the tags of OpenStreetMap say about a road: https://wiki.openstreetmap.org/wiki/OSM_tags_for_routing. Anything
 * that is not for the public, or still being built, is left out.
 */
export type Tags = Readonly<Record<string, string | undefined>>;

export interface TaggedRoad {
  /** Index in `roadClasses`. */
  class: number;
  access: number;
  traits: number;
  /** From a sign or a track's grade; 0: unknown. */
  kmh: number;
  name: string;
  /** Of a ferry: how long the crossing takes. */
  seconds?: number;
}

interface Usual {
  class: RoadClass;
  car: boolean;
  foot: boolean;
  bike: boolean;
}
const road = (name: RoadClass): Usual => ({ class: name, car: true, foot: true, bike: true });
const usual: Record<string, Usual> = {
  motorway: { class: 'motorway', car: true, foot: false, bike: false },
  trunk: road('trunk'),
  primary: road('primary'),
  secondary: road('secondary'),
  tertiary: road('tertiary'),
  unclassified: road('unclassified'),
  residential: road('residential'),
  living_street: road('living-street'),
  road: road('unclassified'),
  service: road('service'),
  track: road('track'),
  pedestrian: { class: 'pedestrian', car: false, foot: true, bike: false },
  footway: { class: 'path', car: false, foot: true, bike: false },
  path: { class: 'path', car: false, foot: true, bike: true },
  cycleway: { class: 'cycleway', car: false, foot: false, bike: true },
  steps: { class: 'steps', car: false, foot: true, bike: false },
  bridleway: { class: 'path', car: false, foot: false, bike: false },
  platform: { class: 'path', car: false, foot: true, bike: false },
  corridor: { class: 'path', car: false, foot: true, bike: false },
};

const shut = new Set(['no', 'agricultural', 'forestry', 'emergency', 'military', 'none', 'unsuitable']);
const shutForDriving = new Set([...shut, 'official', 'discouraged', 'psv', 'bus']);
const onlyToGetThere = new Set(['private', 'destination', 'customers', 'delivery', 'permit', 'residents']);
const rough = new Set(
  'cobblestone sett unhewn_cobblestone cobblestone:flattened brick bricks compacted wood gravel pebblestone fine_gravel grit stone rock unpaved dirt earth ground mud natural sand grass clay'.split(
    ' ',
  ),
);
const soft = new Set('dirt earth ground mud natural sand grass clay'.split(' '));
/** Of `smoothness` and, on what is no track, of `tracktype`. */
const worn = new Set('bad very_bad horrible very_horrible impassable grade2 grade3 grade4 grade5'.split(' '));
const trackKmh: Record<string, number> = { grade1: 20, grade2: 15, grade3: 12, grade4: 10 };

/** The first of some tags that is present says yes (true) or no (false). */
function allowed(tags: Tags, keys: readonly string[], barred: ReadonlySet<string>, otherwise: boolean): boolean {
  for (const key of keys) {
    const value = tags[key];
    if (value !== undefined && value !== 'unknown') return !barred.has(value);
  }
  return otherwise;
}

/** Kilometres an hour of a sign; 0: none, or none that can be believed. */
export function signKmh(value: string | undefined): number {
  const found = /^(\d+(?:\.\d+)?)\s*(mph|km\/h|kmh)?/.exec(value ?? '');
  if (!found) return 0;
  const kmh = Math.round(Number(found[1]) * (found[2] === 'mph' ? 1.609344 : 1));
  return kmh >= 10 && kmh <= 150 ? kmh : 0;
}

/** `25`, `00:25`, `1:05:00` and `PT1H5M` as seconds. */
export function durationSeconds(value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const iso = /^P(?:(\d+)D)?T?(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?$/.exec(value);
  if (iso) {
    const [days = 0, hours = 0, minutes = 0, seconds = 0] = iso.slice(1).map((part) => Number(part ?? 0));
    return ((days * 24 + hours) * 60 + minutes) * 60 + seconds || undefined;
  }
  if (!/^\d+(:\d+){0,2}$/.test(value)) return undefined;
  const parts = value.split(':').map(Number);
  const [hours = 0, minutes = 0, seconds = 0] = parts.length === 1 ? [0, parts[0]] : parts;
  return hours * 3600 + minutes * 60 + seconds || undefined;
}

type Direction = 'both' | 'forward' | 'backward';

function directionOf(tags: Tags): Direction {
  if (tags.oneway === '-1' || tags.oneway === 'reverse') return 'backward';
  if (tags.oneway === 'yes' || tags.oneway === 'true' || tags.oneway === '1') return 'forward';
  if (tags.oneway === 'no') return 'both';
  const implied = tags.junction === 'roundabout' || tags.junction === 'circular' || tags.highway === 'motorway';
  return implied ? 'forward' : 'both';
}

function bikeDirection(tags: Tags, cars: Direction): Direction {
  const own = tags['oneway:bicycle'];
  if (own === 'yes') return 'forward';
  if (own === '-1') return 'backward';
  const against = ['cycleway', 'cycleway:left', 'cycleway:right'].some((key) => tags[key]?.startsWith('opposite'));
  return own === 'no' || against ? 'both' : cars;
}

const ways = (open: boolean, direction: Direction, forward: number, backward: number): number =>
  open ? (direction === 'backward' ? 0 : forward) | (direction === 'forward' ? 0 : backward) : 0;

function ferryOf(tags: Tags): TaggedRoad | undefined {
  const car = allowed(tags, ['motorcar', 'motor_vehicle', 'vehicle', 'access'], shutForDriving, true);
  const foot = allowed(tags, ['foot', 'access'], shut, true);
  const bike = allowed(tags, ['bicycle', 'vehicle', 'access'], shut, true);
  const bits =
    ways(foot, 'both', access.walkForward, access.walkBackward) |
    ways(bike, directionOf(tags), access.ebikeForward, access.ebikeBackward) |
    ways(car, directionOf(tags), access.carForward, access.carBackward);
  if (bits === 0) return undefined;
  const seconds = durationSeconds(tags.duration);
  const ferry = { class: roadClasses.indexOf('ferry'), access: bits, traits: 0, kmh: 0, name: tags.name ?? '' };
  return seconds === undefined ? ferry : { ...ferry, seconds };
}

/** Undefined: no road, or one that nobody here may use. */
export function roadOf(tags: Tags): TaggedRoad | undefined {
  if (tags.area === 'yes') return undefined;
  const highway = tags.highway;
  if (highway === undefined) return tags.route === 'ferry' ? ferryOf(tags) : undefined;
  const link = highway.endsWith('_link');
  const kind = usual[link ? highway.slice(0, -'_link'.length) : highway];
  if (!kind) return undefined;
  const general = tags.access === undefined || tags.access === 'unknown' ? undefined : !shut.has(tags.access);
  const closed = general === false || tags.impassable === 'yes';
  const car = allowed(tags, ['motorcar', 'motor_vehicle', 'vehicle'], shutForDriving, kind.car && !closed);
  const foot = allowed(tags, ['foot'], shut, kind.foot && !closed);
  const bike = allowed(tags, ['bicycle', 'vehicle'], shut, kind.bike && !closed);
  const oneway = directionOf(tags);
  const bits =
    ways(foot, 'both', access.walkForward, access.walkBackward) |
    ways(bike, bikeDirection(tags, oneway), access.ebikeForward, access.ebikeBackward) |
    ways(car, oneway, access.carForward, access.carBackward);
  if (bits === 0) return undefined;
  const surface = tags.surface ?? '';
  const lowGrade = kind.class === 'track' && tags.tracktype !== 'grade1';
  const said = tags.motorcar ?? tags.motor_vehicle ?? tags.vehicle ?? tags.access ?? '';
  return {
    class: roadClasses.indexOf(kind.class),
    access: bits,
    traits:
      (link ? traits.link : 0) |
      (tags.junction === 'roundabout' || tags.junction === 'circular' ? traits.roundabout : 0) |
      (onlyToGetThere.has(said) ? traits.private : 0) |
      (rough.has(surface) || worn.has(tags.smoothness ?? '') || (surface === '' && worn.has(tags.tracktype ?? ''))
        ? traits.rough
        : 0) |
      (soft.has(surface) || (surface === '' && lowGrade) ? traits.soft : 0) |
      (tags.service === 'driveway' || tags.service === 'parking_aisle' || tags.service === 'drive-through'
        ? traits.driveway
        : 0) |
      (tags.service === 'alley' ? traits.alley : 0),
    kmh:
      signKmh(tags.maxspeed ?? tags['maxspeed:forward']) ||
      (kind.class === 'track' ? (trackKmh[tags.tracktype ?? ''] ?? 0) : 0),
    name: tags.name ?? tags.ref ?? '',
  };
}

/** Bits of `nodeTraits` for what stands in the road: signals, gates, bollards. */
export function nodeTraitsOf(tags: Tags): number {
  let bits = tags.highway === 'traffic_signals' ? nodeTraits.signals : 0;
  const barrier = tags.barrier;
  const blocked = general(tags) === false;
  if (barrier === undefined && !blocked) return bits;
  const gate = barrier === 'gate' || barrier === 'lift_gate' || barrier === 'swing_gate' || barrier === 'sliding_gate';
  const post = barrier === 'bollard' || barrier === 'block' || barrier === 'jersey_barrier' || barrier === 'debris';
  const narrow =
    barrier === 'cycle_barrier' || barrier === 'stile' || barrier === 'turnstile' || barrier === 'kissing_gate';
  if (gate) bits |= nodeTraits.gate;
  const car = allowed(tags, ['motorcar', 'motor_vehicle', 'vehicle'], shutForDriving, !blocked && !post && !narrow);
  const bike = allowed(tags, ['bicycle', 'vehicle'], shut, !blocked && (!narrow || barrier === 'cycle_barrier'));
  const foot = allowed(tags, ['foot'], shut, !blocked);
  return bits | (car ? 0 : nodeTraits.noCar) | (bike ? 0 : nodeTraits.noEbike) | (foot ? 0 : nodeTraits.noWalk);
}

function general(tags: Tags): boolean | undefined {
  return tags.access === undefined || tags.access === 'unknown' ? undefined : !shut.has(tags.access);
}

export const wayKeys = [
  'highway',
  'route',
  'area',
  'access',
  'impassable',
  'motorcar',
  'motor_vehicle',
  'vehicle',
  'foot',
  'bicycle',
  'oneway',
  'junction',
  'oneway:bicycle',
  'cycleway',
  'cycleway:left',
  'cycleway:right',
  'duration',
  'surface',
  'tracktype',
  'smoothness',
  'service',
  'maxspeed',
  'maxspeed:forward',
  'name',
  'ref',
];
export const nodeKeys = ['highway', 'barrier', 'access', 'motorcar', 'motor_vehicle', 'vehicle', 'foot', 'bicycle'];

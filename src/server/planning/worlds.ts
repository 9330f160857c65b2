import { Refused } from '#domain/kernel/problem.ts';
import { type TravelTable, tableOf } from '#domain/planning/reach.ts';
import type { BusLine } from '#domain/planning/travel/bus.ts';
import { type Ferry, withFerries } from '#domain/planning/travel/ferries.ts';
import type { Mode, RoadNetwork } from '#domain/planning/travel/network.ts';
import type { DataLabel, WorldContent } from '#domain/planning/world.ts';
import type { App } from '../context.ts';
import { readLayer } from './layers.service.ts';
import * as repository from './planning.repository.ts';
import { loadNetwork } from './travel/index.ts';
import { decodeTravel } from './travel.file.ts';

/** A snapshot in memory. It never changes, so nothing here is ever stale. */
export interface World {
  id: string;
  name: string;
  asOf: string;
  labels: DataLabel[];
  content: WorldContent;
  pointAt: Map<string, number>;
  villageAt: Map<string, number>;
  placeName: Map<string, string>;
  /** Undefined: not computed yet. */
  table(mode: Mode): Promise<TravelTable | undefined>;
  /** Its roads with its ferries; null: it has no roads. */
  network(): Promise<RoadNetwork | null>;
  /** Ferries that no road of the snapshot leads to on both banks. */
  ferriesOff(): Promise<Ferry[]>;
  /** Null: nobody has brought a timetable. */
  bus(): Promise<BusLine[] | null>;
}

/** A city looks at one snapshot, and at the one before to compare. */
const mostKept = 3;
const kept = new WeakMap<App, Map<string, Promise<World>>>();

export function worldOf(app: App, id: string): Promise<World> {
  const worlds = kept.get(app) ?? new Map<string, Promise<World>>();
  kept.set(app, worlds);
  const present = worlds.get(id);
  if (present) {
    worlds.delete(id);
    worlds.set(id, present);
    return present;
  }
  const loading = load(app, id);
  worlds.set(id, loading);
  loading.catch(() => worlds.delete(id));
  for (const old of worlds.keys()) {
    if (worlds.size <= mostKept) break;
    worlds.delete(old);
  }
  return loading;
}

async function load(app: App, id: string): Promise<World> {
  const row = await repository.findSnapshot(app, id);
  if (!row) throw new Refused('not-found');
  const content = JSON.parse((await app.blobs.get(row.content)).toString('utf8')) as WorldContent;
  const tables = new Map<Mode, Promise<TravelTable | undefined>>();
  let joined: Promise<Joined> | undefined;
  const joining = (): Promise<Joined> => {
    joined ??= joinNetwork(app, content);
    joined.catch(() => {
      joined = undefined;
    });
    return joined;
  };
  return {
    id,
    name: row.name,
    asOf: row.as_of,
    labels: row.labels,
    content,
    pointAt: new Map(content.points.map((point, at) => [point.id, at])),
    villageAt: new Map(content.villages.map((village, at) => [village.id, at])),
    placeName: new Map(content.places.map((place) => [place.id, place.name])),
    async table(mode) {
      const known = tables.get(mode);
      if (known) return known;
      const reading = readTable(app, id, mode);
      tables.set(mode, reading);
      const forget = () => tables.delete(mode);
      // What is not there yet is asked for again; what was computed stays.
      reading.then((table) => table ?? forget(), forget);
      return reading;
    },
    async network() {
      return (await joining()).network;
    },
    async ferriesOff() {
      return (await joining()).off;
    },
    async bus() {
      return content.bus === undefined ? null : readLayer<BusLine[]>(app, Buffer.from(content.bus, 'hex'));
    },
  };
}

interface Joined {
  network: RoadNetwork | null;
  off: Ferry[];
}

async function joinNetwork(app: App, { roads, ferries, speeds }: WorldContent): Promise<Joined> {
  if (roads === null) return { network: null, off: [] };
  const network = loadNetwork(await app.blobs.get(Buffer.from(roads, 'hex')));
  if (ferries === undefined) return { network, off: [] };
  return withFerries(network, await readLayer<Ferry[]>(app, Buffer.from(ferries, 'hex')), speeds);
}

async function readTable(app: App, snapshot: string, mode: Mode): Promise<TravelTable | undefined> {
  const row = (await repository.travelOf(app, snapshot)).find((each) => each.mode === mode);
  if (!row?.digest) return undefined;
  const { sites, demands, ...pairs } = decodeTravel(await app.blobs.get(row.digest));
  return tableOf(sites, demands, pairs);
}

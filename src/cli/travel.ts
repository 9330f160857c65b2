import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { Refused } from '#domain/kernel/problem.ts';
import { fill, type Language, languages } from '#domain/kernel/text.ts';
import { type RoadMode, type RoadNetwork, roadModes } from '#domain/planning/travel/network.ts';
import type { Point } from '#domain/planning/travel/snap.ts';
import { defaultSpeeds } from '#domain/planning/travel/speeds.ts';
import type { Row } from '#domain/planning/travel/task.ts';
import { readOsmFile, travelRows } from '#server/planning/travel/index.ts';
import { say as sayProblem } from '#server/platform/problem-words.ts';
import en from '../../locales/en/travel.json' with { type: 'json' };
import zh from '../../locales/zh-CN/travel.json' with { type: 'json' };
import { mayLeave } from './output.ts';
import { readPoints, Unusable, UnusableFile } from './travel.points.ts';

const texts: Record<Language, Record<string, string>> = { 'zh-CN': zh, en };

/** Farther from any road than this a place is not on the map. */
const farthest = 5000;
const aDay = 86_400;
/** Within this everybody is anywhere; a longer cutoff asks nothing else. */
const longest = 30 * aDay;
/** For fewer destinations starting workers takes longer than the searches. */
const worthWorkers = 50;

interface Order {
  osm: string;
  mode: RoadMode;
  origins: string;
  destinations: string;
  /** Seconds; null: none was given. */
  cutoff: number | null;
  approach: boolean;
  json: boolean;
}

type Read = { help: true } | { help: false; order: Order };

function readArguments(argv: readonly string[]): Read {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  let values: Record<string, string | boolean | undefined>;
  try {
    ({ values } = parseArgs({
      args: [...argv],
      options: {
        osm: text,
        mode: text,
        origins: text,
        destinations: text,
        cutoff: text,
        lang: text,
        approach: flag,
        json: flag,
        help: flag,
      },
    }));
  } catch (error) {
    // parseArgs throws a TypeError for an option that it does not know.
    if (error instanceof TypeError) throw new Unusable('option', { detail: error.message });
    throw error;
  }
  if (values.help) return { help: true };
  const needed = (name: string): string => {
    const value = values[name];
    if (typeof value !== 'string' || value === '') throw new Unusable('missing', { option: `--${name}` });
    return value;
  };
  const mode = roadModes.find((each) => each === needed('mode'));
  if (!mode) throw new Unusable('mode', { value: needed('mode') });
  const given = values.cutoff;
  const cutoff = typeof given === 'string' && given.trim() !== '' ? Number(given) : Number.NaN;
  if (given !== undefined && !(cutoff >= 0)) throw new Unusable('cutoff', { value: String(given) });
  return {
    help: false,
    order: {
      osm: needed('osm'),
      mode,
      origins: needed('origins'),
      destinations: needed('destinations'),
      cutoff: given === undefined ? null : Math.min(cutoff, longest),
      approach: values.approach === true,
      json: values.json === true,
    },
  };
}

/** The ground that the network covers, with a margin. */
function coverOf({ nodeLon, nodeLat }: RoadNetwork): (lon: number, lat: number) => boolean {
  const margin = 0.05;
  const least = (values: Int32Array) => values.reduce((a, b) => Math.min(a, b), Infinity) / 1e7 - margin;
  const most = (values: Int32Array) => values.reduce((a, b) => Math.max(a, b), -Infinity) / 1e7 + margin;
  const [west, south, east, north] = [least(nodeLon), least(nodeLat), most(nodeLon), most(nodeLat)];
  return (lon, lat) => lon >= west && lon <= east && lat >= south && lat <= north;
}

/** A day reaches across a city; where the places lie farther apart, three times as long as an old person walks the straight line. */
function farEnough(points: readonly Point[]): number {
  const spread = (of: 'lon' | 'lat') =>
    points.reduce((most, point) => Math.max(most, point[of]), -Infinity) -
    points.reduce((least, point) => Math.min(least, point[of]), Infinity);
  const metres = points.length > 0 ? 111_195 * Math.hypot(spread('lon'), spread('lat')) : 0;
  return Math.min(longest, Math.max(aDay, 3 * Math.ceil(metres / 0.8)));
}

const manyIds = 20;

/** Says which places are off the roads; of a table that is wholly somewhere else, what may be wrong with it. */
function notesOn(
  path: string,
  points: readonly Point[],
  off: readonly number[],
  network: RoadNetwork,
  words: Record<string, string>,
): string[] {
  if (off.length === 0) return [];
  const covers = coverOf(network);
  const swapped = off.filter((at) => {
    const { lon, lat } = points[at]!;
    return !covers(lon, lat) && covers(lat, lon);
  });
  if (off.length === points.length)
    return [fill(words[swapped.length === points.length ? 'swapped.all' : 'off.all']!, { path })];
  const note = (code: string, which: readonly number[]): string[] => {
    if (which.length === 0) return [];
    const named = which.slice(0, manyIds).map((at) => points[at]!.id);
    const ids = named.join(', ') + (which.length > manyIds ? words.more! : '');
    return [fill(words[code]!, { path, count: which.length, metres: farthest, ids })];
  };
  const others = off.filter((at) => !swapped.includes(at));
  return [...note('note.swapped', swapped), ...note('note.off', others)];
}

/** All pairs, origin by origin, as pieces of one JSON array (or lines to read). */
function* say(
  order: Order,
  origins: readonly Point[],
  destinations: readonly Point[],
  rows: readonly Row[],
  words: Record<string, string>,
) {
  if (origins.length === 0 || destinations.length === 0) {
    if (order.json) yield '[]\n';
    return;
  }
  // A row has its origins in ascending order: each is read once, beside the others, and nothing is laid out anew.
  const read = new Uint32Array(destinations.length);
  for (const [at, origin] of origins.entries()) {
    const lines = destinations.map((destination, to) => {
      const { demand, tenths } = rows[to]!;
      const found = demand[read[to]!] === at ? tenths[read[to]!++]! / 10 : null;
      if (order.json) return JSON.stringify({ origin: origin.id, destination: destination.id, seconds: found });
      return fill(words.pair!, {
        origin: origin.id,
        destination: destination.id,
        seconds: found === null ? words.none! : fill(words.seconds!, { seconds: found }),
      });
    });
    if (!order.json) yield `${lines.join('\n')}\n`;
    else yield `${at === 0 ? '[\n' : ',\n'}${lines.join(',\n')}${at === origins.length - 1 ? '\n]\n' : ''}`;
  }
}

/**
 * Travel times by road from every origin to every destination. Exit code 0 with the answer, or 2 with a sentence on what
 * to change; places off the roads are named on the error output and their times are null.
 */
export async function travelCommand(
  argv: readonly string[],
  out: (text: string) => Promise<void>,
  note: (text: string) => void,
): Promise<0 | 2> {
  const asked = argv[argv.indexOf('--lang') + 1];
  const given = argv.includes('--lang') ? languages.find((each) => each === asked) : 'zh-CN';
  const spoken: readonly Language[] = argv.includes('--lang') && given ? [given] : languages;
  const words = texts[given ?? 'zh-CN'];
  try {
    if (!given) throw new Unusable('language', { value: asked ?? '' });
    const read = readArguments(argv);
    if (read.help) {
      await out(`${spoken.map((language) => texts[language].usage!).join('\n\n')}\n`);
      return 0;
    }
    const { order } = read;
    const origins = await readPoints(order.origins);
    const destinations = await readPoints(order.destinations);
    const network = await readOsmFile(order.osm);
    const speeds = order.approach
      ? defaultSpeeds
      : { ...defaultSpeeds, [order.mode]: { ...defaultSpeeds[order.mode], approachKmh: null } };
    const request = {
      network,
      mode: order.mode,
      speeds,
      sites: destinations,
      demands: origins,
      cutoffSeconds: order.cutoff ?? farEnough([...origins, ...destinations]),
      farthest,
    };
    const { rows, sitesOff, demandsOff } = await travelRows(
      request,
      destinations.length < worthWorkers ? { workers: 0 } : {},
    );
    const empty = [
      ...(origins.length === 0 ? [order.origins] : []),
      ...(destinations.length === 0 ? [order.destinations] : []),
    ];
    for (const line of [
      ...empty.map((path) => fill(words['file.empty']!, { path })),
      ...notesOn(order.origins, origins, demandsOff, network, words),
      ...notesOn(order.destinations, destinations, sitesOff, network, words),
    ])
      note(`${line}\n`);
    for (const piece of say(order, origins, destinations, rows, words)) await out(piece);
    return 0;
  } catch (error) {
    if (error instanceof Unusable)
      note(`${spoken.map((language) => fill(texts[language][error.code]!, error.params)).join('\n')}\n`);
    else if (error instanceof UnusableFile)
      note(`${spoken.map((language) => `${error.path}: ${sayProblem(error.problem, language)}`).join('\n')}\n`);
    else if (error instanceof Refused)
      note(`${spoken.map((language) => sayProblem(error.problem, language)).join('\n')}\n`);
    else throw error;
    return 2;
  }
}

if (import.meta.main) {
  mayLeave(process.stdout, () => process.exit(0));
  process.exitCode = await travelCommand(
    process.argv.slice(2),
    async (text) => {
      if (!process.stdout.write(text)) await once(process.stdout, 'drain');
    },
    (text) => process.stderr.write(text),
  );
}

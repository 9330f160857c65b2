import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type RefObject, useEffect, useMemo } from 'react';
import type { Mode } from '#api/planning.ts';
import { plainColour } from '../../shared/map/classes.ts';
import type { SiteLevel } from '../../shared/map/ground.ts';
import { boundsOf } from '../../shared/map/mercator.ts';
import type { DrawnArea, DrawnDot } from '../../shared/map/scene.ts';
import { soften } from '../../shared/map/soften.ts';
import { api, type client } from '../api.ts';
import { p } from '../planning/words.ts';
import { day } from '../say.ts';
import { type LegendRow, sayValue } from './layers.ts';
import type { MapHandle } from './props.ts';
import { tm } from './words.ts';

/** From where the chosen point is reached, or any point of a level. */
export interface Wish {
  of: 'point' | 'all';
  mode: Mode;
  minutes: number;
  level: SiteLevel;
}

type OfAll = Awaited<ReturnType<typeof client.planning.areas>>;

const byTime = { placeholderData: keepPreviousData, structuralSharing: false } as const;

/** From where the chosen point, or any point, is reached in time: by road, not a circle. Nothing of it while nobody asks. */
export function useReached(id: string | undefined, wish: Wish | undefined) {
  const { of, mode, minutes, level } = wish ?? { of: undefined, mode: 'walk' as const, minutes: 10, level: undefined };
  const one = useQuery({
    ...api.planning.area.queryOptions({ input: { id: id ?? '', mode, minutes } }),
    enabled: id !== undefined && of === 'point',
    ...byTime,
  });
  const all = useQuery({
    ...api.planning.areas.queryOptions({ input: { mode, minutes, level } }),
    enabled: of === 'all',
    ...byTime,
  });
  const asked = of === 'all' ? all : one;
  return {
    one: of === 'point' && id !== undefined ? one.data : undefined,
    all: of === 'all' ? all.data : undefined,
    error: asked.error,
    waiting: asked.isPending || asked.isPlaceholderData,
  };
}
export type Reached = ReturnType<typeof useReached>;

/** The area of one point that is asked for is looked at as a whole: a small one would be a speck, a large one out of sight. */
export function useWhole(map: RefObject<MapHandle | null>, { one, waiting }: Reached): void {
  const whole = waiting ? undefined : one?.polygon.coordinates;
  useEffect(() => {
    const bounds = whole && boundsOf(whole.flatMap(([outer = []]) => outer));
    if (bounds) map.current?.look(bounds);
  }, [map, whole]);
}

const beyondColour = '#b3261e';
/** Of bands, so much of what lies beneath is hidden; each lies over those that it is within. */
const bandOpacity = 0.5;
/** The quickest first; of fewer bands the last are left out. */
const bandColours = ['#1c608c', '#2c9c8f', '#9ccf7e', '#e5dc8c'];

/** What is drawn of it: the areas, and the villages that the limit leaves out. */
export function useDrawn({ one, all }: Reached): { areas: DrawnArea[]; dots: DrawnDot[] } {
  return useMemo(() => {
    const square = (one ?? all)?.square ?? null;
    const bands = one ? [one] : (all?.bands ?? []);
    const { lon, lat, people } = all?.beyond.villages ?? { lon: [], lat: [], people: [] };
    return {
      areas: bands
        .map(({ minutes, polygon }, at) => ({
          id: String(minutes),
          ...(one
            ? { colour: plainColour.paper, opacity: 0.2, edge: true }
            : { colour: bandColours[at]!, opacity: bandOpacity, edge: false }),
          polygons: polygon.coordinates.map((rings) => rings.map((ring) => soften(ring, square))),
        }))
        // The widest lies lowest.
        .reverse(),
      dots: lon.map((x, at) => ({
        at: [x, lat[at]!] as const,
        colour: beyondColour,
        radius: Math.min(9, 1.6 + Math.sqrt(people[at]!) / 14),
      })),
    };
  }, [one, all]);
}

/** What the bands and dots say; the quickest first, as they lie. */
export function bandRows({ bands, beyond }: OfAll): LegendRow[] {
  const limit = bands.at(-1)!.minutes;
  return [
    ...bands.map(({ minutes, people }, at) => ({
      colour: overlaid(at, bands.length),
      label: tm('reach.band', { minutes }),
      count: people,
    })),
    {
      colour: beyondColour,
      label: tm('reach.beyond', { minutes: limit, count: sayValue('people', beyond.villages.name.length) }),
      count: beyond.people,
    },
  ];
}

/** The colour that a band has over those that it lies on, on paper. */
function overlaid(band: number, bands: number): string {
  const mixed = bandColours.slice(band, bands).reduceRight((under, colour) => {
    const over = [1, 3, 5].map((from) => Number.parseInt(colour.slice(from, from + 2), 16));
    return under.map((part, at) => part * (1 - bandOpacity) + over[at]! * bandOpacity);
  }, paper);
  return `rgb(${mixed.map(Math.round).join(', ')})`;
}
const paper = [241, 237, 223];

export const bandTitle = ({ mode, level }: OfAll): string =>
  tm('reach.title', { mode: p(`mode.${mode}`), to: tm(`reach.level.${level}`) });

/** Who comes in time and who does not, in a sentence. */
export function bandSentence({ bands, beyond }: OfAll): string {
  const { minutes, people } = bands.at(-1)!;
  const everybody = people + beyond.people;
  return tm('reach.people.all', {
    minutes,
    people: sayValue('people', people),
    share: sayValue('within', everybody > 0 ? people / everybody : 1),
    beyond: sayValue('people', beyond.people),
  });
}

/** What must be known of what is drawn: how far colour goes, and of which day it is where the map shows another. */
export const bandNotes = ({ asOf, points, by }: OfAll, on: string): string[] => [
  ...(asOf === on ? [] : [tm('reach.day', { day: day(asOf), count: points })]),
  tm(by === 'road' ? 'reach.note.road' : 'reach.straight'),
];

/** The same for programs: each band is an area with its minutes and people. */
export const asGeoJson = ({ mode, level, by, asOf, bands }: OfAll): Blob =>
  new Blob(
    [
      JSON.stringify({
        type: 'FeatureCollection',
        features: bands.map(({ minutes, people, polygon }) => ({
          type: 'Feature',
          geometry: polygon,
          properties: { mode, level, by, day: asOf, minutes, people },
        })),
      }),
    ],
    { type: 'application/geo+json' },
  );

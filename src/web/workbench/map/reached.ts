import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type RefObject, useEffect, useMemo } from 'react';
import type { Mode } from '#api/planning.ts';
import { plainColour } from '../../shared/map/classes.ts';
import type { SiteLevel } from '../../shared/map/ground.ts';
import { boundsOf } from '../../shared/map/mercator.ts';
import type { DrawnArea, DrawnDot } from '../../shared/map/scene.ts';
import { soften } from '../../shared/map/soften.ts';
import { api } from '../api.ts';
import { bandColours, bandOpacity, beyondColour } from './bands.ts';
import type { MapHandle } from './props.ts';

/** From where the chosen point is reached, or any point of a level. */
export interface Wish {
  of: 'point' | 'all';
  mode: Mode;
  minutes: number;
  level: SiteLevel;
}

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

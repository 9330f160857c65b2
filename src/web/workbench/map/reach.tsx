import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type RefObject, useEffect, useState } from 'react';
import type { Mode } from '#api/planning.ts';
import { plainColour } from '../../shared/map/classes.ts';
import { boundsOf } from '../../shared/map/mercator.ts';
import type { DrawnArea } from '../../shared/map/scene.ts';
import { soften } from '../../shared/map/soften.ts';
import { api } from '../api.ts';
import { p } from '../planning/words.ts';
import { sayFailure } from '../ui/kit.tsx';
import { sayValue } from './layers.ts';
import type { MapHandle } from './props.ts';
import { tm } from './words.ts';

const modes = ['walk', 'walk-slow', 'ebike', 'car', 'bus'] as const satisfies readonly Mode[];
const minutesOf = [10, 20, 30, 45] as const;

export interface Wish {
  mode: Mode;
  minutes: number;
}

/** From where the chosen point is reached in time: by road, not a circle. */
export function useReach(id: string | undefined, wish: Wish | undefined) {
  return useQuery({
    ...api.planning.area.queryOptions({
      input: { id: id ?? '', mode: wish?.mode ?? 'walk', minutes: wish?.minutes ?? 10 },
    }),
    enabled: id !== undefined && wish !== undefined,
    placeholderData: keepPreviousData,
    structuralSharing: false,
  });
}
type Reach = ReturnType<typeof useReach>;

/** An area that is asked for is looked at as a whole: a small one would be a speck, a large one out of sight. */
export function useWhole(map: RefObject<MapHandle | null>, reach: Reach, wish: Wish | undefined): void {
  const whole = wish && !reach.isPlaceholderData ? reach.data?.polygon.coordinates : undefined;
  useEffect(() => {
    const bounds = whole && boundsOf(whole.flatMap(([outer = []]) => outer));
    if (bounds) map.current?.look(bounds);
  }, [map, whole]);
}

/** The area as it is drawn; nothing until it was computed and while nobody asks for it. */
export const areasOf = (
  polygons: DrawnArea['polygons'] | undefined,
  id: string | undefined,
  wish: Wish | undefined,
): DrawnArea[] =>
  polygons && id !== undefined && wish
    ? [{ id, colour: plainColour.paper, polygons: polygons.map((rings) => rings.map(soften)) }]
    : [];

export function ReachControls({
  wish,
  onWish,
  reach,
}: {
  wish: Wish | undefined;
  onWish: (wish: Wish | undefined) => void;
  reach: Reach;
}) {
  const [last, setLast] = useState<Wish>({ mode: 'walk', minutes: 30 });
  const change = (next: Partial<Wish>) => {
    const whole = { ...last, ...next };
    setLast(whole);
    onWish(whole);
  };
  return (
    <fieldset className="map-reach">
      <legend>
        <label>
          <input type="checkbox" checked={wish !== undefined} onChange={() => onWish(wish ? undefined : last)} />
          {tm('reach')}
        </label>
      </legend>
      {wish && (
        <>
          <div className="map-chips">
            {modes.map((mode) => (
              <button
                key={mode}
                type="button"
                className="chip"
                aria-pressed={wish.mode === mode}
                onClick={() => change({ mode })}
              >
                {p(`mode.${mode}`)}
              </button>
            ))}
          </div>
          <div className="map-chips">
            {minutesOf.map((minutes) => (
              <button
                key={minutes}
                type="button"
                className="chip"
                aria-pressed={wish.minutes === minutes}
                onClick={() => change({ minutes })}
              >
                {tm('reach.minutes', { minutes })}
              </button>
            ))}
          </div>
          <p role="status">
            {reach.error
              ? sayFailure(reach.error)
              : reach.data && !reach.isPlaceholderData
                ? tm(reach.data.by === 'road' ? 'reach.people' : 'reach.people.straight', {
                    people: sayValue('people', reach.data.people),
                  })
                : tm('reach.waiting')}
          </p>
        </>
      )}
    </fieldset>
  );
}

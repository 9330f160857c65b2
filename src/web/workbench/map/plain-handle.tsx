import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react';
import type { Lonlat, Spot } from '../../shared/map/mercator.ts';
import type { SiteMapProps } from './props.ts';

const steps: Record<string, Spot> = {
  ArrowUp: [0, -8],
  ArrowDown: [0, 8],
  ArrowLeft: [-8, 0],
  ArrowRight: [8, 0],
};

/** The handle of a point that is being moved, on the plain drawing: for mouse, finger and arrow keys. */
export function Handle({
  movable,
  spot,
  placeAt,
  onMoved,
}: {
  movable: NonNullable<SiteMapProps['movable']>;
  spot: (at: Lonlat) => Spot;
  placeAt: (spot: Spot) => Lonlat;
  onMoved: SiteMapProps['onMoved'];
}) {
  const [way, setWay] = useState<Spot>([0, 0]);
  const from = useRef<Spot | undefined>(undefined);
  const [x, y] = spot(movable.at);
  const land = ([dx, dy]: Spot) => {
    setWay([0, 0]);
    onMoved?.(movable.id, placeAt([x + dx, y + dy]));
  };
  const down = (event: PointerEvent<SVGGElement>) => {
    event.stopPropagation();
    event.currentTarget.setPointerCapture(event.pointerId);
    from.current = [event.clientX, event.clientY];
  };
  const move = (event: PointerEvent) => {
    if (!from.current) return;
    event.stopPropagation();
    setWay([event.clientX - from.current[0], event.clientY - from.current[1]]);
  };
  const up = (event: PointerEvent) => {
    if (!from.current) return;
    event.stopPropagation();
    from.current = undefined;
    if (way[0] !== 0 || way[1] !== 0) land(way);
  };
  const key = (event: KeyboardEvent) => {
    const step = steps[event.key];
    if (!step) return;
    event.preventDefault();
    event.stopPropagation();
    land(step);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: inside a drawing there are no buttons
    <g
      role="button"
      tabIndex={0}
      aria-label={movable.label}
      className="map-plain-handle"
      transform={`translate(${x + way[0]} ${y + way[1]})`}
      onPointerDown={down}
      onPointerMove={move}
      onPointerUp={up}
      onKeyDown={key}
    >
      <path d="M0 0C-4-9-13-15-13-25a13 13 0 0 1 26 0C13-15 4-9 0 0z" fill={movable.colour} />
      <circle cy="-25" r="5" fill="#fffdf7" />
    </g>
  );
}

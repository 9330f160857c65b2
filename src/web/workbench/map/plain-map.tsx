import { type CSSProperties, type PointerEvent, type RefObject, useEffect, useMemo, useRef, useState } from 'react';
import { gather } from '../../shared/map/gather.ts';
import type { Padding } from '../../shared/map/gl-map.ts';
import { type Ground, siteLevels } from '../../shared/map/ground.ts';
import { type Label, placeLabels } from '../../shared/map/labels.ts';
import {
  asSpecks,
  markTransform,
  roadMarkAside,
  roadMarkSize,
  signsFrom,
  speckRadius,
} from '../../shared/map/marks.ts';
import { type Bounds, frameOf, fromMercator, type Lonlat, type Spot, toMercator } from '../../shared/map/mercator.ts';
import type { DrawnPoint, View } from '../../shared/map/scene.ts';
import { colours } from '../../shared/map/style.ts';
import { language } from '../words.ts';
import { Scale, Tools } from './map-tools.tsx';
import { Areas, Beneath, unit } from './plain-ground.tsx';
import { Handle } from './plain-handle.tsx';
import { AlteredRoad, Group, Mark, RoadSign } from './plain-marks.tsx';
import type { SiteMapProps } from './props.ts';
import { pictureOf } from './save.ts';

type PlainProps = Omit<SiteMapProps, 'ref' | 'children' | 'padding'> & {
  padding: Padding;
  lookRef: RefObject<((at: Bounds | View) => void) | undefined>;
  /** Holds where it looks now. */
  viewRef: RefObject<View | undefined>;
  pictureRef: RefObject<(() => Promise<HTMLCanvasElement | undefined>) | undefined>;
};

const worldOf = (zoom: number): number => 512 * 2 ** zoom;
const clampZoom = (zoom: number): number => Math.max(5, Math.min(16, zoom));

/** The same scene as SVG: no WebGL, no worker, a few hundred elements. Mouse, finger and keys move it. */
export function PlainMap({
  ground,
  scene,
  title,
  start,
  follow,
  still = false,
  bare = still,
  padding,
  lookRef,
  viewRef,
  pictureRef,
  onPick,
  onGround,
  onView,
  movable,
  onMoved,
}: PlainProps) {
  const svg = useRef<SVGSVGElement>(null);
  pictureRef.current = async () => (svg.current ? pictureOf(svg.current) : undefined);
  const [size, setSize] = useState<Spot>([900, 600]);
  const boundsView = (bounds: Bounds, [width, height] = size): View => {
    const frame = frameOf(bounds, width - padding.left - padding.right, height - padding.top - padding.bottom);
    const zoom = clampZoom(
      Math.log2(40_030_228.9 / 512 / (frame.metresPerPixel / Math.cos((middleOf(bounds)[1] * Math.PI) / 180))),
    );
    const [x, y] = toMercator(middleOf(bounds));
    const aside = [padding.left - padding.right, padding.top - padding.bottom].map(
      (pixels) => pixels / 2 / worldOf(zoom),
    );
    return { middle: fromMercator([x - aside[0]!, y - aside[1]!]), zoom };
  };
  const [view, setView] = useState<View>(() => start ?? boundsView(ground.bounds));
  viewRef.current = view;
  const chosen = useRef(start !== undefined);
  const told = useRef(onView);
  told.current = onView;
  const go = (next: View) => {
    chosen.current = true;
    setView(next);
    told.current?.(next);
  };
  lookRef.current = (at) => go('middle' in at ? at : { ...boundsView(at), zoom: Math.min(13, boundsView(at).zoom) });
  useEffect(() => {
    if (!follow) return;
    chosen.current = true;
    setView(follow);
  }, [follow]);
  useEffect(() => {
    const element = svg.current;
    if (!element) return;
    const measure = () => {
      const { width, height } = element.getBoundingClientRect();
      if (width > 0 && height > 0) setSize([width, height]);
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: until somebody chose where to look, the whole ground fills what room there is
  useEffect(() => {
    if (!chosen.current) setView(boundsView(ground.bounds));
  }, [size, ground]);

  const world = worldOf(view.zoom);
  const [mx, my] = toMercator(view.middle);
  const shift: Spot = [size[0] / 2 - mx * world, size[1] / 2 - my * world];
  const spot = (at: Lonlat): Spot => {
    const [x, y] = toMercator(at);
    return [x * world + shift[0], y * world + shift[1]];
  };
  const placeAt = ([x, y]: Spot): Lonlat => fromMercator([(x - shift[0]) / world, (y - shift[1]) / world]);
  const seen = ([x, y]: Spot) => x > -30 && y > -30 && x < size[0] + 30 && y < size[1] + 30;

  const drag = useRef<{ x: number; y: number; view: View; moved: boolean } | undefined>(undefined);
  const down = (event: PointerEvent) => {
    if (still || event.button !== 0) return;
    drag.current = { x: event.clientX, y: event.clientY, view, moved: false };
  };
  const move = (event: PointerEvent) => {
    const from = drag.current;
    if (!from) return;
    const [dx, dy] = [event.clientX - from.x, event.clientY - from.y];
    if (!from.moved && Math.abs(dx) + Math.abs(dy) < 5) return;
    if (!from.moved) svg.current?.setPointerCapture(event.pointerId);
    from.moved = true;
    const [x, y] = toMercator(from.view.middle);
    go({ ...from.view, middle: fromMercator([x - dx / world, y - dy / world]) });
  };
  const up = (event: PointerEvent) => {
    const from = drag.current;
    drag.current = undefined;
    const box = svg.current?.getBoundingClientRect();
    if (!from || from.moved || !box) return;
    const at = placeAt([event.clientX - box.left, event.clientY - box.top]);
    const { point, group } =
      ((event.target as Element).closest('[data-point], [data-group]') as SVGElement | null)?.dataset ?? {};
    if (point !== undefined) onPick?.(point);
    else if (group !== undefined) go({ middle: at, zoom: clampZoom(view.zoom + 1.5) });
    else onGround?.(at);
  };
  const zoomBy = (by: number) => go({ ...view, zoom: clampZoom(view.zoom + by) });
  const pan = (x: number, y: number) =>
    go({ ...view, middle: fromMercator([mx + (x * 80) / world, my + (y * 80) / world]) });
  const keys: Record<string, () => void> = {
    arrowup: () => pan(0, -1),
    arrowdown: () => pan(0, 1),
    arrowleft: () => pan(-1, 0),
    arrowright: () => pan(1, 0),
    '+': () => zoomBy(1),
    '=': () => zoomBy(1),
    '-': () => zoomBy(-1),
  };
  // React hears the wheel passively, which could not keep the page from scrolling.
  const wheel = useRef<(event: WheelEvent) => void>(undefined);
  wheel.current = (event) => {
    event.preventDefault();
    zoomBy(event.deltaY < 0 ? 0.5 : -0.5);
  };
  useEffect(() => {
    const element = svg.current;
    if (!element || still) return;
    const listen = (event: WheelEvent) => wheel.current?.(event);
    element.addEventListener('wheel', listen, { passive: false });
    return () => element.removeEventListener('wheel', listen);
  }, [still]);

  const { points } = scene;
  const many = scene.gather && view.zoom < 10.5;
  // Grouped at half heights only, so that groups do not flicker while the map is moved.
  const steps = Math.round(view.zoom * 2);
  const groups = useMemo(() => {
    const all = points.map((point) => ({ point, at: toMercator(point.at) }));
    const gathers = ({ point: { look } }: (typeof all)[number]) => many && look === 'there';
    const scale = worldOf(steps / 2);
    return [
      ...gather(all.filter(gathers), ({ at: [x, y] }) => [x * scale, y * scale], 32).map(({ things, at: [x, y] }) => ({
        things: things.map(({ point }) => point),
        at: [x / scale, y / scale] as Spot,
      })),
      ...all.filter((one) => !gathers(one)).map(({ point, at }) => ({ things: [point], at })),
    ];
  }, [points, many, steps]);
  const specks = useMemo(() => asSpecks(points, scene.gather), [points, scene.gather]);
  const drawn = groups
    .map(({ things, at: [x, y] }) => ({ things, at: [x * world + shift[0], y * world + shift[1]] as Spot }))
    .filter(({ at }) => seen(at))
    .sort((a, b) => order(a.things, specks) - order(b.things, specks));

  const scale = Math.max(0.75, Math.min(1.3, 0.75 + (view.zoom - 8) * 0.09));
  const labels = placeLabels(
    namesOf(ground, view.zoom, spot).filter(({ at }) => seen(at)),
    size[0],
    size[1],
    drawn
      .filter(({ things }) => things.length > 1 || siteLevels.indexOf(things[0]!.level) > 1)
      .map(({ at: [x, y] }) => [x - 9, y - 9, x + 9, y + 9] as const),
  );
  const c = colours[scene.theme];
  const metresPerPixel = (40_030_228.9 * Math.cos((view.middle[1] * Math.PI) / 180)) / world;
  const text: CSSProperties = {
    paintOrder: 'stroke',
    stroke: c.halo,
    strokeWidth: 3,
    strokeLinejoin: 'round',
    textAnchor: 'middle',
  };
  return (
    <>
      <svg
        ref={svg}
        className="map-plain"
        role="application"
        aria-label={title}
        tabIndex={still ? -1 : 0}
        onPointerDown={down}
        onPointerMove={move}
        onPointerUp={up}
        onKeyDown={(event) => {
          const act = keys[event.key.toLowerCase()];
          if (!act || still) return;
          event.preventDefault();
          act();
        }}
        style={{ background: c.outside }}
      >
        <g transform={`translate(${shift[0]} ${shift[1]}) scale(${world / unit})`}>
          <Beneath ground={ground} theme={scene.theme} detail={Math.min(2, Math.max(0, Math.floor(view.zoom - 8.3)))} />
          <Areas areas={scene.areas} zoom={view.zoom} />
        </g>
        {scene.dots.map(({ at, colour, radius }) => {
          const [x, y] = spot(at);
          return (
            seen([x, y]) && (
              <circle key={`${at[0]},${at[1]}`} cx={x} cy={y} r={radius * scale} fill={colour} fillOpacity=".75" />
            )
          );
        })}
        {scene.roads.map((road) => (
          <AlteredRoad key={`${road.look}${road.at}`} road={road} spot={spot} theme={scene.theme} />
        ))}
        {drawn.map(({ things, at }) =>
          things.length > 1 ? (
            <Group key={things[0]!.id} things={things} at={at} scene={scene} />
          ) : (
            <Mark
              key={things[0]!.id}
              point={things[0]!}
              at={at}
              scale={scale}
              scene={scene}
              speck={
                specks && things[0]!.look === 'closed' && view.zoom < signsFrom ? speckRadius(view.zoom) : undefined
              }
            />
          ),
        )}
        <g pointerEvents="none">
          {scene.roads.map(({ at, look }) => {
            const [x, y] = spot(at);
            return (
              <g
                key={`${look}${at}`}
                transform={markTransform(roadMarkSize, x + roadMarkAside[0], y + roadMarkAside[1])}
              >
                <RoadSign look={look} />
              </g>
            );
          })}
          {labels.map(({ text: said, middle: [x, y], size: letters }) => (
            <text
              key={`${said}${x}`}
              x={x}
              y={y + letters * 0.35}
              fontSize={letters}
              fontWeight={letters > 13 ? 600 : 400}
              fill={c.text}
              style={text}
            >
              {said}
            </text>
          ))}
        </g>
        {movable && <Handle movable={movable} spot={spot} placeAt={placeAt} onMoved={onMoved} />}
      </svg>
      {!bare && <Tools onZoom={zoomBy} onWhole={() => go(boundsView(ground.bounds))} />}
      <Scale metresPerPixel={metresPerPixel} />
    </>
  );
}

const middleOf = ([west, south, east, north]: Bounds): Lonlat => {
  const [, top] = toMercator([0, north]);
  const [, bottom] = toMercator([0, south]);
  return [(west + east) / 2, fromMercator([0, (top + bottom) / 2])[1]];
};

const order = (things: readonly DrawnPoint[], specks: boolean): number =>
  things.length > 1 ? 0.5 : specks && things[0]!.look === 'closed' ? -1 : siteLevels.indexOf(things[0]!.level);

/** The names that belong to a height, the most important first. */
function namesOf(ground: Ground, zoom: number, spot: (at: Lonlat) => Spot): Label[] {
  const levels = [
    { level: 'city', size: 18, gap: 16, shown: zoom < 8.6 },
    { level: 'county', size: 15, gap: 13, shown: zoom < 11.5 },
    { level: 'town', size: 12.5, gap: 10, shown: zoom >= 9.3 },
    { level: 'village', size: 11.5, gap: 8, shown: zoom >= 11.6 },
  ] as const;
  return levels.flatMap(({ level, size, gap, shown }) =>
    shown
      ? ground.places
          .filter((place) => place.level === level)
          .toSorted((a, b) => b.people - a.people)
          .map(({ name, at }) => ({ text: name[language()], at: spot(at), size, gap }))
      : [],
  );
}

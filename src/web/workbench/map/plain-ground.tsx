import { useId, useMemo } from 'react';
import type { Ground } from '../../shared/map/ground.ts';
import { nearBy } from '../../shared/map/marks.ts';
import { type Lonlat, type Spot, simplify, toMercator } from '../../shared/map/mercator.ts';
import { reliefPicture } from '../../shared/map/relief-picture.ts';
import type { DrawnArea, Scene } from '../../shared/map/scene.ts';
import { colours } from '../../shared/map/style.ts';

/** Paths are kept in units of which the earth is 2²⁰ wide: about forty metres, finer than a screen shows of a prefecture. */
export const unit = 2 ** 20;

/** A line in units, with corners left out that the detail would not show. */
function pathOf(line: readonly Lonlat[], tolerance: number, closed: boolean): string {
  const spots = line.map((at): Spot => {
    const [x, y] = toMercator(at);
    return [x * unit, y * unit];
  });
  const path = simplify(spots, tolerance)
    .map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`)
    .join('L');
  return path === '' ? '' : `M${path}${closed ? 'z' : ''}`;
}

/** The ground as a handful of paths; drawn anew only when its detail changes. */
export function Beneath({ ground, theme, detail }: { ground: Ground; theme: Scene['theme']; detail: number }) {
  const clip = useId();
  const relief = useMemo(() => {
    const made = ground.relief && reliefPicture(ground.relief, theme);
    return made && { href: made.canvas.toDataURL('image/webp', 0.86), bounds: made.bounds };
  }, [ground, theme]);
  return useMemo(() => {
    const c = colours[theme];
    const tolerance = [6, 3, 1][detail]!;
    const lines = (of: readonly { line: readonly Lonlat[] }[]) =>
      of.map(({ line }) => pathOf(line, tolerance, false)).join('');
    const areas = (level: string) =>
      ground.areas
        .filter((area) => area.level === level)
        .map(({ polygons }) =>
          polygons.map((rings) => rings.map((ring) => pathOf(ring, tolerance, true)).join('')).join(''),
        )
        .join('');
    const [west, south, east, north] = relief?.bounds ?? ground.bounds;
    const [left, top] = toMercator([west, north]);
    const [right, bottom] = toMercator([east, south]);
    const city = areas('city');
    const roads = (kind: string) => lines(ground.roads.filter((road) => road.class === kind));
    const rivers = (kind: string) => lines(ground.rivers.filter((river) => river.size === kind));
    const stroke = {
      fill: 'none',
      vectorEffect: 'non-scaling-stroke',
      strokeLinejoin: 'round',
      strokeLinecap: 'round',
    } as const;
    return (
      <>
        {city !== '' && (
          <clipPath id={clip}>
            <path d={city} />
          </clipPath>
        )}
        <g {...(city !== '' && { clipPath: `url(#${clip})` })}>
          {relief && (
            <image
              href={relief.href}
              x={left * unit}
              y={top * unit}
              width={(right - left) * unit}
              height={(bottom - top) * unit}
              preserveAspectRatio="none"
            />
          )}
        </g>
        {(detail > 0 ? ['stream', 'river', 'trunk'] : ['river', 'trunk']).map((kind, at) => (
          <path
            key={kind}
            d={rivers(kind)}
            {...stroke}
            stroke={c.water}
            strokeWidth={[1, 1.8, 3.6][at + (detail > 0 ? 0 : 1)]}
          />
        ))}
        {detail > 1 && <path d={roads('village-road')} {...stroke} stroke={c.village} strokeWidth="1" />}
        {detail > 0 && <path d={roads('county-road')} {...stroke} stroke={c.countyCase} strokeWidth="1.4" />}
        <path d={roads('highway')} {...stroke} stroke={c.highwayCase} strokeWidth="2.8" />
        <path d={roads('highway')} {...stroke} stroke={c.highway} strokeWidth="1.5" />
        {city !== '' && (
          <path d={`M0 0H${unit}V${unit}H0z${city}`} fill={c.outside} fillOpacity=".82" fillRule="evenodd" />
        )}
        {detail > 0 && (
          <path d={areas('town')} {...stroke} stroke={c.townBorder} strokeWidth=".8" strokeDasharray="1 3" />
        )}
        <path d={areas('county')} {...stroke} stroke={c.border} strokeWidth="1" strokeDasharray="6 2 1 2" />
        <path d={city} {...stroke} stroke={c.border} strokeWidth="1.8" />
      </>
    );
  }, [ground, theme, detail, relief, clip]);
}

/** Areas over the ground, of a whole network some thousands of rings: drawn anew only when they are others. */
export function Areas({ areas, zoom }: { areas: readonly DrawnArea[]; zoom: number }) {
  const drawn = useMemo(
    () =>
      areas.map((area) => (
        <path
          key={area.id}
          data-area={area.id}
          d={area.polygons.map((rings) => rings.map((ring) => pathOf(ring, 0, true)).join('')).join('')}
          fill={area.colour}
          fillOpacity={area.opacity}
          {...(area.edge && { stroke: area.colour, strokeWidth: 1.5, vectorEffect: 'non-scaling-stroke' })}
          fillRule="evenodd"
        />
      )),
    [areas],
  );
  const near = Math.min(1, Math.max(0, (zoom - nearBy.from) / (nearBy.to - nearBy.from)));
  return <g opacity={areas.some(({ edge }) => edge) ? 1 : 1 - near * (1 - nearBy.left)}>{drawn}</g>;
}

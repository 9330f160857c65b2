import { apart } from '#web/shared/map/apart.ts';
import type { Ground } from '#web/shared/map/ground.ts';
import { type SiteLevel, siteLevels } from '#web/shared/map/ground.ts';
import { type Label, placeLabels } from '#web/shared/map/labels.ts';
import { boundsOf, frameOf, type Lonlat, type Spot, scaleBar, simplify } from '#web/shared/map/mercator.ts';
import { schematic } from '#web/shared/map/schematic.ts';
import { type Html, html } from './html.ts';
import type { Visit } from './visit.ts';

/** A point of the list with its number there. */
export interface Numbered {
  n: number;
  name: string;
  level: SiteLevel;
  open: boolean;
  at: Lonlat;
}

const round = (value: number): number => Math.round(value * 10) / 10;

/** The number of a point: filled while the door is open, an outline while it is shut; a word in the list says the same. */
const badge = ([x, y]: Spot, { n, open }: Numbered): Html =>
  html`<g class="draw-badge${!open && ' closed'}"><circle cx="${round(x)}" cy="${round(y)}" r="14"/><text x="${round(x)}" y="${round(y + 6)}">${n}</text></g>`;

export const sayDistance = ({ t }: Visit, metres: number): string =>
  metres < 1000
    ? t('citizen.points.metres', { n: Math.round(metres / 10) * 10 })
    : t('citizen.points.km', { n: Number((metres / 1000).toFixed(metres < 10_000 ? 1 : 0)) });

/** Where the points lie as seen from home: directions and what is nearer, drawn on the server, without a map's claims. */
export function sketch(visit: Visit, from: Lonlat, points: readonly Numbered[]): Html {
  const { t } = visit;
  const drawn = schematic(
    from,
    points.map((point) => ({ thing: point, at: point.at })),
    { width: 360, height: 330, gap: 34 },
  );
  const [cx, cy] = drawn.centre;
  return html`<figure class="draw"><svg viewBox="0 0 360 330" role="img" aria-label="${t('citizen.points.sketch', { count: points.length })}">
<g class="draw-rings">${drawn.rings.map(({ radius }) => html`<circle cx="${cx}" cy="${cy}" r="${round(radius)}"/>`)}</g>
<path class="draw-north" d="M340 14l7 17-7-4-7 4z"/><text class="draw-text" x="340" y="50">${t('citizen.points.north')}</text>
<g class="draw-ways">${drawn.points.map(({ at: [x, y] }) => html`<path d="M${cx} ${cy}L${round(x)} ${round(y)}"/>`)}</g>
<g class="draw-far">${drawn.rings.map(({ metres, radius }) => html`<text x="${round(cx + radius * Math.sin(drawn.calm))}" y="${round(cy - radius * Math.cos(drawn.calm) + 5)}">${sayDistance(visit, metres)}</text>`)}</g>
<g class="draw-home"><circle cx="${cx}" cy="${cy}" r="15"/><path d="M${cx - 8} ${cy}l8-7 8 7v8h-5v-5h-6v5h-5z"/></g>
${drawn.points.map(({ thing, at }) => badge(at, thing))}</svg><figcaption>${t('citizen.points.sketch.note')}</figcaption></figure>`;
}

const path = (line: readonly Spot[], closed = false): string =>
  line.length < 2
    ? ''
    : `M${simplify(line, 0.7)
        .map(([x, y]) => `${round(x)} ${round(y)}`)
        .join('L')}${closed ? 'z' : ''}`;

const touches = (line: readonly Spot[], width: number, height: number): boolean =>
  line.some(([x, y]) => x > -40 && y > -40 && x < width + 40 && y < height + 40);

/**
 * The map for the public: drawn on the server from the city's own data, under the approval number that it bears (地图管理条例
 * art. 15). It shows what is near; the list beside it says the same.
 */
export function publicMap(
  visit: Visit,
  {
    ground,
    approval,
    from,
    points,
  }: { ground: Ground; approval: string; from: Lonlat | undefined; points: readonly Numbered[] },
): Html {
  const { t, language } = visit;
  const [width, height] = [360, 380];
  const around = boundsOf([...points.map(({ at }) => at), ...(from ? [from] : [])]) ?? ground.bounds;
  const frame = frameOf(around, width, height, 44);
  const project = (line: readonly Lonlat[]) => line.map(frame.project);
  const lines = (of: readonly { line: readonly Lonlat[] }[]) =>
    of
      .map(({ line }) => project(line))
      .filter((line) => touches(line, width, height))
      .map((line) => path(line))
      .join('');
  const borders = (level: string) =>
    ground.areas
      .filter((area) => area.level === level)
      .flatMap(({ polygons }) => polygons.flat())
      .map(project)
      .filter((ring) => touches(ring, width, height))
      .map((ring) => path(ring, true))
      .join('');
  const roads = (kind: string) => lines(ground.roads.filter((road) => road.class === kind));
  const home = from && frame.project(from);
  const spots = points.map(({ at }) => frame.project(at));
  // Points of one street stand beside each other; a line leads from each to where it is.
  const scale: Spot[] = [30, 56, 82].map((x) => [x, height - 24]);
  const stands = apart(spots, 30, { width, height }, [...scale, ...(home ? [home] : [])]);
  const badges = points.map((point, at) => ({ point, at: stands[at]!, spot: spots[at]! }));
  const aside = badges.filter(({ at: [x, y], spot: [a, b] }) => Math.hypot(x - a, y - b) > 4);
  const near = frame.metresPerPixel < 60;
  const labels: Label[] = ground.places
    .filter(({ level }) => level === 'county' || level === 'town' || (near && level === 'village'))
    .toSorted((a, b) => siteLevels.indexOf(b.level) - siteLevels.indexOf(a.level) || b.people - a.people)
    .map(({ name, at }) => ({
      text: name[language],
      at: frame.project(at),
      // As large as the style sheet makes them.
      size: visit.elder ? 20 : 16,
      gap: 6,
    }))
    .filter(({ at: [x, y] }) => x > 0 && y > 0 && x < width && y < height);
  const taken = [...badges.map(({ at }) => at), ...scale, ...(home ? [home] : [])].map(
    ([x, y]) => [x - 15, y - 15, x + 15, y + 15] as const,
  );
  const bar = scaleBar(frame.metresPerPixel, 90);
  return html`<figure class="draw"><svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${t('citizen.points.map', { count: points.length })}">
<rect class="draw-ground" width="${width}" height="${height}"/>
<path class="draw-water" d="${lines(ground.rivers.filter(({ size }) => size !== 'stream'))}"/><path class="draw-water thin" d="${near ? lines(ground.rivers.filter(({ size }) => size === 'stream')) : ''}"/>
<path class="draw-lane" d="${near ? roads('village-road') : ''}"/><path class="draw-road" d="${roads('county-road')}"/><path class="draw-highway" d="${roads('highway')}"/>
<path class="draw-town" d="${borders('town')}"/><path class="draw-county" d="${borders('county')}"/>
<g class="draw-names">${placeLabels(labels, width, height, taken).map(({ text, middle: [x, y], size }) => html`<text x="${round(x)}" y="${round(y + size * 0.35)}">${text}</text>`)}</g>
${home && html`<g class="draw-home"><circle cx="${round(home[0])}" cy="${round(home[1])}" r="13"/><path d="M${round(home[0] - 7)} ${round(home[1])}l7-6 7 6v7h-4v-5h-6v5h-4z"/></g>`}<g class="draw-aside">${aside.map(({ at: [x, y], spot: [a, b] }) => html`<path d="M${round(a)} ${round(b)}L${round(x)} ${round(y)}"/><circle cx="${round(a)}" cy="${round(b)}" r="3.5"/>`)}</g>${badges.map(({ point, at }) => badge(at, point))}
<g class="draw-scale"><path d="M14 ${height - 18}v6h${round(bar.pixels)}v-6"/><text x="${round(14 + bar.pixels / 2)}" y="${height - 18}">${sayDistance(visit, bar.metres)}</text></g></svg>
<figcaption>${t('citizen.points.approval', { number: approval })}${ground.notice && ` · ${ground.notice[language]}`}</figcaption></figure>`;
}

import type { FeatureCollection } from '#api/planning.ts';

interface Spot {
  lon: number;
  lat: number;
}
export type Mark = 'stays' | 'closed' | 'opened' | 'moved' | 'upgraded' | 'beyond';

/** What a plan's map on paper shows: whatever stands later is drawn above. */
export interface Marked {
  mark: Mark;
  spots: readonly Spot[];
  /** What the legend calls them, with their number. */
  says: string;
}

const width = 499;
const most = 480;
const legendLine = 15;

/** Shape and colour, so that a copier that knows no colour still tells them apart. */
const drawn: Record<Mark, (x: number, y: number, size: number) => string> = {
  beyond: (x, y, r) => `<circle cx="${x}" cy="${y}" r="${r * 0.8}" fill="#e08b3e"/>`,
  stays: (x, y, r) => `<circle cx="${x}" cy="${y}" r="${r}" fill="#0d5b62"/>`,
  closed: (x, y, r) =>
    `<path d="M${x - r} ${y - r}L${x + r} ${y + r}M${x - r} ${y + r}L${x + r} ${y - r}" ${stroke('#b3261e', r)}/>`,
  opened: (x, y, r) => `<path d="M${x - r} ${y}L${x + r} ${y}M${x} ${y - r}L${x} ${y + r}" ${stroke('#1a7f37', r)}/>`,
  moved: (x, y, r) =>
    `<rect x="${x - r}" y="${y - r}" width="${2 * r}" height="${2 * r}" fill="none" ${stroke('#5b3fa0', r)}/>`,
  upgraded: (x, y, r) =>
    `<path d="M${x} ${y - r * 1.3}L${x + r * 1.2} ${y + r}L${x - r * 1.2} ${y + r}Z" fill="#9a5b00"/>`,
};
const stroke = (colour: string, size: number): string => `stroke="${colour}" stroke-width="${round(size * 0.6)}"`;
const round = (value: number): number => Math.round(value * 100) / 100;

const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (letter) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[letter]!);

type Ring = readonly (readonly [number, number])[];
const ringsOf = ({ geometry }: FeatureCollection['features'][number]): Ring[] => {
  const { type, coordinates } = geometry as { type: string; coordinates: unknown };
  if (type === 'Polygon') return coordinates as Ring[];
  return type === 'MultiPolygon' ? (coordinates as Ring[][]).flat() : [];
};

/**
 * The whole plan on half a page: borders of the counties, every point by what becomes of it. Undefined where nothing has a place.
 * @param said how a name is read in the language of the paper
 */
export function planMap(
  borders: FeatureCollection,
  marks: readonly Marked[],
  said: (name: string) => string,
): { svg: string; height: number } | undefined {
  const counties = borders.features.filter(({ properties }) => properties?.level === 'county');
  const rings = counties.map((county) => ringsOf(county));
  const shown = marks.filter(({ spots }) => spots.length > 0);
  const lons = [...rings.flat(2).map(([lon]) => lon), ...shown.flatMap(({ spots }) => spots.map(({ lon }) => lon))];
  const lats = [...rings.flat(2).map(([, lat]) => lat), ...shown.flatMap(({ spots }) => spots.map(({ lat }) => lat))];
  if (lons.length < 2) return undefined;
  const range = (values: readonly number[]): [number, number] =>
    values.reduce<[number, number]>(
      ([low, high], each) => [Math.min(low, each), Math.max(high, each)],
      [Infinity, -Infinity],
    );
  const [[west, east], [south, north]] = [range(lons), range(lats)];
  const squash = Math.cos((((south + north) / 2) * Math.PI) / 180);
  const margin = 8;
  const scale = Math.min(
    (width - 2 * margin) / Math.max(1e-6, (east - west) * squash),
    (most - 2 * margin) / Math.max(1e-6, north - south),
  );
  const left = (width - (east - west) * squash * scale) / 2;
  const x = (lon: number): number => round(left + (lon - west) * squash * scale);
  const y = (lat: number): number => round(margin + (north - lat) * scale);
  const foot = round(2 * margin + (north - south) * scale);
  const paths = rings.map(
    (each) =>
      `<path d="${each.map((ring) => `M${ring.map(([lon, lat]) => `${x(lon)} ${y(lat)}`).join('L')}Z`).join('')}" fill="#f6f3ea" stroke="#9b8fa5" stroke-width="0.8"/>`,
  );
  const names = counties.map((county, at) => {
    const [[w, e], [s, n]] = [
      range(rings[at]!.flat().map(([lon]) => lon)),
      range(rings[at]!.flat().map(([, lat]) => lat)),
    ];
    const { name } = county.properties as { name?: unknown };
    const text = (look: string) =>
      `<text x="${x((w + e) / 2)}" y="${y((s + n) / 2)}" font-family="Drawn" font-size="10" ${look} text-anchor="middle">${escaped(said(String(name ?? '')))}</text>`;
    return `${text('fill="#ffffff" stroke="#ffffff" stroke-width="3"')}${text('fill="#3d3742"')}`;
  });
  const count = shown.reduce((sum, { spots }) => sum + spots.length, 0);
  const size = round(Math.max(1.1, Math.min(3, 60 / Math.sqrt(count))));
  const points = shown.flatMap(({ mark, spots }) => spots.map(({ lon, lat }) => drawn[mark](x(lon), y(lat), size)));
  const legend = shown.map(({ mark, says }, at) => {
    const [column, line] = [at % 2, Math.floor(at / 2)];
    const [cx, cy] = [10 + (column * width) / 2, foot + 8 + line * legendLine];
    return `${drawn[mark](cx, cy, 3)}<text x="${cx + 9}" y="${cy + 3.2}" font-family="Drawn" font-size="9" fill="#333333">${escaped(says)}</text>`;
  });
  const height = round(foot + 8 + Math.ceil(shown.length / 2) * legendLine);
  return {
    height,
    svg: `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${[...paths, ...points, ...names, ...legend].join('')}</svg>`,
  };
}

/** What each further point buys, as a line; the answer's own number of points is marked. */
export function curveDrawing(
  curve: readonly { points: number; share: number }[],
  words: { points: string; share: (value: number) => string },
): string {
  const [high, wide, inset] = [150, width, 44];
  const [first, last] = [curve[0]!.points, curve.at(-1)!.points];
  const low = Math.floor(10 * Math.min(...curve.map(({ share }) => share))) / 10;
  const x = (points: number) => round(inset + ((points - first) / Math.max(1, last - first)) * (wide - inset - 20));
  const y = (share: number) => round(12 + ((1 - share) / Math.max(0.05, 1 - low)) * (high - 44));
  const label = (at: number, to: number, text: string, anchor: string) =>
    `<text x="${at}" y="${to}" font-family="Drawn" font-size="8.5" fill="#535c5c" text-anchor="${anchor}">${escaped(text)}</text>`;
  const levels = [low, (1 + low) / 2, 1].map(
    (share) =>
      `<path d="M${inset} ${y(share)}L${wide - 10} ${y(share)}" stroke="#dbd6ca" stroke-width="0.7"/>${label(inset - 5, y(share) + 3, words.share(share), 'end')}`,
  );
  const marks = curve.map(({ points, share }) => `<circle cx="${x(points)}" cy="${y(share)}" r="2.6" fill="#0d5b62"/>`);
  let until = -Infinity;
  const counts = curve.map(({ points, share }) => {
    // Figures that would lie on each other are left out, but for the last.
    if (points !== last && (x(points) - until < 34 || x(last) - x(points) < 34)) return '';
    until = x(points);
    return `${label(x(points), high - 18, String(points), 'middle')}${label(x(points) + (points === last ? 0 : 5), y(share) + 12, words.share(share), points === last ? 'middle' : 'start')}`;
  });
  const line = `<path d="M${curve.map(({ points, share }) => `${x(points)} ${y(share)}`).join('L')}" fill="none" stroke="#0d5b62" stroke-width="1.6"/>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${wide}" height="${high}" viewBox="0 0 ${wide} ${high}">${[...levels, line, ...marks, ...counts, label((inset + wide) / 2, high - 4, words.points, 'middle')].join('')}</svg>`;
}

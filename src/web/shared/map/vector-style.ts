import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl';
import type { Language } from '#domain/kernel/text.ts';
import type { Theme } from './classes.ts';
import { colours, regular } from './style.ts';

/**
 * A quiet ground from a file of vector tiles, for the two namings in common use: OpenMapTiles (transportation, place, class) and
 * Protomaps (roads, places, kind). Borders of states are left out: a file says nothing of who approved them.
 */
export function vectorLayers(
  source: string,
  has: ReadonlySet<string>,
  theme: Theme,
  language: Language,
): { ground: LayerSpecification[]; names: LayerSpecification[] } {
  const c = colours[theme];
  const [green, built] = theme === 'paper' ? ['#dfe7cd', '#eae2d1'] : ['#16292a', '#1b282e'];
  let made = 0;
  const layers = (type: string, names: readonly string[], filter: unknown, more: object): LayerSpecification[] =>
    names
      .filter((name) => has.has(name))
      .map((name) => {
        made += 1;
        const id = `vector-${made}-${name}`;
        return { id, type, source, 'source-layer': name, filter, ...more } as unknown as LayerSpecification;
      });
  const fill = (names: readonly string[], filter: unknown, colour: string) =>
    layers('fill', names, ['all', ['==', ['geometry-type'], 'Polygon'], filter], { paint: { 'fill-color': colour } });
  const line = (
    names: readonly string[],
    filter: unknown,
    colour: string,
    [near, far]: readonly [number, number],
    minzoom = 0,
    dashes?: readonly number[],
  ) =>
    layers('line', names, ['all', ['==', ['geometry-type'], 'LineString'], filter], {
      minzoom,
      layout: { 'line-cap': 'round', 'line-join': 'round' },
      paint: {
        'line-color': colour,
        'line-width': ['interpolate', ['exponential', 1.5], ['zoom'], 8, near, 16, far],
        ...(dashes && { 'line-dasharray': dashes }),
      },
    });
  const roads = ['transportation', 'roads'];
  const water = ['water', 'waterway', 'physical_line'];
  return {
    ground: [
      ...fill(['earth'], true, c.ground),
      ...fill(['landcover', 'landuse'], among(kind, greens), green!),
      ...fill(['landuse'], among(kind, builtUp), built!),
      ...fill(['water'], true, c.water),
      ...line(water, ['!', among(kind, ['ocean', 'lake'])], c.water, [0.6, 5]),
      ...line(roads, among(kind, paths), c.village, [0.3, 3], 11.5),
      ...line(roads, among(kind, middling), c.countyCase, [1.2, 11], 9),
      ...line(roads, among(kind, middling), c.county, [0.6, 9], 9),
      ...line(roads, among(kind, great), c.highwayCase, [2.2, 15]),
      ...line(roads, among(kind, great), c.highway, [1.4, 12]),
      ...line(['boundary', 'boundaries'], inland, c.townBorder, [0.6, 2], 0, [4, 3]),
    ],
    names: layers('symbol', ['place', 'places'], ['!', among(size, ['country', 'state', 'region', 'continent'])], {
      layout: {
        'text-field': nameIn(language),
        'text-font': regular,
        'text-size': ['match', size, 'city', 17, 'town', 14, 11.5],
        'text-padding': 6,
        'symbol-sort-key': ['match', size, 'city', 0, 'town', 1, 2],
      },
      paint: { 'text-color': c.textSoft, 'text-halo-color': c.halo, 'text-halo-width': 1.6 },
    }),
  };
}

const greens = [
  ...['wood', 'forest', 'grass', 'grassland', 'park', 'scrub', 'meadow', 'nature_reserve', 'protected_area'],
  ...['wetland', 'farmland', 'orchard', 'cemetery', 'golf_course'],
];
const builtUp = ['residential', 'urban_area', 'commercial', 'industrial', 'retail', 'school', 'university', 'hospital'];
const great = ['motorway', 'trunk', 'highway'];
const middling = ['primary', 'secondary', 'tertiary', 'major_road', 'medium_road'];
const paths = ['minor', 'minor_road', 'service', 'track', 'path', 'other'];

const firstOf = (...names: string[]): ExpressionSpecification =>
  ['coalesce', ...names.map((name) => ['get', name]), ''] as unknown as ExpressionSpecification;
const among = (value: ExpressionSpecification, values: readonly string[]): ExpressionSpecification =>
  ['in', value, ['literal', values]] as unknown as ExpressionSpecification;

/** `kind` of Protomaps (under its older name too), `class` of OpenMapTiles. */
const kind = firstOf('kind', 'pmap:kind', 'class');
/** Of a place: city, town, village. */
const size = firstOf('kind_detail', 'pmap:kind_detail', 'class', 'kind', 'pmap:kind');
/** Provinces, prefectures and counties. */
const inland: ExpressionSpecification = [
  'any',
  among(kind, ['region', 'county']),
  ['all', ['has', 'admin_level'], ['in', ['get', 'admin_level'], ['literal', [4, 5, 6]]]],
] as unknown as ExpressionSpecification;

const nameIn = (language: Language): ExpressionSpecification =>
  language === 'en' ? firstOf('name:en', 'name:latin', 'name') : firstOf('name:zh-Hans', 'name:zh', 'name');

import type { ExpressionSpecification, LayerSpecification, StyleSpecification } from 'maplibre-gl';
import type { Language } from '#domain/kernel/text.ts';
import type { Theme } from './classes.ts';
import type { Feature, FeatureCollection } from './geojson.ts';
import type { Ground } from './ground.ts';

/**
 * The style of our own map. Its texts are drawn by the reader's own fonts (a style without `glyphs` has MapLibre draw every
 * character itself), so nothing is fetched from anywhere.
 */
interface Colours {
  ground: string;
  outside: string;
  water: string;
  waterText: string;
  highway: string;
  highwayCase: string;
  county: string;
  countyCase: string;
  village: string;
  border: string;
  borderGlow: string;
  townBorder: string;
  text: string;
  textSoft: string;
  halo: string;
  peak: string;
}

export const colours: Record<Theme, Colours> = {
  paper: {
    ground: '#f1eddf',
    outside: '#f6f4ee',
    water: '#7fa9be',
    waterText: '#3d728c',
    highway: '#efc27b',
    highwayCase: '#b98b45',
    county: '#fffdf6',
    countyCase: '#b9ab8f',
    village: '#cbbfa6',
    border: '#8a6f86',
    borderGlow: '#b79fb5',
    townBorder: '#a3938f',
    text: '#2c2a26',
    textSoft: '#5b554c',
    halo: '#fbf8ef',
    peak: '#75604c',
  },
  night: {
    ground: '#141f25',
    outside: '#0c1418',
    water: '#2f5d74',
    waterText: '#6fa8c4',
    highway: '#8a6f3e',
    highwayCase: '#3a3220',
    county: '#4b5a60',
    countyCase: '#1c282d',
    village: '#33424a',
    border: '#8d7d9c',
    borderGlow: '#3d3748',
    townBorder: '#4c5a61',
    text: '#e8eeec',
    textSoft: '#a9b7b7',
    halo: '#0c1418',
    peak: '#b7a58d',
  },
};

/** The first name is nobody's font: it only says the weight. */
const fonts = ['system-ui', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans SC', 'Noto Sans CJK SC', 'WenQuanYi Zen Hei'];
export const regular = ['Doorstep Regular', ...fonts];
export const strong = ['Doorstep Bold', ...fonts];

const collection = (features: Feature[]): FeatureCollection => ({ type: 'FeatureCollection', features });

const feature = (type: string, coordinates: unknown, properties: Record<string, unknown>): Feature =>
  ({ type: 'Feature', geometry: { type, coordinates }, properties }) as Feature;

/** What lies beneath the points, as sources. */
export function groundSources(ground: Ground, language: Language): StyleSpecification['sources'] {
  const source = (features: Feature[]) => ({ type: 'geojson' as const, data: collection(features), tolerance: 0.5 });
  const areas = ground.areas.map(({ id, level, polygons }) => feature('MultiPolygon', polygons, { id, level }));
  const city = ground.areas.find(({ level }) => level === 'city');
  const far = [
    [-180, -85],
    [180, -85],
    [180, 85],
    [-180, 85],
    [-180, -85],
  ];
  return {
    areas: source(areas),
    outside: source(city ? [feature('Polygon', [far, ...city.polygons.map((rings) => rings[0])], {})] : []),
    rivers: source(
      ground.rivers.map(({ name, size, line }) => feature('LineString', line, { name: name?.[language] ?? '', size })),
    ),
    roads: source(ground.roads.map((road) => feature('LineString', road.line, { class: road.class }))),
    places: source(
      ground.places.map(({ name, level, at, people }) => feature('Point', at, { name: name[language], level, people })),
    ),
    peaks: source(ground.peaks.map(({ name, at, metres }) => feature('Point', at, { name: name[language], metres }))),
  };
}

const is = (name: string, value: string): ExpressionSpecification => ['==', ['get', name], value];
const zooms = (...stops: (number | string | ExpressionSpecification)[]): ExpressionSpecification =>
  ['interpolate', ['linear'], ['zoom'], ...stops] as unknown as ExpressionSpecification;
const grows = (base: number, ...stops: number[]): ExpressionSpecification =>
  ['interpolate', ['exponential', base], ['zoom'], ...stops] as unknown as ExpressionSpecification;

/** The ground, from below to above; points come between `below` and `above` nothing: their own layers follow. */
export function groundLayers(theme: Theme, relief: boolean): LayerSpecification[] {
  const c = colours[theme];
  const line = (
    id: string,
    source: string,
    filter: ExpressionSpecification,
    paint: Record<string, unknown>,
    minzoom = 0,
  ): LayerSpecification =>
    ({
      id,
      type: 'line',
      source,
      filter,
      minzoom,
      layout: { 'line-cap': 'round', 'line-join': 'round' },
      paint,
    }) as LayerSpecification;
  return [
    { id: 'ground', type: 'background', paint: { 'background-color': c.ground } },
    ...(relief
      ? [
          {
            id: 'relief',
            type: 'raster',
            source: 'relief',
            paint: { 'raster-fade-duration': 0, 'raster-resampling': 'linear' },
          } as LayerSpecification,
        ]
      : []),
    line('stream', 'rivers', is('size', 'stream'), {
      'line-color': c.water,
      'line-width': zooms(8, 0.5, 11, 1.4, 14, 3),
      'line-opacity': zooms(7.5, 0.35, 9.5, 0.9),
    }),
    line('river', 'rivers', is('size', 'river'), {
      'line-color': c.water,
      'line-width': zooms(7, 1, 9, 1.8, 12, 4.5, 15, 12),
    }),
    line('trunk', 'rivers', is('size', 'trunk'), {
      'line-color': c.water,
      'line-width': zooms(7, 2, 9, 3.8, 12, 10, 15, 30),
    }),
    line(
      'village-road',
      'roads',
      is('class', 'village-road'),
      {
        'line-color': c.village,
        'line-width': grows(1.4, 8.5, 0.4, 11, 1.2, 14, 3),
        'line-opacity': zooms(8.2, 0, 9.2, 0.9),
      },
      8.2,
    ),
    line('county-road-case', 'roads', is('class', 'county-road'), {
      'line-color': c.countyCase,
      'line-width': grows(1.4, 8, 0.9, 11, 3, 14, 8),
      'line-opacity': zooms(7.5, 0.4, 9, 0.85),
    }),
    line(
      'county-road',
      'roads',
      is('class', 'county-road'),
      {
        'line-color': c.county,
        'line-width': grows(1.4, 9, 0.6, 11, 1.8, 14, 5.5),
      },
      9,
    ),
    line('highway-case', 'roads', is('class', 'highway'), {
      'line-color': c.highwayCase,
      'line-width': grows(1.4, 7, 1.4, 9, 2.8, 11, 5, 14, 12),
    }),
    line('highway', 'roads', is('class', 'highway'), {
      'line-color': c.highway,
      'line-width': grows(1.4, 7, 0.7, 9, 1.6, 11, 3.4, 14, 9),
    }),
    {
      id: 'outside',
      type: 'fill',
      source: 'outside',
      paint: { 'fill-color': c.outside, 'fill-opacity': 0.82, 'fill-antialias': false },
    },
    line(
      'town-border',
      'areas',
      is('level', 'town'),
      {
        'line-color': c.townBorder,
        'line-width': zooms(8.5, 0.5, 12, 1.3),
        'line-dasharray': [1, 2.5],
        'line-opacity': zooms(8.4, 0, 9.2, 0.75),
      },
      8.4,
    ),
    line('county-glow', 'areas', is('level', 'county'), {
      'line-color': c.borderGlow,
      'line-width': zooms(7, 3, 12, 9),
      'line-opacity': 0.28,
    }),
    line('county-border', 'areas', is('level', 'county'), {
      'line-color': c.border,
      'line-width': zooms(7, 0.7, 12, 1.6),
      'line-dasharray': [6, 2, 1, 2],
    }),
    line('city-glow', 'areas', is('level', 'city'), {
      'line-color': c.borderGlow,
      'line-width': zooms(7, 5, 12, 14),
      'line-opacity': 0.45,
    }),
    line('city-border', 'areas', is('level', 'city'), { 'line-color': c.border, 'line-width': zooms(7, 1.4, 12, 2.6) }),
  ];
}

/** Names; they come last, over the points, and give way to one another. */
export function labelLayers(theme: Theme, language: Language): LayerSpecification[] {
  const c = colours[theme];
  const spaced = language === 'zh-CN';
  const halo = { 'text-halo-color': c.halo, 'text-halo-width': 1.6, 'text-halo-blur': 0.4 };
  const around = { 'text-variable-anchor': ['top', 'bottom', 'right', 'left'], 'text-justify': 'auto' };
  const place = (
    id: string,
    level: string,
    minzoom: number,
    maxzoom: number,
    layout: Record<string, unknown>,
    paint: Record<string, unknown> = {},
  ): LayerSpecification =>
    ({
      id,
      type: 'symbol',
      source: 'places',
      filter: is('level', level),
      minzoom,
      maxzoom,
      layout: { 'text-field': ['get', 'name'], 'text-font': regular, 'text-padding': 4, ...around, ...layout },
      paint: { 'text-color': c.text, ...halo, ...paint },
    }) as LayerSpecification;
  return [
    {
      id: 'river-names',
      type: 'symbol',
      source: 'rivers',
      filter: ['all', ['!=', ['get', 'name'], ''], ['!=', ['get', 'size'], 'stream']],
      minzoom: 7.4,
      layout: {
        'symbol-placement': 'line',
        'symbol-spacing': 420,
        'text-field': ['get', 'name'],
        'text-font': regular,
        'text-size': zooms(8, 11, 12, 14),
        'text-letter-spacing': spaced ? 0.45 : 0.12,
        'text-max-angle': 35,
      },
      paint: { 'text-color': c.waterText, 'text-halo-color': c.halo, 'text-halo-width': 1.2, 'text-halo-blur': 0.6 },
    },
    {
      id: 'peak-names',
      type: 'symbol',
      source: 'peaks',
      minzoom: 8,
      layout: {
        'icon-image': 'peak',
        'icon-size': 0.5,
        'text-field': ['concat', ['get', 'name'], '\n', ['to-string', ['get', 'metres']], ' m'],
        'text-font': regular,
        'text-size': 10.5,
        'text-anchor': 'top',
        'text-offset': [0, 0.5],
        'text-line-height': 1.15,
      },
      paint: { 'text-color': c.peak, 'text-halo-color': c.halo, 'text-halo-width': 1.1 },
    },
    place(
      'village-names',
      'village',
      11.6,
      24,
      {
        'text-size': zooms(11.6, 11, 14, 13.5),
        'text-radial-offset': 0.9,
        'symbol-sort-key': ['-', 0, ['get', 'people']],
      },
      { 'text-color': c.textSoft },
    ),
    place('town-names', 'town', theme === 'paper' ? 9.1 : 10, 24, {
      'text-size': zooms(9, 11.5, 12, 15),
      'text-radial-offset': 0.95,
      'symbol-sort-key': ['-', 0, ['get', 'people']],
    }),
    place('county-names', 'county', 6, 11.5, {
      'text-font': strong,
      'text-size': zooms(7, 12.5, 9, 16, 11, 19),
      'text-letter-spacing': spaced ? 0.12 : 0.02,
      'text-radial-offset': 1.05,
    }),
    place('city-names', 'city', 4, 8.6, {
      'text-font': strong,
      'text-size': zooms(6, 15, 9, 21),
      'text-letter-spacing': spaced ? 0.2 : 0.04,
      'text-radial-offset': 1.3,
    }),
  ];
}

import type { ExpressionSpecification, LayerSpecification, StyleSpecification } from 'maplibre-gl';
import type { Language } from '#domain/kernel/text.ts';
import { unknownColour } from './classes.ts';
import type { Feature, FeatureCollection } from './geojson.ts';
import type { Ground } from './ground.ts';
import {
  asSpecks,
  changeMarks,
  markScale,
  nearBy,
  roadMarkAside,
  roadMarks,
  signsFrom,
  speckEdge,
  speckRadius,
} from './marks.ts';
import { pictureName, roadPictureName } from './pictures.ts';
import { reliefPicture } from './relief-picture.ts';
import type { Scene } from './scene.ts';
import { colours, groundLayers, groundSources, labelLayers, strong } from './style.ts';
import type { Beneath } from './tiles.ts';

/** Neighbouring points become one within so many pixels, until the map is as near as a town. */
export const clustering = { clusterRadius: 38, clusterMaxZoom: 10 };

/** A road that a plan alters is wider than any road of the ground, at every height. */
const alteredWidth = (times: number): ExpressionSpecification => [
  'interpolate',
  ['linear'],
  ['zoom'],
  7,
  2.6 * times,
  11,
  4.2 * times,
  14,
  8 * times,
];

/** Near by, areas that lie over each other let roads and names through. */
const areaOpacity: ExpressionSpecification = [
  'interpolate',
  ['linear'],
  ['zoom'],
  nearBy.from,
  ['get', 'opacity'],
  nearBy.to,
  ['case', ['get', 'edge'], ['get', 'opacity'], ['*', nearBy.left, ['get', 'opacity']]],
];

const empty: FeatureCollection = { type: 'FeatureCollection', features: [] };

/** Everything that MapLibre draws: the ground, and the scene over it. */
export function mapStyle(
  ground: Ground,
  scene: Scene,
  language: Language,
  beneath: Beneath | undefined,
): StyleSpecification {
  const { theme } = scene;
  const c = colours[theme];
  const relief = ground.relief && !beneath ? reliefPicture(ground.relief, theme) : undefined;
  const { few, many, gone } = pointFeatures(scene);
  const [west, south, east, north] = relief?.bounds ?? ground.bounds;
  const ours = groundLayers(theme, relief !== undefined);
  const larger = markScale[theme];
  const marks = (id: string, source: string): LayerSpecification => ({
    id,
    type: 'symbol',
    source,
    ...(source === 'points' && { filter: ['!', ['has', 'point_count']] }),
    layout: {
      'icon-image': ['get', 'picture'],
      'icon-size': [
        'interpolate',
        ['linear'],
        ['zoom'],
        7,
        0.62 * larger,
        9,
        0.8 * larger,
        11,
        larger,
        14,
        1.25 * larger,
      ],
      'icon-allow-overlap': true,
      'icon-ignore-placement': false,
      'symbol-sort-key': ['get', 'order'],
    },
  });
  return {
    version: 8,
    // MapLibre's own type of a style leaves the canvas out.
    sources: {
      ...groundSources(ground, language),
      ...beneath?.sources,
      ...(relief && {
        relief: {
          type: 'canvas',
          canvas: relief.canvas,
          animate: false,
          coordinates: [
            [west, north],
            [east, north],
            [east, south],
            [west, south],
          ],
        },
      }),
      points: {
        type: 'geojson',
        data: many,
        cluster: scene.gather,
        ...clustering,
        clusterProperties: {
          sum: ['+', ['max', ['get', 'group'], 0]],
          known: ['+', ['case', ['>=', ['get', 'group'], 0], 1, 0]],
        },
      },
      halls: { type: 'geojson', data: few },
      closed: { type: 'geojson', data: gone },
      reach: { type: 'geojson', data: reachFeatures(scene) },
      altered: { type: 'geojson', data: roadFeatures(scene) },
      'altered-signs': { type: 'geojson', data: roadSigns(scene) },
      dots: { type: 'geojson', data: dotFeatures(scene) },
      selected: { type: 'geojson', data: selectedFeatures(scene) },
    } as unknown as StyleSpecification['sources'],
    layers: [
      ...(beneath ? [ours[0]!, ...beneath.ground, ...ours.filter(({ id }) => /border|glow/.test(id))] : ours),
      {
        id: 'reach',
        type: 'fill',
        source: 'reach',
        paint: { 'fill-color': ['get', 'colour'], 'fill-opacity': areaOpacity, 'fill-antialias': false },
      },
      {
        id: 'reach-edge',
        type: 'line',
        source: 'reach',
        filter: ['get', 'edge'],
        paint: { 'line-color': ['get', 'colour'], 'line-width': 1.5, 'line-opacity': 0.85 },
      },
      {
        id: 'dots',
        type: 'circle',
        source: 'dots',
        paint: {
          'circle-color': ['get', 'colour'],
          'circle-opacity': 0.75,
          'circle-radius': [
            'interpolate',
            ['exponential', 1.5],
            ['zoom'],
            7,
            ['*', 0.45, ['get', 'radius']],
            10,
            ['get', 'radius'],
            14,
            ['*', 2.5, ['get', 'radius']],
          ],
        },
      },
      {
        id: 'altered-edge',
        type: 'line',
        source: 'altered',
        layout: { 'line-cap': 'round', 'line-join': 'round' },
        paint: { 'line-color': theme === 'paper' ? '#fffdf7' : '#0b1316', 'line-width': alteredWidth(1.9) },
      },
      ...(['road-out', 'road-speed'] as const).map(
        (look): LayerSpecification => ({
          id: look,
          type: 'line',
          source: 'altered',
          filter: ['==', ['get', 'look'], look],
          layout: { 'line-join': 'round' },
          paint: {
            'line-color': roadMarks[look].colour,
            'line-width': alteredWidth(1),
            ...(roadMarks[look].dash && { 'line-dasharray': [...roadMarks[look].dash] }),
          },
        }),
      ),
      {
        id: 'closed-far',
        type: 'circle',
        source: 'closed',
        maxzoom: signsFrom,
        paint: {
          'circle-color': theme === 'paper' ? '#fffdf7' : '#0b1316',
          'circle-stroke-color': changeMarks.closed.colour,
          'circle-stroke-width': speckEdge,
          'circle-radius': ['interpolate', ['linear'], ['zoom'], 8, speckRadius(8), signsFrom, speckRadius(signsFrom)],
        },
      },
      {
        id: 'cluster',
        type: 'circle',
        source: 'points',
        filter: ['has', 'point_count'],
        paint: {
          'circle-color': clusterColour(scene),
          'circle-radius': ['interpolate', ['linear'], ['sqrt', ['get', 'point_count']], 1.4, 9, 5, 14, 12, 22],
          'circle-stroke-width': 1.6,
          'circle-stroke-color': theme === 'paper' ? '#fffdf7' : '#0b1316',
          'circle-opacity': 0.94,
        },
      },
      {
        id: 'selected',
        type: 'circle',
        source: 'selected',
        paint: {
          'circle-radius': ['get', 'radius'],
          'circle-color': theme === 'paper' ? 'rgba(255,197,51,.45)' : 'rgba(255,197,51,.35)',
          'circle-stroke-width': 2.2,
          'circle-stroke-color': theme === 'paper' ? '#1d2628' : '#ffc533',
        },
      },
      { ...marks('closed', 'closed'), minzoom: signsFrom },
      marks('points', 'points'),
      marks('halls', 'halls'),
      {
        id: 'altered-signs',
        type: 'symbol',
        source: 'altered-signs',
        layout: { 'icon-image': ['get', 'picture'], 'icon-offset': [...roadMarkAside], 'icon-allow-overlap': true },
      },
      ...(beneath ? beneath.names : labelLayers(theme, language)),
      {
        id: 'cluster-count',
        type: 'symbol',
        source: 'points',
        filter: ['has', 'point_count'],
        layout: {
          'text-field': ['to-string', ['get', 'point_count']],
          'text-font': strong,
          'text-size': ['interpolate', ['linear'], ['get', 'point_count'], 2, 10.5, 40, 12.5],
          // It is never left out, and names keep off it.
          'text-allow-overlap': true,
          'text-padding': 8,
        },
        paint: {
          'text-color': theme === 'paper' ? '#ffffff' : '#0b1316',
          'text-halo-color': theme === 'paper' ? 'rgba(20,30,30,.55)' : 'rgba(255,255,255,.4)',
          'text-halo-width': theme === 'paper' ? 0.9 : 0.5,
        },
      },
      {
        id: 'selected-name',
        type: 'symbol',
        source: 'selected',
        layout: {
          'text-field': ['get', 'name'],
          'text-font': strong,
          'text-size': 14,
          // Below the mark: above it stands the handle of whoever moves it.
          'text-anchor': 'top',
          'text-offset': [0, 1.1],
          'text-allow-overlap': true,
        },
        paint: { 'text-color': c.text, 'text-halo-color': c.halo, 'text-halo-width': 2.4 },
      },
    ],
  };
}

export function clusterColour({ colours: own, theme }: Scene): ExpressionSpecification {
  const unknown = unknownColour[theme];
  if (own.length === 0) return ['literal', unknown] as unknown as ExpressionSpecification;
  const mean = ['/', ['get', 'sum'], ['max', 1, ['get', 'known']]];
  const steps = own.flatMap((colour, at) => (at === 0 ? [colour] : [at - 0.5, colour]));
  return [
    'case',
    ['==', ['get', 'known'], 0],
    unknown,
    steps.length === 1 ? steps[0] : ['step', mean, ...steps],
  ] as never;
}

const rank = { village: 0, town: 1, county: 2, city: 3 } as const;

/**
 * What a plan changes is always drawn for itself, and county and city halls unless points are gathered; many closings lie beneath what
 * stays then, as specks while the map is small.
 */
export function pointFeatures({ points: all, theme, gather }: Scene) {
  const features = all.map(
    (point): Feature => ({
      type: 'Feature',
      geometry: { type: 'Point', coordinates: [...point.at] },
      properties: {
        id: point.id,
        picture: pictureName(point.level, point.colour, point.look, theme),
        group: point.group,
        order: rank[point.level] + (point.look === 'there' || point.look === 'faint' ? 0 : 4),
      },
    }),
  );
  const specks = asSpecks(all, gather);
  const of = (kind: 'few' | 'many' | 'gone') => ({
    ...empty,
    features: features.filter((_, at) => {
      const { level, look } = all[at]!;
      if (specks && look === 'closed') return kind === 'gone';
      const own = (!gather && rank[level] >= 2) || !['there', 'faint'].includes(look);
      return kind === (own ? 'few' : 'many');
    }),
  });
  return { few: of('few'), many: of('many'), gone: of('gone') };
}

export const reachFeatures = ({ areas }: Scene): FeatureCollection => ({
  ...empty,
  features: areas.map(({ polygons, colour, opacity, edge }) => ({
    type: 'Feature',
    geometry: { type: 'MultiPolygon', coordinates: polygons as never },
    properties: { colour, opacity, edge },
  })),
});

export const roadFeatures = ({ roads }: Scene): FeatureCollection => ({
  ...empty,
  features: roads.map(({ lines, look }) => ({
    type: 'Feature',
    geometry: { type: 'MultiLineString', coordinates: lines as never },
    properties: { look },
  })),
});

/** A road that is out for some steps is a speck on the map of a city: its sign is not. */
export const roadSigns = ({ roads, theme }: Scene): FeatureCollection => ({
  ...empty,
  features: roads.map(({ at, look }) => ({
    type: 'Feature',
    geometry: { type: 'Point', coordinates: [...at] },
    properties: { picture: roadPictureName(look, theme) },
  })),
});

export const dotFeatures = ({ dots: all }: Scene): FeatureCollection => ({
  ...empty,
  features: all.map(({ at, colour, radius }) => ({
    type: 'Feature',
    geometry: { type: 'Point', coordinates: [...at] },
    properties: { colour, radius },
  })),
});

export function selectedFeatures({ points: all, selected }: Scene): FeatureCollection {
  const radii = { village: 11, town: 13, county: 17, city: 21 } as const;
  return {
    ...empty,
    features: all
      .filter(({ id }) => selected.includes(id))
      .map(({ at, level, name }) => ({
        type: 'Feature',
        geometry: { type: 'Point', coordinates: [...at] },
        properties: { radius: radii[level], name },
      })),
  };
}

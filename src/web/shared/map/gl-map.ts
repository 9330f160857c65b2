import {
  type ExpressionSpecification,
  GeoJSONSource,
  type LayerSpecification,
  LngLat,
  type MapGeoJSONFeature,
  Map as MapLibre,
  Marker,
  type StyleSpecification,
  setWorkerUrl,
} from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import type { Language } from '#domain/kernel/text.ts';
import { unknownColour } from './classes.ts';
import type { Feature, FeatureCollection } from './geojson.ts';
import type { Ground } from './ground.ts';
import type { Bounds, Lonlat } from './mercator.ts';
import { drawPicture, pictureName, sharpness } from './pictures.ts';
import { reliefPicture } from './relief-picture.ts';
import type { Scene, View } from './scene.ts';
import { colours, groundLayers, groundSources, labelLayers, strong } from './style.ts';
import { type OutsideTiles, outsideTiles } from './tiles.ts';

setWorkerUrl(workerUrl);

export interface GlMapOptions {
  container: HTMLElement;
  ground: Ground;
  scene: Scene;
  language: Language;
  tiles: OutsideTiles | undefined;
  /** Where to look first; the whole ground when left out. */
  view?: View | undefined;
  /** Room that panels over the map take away, in pixels. */
  padding: Padding;
  /** Without hands: a screen on a wall. */
  still: boolean;
  title: string;
  onReady: () => void;
  onPoint: (id: string) => void;
  /** A click beside every point. */
  onGround: (at: Lonlat) => void;
  onHover: (hover: Hover | undefined) => void;
  onView: (view: View, byHand: boolean) => void;
  onMoved: (id: string, to: Lonlat) => void;
  onBroken: () => void;
}
export interface Padding {
  top: number;
  right: number;
  bottom: number;
  left: number;
}
/** The point under the mouse, or a cluster of so many. */
export interface Hover {
  id: string | undefined;
  count: number;
  x: number;
  y: number;
}

const empty: FeatureCollection = { type: 'FeatureCollection', features: [] };
const gathered = ['points', 'cluster'];

/** The map with WebGL, without any framework around it. Everything that it holds is let go by `remove`. */
export class GlMap {
  readonly #map: MapLibre;
  readonly #options: GlMapOptions;
  #scene: Scene;
  #marker: Marker | undefined;
  #removed = false;

  constructor(options: GlMapOptions) {
    this.#options = options;
    this.#scene = options.scene;
    const { ground, view, padding } = options;
    const [west, south, east, north] = ground.bounds;
    const [wide, high] = [east - west, north - south];
    this.#map = new MapLibre({
      container: options.container,
      style: this.#style(),
      ...(view
        ? { center: [...view.middle] as [number, number], zoom: view.zoom }
        : { bounds: [west, south, east, north], fitBoundsOptions: { padding } }),
      maxBounds: [west - wide, south - high, east + wide, north + high],
      maxZoom: 17,
      minZoom: 5,
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      maxPitch: 0,
      touchPitch: false,
      renderWorldCopies: false,
      interactive: !options.still,
      fadeDuration: options.still ? 0 : 200,
      locale: { 'Map.Title': options.title },
      // A picture of a wall is as large as the wall; twice that would only be slower.
      pixelRatio: options.still ? 1 : Math.min(2, window.devicePixelRatio),
      canvasContextAttributes: { antialias: true },
    });
    this.#map.touchZoomRotate.disableRotation();
    this.#map.keyboard.disableRotation();
    this.#listen();
  }

  /** What is drawn over the ground; only what differs from before is given to the map. */
  setScene(scene: Scene): void {
    const before = this.#scene;
    this.#scene = scene;
    if (!this.#map.style || !this.#map.getSource('points')) return;
    if (scene.theme !== before.theme) {
      this.#map.setStyle(this.#style(), { diff: false });
      return;
    }
    const gathers = scene.gather !== before.gather;
    if (gathers)
      this.#source('points').setClusterOptions({ cluster: scene.gather, clusterRadius: 38, clusterMaxZoom: 10 });
    if (gathers || scene.points !== before.points) this.#putPoints();
    if (scene.areas !== before.areas) this.#source('reach').setData(reach(scene));
    if (scene.links !== before.links) this.#source('links').setData(links(scene));
    if (scene.dots !== before.dots) this.#source('dots').setData(dots(scene));
    if (scene.colours !== before.colours) this.#map.setPaintProperty('cluster', 'circle-color', clusterColour(scene));
    if (scene.selected !== before.selected || scene.points !== before.points)
      this.#source('selected').setData(selection(scene));
  }

  /** Looks at bounds, or at a place from a height. */
  look(at: Bounds | View, hurry = false): void {
    const { padding } = this.#options;
    if ('middle' in at)
      this.#map.easeTo({
        center: [...at.middle] as [number, number],
        zoom: at.zoom,
        padding,
        duration: hurry ? 0 : 700,
      });
    else this.#map.fitBounds([at[0], at[1], at[2], at[3]], { padding, maxZoom: 13.5, duration: hurry ? 0 : 900 });
  }

  zoom(by: number): void {
    this.#map.easeTo({ zoom: this.#map.getZoom() + by, duration: 250 });
  }

  view(): View {
    const { lng, lat } = this.#map.getCenter();
    return { middle: [lng, lat], zoom: this.#map.getZoom() };
  }

  /** Metres that a pixel is wide in the middle. */
  metresPerPixel(): number {
    const { lat } = this.#map.getCenter();
    return (40_030_228.9 * Math.cos((lat * Math.PI) / 180)) / (512 * 2 ** this.#map.getZoom());
  }

  /** Sets the map to where another one looks, at once. */
  follow({ middle, zoom }: View): void {
    this.#map.jumpTo({ center: [...middle] as [number, number], zoom });
  }

  /** A point becomes a thing to drag, or none does. Arrow keys move it too. */
  setMovable(point: { id: string; at: Lonlat; label: string; colour: string } | undefined): void {
    this.#marker?.remove();
    this.#marker = undefined;
    if (!point) return;
    const handle = document.createElement('button');
    handle.type = 'button';
    handle.className = 'map-handle';
    handle.setAttribute('aria-label', point.label);
    handle.style.color = point.colour;
    const marker = new Marker({ element: handle, draggable: true, anchor: 'bottom' })
      .setLngLat([point.at[0], point.at[1]])
      .addTo(this.#map);
    const moved = () => {
      const { lng, lat } = marker.getLngLat();
      this.#options.onMoved(point.id, [lng, lat]);
    };
    marker.on('dragend', moved);
    const steps: Record<string, readonly [number, number]> = {
      ArrowUp: [0, -8],
      ArrowDown: [0, 8],
      ArrowLeft: [-8, 0],
      ArrowRight: [8, 0],
    };
    handle.addEventListener('keydown', (event) => {
      const step = steps[event.key];
      if (!step) return;
      event.preventDefault();
      event.stopPropagation();
      const spot = this.#map.project(marker.getLngLat());
      marker.setLngLat(this.#map.unproject([spot.x + step[0], spot.y + step[1]]));
    });
    handle.addEventListener('keyup', (event) => {
      if (event.key in steps) moved();
    });
    this.#marker = marker;
  }

  /** What is seen now, as a picture of its own. */
  picture(): Promise<HTMLCanvasElement> {
    return new Promise((resolve) => {
      this.#map.once('render', () => {
        const from = this.#map.getCanvas();
        const copy = document.createElement('canvas');
        copy.width = from.width;
        copy.height = from.height;
        copy.getContext('2d')?.drawImage(from, 0, 0);
        resolve(copy);
      });
      this.#map.triggerRepaint();
    });
  }

  remove(): void {
    if (this.#removed) return;
    this.#removed = true;
    this.#marker?.remove();
    this.#map.remove();
  }

  #source(id: string): GeoJSONSource {
    const source = this.#map.getSource(id);
    if (!(source instanceof GeoJSONSource)) throw new Error(`the map has no ${id}`);
    return source;
  }

  #putPoints(): void {
    const { few, many } = points(this.#scene);
    this.#source('points').setData(many);
    this.#source('halls').setData(few);
  }

  #style(): StyleSpecification {
    const { ground, language, tiles } = this.#options;
    const scene = this.#scene;
    const { theme } = scene;
    const c = colours[theme];
    const relief = ground.relief && !tiles ? reliefPicture(ground.relief, theme) : undefined;
    const { few, many } = points(scene);
    const [west, south, east, north] = relief?.bounds ?? ground.bounds;
    const beneath = tiles && outsideTiles(tiles);
    const ours = groundLayers(theme, relief !== undefined);
    const marks = (id: string, source: string): LayerSpecification => ({
      id,
      type: 'symbol',
      source,
      ...(source === 'points' && { filter: ['!', ['has', 'point_count']] }),
      layout: {
        'icon-image': ['get', 'picture'],
        'icon-size': ['interpolate', ['linear'], ['zoom'], 7, 0.62, 9, 0.8, 11, 1, 14, 1.25],
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
          clusterRadius: 38,
          clusterMaxZoom: 10,
          clusterProperties: {
            sum: ['+', ['max', ['get', 'group'], 0]],
            known: ['+', ['case', ['>=', ['get', 'group'], 0], 1, 0]],
          },
        },
        halls: { type: 'geojson', data: few },
        reach: { type: 'geojson', data: reach(scene) },
        links: { type: 'geojson', data: links(scene) },
        dots: { type: 'geojson', data: dots(scene) },
        selected: { type: 'geojson', data: selection(scene) },
      } as unknown as StyleSpecification['sources'],
      layers: [
        ...(beneath ? [ours[0]!, ...beneath.layers, ...ours.filter(({ id }) => /border|glow/.test(id))] : ours),
        {
          id: 'reach',
          type: 'fill',
          source: 'reach',
          paint: { 'fill-color': ['get', 'colour'], 'fill-opacity': theme === 'paper' ? 0.2 : 0.28 },
        },
        {
          id: 'reach-edge',
          type: 'line',
          source: 'reach',
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
          id: 'links',
          type: 'line',
          source: 'links',
          paint: {
            'line-color': ['get', 'colour'],
            'line-width': 1.4,
            'line-opacity': 0.8,
            'line-dasharray': [2, 1.5],
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
        marks('points', 'points'),
        marks('halls', 'halls'),
        ...(beneath ? [] : labelLayers(theme, language)),
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
            'text-anchor': 'bottom',
            'text-offset': [0, -1.1],
            'text-allow-overlap': true,
          },
          paint: { 'text-color': c.text, 'text-halo-color': c.halo, 'text-halo-width': 2.4 },
        },
      ],
    };
  }

  #listen(): void {
    const map = this.#map;
    const { onReady, onPoint, onGround, onHover, onView, onBroken } = this.#options;
    map.setMissingStyleImageResolver((id) => {
      const picture = drawPicture(id);
      if (picture && !map.hasImage(id)) map.addImage(id, picture, { pixelRatio: sharpness });
    });
    map.once('load', onReady);
    map.on('webglcontextlost', onBroken);
    const under = (spot: { x: number; y: number }): MapGeoJSONFeature | undefined => {
      const slack = 5;
      return map.queryRenderedFeatures(
        [
          [spot.x - slack, spot.y - slack],
          [spot.x + slack, spot.y + slack],
        ],
        { layers: ['halls', ...gathered] },
      )[0];
    };
    map.on('click', ({ point, lngLat }) => {
      const found = under(point);
      if (!found) onGround([lngLat.lng, lngLat.lat]);
      else if (found.properties.cluster) void this.#open(found);
      else onPoint(String(found.properties.id));
    });
    map.on('mousemove', ({ point }) => {
      const found = under(point);
      map.getCanvas().style.cursor = found ? 'pointer' : '';
      const count = Number(found?.properties.point_count ?? 1);
      onHover(found && { id: found.properties.id as string | undefined, count, x: point.x, y: point.y });
    });
    map.on('mouseout', () => onHover(undefined));
    map.on('move', ({ originalEvent }) => onView(this.view(), originalEvent !== undefined));
    map.on('moveend', ({ originalEvent }) => onView(this.view(), originalEvent !== undefined));
  }

  /** A cluster that is pressed is looked into. */
  async #open(cluster: MapGeoJSONFeature): Promise<void> {
    const zoom = await this.#source('points').getClusterExpansionZoom(Number(cluster.properties.cluster_id));
    const [lon, lat] = (cluster.geometry as { coordinates: [number, number] }).coordinates;
    if (!this.#removed) this.#map.easeTo({ center: new LngLat(lon, lat), zoom: zoom + 0.4 });
  }
}

function clusterColour({ colours: own, theme }: Scene): ExpressionSpecification {
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

/** What a plan changes is always drawn for itself, and county and city halls unless points are gathered. */
function points({ points: all, theme, gather }: Scene) {
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
  const halls = all.map(({ level, look }) => (!gather && rank[level] >= 2) || !['there', 'faint'].includes(look));
  return {
    few: { ...empty, features: features.filter((_, at) => halls[at]) },
    many: { ...empty, features: features.filter((_, at) => !halls[at]) },
  };
}

const reach = ({ areas }: Scene): FeatureCollection => ({
  ...empty,
  features: areas.map(({ colour, polygons }) => ({
    type: 'Feature',
    geometry: { type: 'MultiPolygon', coordinates: polygons as never },
    properties: { colour },
  })),
});

const links = ({ links: all }: Scene): FeatureCollection => ({
  ...empty,
  features: all.map(({ from, to, colour }) => ({
    type: 'Feature',
    geometry: { type: 'LineString', coordinates: [[...from], [...to]] },
    properties: { colour },
  })),
});

const dots = ({ dots: all }: Scene): FeatureCollection => ({
  ...empty,
  features: all.map(({ at, colour, radius }) => ({
    type: 'Feature',
    geometry: { type: 'Point', coordinates: [...at] },
    properties: { colour, radius },
  })),
});

function selection({ points: all, selected }: Scene): FeatureCollection {
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

import { GeoJSONSource, LngLat, type MapGeoJSONFeature, Map as MapLibre, Marker, setWorkerUrl } from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import type { Language } from '#domain/kernel/text.ts';
import {
  clusterColour,
  clustering,
  dotFeatures,
  mapStyle,
  pointFeatures,
  reachFeatures,
  roadFeatures,
  roadSigns,
  selectedFeatures,
} from './gl-style.ts';
import type { Ground } from './ground.ts';
import type { Bounds, Lonlat } from './mercator.ts';
import { drawPicture, sharpness } from './pictures.ts';
import type { Scene, View } from './scene.ts';
import { type Beneath, requestOf } from './tiles.ts';

export { outsideTiles } from './tiles.ts';

setWorkerUrl(workerUrl);

export interface GlMapOptions {
  container: HTMLElement;
  ground: Ground;
  scene: Scene;
  language: Language;
  /** A ground from elsewhere; ours when left out. */
  beneath: Beneath | undefined;
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
  /** `followed`: it was set to where another one looks. */
  onView: (view: View, followed: boolean) => void;
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

const enlargement = (element: HTMLElement): number => element.getBoundingClientRect().width / element.offsetWidth || 1;

const pressed = ['halls', 'points', 'cluster', 'closed', 'closed-far'];

/** The map with WebGL, without any framework around it. Everything that it holds is let go by `remove`. */
export class GlMap {
  readonly #map: MapLibre;
  readonly #options: GlMapOptions;
  #scene: Scene;
  #marker: Marker | undefined;
  #movable: string | undefined;
  #removed = false;
  #following = false;

  constructor(options: GlMapOptions) {
    this.#options = options;
    this.#scene = options.scene;
    const { ground, view, padding } = options;
    const [west, south, east, north] = ground.bounds;
    const [wide, high] = [east - west, north - south];
    this.#map = new MapLibre({
      container: options.container,
      style: mapStyle(ground, options.scene, options.language, options.beneath),
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
      // A picture of a wall is as large as the wall, which may lay it out larger; twice that would only be slower.
      pixelRatio: options.still ? enlargement(options.container) : Math.min(2, window.devicePixelRatio),
      canvasContextAttributes: { antialias: true },
      transformRequest: requestOf,
    });
    this.#map.touchZoomRotate.disableRotation();
    this.#map.keyboard.disableRotation();
    this.#listen();
  }

  /** What the map is called for whoever hears it. */
  setTitle(title: string): void {
    this.#map.getCanvas().setAttribute('aria-label', title);
  }

  /** What is drawn over the ground; only what differs from before is given to the map. Another theme is another map. */
  setScene(scene: Scene): void {
    const before = this.#scene;
    this.#scene = scene;
    if (!this.#map.style || !this.#map.getSource('points')) return;
    const gathers = scene.gather !== before.gather;
    if (gathers) this.#source('points').setClusterOptions({ cluster: scene.gather, ...clustering });
    if (gathers || scene.points !== before.points) this.#putPoints();
    if (scene.areas !== before.areas) this.#source('reach').setData(reachFeatures(scene));
    if (scene.roads !== before.roads) {
      this.#source('altered').setData(roadFeatures(scene));
      this.#source('altered-signs').setData(roadSigns(scene));
    }
    if (scene.dots !== before.dots) this.#source('dots').setData(dotFeatures(scene));
    if (scene.colours !== before.colours) this.#map.setPaintProperty('cluster', 'circle-color', clusterColour(scene));
    if (scene.selected !== before.selected || scene.points !== before.points)
      this.#source('selected').setData(selectedFeatures(scene));
  }

  /** Looks at bounds, or at a place from a height. */
  look(at: Bounds | View, hurry = false): void {
    const { padding } = this.#options;
    if ('middle' in at)
      this.#map.easeTo({
        center: [...at.middle] as [number, number],
        zoom: at.zoom,
        // As padding it would stay with the map, and be counted twice by the next bounds that are looked at.
        offset: [(padding.left - padding.right) / 2, (padding.top - padding.bottom) / 2],
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
    this.#following = true;
    this.#map.jumpTo({ center: [...middle] as [number, number], zoom });
    this.#following = false;
  }

  /** A point becomes a thing to drag, or none does. Arrow keys move it too. */
  setMovable(point: { id: string; at: Lonlat; label: string; colour: string } | undefined): void {
    // The same point keeps its handle, and with it the focus of whoever moves it by keys.
    if (point && point.id === this.#movable) {
      this.#marker?.setLngLat([point.at[0], point.at[1]]);
      return;
    }
    this.#movable = point?.id;
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

  /** What is seen now, at once, as the address of a picture: for a page that is about to be printed. */
  printed(): string {
    this.#map.redraw();
    return this.#map.getCanvas().toDataURL();
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
    const { few, many, gone } = pointFeatures(this.#scene);
    this.#source('points').setData(many);
    this.#source('halls').setData(few);
    this.#source('closed').setData(gone);
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
        { layers: pressed },
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
    const seen = () => onView(this.view(), this.#following);
    map.on('move', seen);
    map.on('moveend', seen);
  }

  /** A cluster that is pressed is looked into. */
  async #open(cluster: MapGeoJSONFeature): Promise<void> {
    const zoom = await this.#source('points').getClusterExpansionZoom(Number(cluster.properties.cluster_id));
    const [lon, lat] = (cluster.geometry as { coordinates: [number, number] }).coordinates;
    if (!this.#removed) this.#map.easeTo({ center: new LngLat(lon, lat), zoom: zoom + 0.4 });
  }
}

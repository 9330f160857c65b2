import type { ReactNode, Ref } from 'react';
import type { Padding } from '../../shared/map/gl-map.ts';
import type { Ground } from '../../shared/map/ground.ts';
import type { Bounds, Lonlat } from '../../shared/map/mercator.ts';
import type { Scene, View } from '../../shared/map/scene.ts';
import type { OutsideTiles } from '../../shared/map/tiles.ts';

/** What a page may ask of the map that it shows. */
export interface MapHandle {
  /** Moves to bounds (west, south, east, north), or to a place at a height. */
  look: (at: Bounds | View, hurry?: boolean) => void;
  view: () => View | undefined;
  /** What is seen now, as a picture; undefined before it is drawn. */
  picture: () => Promise<HTMLCanvasElement | undefined>;
}

export interface SiteMapProps {
  /** What lies beneath; see `useGround`. */
  ground: Ground;
  /** Points, areas, links, village dots, selection: all that is drawn over the ground. Made by `sceneOf`, or by a page itself. */
  scene: Scene;
  /** Names the map for whoever hears it. */
  title: string;
  tiles?: OutsideTiles | undefined;
  /** The plain drawing even where WebGL would work: for slow machines and for whoever prefers it. */
  plain?: boolean;
  /** Where to look first; the whole ground when left out. Later changes are ignored: call `look`. */
  start?: View | undefined;
  /** Follows another map's view, each time it changes: for two states on one ground. */
  follow?: View | undefined;
  /** A wall: no hands, no buttons. */
  still?: boolean;
  /** Without buttons of its own: whoever lays maps on each other gives them one set. */
  bare?: boolean;
  /** Pixels covered by panels, kept free when the map looks at something. */
  padding?: Partial<Padding>;
  /** A point was pressed. */
  onPick?: (id: string) => void;
  /** The ground was pressed, beside every point: to set a new one there, or to let go of the selection. */
  onGround?: (at: Lonlat) => void;
  /** Where it looks now, whoever moved it; not what it followed. */
  onView?: (view: View) => void;
  /** This point gets a handle that is dragged with mouse, finger or arrow keys. */
  movable?: { id: string; at: Lonlat; label: string; colour: string } | undefined;
  onMoved?: (id: string, to: Lonlat) => void;
  /** Which drawing it became, once it is known. */
  onDrawing?: (kind: 'gl' | 'plain') => void;
  ref?: Ref<MapHandle>;
  /** Panels that lie over the map. */
  children?: ReactNode;
}

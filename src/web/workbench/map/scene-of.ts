import type { PointView } from '#api/planning.ts';
import type { Theme } from '../../shared/map/classes.ts';
import type { DrawnArea, DrawnDot, DrawnPoint, Scene } from '../../shared/map/scene.ts';
import { type Layer, sayValue } from './layers.ts';
import { nameOf, tm } from './words.ts';

/** A point of the network as it is drawn; undefined where nobody knows where it lies. */
function drawnPoint(point: PointView, layer: Layer, faint: boolean): DrawnPoint | undefined {
  if (point.lon === null || point.lat === null) return undefined;
  const value = layer.measure(point);
  return {
    id: point.id,
    level: point.level,
    name: nameOf(point),
    at: [point.lon, point.lat],
    colour: layer.colourOf(point),
    look: faint && (point.level === 'village' || point.level === 'town') ? 'faint' : 'there',
    says: layer.id === 'level' ? tm(`level.${point.level}`) : `${tm(`layer.${layer.id}`)} ${sayValue(layer.id, value)}`,
    group: layer.groupOf(point),
  };
}

/** Points of the network in the colours of a layer, with the areas and villages that lie over the ground. */
export function sceneOf(
  points: readonly PointView[],
  layer: Layer,
  {
    theme,
    gather,
    selected = [],
    areas = [],
    dots = [],
    faint = false,
  }: {
    theme: Theme;
    gather: boolean;
    selected?: readonly string[];
    areas?: readonly DrawnArea[];
    dots?: readonly DrawnDot[];
    /** The many small points let what lies beneath them be seen. */
    faint?: boolean;
  },
): Scene {
  return {
    points: points.flatMap((point) => drawnPoint(point, layer, faint && !selected.includes(point.id)) ?? []),
    areas,
    roads: [],
    dots,
    selected,
    colours: layer.colours,
    theme,
    gather,
  };
}

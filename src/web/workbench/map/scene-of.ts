import type { PointView } from '#api/planning.ts';
import type { Theme } from '../../shared/map/classes.ts';
import type { DrawnArea, DrawnPoint, Scene } from '../../shared/map/scene.ts';
import { type Layer, sayValue } from './layers.ts';
import { nameOf, tm } from './words.ts';

/** A point of the network as it is drawn; undefined where nobody knows where it lies. */
function drawnPoint(point: PointView, layer: Layer): DrawnPoint | undefined {
  if (point.lon === null || point.lat === null) return undefined;
  const value = layer.measure(point);
  return {
    id: point.id,
    level: point.level,
    name: nameOf(point),
    at: [point.lon, point.lat],
    colour: layer.colourOf(point),
    look: 'there',
    says: layer.id === 'level' ? tm(`level.${point.level}`) : `${tm(`layer.${layer.id}`)} ${sayValue(layer.id, value)}`,
    group: layer.groupOf(point),
  };
}

/** Points of the network in the colours of a layer, with the areas that lie over the ground. */
export function sceneOf(
  points: readonly PointView[],
  layer: Layer,
  {
    theme,
    gather,
    selected = [],
    areas = [],
  }: {
    theme: Theme;
    gather: boolean;
    selected?: readonly string[];
    areas?: readonly DrawnArea[];
  },
): Scene {
  return {
    points: points.flatMap((point) => drawnPoint(point, layer) ?? []),
    areas,
    roads: [],
    dots: [],
    selected,
    colours: layer.colours,
    theme,
    gather,
  };
}

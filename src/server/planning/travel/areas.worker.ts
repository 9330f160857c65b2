import { parentPort, workerData } from 'node:worker_threads';
import { insideArea } from '#domain/planning/travel/area.ts';
import { buildGraph } from '#domain/planning/travel/graph.ts';
import type { Grid, Polygons } from '#domain/planning/travel/grid.ts';
import type { RoadMode, RoadNetwork } from '#domain/planning/travel/network.ts';
import { reachedByRoad, reachedStraight, type Stops } from '#domain/planning/travel/reached.ts';
import { type Point, Snapper, snapWith } from '#domain/planning/travel/snap.ts';
import type { SpeedTable } from '#domain/planning/travel/speeds.ts';

export interface AreasOrder {
  /** Its arrays are shared; null: straight lines. */
  network: RoadNetwork | null;
  mode: RoadMode;
  speeds: SpeedTable;
  points: readonly Point[];
  villages: readonly Point[];
  grid: Grid;
  /** Null: all of the grid. */
  ground: Polygons | null;
  stops: Stops | undefined;
  seconds: number;
}

const { network, mode, speeds, points, villages, grid, ground, stops, seconds } = workerData as AreasOrder;
const asked = { ground: ground ? insideArea(ground) : undefined, stops };

function byRoad(roads: RoadNetwork) {
  const snapper = new Snapper(roads, mode, speeds[mode]);
  const graph = buildGraph(roads, mode, speeds[mode]);
  const { approachKmh } = speeds[mode];
  const people = { places: villages, snapping: snapWith(snapper, villages) };
  const ready = { network: roads, graph, snapper, approachKmh };
  return reachedByRoad(ready, snapWith(snapper, points), people, grid, seconds, asked);
}

const reached = network
  ? byRoad(network)
  : reachedStraight({ mode, speeds, sites: points }, villages, grid, seconds, asked);
parentPort?.postMessage(reached, [reached.squares.buffer as ArrayBuffer, reached.villages.buffer as ArrayBuffer]);

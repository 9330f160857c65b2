import { monitorEventLoopDelay } from 'node:perf_hooks';
import { gzipSync } from 'node:zlib';
import type { RoadMode, RoadNetwork } from '#domain/planning/travel/network.ts';
import { defaultSpeeds } from '#domain/planning/travel/speeds.ts';
import type { WorldContent } from '#domain/planning/world.ts';
import { bandsOf, networkReach } from '#server/planning/roads.area.ts';
import { loadNetwork, saveNetwork } from '#server/planning/travel/index.ts';
import { contentOfDemo, worldWith } from './planning.demo.ts';
import { gridNetwork, gridPoints } from './planning.travel.grid.ts';

export interface AreasFigures {
  on: string;
  mode: string;
  points: number;
  villages: number;
  squares: number;
  /** The side of a square. */
  metres: number;
  /** Until the first reader is answered, and whoever asks for another limit afterwards; milliseconds. */
  first: number;
  next: number;
  /** Processor time of the first answer, the worker's included. */
  processor: number;
  /** The longest that the server answered nobody else meanwhile. */
  blocked: number;
  /** Of an answer of four steps, compressed. */
  kilobytes: number;
}

const modes: readonly RoadMode[] = ['walk', 'ebike', 'car'];

/** From where any point of a network is reached, as the map asks for it: in steps up to 45 minutes. */
async function oneNetwork(on: string, content: WorldContent, network: RoadNetwork): Promise<AreasFigures[]> {
  const figures: AreasFigures[] = [];
  // As the program holds it: in memory that the worker shares.
  const world = worldWith(content, loadNetwork(saveNetwork(network)));
  for (const mode of modes) {
    const delay = monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    const cpu = process.cpuUsage();
    const start = performance.now();
    const answer = JSON.stringify(bandsOf(world, await networkReach(world, mode, 'village'), 45));
    const first = performance.now() - start;
    const { user, system } = process.cpuUsage(cpu);
    // What blocked last is counted once it is over.
    await new Promise((resolve) => setTimeout(resolve, 20));
    delay.disable();
    const again = performance.now();
    const { grid, metres } = await networkReach(world, mode, 'village');
    JSON.stringify(bandsOf(world, await networkReach(world, mode, 'village'), 30));
    figures.push({
      on,
      mode,
      points: content.points.length,
      villages: content.villages.length,
      squares: grid.columns * grid.rows,
      metres: Math.round(metres),
      first: Math.round(first),
      next: Math.round(performance.now() - again),
      processor: Math.round((user + system) / 1000),
      blocked: Math.round(delay.max / 1e6),
      kilobytes: Math.round(gzipSync(answer).length / 1000),
    });
  }
  return figures;
}

/** The invented prefecture at full size, and as many points on the largest grid. */
export async function benchAreas(side: number): Promise<AreasFigures[]> {
  const { content, network } = contentOfDemo();
  const share = (side / 1000) ** 2;
  const points = gridPoints(side, Math.round(2487 * share), 's').map((point) => ({ ...content.points[0]!, ...point }));
  const villages = gridPoints(side, Math.round(10_000 * share), 'd').map((village) => ({
    ...content.villages[0]!,
    ...village,
  }));
  return [
    ...(await oneNetwork('the invented prefecture', content, network)),
    ...(await oneNetwork(
      `${side * side} crossings`,
      { ...content, points, villages, speeds: defaultSpeeds },
      gridNetwork(side),
    )),
  ];
}

import type { NetworkChange } from '#domain/planning/changes.ts';
import { type Evaluation, overallFigures } from '#domain/planning/evaluate.ts';
import { type TravelTable, tableOf } from '#domain/planning/reach.ts';
import type { Mode, RoadMode } from '#domain/planning/travel/network.ts';
import type { Scope } from '#domain/planning/world.ts';
import { evaluationOf, wholeEvaluationOf } from '#server/planning/evaluations.ts';
import { warmRoads } from '#server/planning/roads.ts';
import { travelTimes } from '#server/planning/travel/index.ts';
import type { World } from '#server/planning/worlds.ts';
import { contentOfDemo, worldWith } from './planning.demo.ts';
import { drawing } from './planning.travel.grid.ts';

export interface RoadsOutFigures {
  sites: number;
  villages: number;
  nodes: number;
  /** Bridges taken out one after the other, each a plan of its own; milliseconds with all figures. */
  bridges: number;
  median: number;
  worst: number;
  /** Processor time of the same: hardly changes when the machine is busy with other things. */
  medianProcessor: number;
  worstProcessor: number;
  /** The same roads with another speed for five kilometres, each a plan of its own: processor time. */
  mendedProcessor: number;
  worstMendedProcessor: number;
  /** Twenty bridges at once. */
  twenty: number;
  /** All pairs searched anew, for comparison. */
  whole: number;
  /** Whether both say the same of everybody, in all that was compared. */
  equal: boolean;
}

const scope: Scope = {
  mode: { urban: 'walk', rural: 'ebike' },
  limits: { urban: 10, rural: 30 },
  acrossBorders: true,
};

/** One road out at full size on the invented prefecture, as a person who plans meets it. */
export async function benchRoadsOut(bridges = 40): Promise<RoadsOutFigures> {
  const { content, network } = contentOfDemo();
  const tables = new Map<Mode, Promise<TravelTable>>();
  const tableFor = async (mode: RoadMode): Promise<TravelTable> => {
    const { points: sites, villages: demands, speeds } = content;
    const times = await travelTimes({ network, mode, speeds, sites, demands, cutoffSeconds: 60 * content.searched });
    return tableOf(sites.length, demands.length, times);
  };
  const world: World = {
    ...worldWith(content, network),
    table(mode) {
      const table = tables.get(mode) ?? tableFor(mode as RoadMode);
      tables.set(mode, table);
      return table;
    },
  };
  await evaluationOf(world, [], scope, 'village');
  for (const mode of ['walk', 'ebike'] as const) await warmRoads(world, mode);
  const draw = drawing(7);
  const bridge = (): Extract<NetworkChange, { kind: 'road-out' }> => {
    const edge = Math.floor(draw() * network.from.length);
    const middle = (of: Int32Array) => (of[network.from[edge]!]! + of[network.to[edge]!]!) / 2e7;
    return {
      kind: 'road-out',
      lon: middle(network.nodeLon),
      lat: middle(network.nodeLat),
      metres: 500,
      name: 'bridge',
    };
  };
  const look = async (changes: NetworkChange[]): Promise<[Evaluation, number, number]> => {
    const start = performance.now();
    const cpu = process.cpuUsage();
    const evaluation = await evaluationOf(world, changes, scope, 'village');
    overallFigures(evaluation, 3000);
    const { user, system } = process.cpuUsage(cpu);
    return [evaluation, Math.round(10 * (performance.now() - start)) / 10, Math.round((user + system) / 100) / 10];
  };
  const out = Array.from({ length: bridges }, bridge);
  const took: number[] = [];
  const worked: number[] = [];
  for (const change of out) {
    const [, milliseconds, processor] = await look([change]);
    took.push(milliseconds);
    worked.push(processor);
  }
  const faster = out.map((change): NetworkChange => ({ ...change, kind: 'road-speed', metres: 5000, kmh: 60 }));
  const workedFaster: number[] = [];
  for (const change of faster) workedFaster.push((await look([change]))[2]);
  workedFaster.sort((a, b) => a - b);
  const [all] = await look(faster);
  const allScratch = await wholeEvaluationOf(world, faster, scope, 'village');
  const [many, twenty] = await look(out.slice(0, 20));
  const start = performance.now();
  const scratch = await wholeEvaluationOf(world, out.slice(0, 20), scope, 'village');
  const whole = Math.round(performance.now() - start);
  const same = (a: Evaluation, b: Evaluation) =>
    (['site', 'seconds', 'second', 'secondSeconds'] as const).every((column) =>
      a.assignment[column].every((value, at) => value === b.assignment[column][at]),
    );
  took.sort((a, b) => a - b);
  worked.sort((a, b) => a - b);
  return {
    sites: content.points.length,
    villages: content.villages.length,
    nodes: network.nodeLon.length,
    bridges,
    median: took[took.length >> 1]!,
    worst: took.at(-1)!,
    medianProcessor: worked[worked.length >> 1]!,
    worstProcessor: worked.at(-1)!,
    mendedProcessor: workedFaster[workedFaster.length >> 1]!,
    worstMendedProcessor: workedFaster.at(-1)!,
    twenty,
    whole,
    equal: same(many, scratch) && same(all, allScratch),
  };
}

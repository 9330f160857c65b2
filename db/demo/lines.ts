import type { BusLine } from '#domain/planning/travel/bus.ts';
import type { Ferry } from '#domain/planning/travel/ferries.ts';
import type { DemoPrefecture } from './schema.ts';

type Spot = readonly [lon: number, lat: number];

const metresPerDegree = 111_195;

/** Metres, on ground so small that the Earth is flat. */
function apart([lonA, latA]: Spot, [lonB, latB]: Spot): number {
  const shrink = Math.cos((latA * Math.PI) / 180);
  return Math.hypot((lonA - lonB) * shrink, latA - latB) * metresPerDegree;
}

/** Kilometres an hour of a country bus, its stops apart. */
const kmh = { highway: 45, 'county-road': 35, 'village-road': 22 } as const;
const minutesAtStop = 0.5;
const metresBetweenStops = 1500;

interface Arc {
  to: number;
  minutes: number;
}

/** Minutes by bus to every node of the roads, and the node before on the way there. */
function spread(arcs: readonly (readonly Arc[])[], start: number): { minutes: Float64Array; before: Int32Array } {
  const minutes = new Float64Array(arcs.length).fill(Infinity);
  const before = new Int32Array(arcs.length).fill(-1);
  const waiting = new Set([start]);
  minutes[start] = 0;
  // A few thousand nodes: looking for the nearest by eye is soon done, and settles ties the same way every time.
  while (waiting.size > 0) {
    let node = -1;
    for (const each of waiting) if (node < 0 || minutes[each]! < minutes[node]!) node = each;
    waiting.delete(node);
    for (const { to, minutes: more } of arcs[node]!) {
      if (minutes[node]! + more >= minutes[to]!) continue;
      minutes[to] = minutes[node]! + more;
      before[to] = node;
      waiting.add(to);
    }
  }
  return { minutes, before };
}

function arcsOf({ nodes, edges }: DemoPrefecture['map']['roads']): Arc[][] {
  const arcs: Arc[][] = nodes.map(() => []);
  for (const edge of edges) {
    const minutes = (edge.metres / kmh[edge.class]) * 0.06;
    arcs[edge.from]!.push({ to: edge.to, minutes });
    arcs[edge.to]!.push({ to: edge.from, minutes });
  }
  return arcs;
}

/** From a quarter past six, so that whoever lives at the end of a line is at the county seat when its hall opens. */
const first = 375;
const last = 1095;

/** Minutes; beyond it people change. */
const longest = 90;

/** In each county a line between its seat and the farthest town that it serves by road, there and back. */
export function busLinesOf({ divisions, map }: DemoPrefecture): BusLine[] {
  const { nodes } = map.roads;
  const arcs = arcsOf(map.roads);
  const place = ({ lon, lat }: { lon: number; lat: number }): Spot => [lon, lat];
  const nodeAt = (spot: Spot): number => {
    let best = 0;
    for (let node = 1; node < nodes.length; node++)
      if (apart(spot, place(nodes[node]!)) < apart(spot, place(nodes[best]!))) best = node;
    return best;
  };
  const standing = divisions.filter(({ validTo }) => validTo === null);
  const nameOf = new Map(standing.map(({ id, name }) => [id, name]));
  return standing
    .filter(({ level }) => level === 'county')
    .flatMap((county, number) => {
      const seat = nodeAt(place(county));
      const { minutes, before } = spread(arcs, seat);
      const [end] = standing
        .filter(({ level, parentId }) => level === 'town' && parentId === county.id)
        .map((town) => ({ town, node: nodeAt(place(town)) }))
        .filter(({ node }) => minutes[node]! <= longest)
        .sort((a, b) => minutes[b.node]! - minutes[a.node]! || (a.town.code < b.town.code ? -1 : 1));
      if (!end || end.node === seat) return [];
      const way = [end.node];
      while (way[0] !== seat) way.unshift(before[way[0]!]!);
      const calls = way.filter((node, at) => at === 0 || at === way.length - 1 || nodes[node]!.divisionId !== null);
      const stops: { name: string; lon: number; lat: number; at: number }[] = [];
      calls.forEach((node, at) => {
        const { lon, lat, divisionId } = nodes[node]!;
        const ends = at === 0 ? `${county.name}客运站` : at === calls.length - 1 ? `${end.town.name}车站` : undefined;
        const near = stops.some((stop) => apart(place(stop), [lon, lat]) < metresBetweenStops);
        if (ends === undefined && near) return;
        // A village just before the last stop is served by it.
        if (at === calls.length - 1 && near && stops.length > 1) stops.pop();
        stops.push({ name: ends ?? nameOf.get(divisionId!) ?? divisionId!, lon, lat, at: minutes[node]! });
      });
      const every = number === 0 ? 30 : 60;
      const departures = Array.from({ length: Math.floor((last - first) / every) + 1 }, (_, at) => first + at * every);
      const called = (from: number, order: typeof stops) =>
        order.map(({ name, lon, lat, at }, stop) => ({
          name,
          lon,
          lat,
          minutes: Math.round(Math.abs(at - from) + minutesAtStop * stop),
        }));
      const line = `${101 + number}路（${county.name}—${end.town.name}）`;
      return [
        { line: `${line}去程`, stops: called(0, stops), departures },
        { line: `${line}回程`, stops: called(stops.at(-1)!.at, stops.toReversed()), departures },
      ];
    });
}

const crosses = ([ax, ay]: Spot, [bx, by]: Spot, [cx, cy]: Spot, [dx, dy]: Spot): boolean => {
  const side = (px: number, py: number, qx: number, qy: number, rx: number, ry: number) =>
    Math.sign((qx - px) * (ry - py) - (qy - py) * (rx - px));
  return (
    side(ax, ay, bx, by, cx, cy) !== side(ax, ay, bx, by, dx, dy) &&
    side(cx, cy, dx, dy, ax, ay) !== side(cx, cy, dx, dy, bx, by)
  );
};

/** As wide as a ferry goes; and how much longer the way by road must be for anybody to keep one. */
const widest = 2500;
const worthIt = 8;

/** A boat for people across a great river, where the way around is longest for how near the other bank lies. */
export function ferriesOf({ divisions, map }: DemoPrefecture): Ferry[] {
  const { nodes } = map.roads;
  const arcs = arcsOf(map.roads);
  const nameOf = new Map(divisions.map(({ id, name }) => [id, name]));
  const sides = map.rivers
    .filter(({ size }) => size === 'trunk')
    .flatMap(({ line }) => line.slice(1).map((to, at) => [line[at]!, to] as const));
  const spotOf = (node: number): Spot => [nodes[node]!.lon, nodes[node]!.lat];
  const villages = nodes.flatMap(({ divisionId }, node) => (divisionId === null ? [] : [node]));
  let best: { from: number; to: number; metres: number; gain: number } | undefined;
  for (const from of villages) {
    const across = villages.filter((to) => {
      const metres = apart(spotOf(from), spotOf(to));
      return to > from && metres <= widest && sides.some(([a, b]) => crosses(spotOf(from), spotOf(to), a, b));
    });
    if (across.length === 0) continue;
    const { minutes } = spread(arcs, from);
    for (const to of across) {
      const metres = apart(spotOf(from), spotOf(to));
      const gain = (minutes[to]! * 1000) / metres;
      if (gain >= worthIt && gain > (best?.gain ?? 0)) best = { from, to, metres, gain };
    }
  }
  if (!best) return [];
  const landing = (node: number) => ({ lon: nodes[node]!.lon, lat: nodes[node]!.lat });
  const village = nameOf.get(nodes[best.from]!.divisionId!)!.replace(/[村社区]+$/, '');
  // A boat makes some eight kilometres an hour, and takes its time at the landings.
  const minutes = Math.max(4, Math.round(2 + best.metres / 133));
  return [{ name: `${village}渡`, from: landing(best.from), to: landing(best.to), minutes, wait: 10, cars: false }];
}

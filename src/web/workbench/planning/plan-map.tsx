import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useMemo, useState } from 'react';
import type { Change, Mode, PointView } from '#api/planning.ts';
import { classOf, coloursOf, plainColour } from '../../shared/map/classes.ts';
import type { Ground } from '../../shared/map/ground.ts';
import { changeOf, type PointChange, pointChanges } from '../../shared/map/marks.ts';
import type { DrawnDot, DrawnRoad, RoadLook, Scene } from '../../shared/map/scene.ts';
import type { OutsideTiles } from '../../shared/map/tiles.ts';
import { api } from '../api.ts';
import { useGround } from '../map/ground.ts';
import { ChangeIcon, MarkIcon } from '../map/legend.tsx';
import { said } from '../map/names.ts';
import { RoadSign } from '../map/plain-marks.tsx';
import { SiteMap } from '../map/site-map.tsx';
import { Loading } from '../ui/kit.tsx';
import { planPoints } from './plan-points.ts';
import { number, p, percent, travelTime } from './words.ts';

/** Travel time against its own limit: half of it, the limit, once and a half, twice. Blue is within, orange beyond. */
const breaks = [0.5, 1.000_001, 1.5, 2];
const colours = coloursOf('judgement', breaks.length + 1, 'paper');
const unreached = '#3b1f2b';

interface Network {
  level: 'village' | 'town' | 'county' | 'city';
  /** A plan's own network; else the points in force. */
  scenario?: string | undefined;
  changes?: readonly Change[] | undefined;
  /** What another plan changes: only what differs from it stands out. */
  before?: readonly Change[] | undefined;
  limits?: { urban: number; rural: number } | undefined;
  /** How people are taken to travel, where that differs from the network's own rules. */
  rules?: { urban?: Mode; rural?: Mode; acrossBorders?: boolean } | undefined;
  /** Seconds of villages whose way is not the one that the network has: while something is only looked at. */
  instead?: ReadonlyMap<string, number | null> | undefined;
}

/** What stands beneath every map of the planner; undefined until it is there. */
export function usePlanGround(): { ground: Ground; tiles: OutsideTiles | undefined } | undefined {
  const ground = useGround();
  const tiles = useQuery(api.planning.settings.queryOptions()).data?.tiles;
  return ground && tiles && { ground, tiles: tiles.kind === 'own' ? undefined : tiles };
}

const nothing: readonly Change[] = [];
const sayPoint = (point: PointView | undefined): string =>
  point === undefined
    ? p('point.new')
    : [
        point.people !== null && p('point.people', { people: number(point.people) }),
        point.within !== null && p('point.within', { share: percent(point.within) }),
      ]
        .filter(Boolean)
        .join(' · ');

/** A network as it is drawn, with every village in the colour of its travel time; undefined until its points are there. */
export function usePlanScene(
  { level, scenario, changes = nothing, before = nothing, limits: own, rules, instead }: Network,
  gathered: boolean,
  selected?: string,
): Scene | undefined {
  const settings = useQuery(api.planning.settings.queryOptions());
  const points = useQuery(api.planning.points.queryOptions({ input: {} }));
  const demand = useQuery(
    api.planning.demand.queryOptions({ input: { level, ...rules, ...(scenario !== undefined && { scenario }) } }),
  );
  const limits = own ?? settings.data?.limits;
  const dots = useMemo((): DrawnDot[] => {
    if (!demand.data?.ready || !limits) return [];
    const { id, lon, lat, people, urban, seconds } = demand.data;
    return lon.map((x, at) => {
      const other = instead?.get(id[at]!);
      const time = other === undefined ? seconds[at]! : other;
      const limit = 60 * (urban[at] ? limits.urban : limits.rural);
      return {
        at: [x, lat[at]!] as const,
        colour: time === null ? unreached : colours[classOf(time / limit, breaks)]!,
        radius: Math.min(9, 1.6 + Math.sqrt(people[at]!) / 14),
      };
    });
  }, [demand.data, limits, instead]);
  const altered = demand.data?.roads;
  const roads = useMemo(
    () =>
      (altered ?? []).map(
        ({ lon, lat, name, kmh, lines }): DrawnRoad => ({
          at: [lon, lat],
          look: kmh === null ? 'road-out' : 'road-speed',
          lines,
          says: kmh === null ? p('change.road-out', { name }) : p('change.road-speed', { name, kmh }),
        }),
      ),
    [altered],
  );
  const there = points.data?.points;
  const drawn = useMemo(
    () => there && planPoints(there, changes, before, sayPoint).map((each) => ({ ...each, name: said(each.name) })),
    [there, changes, before],
  );
  return useMemo(
    () =>
      drawn && {
        points: drawn,
        areas: [],
        roads,
        dots,
        selected: selected === undefined ? [] : [selected],
        colours: [],
        theme: 'paper',
        gather: gathered && drawn.length > 400,
      },
    [drawn, roads, dots, selected, gathered],
  );
}

const roadLooks: readonly RoadLook[] = ['road-out', 'road-speed'];
const changeWord = {
  opened: 'count.open',
  closed: 'count.close',
  moved: 'count.move',
  upgraded: 'count.upgrade',
} as const satisfies Record<PointChange, string>;

/** What colours and signs say, with how many points a plan changes in which way. */
export function PlanLegend({
  scene: { points, roads },
  gathered,
  onGather,
  stays = false,
}: {
  scene: Scene;
  /** Says how many points stay as they are, too. */
  stays?: boolean;
  gathered: boolean;
  onGather: (on: boolean) => void;
}) {
  const count = new Map<PointChange, number>();
  for (const { look } of points) {
    const change = changeOf(look);
    if (change) count.set(change, (count.get(change) ?? 0) + 1);
  }
  return (
    <figcaption>
      {(count.size > 0 || stays || roads.length > 0) && (
        <ul className="plan-legend plan-changes">
          {stays && (
            <li>
              <MarkIcon level="village" colour={plainColour.paper} />
              {p('count.stay', { count: number(points.filter(({ look }) => look === 'there').length) })}
            </li>
          )}
          {pointChanges.map(
            (change) =>
              count.has(change) && (
                <li key={change}>
                  <ChangeIcon of={change} />
                  {p(changeWord[change], { count: number(count.get(change)!) })}
                </li>
              ),
          )}
          {roadLooks.map((look) => {
            const count = roads.filter((road) => road.look === look).length;
            return (
              count > 0 && (
                <li key={look}>
                  <svg viewBox="0 0 24 24" width={18} height={18} aria-hidden="true" className="map-mark">
                    <RoadSign look={look} />
                  </svg>
                  {p(`count.${look}`, { count })}
                </li>
              )
            );
          })}
        </ul>
      )}
      <ul className="plan-legend">
        {colours.map((colour, at) => (
          <li key={colour}>
            <span style={{ background: colour }} aria-hidden="true" />
            {p(`legend.${at as 0 | 1 | 2 | 3 | 4}`)}
          </li>
        ))}
        <li>
          <span style={{ background: unreached }} aria-hidden="true" />
          {travelTime(null)}
        </li>
      </ul>
      {points.length > 400 && (
        <label className="choice">
          <input type="checkbox" checked={gathered} onChange={() => onGather(!gathered)} />
          <span>{p('map.gather')}</span>
        </label>
      )}
    </figcaption>
  );
}

interface PlanMapProps extends Network {
  selected?: string | undefined;
  onPick?: (id: string | undefined) => void;
  onGround?: (at: readonly [number, number]) => void;
  movable?: { id: string; at: readonly [number, number]; label: string; colour: string } | undefined;
  onMoved?: (id: string, to: readonly [number, number]) => void;
  /** What is looked at here and is no plan yet, with what can be done with it. */
  head?: ReactNode;
}

/** The network on the map. */
export function PlanMap({ selected, onPick, onGround, movable, onMoved, head, ...network }: PlanMapProps) {
  const beneath = usePlanGround();
  const [gathered, setGathered] = useState(true);
  const scene = usePlanScene(network, gathered, selected);
  if (!beneath || !scene) return <Loading />;
  return (
    <figure className={`plan-map${head ? ' looked-at' : ''}`}>
      {head}
      <div className="plan-map-box">
        <SiteMap
          {...beneath}
          scene={scene}
          title={p('map.title')}
          movable={movable}
          onPick={(id) => onPick?.(id)}
          onGround={(at) => (onGround ? onGround(at) : onPick?.(undefined))}
          {...(onMoved && { onMoved })}
        />
      </div>
      <PlanLegend scene={scene} stays={head !== undefined} gathered={gathered} onGather={setGathered} />
    </figure>
  );
}

import { useQuery } from '@tanstack/react-query';
import { type Ref, useMemo, useState } from 'react';
import type { Change, PointView } from '#api/planning.ts';
import { classOf, coloursOf, plainColour } from '../../shared/map/classes.ts';
import type { DrawnDot, DrawnPoint, PointLook, Scene, View } from '../../shared/map/scene.ts';
import { api } from '../api.ts';
import { useGround } from '../map/ground.ts';
import { type MapHandle, SiteMap } from '../map/site-map.tsx';
import { Loading } from '../ui/kit.tsx';
import { number, p, percent, travelTime } from './words.ts';

/** Travel time against its own limit: half of it, the limit, once and a half, twice. Blue is within, orange beyond. */
const breaks = [0.5, 1.000_001, 1.5, 2];
const colours = coloursOf('judgement', breaks.length + 1, 'paper');
const unreached = '#3b1f2b';

interface PlanMapProps {
  level: 'village' | 'town' | 'county' | 'city';
  /** A plan's own network; else the points in force. */
  scenario?: string | undefined;
  changes?: readonly Change[] | undefined;
  limits?: { urban: number; rural: number } | undefined;
  selected?: string | undefined;
  onPick?: (id: string | undefined) => void;
  onGround?: (at: readonly [number, number]) => void;
  movable?: { id: string; at: readonly [number, number]; label: string; colour: string } | undefined;
  onMoved?: (id: string, to: readonly [number, number]) => void;
  follow?: View | undefined;
  onView?: (view: View, byHand: boolean) => void;
  title?: string;
  mapRef?: Ref<MapHandle>;
}

const lookOf: Partial<Record<Change['kind'], PointLook>> = {
  close: 'closed',
  move: 'moved',
  open: 'opened',
  upgrade: 'upgraded',
};

/** Points as a plan has them: the changes laid over what is in force. */
function pointsOf(points: readonly PointView[], changes: readonly Change[]): DrawnPoint[] {
  const by = new Map(changes.flatMap((change) => ('site' in change ? [[change.site, change] as const] : [])));
  const drawn = points.flatMap((point): DrawnPoint[] => {
    if (point.lon === null || point.lat === null) return [];
    const change = by.get(point.id);
    const at: readonly [number, number] = change?.kind === 'move' ? [change.lon, change.lat] : [point.lon, point.lat];
    const said = [
      point.people !== null && p('point.people', { people: number(point.people) }),
      point.within !== null && p('point.within', { share: percent(point.within) }),
    ];
    return [
      {
        id: point.id,
        level: point.level,
        name: point.name,
        at,
        colour: plainColour.paper,
        look: (change && lookOf[change.kind]) ?? 'there',
        says: said.filter(Boolean).join(' · '),
        group: -1,
      },
    ];
  });
  const opened = changes.flatMap((change): DrawnPoint[] =>
    change.kind === 'open'
      ? [
          {
            id: change.site,
            level: change.level,
            name: change.name,
            at: [change.lon, change.lat],
            colour: plainColour.paper,
            look: 'opened',
            says: p('point.new'),
            group: -1,
          },
        ]
      : [],
  );
  return [...drawn, ...opened];
}

/** The network on the map, with every village in the colour of its travel time. */
export function PlanMap(props: PlanMapProps) {
  const { level, scenario, changes = [], selected, title = p('map.title') } = props;
  const ground = useGround();
  const settings = useQuery(api.planning.settings.queryOptions());
  const points = useQuery(api.planning.points.queryOptions({ input: {} }));
  const demand = useQuery(
    api.planning.demand.queryOptions({ input: { level, ...(scenario !== undefined && { scenario }) } }),
  );
  const [gathered, setGathered] = useState(true);
  const limits = props.limits ?? settings.data?.limits;

  const dots = useMemo((): DrawnDot[] => {
    if (!demand.data?.ready || !limits) return [];
    const { lon, lat, people, urban, seconds } = demand.data;
    return lon.map((x, at) => {
      const time = seconds[at]!;
      const limit = 60 * (urban[at] ? limits.urban : limits.rural);
      return {
        at: [x, lat[at]!] as const,
        colour: time === null ? unreached : colours[classOf(time / limit, breaks)]!,
        radius: Math.min(9, 1.6 + Math.sqrt(people[at]!) / 14),
      };
    });
  }, [demand.data, limits]);
  const drawn = useMemo(() => (points.data ? pointsOf(points.data.points, changes) : []), [points.data, changes]);
  const scene = useMemo(
    (): Scene => ({
      points: drawn,
      areas: [],
      links: [],
      dots,
      selected: selected === undefined ? [] : [selected],
      colours: [],
      theme: 'paper',
      gather: gathered && drawn.length > 400,
    }),
    [drawn, dots, selected, gathered],
  );
  if (!ground || !points.data) return <Loading />;
  return (
    <figure className="plan-map">
      <div className="plan-map-box">
        <SiteMap
          ground={ground}
          scene={scene}
          title={title}
          follow={props.follow}
          movable={props.movable}
          {...(props.mapRef !== undefined && { ref: props.mapRef })}
          onPick={(id) => props.onPick?.(id)}
          onGround={(at) => (props.onGround ? props.onGround(at) : props.onPick?.(undefined))}
          {...(props.onMoved && { onMoved: props.onMoved })}
          {...(props.onView && { onView: props.onView })}
        />
      </div>
      <figcaption>
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
        <label className="choice">
          <input type="checkbox" checked={gathered} onChange={() => setGathered(!gathered)} />
          <span>{p('map.gather')}</span>
        </label>
      </figcaption>
    </figure>
  );
}

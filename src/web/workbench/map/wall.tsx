import { useQuery } from '@tanstack/react-query';
import { type CSSProperties, useEffect, useMemo, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { problemOf } from '#api/problem.ts';
import type { Me } from '#api/session.ts';
import { addDays, localDate, localTime } from '#domain/kernel/dates.ts';
import { inForce } from '#domain/planning/filter.ts';
import { plainColour } from '../../shared/map/classes.ts';
import { siteLevels } from '../../shared/map/ground.ts';
import { api, client, queryClient } from '../api.ts';
import { now } from '../clock.ts';
import { useAway } from '../line.ts';
import { meQuery } from '../me.tsx';
import { day, today } from '../say.ts';
import { Empty, Loading } from '../ui/kit.tsx';
import { inWords } from '../words.ts';
import { useGroundQuery } from './ground.ts';
import { type Beside, type LayerId, layerOf, layersWith, sayValue } from './layers.ts';
import { Legend, MarkIcon } from './legend.tsx';
import { sceneOf } from './scene-of.ts';
import { SiteMap } from './site-map.tsx';
import { tm } from './words.ts';

/** What a wall turns through, as long as there is something to say. */
const turning: readonly LayerId[] = ['level', 'people', 'within', 'perClerk', 'openCases', 'overdue', 'rating', 'next'];
const alone: Beside = { itemsAt: [], costs: null };
const turnSeconds = 25;
const readSeconds = 60;

/** What passes on a wall: counted by one clock, so that nothing piles up over days. */
function useTurns(): number {
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setTurn((before) => before + 1), turnSeconds * 1000);
    return () => clearInterval(timer);
  }, []);
  return turn;
}

function useMinute(): string {
  const [minute, setMinute] = useState(() => localTime(now()));
  useEffect(() => {
    const timer = setInterval(() => setMinute(localTime(now())), 5_000);
    return () => clearInterval(timer);
  }, []);
  return minute;
}

/** How much larger than 1920 pixels the screen is. */
function useLarger(): number {
  const [wide, setWide] = useState(window.innerWidth);
  useEffect(() => {
    const measure = () => setWide(window.innerWidth);
    window.addEventListener('resize', measure);
    return () => window.removeEventListener('resize', measure);
  }, []);
  return Math.max(1, wide / 1920);
}

/**
 * A day is enough for whatever a browser gathers: before dawn the page is loaded anew, with the program of that day. Only when
 * the server answers and still knows who signed in, for a wall must not turn white in the night.
 */
function useDawn(minute: string): void {
  const began = useRef(today());
  useEffect(() => {
    if (minute < '04:10' || minute > '04:40' || began.current === today()) return;
    void client.session
      .me()
      .then(({ kind }) => (kind === 'staff' || kind === 'screen') && location.reload())
      .catch(() => undefined);
  }, [minute]);
}

/** Why the figures are not those of the last minute, if so; their hour stands with it. */
function useStale({ error, dataUpdatedAt }: { error: Error | null; dataUpdatedAt: number }): string | undefined {
  const away = useAway();
  const time = localTime(new Date(dataUpdatedAt));
  if (problemOf(error)?.problem === 'auth.required') return tm('wall.signed-out', { time });
  // While the line is away questions wait without an error; one that hangs is told by the age of the last answer.
  const old = now().getTime() - dataUpdatedAt > 3 * readSeconds * 1000;
  return away !== undefined || error || old ? tm('wall.stale', { time }) : undefined;
}

/** A screen that was let in by itself, and until when. */
type Screen = Extract<Me, { kind: 'screen' }>;

/** One that is shut out, or whose time is over, shows nothing any more: it asks for a code. */
function useLetIn(screen: Screen | undefined, error: Error | null): void {
  const [, go] = useLocation();
  const over = screen !== undefined && problemOf(error)?.problem === 'auth.required';
  useEffect(() => {
    if (!over) return;
    go('/screen', { replace: true });
    void queryClient.invalidateQueries({ queryKey: meQuery.queryKey });
  }, [over, go]);
}

/** The days before a screen is shut out by its date, it says so. */
const warnedDays = 14;

/** The large screen: no hands, large letters, the layers in turn, the figures of the last minute. */
export default function Wall({ screen }: { screen?: Screen }) {
  const ground = useGroundQuery();
  const points = useQuery({
    ...api.planning.wall.queryOptions(),
    refetchInterval: readSeconds * 1000,
    refetchIntervalInBackground: true,
  });
  useLetIn(screen, points.error);
  const turn = useTurns();
  const minute = useMinute();
  const larger = useLarger();
  const stale = useStale(points);
  useDawn(minute);
  const data = points.data;
  const there = useMemo(() => data?.points.filter((point) => inForce(point, data.on)) ?? [], [data]);
  const layers = useMemo(() => {
    const available = layersWith(there, alone);
    const told = turning.filter((id) => available.includes(id));
    // How many there are of each level stands on the wall already.
    return told.length > 1 ? told.filter((one) => one !== 'level') : told;
  }, [there]);
  const id = layers[turn % Math.max(1, layers.length)] ?? 'level';
  const layer = useMemo(() => layerOf(id, there, alone, 'night'), [id, there]);
  const scene = useMemo(() => sceneOf(there, layer, { theme: 'night', gather: false }), [there, layer]);

  if (ground.data === null) return <Empty title={tm('empty')}>{tm('empty.hint')}</Empty>;
  if (!ground.data || !data) return <Loading rows={12} />;
  const { ground: beneath, approval } = ground.data;
  const city = beneath.areas.find(({ level }) => level === 'city');
  const open = there.reduce((sum, point) => sum + point.openCases, 0);
  const overdue = there.reduce((sum, point) => sum + point.overdue, 0);
  const last = screen && localDate(screen.until);
  const soon = last !== undefined && last <= addDays(today(), warnedDays);
  return (
    <main className="map-wall" aria-label={tm('wall')}>
      <div className="map-wall-side">
        <h1>
          {city && <span>{inWords(city.name)}</span>}
          {tm('title')}
        </h1>
        <p className="map-wall-when">
          {day(today())} <b>{minute}</b>
        </p>
        <ul className="map-wall-figures">
          <li>
            <b>{there.length.toLocaleString()}</b>
            <span>{tm('wall.points')}</span>
          </li>
          {data.within !== null && (
            <li>
              <b>{sayValue('within', data.within)}</b>
              <span>{tm('wall.within')}</span>
            </li>
          )}
          <li>
            <b>{open.toLocaleString()}</b>
            <span>{tm('layer.openCases')}</span>
          </li>
          <li className={overdue > 0 ? 'late' : undefined}>
            <b>{overdue.toLocaleString()}</b>
            <span>{tm('layer.overdue')}</span>
          </li>
        </ul>
        <ul className="map-wall-levels">
          {siteLevels.toReversed().map((level) => (
            <li key={level}>
              <MarkIcon level={level} colour={plainColour.night} size={24} />
              <span>{tm(`level.${level}`)}</span>
              <b>{there.filter((point) => point.level === level).length.toLocaleString()}</b>
            </li>
          ))}
        </ul>
        <div key={id} className="map-wall-turn">
          <Legend layer={layer} theme="night" />
          <ol aria-hidden="true">
            {layers.map((one) => (
              <li key={one} className={one === id ? 'here' : undefined} />
            ))}
          </ol>
        </div>
        <p className="map-wall-stale" role="status">
          {stale ?? (soon && tm('wall.until', { day: day(last) }))}
        </p>
        <p className="map-wall-note">
          {[approval !== null && tm('approval', { number: approval }), beneath.notice && inWords(beneath.notice)]
            .filter(Boolean)
            .join(' · ')}
        </p>
      </div>
      <div className="map-wall-map" style={{ '--larger': larger } as CSSProperties}>
        <SiteMap key={larger} ground={beneath} scene={scene} title={tm('wall')} still />
      </div>
    </main>
  );
}

import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { Link } from 'wouter';
import type { PointView } from '#api/planning.ts';
import { everything, type Filter, filtered, inForce } from '#domain/planning/filter.ts';
import { boundsOf } from '../../shared/map/mercator.ts';
import { api, client } from '../api.ts';
import { may, useMe } from '../me.tsx';
import { day, today } from '../say.ts';
import { useKeys } from '../ui/keys.ts';
import { Button, Empty, Loading, Refusal, sayFailure } from '../ui/kit.tsx';
import { inWords } from '../words.ts';
import { asGeoJson, bandNotes, bandRows, bandSentence, bandTitle } from './bands.ts';
import { ComparePoints } from './compare.tsx';
import { Filters } from './filters.tsx';
import { useGroundQuery } from './ground.ts';
import { type LayerId, layerOf, layersWith } from './layers.ts';
import { Legend } from './legend.tsx';
import { useNames } from './names.ts';
import { PointCard } from './point-card.tsx';
import { PointList } from './point-list.tsx';
import { BandLegend, ReachControls } from './reach.tsx';
import { useDrawn, useReached, useWhole, type Wish } from './reached.ts';
import { png, save, sheetOf } from './save.ts';
import { sceneOf } from './scene-of.ts';
import { type MapHandle, SiteMap } from './site-map.tsx';
import { TimeSlider } from './time-slider.tsx';
import { tm } from './words.ts';

/** Points of today and, for the slider, of every other day. */
const usePoints = () =>
  useQuery({ ...api.planning.points.queryOptions({ input: { all: true } }), refetchInterval: 5 * 60_000 });

const plainPlace = 'doorstep.map.plain';
/** On a telephone the legend lies over the top of the map. */
const underLegend = { top: 150, right: 12, bottom: 12, left: 12 };
/** At a desk it lies beside what is looked at. */
const besideLegend = { left: 236, bottom: 40 };

const kept = (): boolean => {
  try {
    return localStorage.getItem(plainPlace) === '1';
  } catch {
    return false;
  }
};

export default function MapPage() {
  const ground = useGroundQuery();
  const points = usePoints();
  const named = useNames();
  if (ground.error ?? points.error) return <Refusal error={ground.error ?? points.error} />;
  if (ground.data === undefined || !points.data || !named) return <Loading rows={12} />;
  if (ground.data === null || points.data.points.length === 0)
    return <Empty title={tm('empty')}>{tm('empty.hint')}</Empty>;
  return <Shown ground={ground.data} data={points.data} />;
}

interface ShownProps {
  ground: NonNullable<NonNullable<ReturnType<typeof useGroundQuery>['data']>>;
  data: NonNullable<ReturnType<typeof usePoints>['data']>;
}

function Shown({ ground: { ground, approval, sources }, data }: ShownProps) {
  const me = useMe();
  const settings = useQuery(api.planning.settings.queryOptions());
  const asked = new URLSearchParams(location.search);
  const [filter, setFilter] = useState<Filter>(everything);
  const [layerId, setLayerId] = useState<LayerId>((asked.get('layer') as LayerId | null) ?? 'level');
  const [on, setOn] = useState(data.on);
  const [selected, setSelected] = useState<string | undefined>(asked.get('point') ?? undefined);
  const [first, setFirst] = useState<string>();
  const [pair, setPair] = useState<readonly [string, string]>();
  const [reachWish, setReachWish] = useState<Wish>();
  const [narrow] = useState(() => window.matchMedia('(max-width: 700px)').matches);
  const [wide] = useState(() => window.matchMedia('(min-width: 1200px)').matches);
  const [gather, setGather] = useState(narrow);
  const [plain, setPlain] = useState(kept);
  const [drawing, setDrawing] = useState<'gl' | 'plain'>();
  const [printed, setPrinted] = useState<string>();
  const [failed, setFailed] = useState<unknown>();
  const map = useRef<MapHandle>(null);

  const byId = useMemo(() => new Map(data.points.map((point) => [point.id, point])), [data.points]);
  const costs = settings.data?.costs ?? null;
  const beside = useMemo(() => ({ itemsAt: data.items.map((codes) => codes.length), costs }), [data.items, costs]);
  const there = useMemo(() => data.points.filter((point) => inForce(point, on)), [data.points, on]);
  const available = useMemo(() => layersWith(there, beside), [there, beside]);
  const layer = useMemo(
    () => layerOf(available.includes(layerId) ? layerId : 'level', there, beside, 'paper'),
    [layerId, available, there, beside],
  );
  const shown = useMemo(() => filtered(there, filter, data.items), [there, filter, data.items]);
  const names = useMemo(() => new Map(ground.places.map(({ id, name }) => [id, inWords(name)])), [ground]);
  const point = selected === undefined ? undefined : byId.get(selected);
  const both = pair?.map((id) => byId.get(id)) as [PointView, PointView] | undefined;
  // Of two that are compared both are looked at, and not where one of them is reached from.
  const wish = pair || (reachWish?.of === 'point' && !point) ? undefined : reachWish;
  const reached = useReached(point?.id, wish);
  const { areas, dots } = useDrawn(reached);
  const { all } = reached;
  const ofAll = all !== undefined;
  const someShown = shown.length < there.length;
  const scene = useMemo(
    () =>
      sceneOf(shown, layer, {
        theme: 'paper',
        gather,
        selected: pair ?? [selected, first].filter((one) => one !== undefined),
        areas,
        dots,
        faint: ofAll && !gather,
      }),
    [shown, layer, gather, pair, selected, first, areas, dots, ofAll],
  );

  useWhole(map, reached);

  // The address says what is looked at, so that it can be sent to a colleague.
  useEffect(() => {
    const said = new URLSearchParams({
      ...(layer.id !== 'level' && { layer: layer.id }),
      ...(selected !== undefined && { point: selected }),
    }).toString();
    history.replaceState(history.state, '', `${location.pathname}${said === '' ? '' : `?${said}`}`);
  }, [layer.id, selected]);

  const pick = useCallback(
    (id: string, look = false) => {
      const found = byId.get(id);
      if (!found) return;
      setSelected(id);
      if (first !== undefined && first !== id) {
        setPair([first, id]);
        setFirst(undefined);
        const both = boundsOf(
          [byId.get(first), found].flatMap((one) =>
            one && one.lon !== null && one.lat !== null ? [[one.lon, one.lat] as const] : [],
          ),
        );
        if (both) map.current?.look(both);
        return;
      }
      setPair(undefined);
      if (look && found.lon !== null && found.lat !== null)
        map.current?.look({ middle: [found.lon, found.lat], zoom: Math.max(11, map.current.view()?.zoom ?? 11) });
    },
    [byId, first],
  );
  const close = () => {
    setSelected(undefined);
    setPair(undefined);
    setFirst(undefined);
  };
  useKeys({ escape: () => (selected === undefined && !pair ? false : close()) });

  const title = tm('title.of', { layer: tm(`layer.${layer.id}`) });
  const lines = [
    tm('sheet.day', { day: day(on), count: shown.length }),
    // A source that says what the notice says is not said twice.
    ...sources.filter((source) => source !== ground.notice?.['zh-CN']).map((source) => tm('sheet.source', { source })),
    ...(approval === null ? [] : [tm('approval', { number: approval })]),
    ...(ground.notice ? [inWords(ground.notice)] : []),
  ];
  const sheet = async () => {
    const picture = await map.current?.picture();
    return (
      picture &&
      sheetOf(picture, {
        title,
        lines: [...lines, ...(all ? [bandSentence(all), ...bandNotes(all, on, someShown)] : [])],
        legends: [
          { title: tm(`layer.${layer.id}`), rows: layer.legend },
          ...(all ? [{ title: bandTitle(all), rows: bandRows(all) }] : []),
        ],
      })
    );
  };
  const attempt = (work: () => Promise<void>) => () => {
    setFailed(undefined);
    work().catch(setFailed);
  };
  const savePicture = attempt(async () => {
    const made = await sheet();
    if (made) save(await png(made), `${tm('file')}-${on}.png`);
  });
  const saveAs = (format: 'geojson' | 'xlsx') =>
    attempt(async () =>
      save(
        await client.planning.export({
          what: 'points',
          format,
          on,
          filter: {
            ...(filter.text.trim() !== '' && { text: filter.text.trim() }),
            ...(filter.levels.size > 0 && { levels: [...filter.levels] }),
            ...(filter.county !== '' && { county: filter.county }),
            ...(filter.item !== '' && { item: filter.item }),
            ...(filter.late && { late: true }),
            ...(filter.unplaced && { unplaced: true }),
          },
        }),
        `${tm('file')}-${on}.${format}`,
      ),
    );
  const print = attempt(async () => {
    setPrinted((await sheet())?.toDataURL('image/png'));
    // The picture must stand on the page before the page is printed.
    requestAnimationFrame(() => setTimeout(() => window.print(), 50));
  });
  // What was printed once is not what the next sheet shows.
  useEffect(() => {
    const after = () => setPrinted(undefined);
    window.addEventListener('afterprint', after);
    return () => window.removeEventListener('afterprint', after);
  }, []);
  const bands = all && (
    <BandLegend
      all={all}
      on={on}
      someShown={someShown}
      onSave={() => save(asGeoJson(all), `${tm('reach.file')}-${on}.geojson`)}
    />
  );
  const controls = (
    <>
      <ReachControls wish={wish} onWish={setReachWish} chosen={point !== undefined} reached={reached} />
      {narrow && bands}
    </>
  );
  const tiles = settings.data?.tiles.kind === 'own' ? undefined : settings.data?.tiles;

  return (
    <div className={`map-page${point || both ? ' with-card' : ''}${printed === undefined ? '' : ' printable'}`}>
      <div className="map-side">
        <header>
          <h1>{tm('title')}</h1>
          <Link href="/wall" className="link">
            {tm('wall.open')}
          </Link>
        </header>
        <Filters
          filter={filter}
          onFilter={setFilter}
          counties={ground.places.filter(({ level }) => level === 'county').map(({ id, name }) => [id, inWords(name)])}
          items={[...new Set(data.items.flat())].sort()}
        />
        {!point && !pair && controls}
        <PointList points={shown} layer={layer} selected={selected} onPick={(id) => pick(id, true)} />
      </div>
      <div className="map-middle">
        <SiteMap
          ref={map}
          ground={ground}
          scene={scene}
          title={title}
          tiles={tiles}
          plain={plain}
          {...(narrow ? { padding: underLegend } : wide && { padding: besideLegend })}
          onPick={pick}
          onGround={() => point && first === undefined && close()}
          onDrawing={setDrawing}
        >
          <div className="map-corner">
            <label className="map-choose">
              <span>{tm('colour-by')}</span>
              <select value={layer.id} onChange={(event) => setLayerId(event.target.value as LayerId)}>
                {available.map((id) => (
                  <option key={id} value={id}>
                    {tm(`layer.${id}`)}
                  </option>
                ))}
              </select>
            </label>
            <Legend layer={layer} theme="paper">
              <label className="map-check">
                <input type="checkbox" checked={gather} onChange={() => setGather(!gather)} />
                {tm('gather')}
              </label>
            </Legend>
            {!narrow && bands}
          </div>
          {first !== undefined && (
            <p className="map-asks" role="status">
              {tm('compare.ask')}
              <Button look="quiet" onClick={() => setFirst(undefined)}>
                {tm('compare.stop')}
              </Button>
            </p>
          )}
        </SiteMap>
        <footer className="map-foot">
          <TimeSlider days={data.days} today={today()} on={on} count={there.length} onDay={setOn} />
          <p className="map-save">
            <Button look="quiet" onClick={savePicture}>
              {tm('save.png')}
            </Button>
            {may(me, 'planning.read') && (
              <>
                <Button look="quiet" onClick={saveAs('geojson')}>
                  {tm('save.geojson')}
                </Button>
                <Button look="quiet" onClick={saveAs('xlsx')}>
                  {tm('save.xlsx')}
                </Button>
              </>
            )}
            <Button look="quiet" onClick={print}>
              {tm('print')}
            </Button>
            <Button
              look="quiet"
              aria-pressed={plain}
              onClick={() => {
                setPlain(!plain);
                try {
                  localStorage.setItem(plainPlace, plain ? '0' : '1');
                } catch {
                  // A browser that keeps nothing is asked again next time.
                }
              }}
            >
              {tm('plain')}
            </Button>
          </p>
          {failed !== undefined && <p role="alert">{sayFailure(failed)}</p>}
          <p className="map-source">
            {drawing === 'plain' && !plain && `${tm('no-gl')} `}
            {lines.slice(1).join(' · ')}
          </p>
        </footer>
      </div>
      {both ? (
        <ComparePoints pair={both} beside={beside} onClose={close} />
      ) : (
        point && (
          <PointCard
            point={point}
            names={names}
            onClose={close}
            comparing={first === point.id}
            onCompare={() => setFirst(first === point.id ? undefined : point.id)}
            onNext={(id) => pick(id, true)}
            reach={controls}
          />
        )
      )}
      {printed !== undefined && <img className="map-printed" src={printed} alt={title} />}
    </div>
  );
}

import { sayDate } from '#domain/kernel/dates.ts';
import type { Ground } from '#web/shared/map/ground.ts';
import { groundFrom } from '#web/shared/map/ground-from.ts';
import { directions, type Lonlat } from '#web/shared/map/mercator.ts';
import { type Html, html } from './html.ts';
import { bookLink, doorNow, siteHeading, whereAndCall } from './parts.ts';
import { type Numbered, publicMap, sayDistance, sketch } from './points.draw.ts';
import type { Visit } from './visit.ts';

type Nearest = Awaited<ReturnType<Visit['client']['planning']['nearest']>>;
type Near = Nearest['points'][number];

export interface NearWish {
  item?: string | undefined;
  near?: { lon: number; lat: number } | undefined;
  openNow: boolean;
}

/** Metres along the way. */
const fewSteps = 700;
/** Nearer than a village's place is known. */
const besideIt = 50;
const metresAnHour = { walk: 4500, 'walk-slow': 3200, ebike: 15_000, car: 30_000, bus: 18_000 };

/** “往东北 3.2 公里，骑电动车大约 12 分钟”: along roads where they are known, else said to be a straight line. */
function sayWay(visit: Visit, { distance, bearing, seconds }: Near, mode: Nearest['mode']): string | undefined {
  const { t } = visit;
  if (distance === null) return undefined;
  if (distance < besideIt) return t('citizen.points.here');
  const way = bearing === null ? undefined : t(`citizen.points.to.${directions[Math.round(bearing / 45) % 8]!}`);
  const far = t('citizen.points.straight', { far: sayDistance(visit, distance) });
  const along = seconds === null ? distance * 1.4 : (seconds * metresAnHour[mode]) / 3600;
  // A few minutes away nobody takes a vehicle out.
  const by = along < fewSteps ? 'walk' : mode;
  const time = t(seconds === null ? 'citizen.points.time.guess' : 'citizen.points.time', {
    mode: t(`citizen.points.mode.${by}`),
    minutes: Math.max(
      1,
      Math.round((by === mode && seconds !== null ? seconds : (along * 3600) / metresAnHour[by]) / 60),
    ),
  });
  const said = [way, far, time].filter(Boolean).join(visit.language === 'en' ? ', ' : '，');
  return said.charAt(0).toUpperCase() + said.slice(1);
}

/** “坐公交：先走 6 分钟到“石桥”，坐 3路，10:40 开，到“县医院”下（10:58 到），再走 4 分钟，一共大约 28 分钟。” */
function sayBus({ t, language }: Visit, bus: Near['bus']): string | undefined {
  if (bus === undefined) return undefined;
  if (bus === null) return t('citizen.points.bus.none');
  const minutes = (seconds: number) => Math.max(1, Math.round(seconds / 60));
  const [there, on] = bus.walk;
  const legs = [
    there >= 30 && t('citizen.points.bus.walk', { minutes: minutes(there), stop: bus.rides[0]!.on }),
    ...bus.rides.map(({ line, on: stop, off, leaves, arrives }, n) =>
      t(n === 0 ? 'citizen.points.bus.ride' : 'citizen.points.bus.change', { line, stop, off, leaves, arrives }),
    ),
    on >= 30 && t('citizen.points.bus.on', { minutes: minutes(on) }),
    t('citizen.points.bus.all', { minutes: minutes(bus.seconds) }),
  ].filter((leg): leg is string => leg !== false);
  const [comma, stop, list] = language === 'en' ? [', ', '. ', ', '] : ['，', '。', '、'];
  const way = t(bus.tomorrow ? 'citizen.points.bus.tomorrow' : 'citizen.points.bus', { way: legs.join(comma) });
  const later = bus.later.length > 0 && t('citizen.points.bus.later', { times: bus.later.join(list) });
  return [way, later].filter(Boolean).join(stop) + (language === 'en' ? '.' : '。');
}

function sayChange({ t, language, year }: Visit, change: Near['change']): string | undefined {
  if (!change) return undefined;
  const on = sayDate(change.on, language, year);
  const said = t(`citizen.points.change.${change.kind}`, { day: on });
  if (!change.how) return said;
  const instead = t(`citizen.points.instead.${change.how as 'nearer-point' | 'agent' | 'service-day'}`, {
    name: change.instead ?? '',
  });
  return `${said}${language === 'en' ? ' ' : ''}${instead}`;
}

const nameOf = ({ language }: Visit, site: Pick<Near, 'name' | 'nameEn'>): string =>
  language === 'en' && site.nameEn ? site.nameEn : site.name;

function card(visit: Visit, point: Near, n: number | undefined, mode: Nearest['mode'], item: string | undefined): Html {
  const { language } = visit;
  const way = sayWay(visit, point, mode);
  const bus = sayBus(visit, point.bus);
  const change = sayChange(visit, point.change);
  return html`<li class="card"><h3>${n !== undefined && html`<span class="number-mark${!point.openNow && ' closed'}">${n}</span>`}${siteHeading(visit, point)}</h3>
<p>${doorNow(visit, point)}<br><span class="soft">${point.hours[language]}</span></p>
${way !== undefined && html`<p><b>${way}</b></p>`}${bus !== undefined && html`<p>${bus}</p>`}${change !== undefined && html`<p class="note warn">${change}</p>`}${whereAndCall(point)}${bookLink(visit, point, item)}</li>`;
}

/** The ground is read once for each state of its layers, not for each reader. */
let kept: { digests: string; ground: Ground } | undefined;

/** What the city may show to the public: its map with the approval number, or nothing. */
async function publicGround({ client }: Visit): Promise<{ ground: Ground; approval: string } | undefined> {
  const map = await client.planning.map();
  const { approval, bounds } = map;
  if (approval === null || bounds === null) return undefined;
  const digests = map.layers.map(({ layer, digest }) => layer + digest).join();
  if (kept?.digests !== digests) {
    const layers = await Promise.all(
      map.layers.map(async ({ layer, digest }) => [layer, await client.planning.layer({ layer, digest })] as const),
    );
    kept = { digests, ground: groundFrom(bounds, Object.fromEntries(layers), { relief: null, notice: map.notice }) };
  }
  return { ground: kept.ground, approval };
}

/** The nearest points, numbered: as a sketch of where they lie, or on the city's approved map, and as a list that says it all. */
export async function nearestPoints(visit: Visit, { item, near, openNow }: NearWish): Promise<Html | undefined> {
  const { client } = visit;
  const [found, map] = await Promise.all([
    client.planning.nearest({
      ...(item && { item }),
      ...(near ?? (visit.village && { village: visit.village })),
      ...(openNow && { openNow }),
      limit: 6,
    }),
    publicGround(visit),
  ]);
  if (!found.from || found.points.length === 0) return undefined;
  const from: Lonlat = [found.from.lon, found.from.lat];
  const numbered = found.points.flatMap((point, at): Numbered[] =>
    point.lon === null || point.lat === null
      ? []
      : [
          {
            n: at + 1,
            name: nameOf(visit, point),
            level: point.level,
            open: point.openNow,
            at: [point.lon, point.lat],
          },
        ],
  );
  const drawing = map ? publicMap(visit, { ...map, from, points: numbered }) : sketch(visit, from, numbered);
  const placed = new Set(numbered.map(({ n }) => n));
  const [first, ...others] = found.points.map((point, at) =>
    card(visit, point, placed.has(at + 1) ? at + 1 : undefined, found.mode, item),
  );
  // The answer first: on a telephone the drawing would fill the screen before it.
  return html`<div class="near"><ol class="cards numbered">${first}</ol>${numbered.length > 0 && drawing}${others.length > 0 && html`<ol class="cards numbered" start="2">${others}</ol>`}</div>${found.points.some(({ bus }) => bus) && html`<p class="soft small">${visit.t('citizen.points.bus.note')}</p>`}`;
}

import { openSites, villageTimes } from '#domain/planning/evaluate.ts';
import { groundOf } from '#domain/planning/ground.ts';
import { layoutScores } from '#domain/planning/indicators.ts';
import { advisedClass, standardsOf, threeCentres } from '#domain/planning/standards.ts';
import { crowMetres } from '#domain/planning/world.ts';
import { itemsInForce } from '../catalogue/index.ts';
import type { Ctx } from '../context.ts';
import { colleaguesAt, today } from '../organisation/index.ts';
import { findSite, getSite } from '../sites/index.ts';
import { villageView } from './coverage.service.ts';
import { evaluationToday } from './evaluations.ts';
import { monthsOfUnit } from './points.repository.ts';
import { pointOn } from './points.service.ts';
import { worksOfSite } from './scenarios.repository.ts';

/** So many villages of a point are listed, the largest first; and premises that are worth a look. */
const listed = 60;
const nearby = 1500;

export async function pointCard(ctx: Ctx, wish: { id: string; on?: string | undefined }) {
  const point = await pointOn(ctx, wish.id, wish.on);
  const on = wish.on ?? today(ctx);
  const [site, record, items, staff, months, works, found] = [
    await getSite(ctx, wish.id),
    await findSite(ctx, wish.id),
    await itemsInForce(ctx),
    await colleaguesAt(ctx.db, point.unit, on),
    await monthsOfUnit(ctx, point.unit, on),
    await worksOfSite(ctx, wish.id),
    await evaluationToday(ctx, 'village'),
  ];
  const areas = (record?.rooms ?? []).flatMap(({ area }) => (area === null ? [] : [area]));
  const served =
    'evaluation' in found
      ? await servedBy(found, wish.id)
      : { villages: [], layout: null, premises: [], centre: false };
  return {
    point,
    site,
    items: items.filter((item) => item.rights.receive.includes(point.level)).map(({ code, name }) => ({ code, name })),
    rooms: (record?.rooms ?? []).map(({ name, area }) => ({ name, area })),
    staff: staff.map(({ name, role, absent }) => ({ name, role, absent })),
    months: months.map(({ month, received, ended }) => ({ month: month.slice(0, 7), received, ended })).reverse(),
    villages: served.villages,
    standards: standardsOf({
      level: point.level,
      class: point.class,
      people: point.people,
      clerks: point.clerks,
      area: areas.length > 0 ? areas.reduce((sum, each) => sum + each, 0) : null,
    }),
    advised: advisedClass(point.level, served.centre),
    layout: served.layout,
    premises: served.premises,
    plans: works.map(({ scenario_id, kind, due_on, status }) => ({ scenario: scenario_id, kind, on: due_on, status })),
  };
}

type Found = Extract<Awaited<ReturnType<typeof evaluationToday>>, { evaluation: unknown }>;

async function servedBy({ world, evaluation }: Found, id: string) {
  const times = villageTimes(evaluation, world.content.villages.length);
  const at = evaluation.points.findIndex((point) => point?.id === id);
  const mine = Array.from(times.site.keys())
    .filter((demand) => times.site[demand] === at && at >= 0)
    .sort((a, b) => evaluation.planned.people[b]! - evaluation.planned.people[a]!)
    .slice(0, listed);
  const sites = openSites(evaluation);
  const ground = groundOf(world.content, times.site, evaluation.points.length);
  const peers = sites.filter(({ point }) => point.level === evaluation.points[at]?.level);
  const scores = layoutScores(peers.map(({ people, at: number }) => ({ people, squareKm: ground[number]! })));
  const self = peers.findIndex(({ at: number }) => number === at);
  const point = evaluation.points[at];
  return {
    villages: await Promise.all(
      mine.map((demand) => villageView(world, evaluation, demand, times.seconds[demand]!, at)),
    ),
    layout:
      self < 0
        ? null
        : {
            people: Math.round(peers[self]!.people),
            squareKm: Math.round(10 * ground[at]!) / 10,
            score: scores[self]!,
          },
    premises: point
      ? world.content.premises
          .map((each) => ({ ...each, metres: Math.round(crowMetres(each, point)) }))
          .filter(({ metres }) => metres <= nearby)
          .sort((a, b) => a.metres - b.metres)
          .slice(0, 20)
      : [],
    centre: threeCentres(world.content.points).has(id),
  };
}

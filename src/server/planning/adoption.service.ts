import type { Change, Replacement } from '#api/planning.ts';
import { addDays } from '#domain/kernel/dates.ts';
import { Refused } from '#domain/kernel/problem.ts';
import type { UnitLevel } from '#domain/organisation/units.ts';
import { plannedOf } from '#domain/planning/changes.ts';
import { takerOf } from '#domain/planning/places.ts';
import { redateReroute, rerouteSite } from '../cases/index.ts';
import type { App, Ctx } from '../context.ts';
import { tellUnit } from '../feedback/index.ts';
import { systemCtx } from '../operations.ts';
import { type OrganisationMap, organisationOf, today } from '../organisation/index.ts';
import {
  closeSite,
  movedFrom,
  moveSite,
  openSite,
  redateClosing,
  redateMove,
  redateOpening,
  regradeSite,
} from '../sites/index.ts';
import { openByUnit, pointRows } from './points.repository.ts';
import { firstDayAfterNotice, noticeDays } from './review.service.ts';
import { nearestOf } from './roads.ts';
import { closingsOfPlan } from './scenarios.closings.ts';
import type { ScenarioRow, WorkRow } from './scenarios.repository.ts';
import * as repository from './scenarios.repository.ts';
import { getScenario, holdsFor, seen } from './scenarios.service.ts';
import { type World, worldOf } from './worlds.ts';

/** Each closed point is looked at again after three months. */
const lookedAtAfterDays = 91;

type Opening = Extract<Change, { kind: 'open' }>;

/** Who runs a point that opens: the unit of its level over the nearest village, else the next one above. */
function unitFor(map: OrganisationMap, world: World, opening: Opening): string {
  const nearest = nearestOf(world.content.villages, opening)?.place;
  const division = nearest?.village ?? nearest?.town ?? nearest?.county;
  const path = division ? map.path(division).toReversed() : [];
  const above: UnitLevel[] = ['village', 'town', 'county', 'city'];
  for (const level of above.slice(above.indexOf(opening.level)))
    for (const each of path) {
      const unit = (map.unitsOf.get(each.id) ?? []).find((one) => one.level === level && one.validTo === null);
      if (unit) return unit.id;
    }
  throw new Refused('planning.no-unit', { name: opening.name });
}

/**
 * A plan becomes work with dates, and the points get their dates of validity, in one transaction: on the day itself nothing has to
 * run for a resident to find the network as it was decided.
 */
export async function adopt(ctx: Ctx, wish: { id: string; seq: number; on: string; document: string }): Promise<void> {
  const row = await seen(ctx, wish, 'adopt');
  const on = today(ctx);
  if (wish.on <= on) throw new Refused('planning.past-day', { day: wish.on });
  const closes = row.changes.some(({ kind }) => kind === 'close' || kind === 'move');
  const first = firstDayAfterNotice(on);
  if (closes && wish.on < first) throw new Refused('planning.short-notice', { days: noticeDays, first });
  const world = await worldOf(ctx.app, row.snapshot_id);
  const works = await worksFor(ctx, row, world, wish);
  await repository.insertWorks(ctx, works);
  await repository.step(
    ctx,
    row,
    'adopted',
    { status: 'adopted', adopted_on: wish.on },
    { on: wish.on, reason: wish.document, works: works.length },
  );
}

async function worksFor(
  ctx: Ctx,
  row: ScenarioRow,
  world: World,
  wish: { on: string; document: string },
): Promise<WorkRow[]> {
  const map = await organisationOf(ctx);
  const [present, open] = [
    new Map((await pointRows(ctx, today(ctx), false)).map((point) => [point.id, point])),
    await openByUnit(ctx, today(ctx)),
  ];
  const gone = row.changes.filter(
    (change) =>
      ['close', 'move', 'upgrade'].includes(change.kind) &&
      'site' in change &&
      !present.has(change.site) &&
      !opens(row, change.site),
  );
  if (gone.length > 0)
    throw new Refused('planning.unknown-place', {
      count: gone.length,
      names: gone
        .slice(0, 5)
        .map((change) => nameIn(world, 'site' in change ? change.site : ''))
        .join('、'),
    });
  const then = new Set((await pointRows(ctx, wish.on, false)).map(({ id }) => id));
  const standsThen = (site: string) => then.has(site) || opens(row, site);
  const lost = row.changes.flatMap((change) => ('site' in change && !standsThen(change.site) ? [change.site] : []));
  const works: WorkRow[] = [];
  const add = (kind: WorkRow['kind'], site: string, name: string, unit: string, more: Partial<WorkRow> = {}) =>
    works.push({
      scenario_id: row.id,
      id: ctx.app.id(),
      kind,
      site_id: site,
      name,
      unit_id: unit,
      due_on: wish.on,
      status: 'planned',
      change: null,
      replacement: null,
      heir_id: null,
      reroute_id: null,
      cases: 0,
      note: '',
      applied_at: ctx.now,
      done_on: null,
      ...more,
    });
  /** A point that moved is found under a new id from its day on. */
  const nowAt = new Map<string, string>();
  for (const change of row.changes) {
    if (change.kind !== 'open') continue;
    const unit = unitFor(map, world, change);
    const like = nearestOf(
      world.content.points.filter(({ level }) => level === change.level),
      change,
    )?.place;
    if (!like) throw new Refused('planning.no-unit', { name: change.name });
    await openSite(ctx, { ...change, id: change.site, unit, class: change.class ?? null, like: like.id }, wish.on);
    add('open', change.site, change.name, unit, { change });
  }
  for (const change of row.changes) {
    if (change.kind !== 'move') continue;
    const point = present.get(change.site)!;
    const { id } = await moveSite(ctx, change.site, change, wish.on);
    nowAt.set(change.site, id);
    await tellUnit(ctx, point.unit_id, { code: 'site.moving', params: { site: point.name, on: wish.on } });
    add('move', change.site, point.name, point.unit_id, {
      change,
      replacement: { how: 'nearer-point', site: id },
      heir_id: id,
    });
  }
  const { standing } = plannedOf(world.content, row.changes);
  const stays = new Map(standing.map((each) => [each.id, each]));
  const staysThen = standing.filter(({ id }) => standsThen(id));
  const besides = (site: string) => {
    const closed = world.content.points.find(({ id }) => id === site);
    return closed && takerOf(closed, staysThen);
  };
  const closings = new Map((await closingsOfPlan(world, row)).map((closing) => [closing.site, closing]));
  for (const change of row.changes) {
    if (change.kind !== 'close') continue;
    const point = present.get(change.site)!;
    const closing = closings.get(change.site);
    const replacement = replacementNow(closing?.replacement ?? null, nowAt);
    // Where nobody went there nothing must come instead, but what lies there must go somewhere.
    const taker = closing?.replacement?.site ?? closing?.nearest?.site ?? besides(change.site)?.id ?? null;
    const heir = taker && (nowAt.get(taker) ?? taker);
    if (taker && !standsThen(taker)) {
      lost.push(taker);
      continue;
    }
    await closeSite(ctx, change.site, wish.on, heir);
    const reroute = heir
      ? await rerouteSite(ctx, { from: change.site, to: heir, on: wish.on, document: wish.document })
      : null;
    add('close', change.site, point.name, point.unit_id, {
      change,
      replacement,
      heir_id: heir,
      reroute_id: reroute?.id ?? null,
      cases: open.get(point.unit_id)?.open ?? 0,
    });
    await tellUnit(ctx, point.unit_id, {
      code: 'site.closing',
      params: { site: point.name, on: wish.on, heir: stays.get(taker ?? '')?.name ?? '' },
    });
    const again = addDays(wish.on, lookedAtAfterDays);
    add('review', change.site, point.name, point.unit_id, { due_on: again, replacement });
  }
  if (lost.length > 0)
    throw new Refused('planning.gone-by-then', {
      day: wish.on,
      count: new Set(lost).size,
      names: [...new Set(lost)]
        .slice(0, 5)
        .map((site) => nameIn(world, site))
        .join('、'),
    });
  for (const change of row.changes) {
    // Plans of earlier programs may raise what they close.
    if (change.kind !== 'upgrade' || (!stays.has(change.site) && !opens(row, change.site))) continue;
    const point = present.get(change.site);
    const site = nowAt.get(change.site) ?? change.site;
    if (point) add('upgrade', site, point.name, point.unit_id, { change, applied_at: null });
  }
  return works;
}

const opens = (row: ScenarioRow, site: string): boolean =>
  row.changes.some((change) => change.kind === 'open' && change.site === site);
const nameIn = (world: World, site: string): string => world.content.points.find(({ id }) => id === site)?.name ?? site;
const replacementNow = (replacement: Replacement | null, nowAt: ReadonlyMap<string, string>): Replacement | null =>
  replacement && { ...replacement, site: nowAt.get(replacement.site) ?? replacement.site };

const daysLate = (row: WorkRow, on: string): boolean => row.status === 'planned' && row.due_on < on;

export async function listWorks(
  ctx: Ctx,
  wish: { scenario?: string | undefined; open: boolean; cursor?: string | undefined; limit: number },
) {
  const on = today(ctx);
  const rows = await repository.worksPage(ctx, { ...wish, after: wish.cursor, limit: wish.limit + 1 });
  const shown = rows.slice(0, wish.limit);
  const moved = await movedFrom(ctx, [...new Set(shown.map(({ site_id }) => site_id))]);
  return {
    items: shown.map((row) => ({
      id: row.id,
      scenario: row.scenario_id,
      scenarioName: row.scenario_name,
      kind: row.kind,
      site: row.site_id,
      name: row.name,
      unit: row.unit_id,
      on: row.due_on,
      status: daysLate(row, on) ? ('late' as const) : row.status,
      replacement: row.replacement,
      instead: row.instead,
      cases: row.cases,
      appointments: row.kind === 'close' || row.kind === 'move' ? (moved.get(row.site_id) ?? 0) : 0,
      doneOn: row.done_on,
      note: row.note,
    })),
    next: rows.length > wish.limit ? (shown.at(-1)?.id ?? null) : null,
  };
}

/** Work that has not happened yet can be put off or called off, and the points' dates go with it. */
export async function settleWork(
  ctx: Ctx,
  wish: { id: string; to: 'done' | 'put-off' | 'called-off'; on?: string | undefined; note: string },
): Promise<void> {
  const row = await repository.lockWork(ctx, wish.id);
  if (!row) throw new Refused('not-found');
  const { unit_id } = await getScenario(ctx, row.scenario_id);
  if (!(await holdsFor(ctx, unit_id))('planning.adopt')) throw new Refused('permission.denied');
  if (row.status !== 'planned') throw new Refused('planning.work-ended');
  const on = today(ctx);
  if (wish.to === 'done')
    return void (await repository.updateWork(ctx, row, { status: 'done', done_on: on, note: wish.note }));
  const to = wish.to === 'called-off' ? null : (wish.on ?? null);
  if (to !== null && to <= on) throw new Refused('planning.past-day', { day: to });
  if (wish.to === 'put-off' && to === null) throw new Refused('planning.past-day', { day: on });
  // What has happened is not undone by a date: the point would have to be opened anew.
  if (row.due_on <= on && row.kind !== 'review' && row.kind !== 'upgrade') throw new Refused('planning.work-ended');
  await redatePoint(ctx, row, to);
  await repository.updateWork(ctx, row, {
    ...(to === null ? { status: 'called-off' as const } : { due_on: to }),
    note: wish.note,
  });
}

async function redatePoint(ctx: Ctx, row: WorkRow, to: string | null): Promise<void> {
  if (row.kind === 'close') {
    await redateClosing(ctx, row.site_id, row.heir_id, row.due_on, to);
    if (row.reroute_id) await redateReroute(ctx, row.reroute_id, to);
  } else if (row.kind === 'open') await redateOpening(ctx, row.site_id, row.due_on, to);
  else if (row.kind === 'move' && row.heir_id) await redateMove(ctx, row.site_id, row.heir_id, row.due_on, to);
}

/** On its day a class changes; what else an upgrade brings (a higher level, more clerks) people do and settle by hand. */
export async function applyDueWorks(app: App): Promise<void> {
  const on = today({ now: app.clock.now() });
  await app.db.transaction().execute(async (db) => {
    const ctx = systemCtx(app, db, 'planning.work');
    for (const row of await repository.dueWorks(db, on, 100)) {
      if (row.change?.kind === 'upgrade' && row.change.class) await regradeSite(ctx, row.site_id, row.change.class);
      await repository.updateWork(ctx, row, { applied_at: ctx.now });
    }
    for (const wake of ctx.afterCommit) wake();
  });
}

import { decide } from '#domain/cases/decide.ts';
import { instantAt } from '#domain/kernel/dates.ts';
import { isProblem, Refused } from '#domain/kernel/problem.ts';
import { existsOn } from '#domain/organisation/divisions.ts';
import type { App, Ctx } from '../context.ts';
import { noteActOfSystem, systemCtx } from '../operations.ts';
import { changeUnits, checkManages, organisationOf, today, type UnitOrder } from '../organisation/index.ts';
import { findSite, linksOn, sitesOfUnit } from '../sites/index.ts';
import * as cases from './cases.repository.ts';
import { append, contextOf, duesOf, itemOf } from './cases.service.ts';
import { heirOf } from './heirs.ts';
import * as repository from './reroute.repository.ts';

/** An older map of the organisation is given out for some seconds (organisation.cache); by then nothing new goes to an old place. */
const settled = 60_000;

const accountOf = (ctx: Ctx): string | null => (ctx.actor.kind === 'staff' ? ctx.actor.account : null);

/** Changes units by an order; what lies at those that end goes on at their successors. A rename or move leaves it where it is. */
export async function changeUnitsWithCases(ctx: Ctx, order: UnitOrder): Promise<{ ids: string[] }> {
  const outcome = await changeUnits(ctx, order);
  const { kind, into, became = [] } = order;
  const heirs = kind === 'merge' && into ? [into] : became;
  const ended = kind === 'merge' || kind === 'close' ? order.from.filter((id) => id !== into) : [];
  await repository.insertReroutes(
    ctx,
    ended.map((fromUnit) => ({
      id: ctx.app.id(),
      fromUnit,
      toUnits: heirs,
      fromSite: null,
      toSite: null,
      villages: null,
      effectiveOn: order.effectiveOn,
      document: order.document,
      account: accountOf(ctx),
    })),
  );
  return outcome;
}

export interface SiteHandover {
  from: string;
  to: string;
  /** Only the cases of these villages; all, unless the unit keeps another site. */
  villages?: readonly string[] | undefined;
  /** The first day on which they are the other site's. */
  on: string;
  document: string;
}

/**
 * From that day on the open cases and results that lie at a site are the other site's: a plan that is adopted, a station that
 * closes. Cases lie at units: nothing moves between two sites of one unit, and where the unit keeps another site only the cases of
 * the villages that the site serves move. The caller has checked who may. Null: there is nothing to move.
 */
export async function rerouteSite(ctx: Ctx, wish: SiteHandover): Promise<{ id: string | null }> {
  const [from, to] = [await findSite(ctx, wish.from), await findSite(ctx, wish.to)];
  if (!from || !to) throw new Refused('not-found');
  if (!existsOn(to, wish.on)) throw new Refused('input.invalid', { count: 1 }, [{ path: 'to', code: 'site.gone' }]);
  if (from.unitId === to.unitId) return { id: null };
  const others = (await sitesOfUnit(ctx, from.unitId)).filter((site) => site.id !== from.id && existsOn(site, wish.on));
  const served = others.length > 0 ? (await linksOn(ctx, [from.id], wish.on)).map(({ villageId }) => villageId) : null;
  const id = ctx.app.id();
  await repository.insertReroutes(ctx, [
    {
      id,
      fromUnit: from.unitId,
      toUnits: [to.unitId],
      fromSite: from.id,
      toSite: to.id,
      villages: wish.villages ? [...wish.villages] : served,
      effectiveOn: wish.on,
      document: wish.document,
      account: accountOf(ctx),
    },
  ]);
  return { id };
}

/** The same, ordered by hand: by whoever manages the units on both sides. */
export async function orderSiteHandover(ctx: Ctx, wish: SiteHandover): Promise<{ id: string | null }> {
  const sites = [await findSite(ctx, wish.from), await findSite(ctx, wish.to)];
  await checkManages(
    ctx,
    sites.flatMap((site) => site?.unitId ?? []),
  );
  return rerouteSite(ctx, wish);
}

/** Orders with how far each has come, newest first. */
export async function listReroutes(ctx: Ctx, cursor: string | undefined, limit: number) {
  const map = await organisationOf(ctx);
  const name = (id: string) => ({ id, name: map.units.get(id)?.name ?? '' });
  const rows = await repository.listReroutes(ctx, cursor, limit + 1);
  const items = rows.slice(0, limit).map((row) => ({
    id: row.id,
    from: name(row.from_unit),
    to: row.to_units.map(name),
    villages: row.villages?.length ?? null,
    effectiveOn: row.effective_on,
    document: row.document,
    moved: row.moved,
    left: row.left_behind,
    finishedAt: row.finished_at?.toISOString() ?? null,
  }));
  return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}

/**
 * Carries out the orders whose day has come, a batch of cases in a transaction each, so that after a crash the next start goes on
 * behind the last batch. Each looks at every case anew until a whole round finds nothing to move and nobody can still be working by
 * an old map; then those who were given the cases are told.
 */
export async function reroute(app: App, batch = 100): Promise<number> {
  let moved = 0;
  for (const id of await repository.waiting(app.db, today({ now: app.clock.now() }))) {
    // A successor that was opened with the order must be known before its cases are sent there.
    await organisationOf({ app, now: app.clock.now() }, Number.POSITIVE_INFINITY);
    for (let whole = false; !whole; ) {
      whole = await app.db.transaction().execute(async (db) => {
        const ctx = systemCtx(app, db, 'system.reroute');
        const order = await repository.takeReroute(db, id);
        if (!order) return true;
        const after = await moveSome(ctx, order, batch);
        moved += after.moved - order.moved;
        await repository.keepReroute(ctx, after);
        return after.after_case === null;
      });
    }
  }
  return moved;
}

async function moveSome(ctx: Ctx, order: repository.RerouteRow, batch: number): Promise<repository.RerouteRow> {
  const ids = await repository.casesAt(ctx.db, order, batch);
  const next = { ...order, arrived: { ...order.arrived } };
  for (const id of ids) {
    const units = await rerouteApart(ctx, order, id);
    if (!units) next.round_left += 1;
    else {
      next.round_moved += 1;
      next.moved += 1;
      for (const unit of units) next.arrived[unit] = (next.arrived[unit] ?? 0) + 1;
    }
  }
  if (ids.length === batch) return { ...next, after_case: ids.at(-1) ?? null };
  const since = Math.max(order.created_at.getTime(), Date.parse(instantAt(order.effective_on, '00:00')));
  const over = next.round_moved === 0 && ctx.now.getTime() - since >= settled;
  if (over) await tellUnits(ctx, next);
  return {
    ...next,
    after_case: null,
    left_behind: next.round_left,
    round_moved: 0,
    round_left: 0,
    finished_at: over ? ctx.now : null,
  };
}

async function tellUnits(ctx: Ctx, order: repository.RerouteRow): Promise<void> {
  for (const [unit, count] of Object.entries(order.arrived)) {
    for (const tell of ctx.app.reactions.arrival ?? []) await tell(ctx, { unit, from: order.from_unit, count });
  }
}

/** One that fails is undone by itself, and keeps nobody else's from moving. */
async function rerouteApart(ctx: Ctx, order: repository.RerouteRow, id: string): Promise<string[] | undefined> {
  try {
    return await cases.apart(ctx, (inner) => rerouteOne(inner, order, id));
  } catch (error) {
    ctx.app.log.error({ operation: ctx.operation, code: 'reroute.failed', case: id, err: error });
    return undefined;
  }
}

/** The units that were given the case; undefined where nobody may have it. */
async function rerouteOne(ctx: Ctx, order: repository.RerouteRow, id: string): Promise<string[] | undefined> {
  const record = await cases.lockCase(ctx, id);
  const item = await itemOf(ctx, record.state);
  const to = heirOf(await organisationOf(ctx), order.to_units, record.state, today(ctx));
  const context = await contextOf(ctx, item, record.state, { viewer: { kind: 'system' }, dues: duesOf(record.clock) });
  const events = decide(record.state, { action: 'reroute', data: { from: order.from_unit, to } }, context);
  if (isProblem(events)) {
    ctx.app.log.warn({ operation: ctx.operation, case: id, code: events.problem });
    return undefined;
  }
  const state = await append(ctx, record, item, events);
  await noteActOfSystem(ctx, {
    person: state.parties.person ?? '',
    case: id,
    detail: { action: 'reroute', order: order.id },
  });
  const moved = record.state.steps.filter((step) => step.unit === order.from_unit).map((step) => step.id);
  return [...new Set(state.steps.filter((step) => moved.includes(step.id)).map((step) => step.unit))];
}

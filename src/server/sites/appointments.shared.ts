import { existsOn } from '#domain/organisation/history.ts';
import { type HalfHour, placesAtOnce } from '#domain/sites/appointments.ts';
import type { AppointmentNews, Ctx, Visit } from '../context.ts';
import { clerksAt, type OrganisationMap, organisationOf, today } from '../organisation/index.ts';
import type { SiteRecord } from './sites.repository.ts';

/** Who carries a unit on today: itself while it stands; where it was closed without an heir nobody. */
function carriersOf(units: OrganisationMap['units'], id: string, on: string, seen = new Set<string>()): string[] {
  const unit = units.get(id);
  if (!unit || seen.has(id)) return [];
  seen.add(id);
  return existsOn(unit, on) ? [id] : unit.became.flatMap((next) => carriersOf(units, next, on, seen));
}

/** Who stands at the counters of a site whose unit was merged or closed: whoever carries its unit on. */
export const keepersOf = async (ctx: Ctx, unit: string): Promise<string[]> =>
  carriersOf((await organisationOf(ctx)).units, unit, today(ctx));

/** The units whose sites' counters are this unit's: itself, and those that it carries on. */
export async function keptBy(ctx: Ctx, unit: string): Promise<string[]> {
  const { units } = await organisationOf(ctx);
  const on = today(ctx);
  const ended = [...units.values()].filter(
    (each) => !existsOn(each, on) && carriersOf(units, each.id, on).includes(unit),
  );
  return [unit, ...ended.map(({ id }) => id)];
}

/** How many may come to a site by appointment in one half-hour, with the people who work there today. */
export async function placesAt(ctx: Ctx, site: SiteRecord): Promise<number> {
  const clerks = await clerksAt(ctx.db, await keepersOf(ctx, site.unitId), today(ctx));
  return placesAtOnce({ counters: site.counters.length, clerks });
}

export const visitAt = (site: SiteRecord, { day, time }: HalfHour): Visit => ({
  site: site.name,
  address: site.address,
  telephone: site.telephone,
  day,
  time,
});

export async function tell(ctx: Ctx, news: AppointmentNews): Promise<void> {
  for (const react of ctx.app.reactions.appointment ?? []) await react(ctx, news);
}

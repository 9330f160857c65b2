import { successors } from '#domain/organisation/history.ts';
import { placesPerSlot, type Slot } from '#domain/sites/appointments.ts';
import type { AppointmentNews, Ctx, Visit } from '../context.ts';
import { clerksAt, organisationOf, today } from '../organisation/index.ts';
import type { SiteRecord } from './sites.repository.ts';

/** Who stands at the counters of a site whose unit was merged or closed: whoever carries its unit on. */
export async function keepersOf(ctx: Ctx, unit: string): Promise<string[]> {
  const { units } = await organisationOf(ctx);
  const heirs = successors([...units.values()], unit, today(ctx));
  return heirs.length > 0 ? heirs : [unit];
}

/** How many may come to a site by appointment in one half-hour, with the people who work there today. */
export async function placesAt(ctx: Ctx, site: SiteRecord): Promise<number> {
  const clerks = await clerksAt(ctx.db, await keepersOf(ctx, site.unitId), today(ctx));
  return placesPerSlot({ counters: site.counters.length, clerks });
}

export const visitAt = (site: SiteRecord, { day, time }: Slot): Visit => ({
  site: site.name,
  address: site.address,
  telephone: site.telephone,
  day,
  time,
});

export async function tell(ctx: Ctx, news: AppointmentNews): Promise<void> {
  for (const react of ctx.app.reactions.appointment ?? []) await react(ctx, news);
}

import { dayKind } from '#domain/kernel/calendar.ts';
import { existsOn } from '#domain/organisation/history.ts';
import { carriedTo, hasBegun, horizon, type Taken } from '#domain/sites/appointments.ts';
import { versionsKnown } from '../catalogue/index.ts';
import type { Ctx } from '../context.ts';
import { organisationOf, today } from '../organisation/index.ts';
import type { Appointment } from './appointments.repository.ts';
import * as repository from './appointments.repository.ts';
import { placesAt, tell, visitAt } from './appointments.shared.ts';
import type { SiteRecord } from './sites.repository.ts';
import { findSite, lockSite } from './sites.repository.ts';

/**
 * A site's dates were changed: whoever has an appointment follows. Those that once stood here and whose day is one of its days again
 * come back; those that stand here on a day on which it is not there go to the heir, or are cancelled where there is none. Each
 * person is told. Whoever calls holds the rows of the organisation (`touchOrganisation`), so that two of these never cross; a
 * booking holds its site, so that none is made behind this one's back.
 * @param heir the site itself where it only opens later: then its own next free half-hour.
 */
export async function followSite(ctx: Ctx, id: string, heir: string | null): Promise<void> {
  const site = await lockSite(ctx, id);
  if (!site) return;
  await bringBack(ctx, site);
  const stranded = (await repository.lockBookedAt(ctx, id, today(ctx))).filter(
    (each) => !existsOn(site, each.day) && !hasBegun(each, ctx.now),
  );
  if (stranded.length > 0) await sendOn(ctx, site, stranded, heir === null ? undefined : await lockSite(ctx, heir));
}

/** What is done to somebody's appointment stands in the log for them to read, whoever ordered it and why. */
const note = (ctx: Ctx, { id, person }: Appointment): void =>
  void ctx.views.push({ person, purpose: 'service', detail: { appointment: id, moved: true } });

async function bringBack(ctx: Ctx, site: SiteRecord): Promise<void> {
  for (const { appointment, move } of await repository.lockMovedFrom(ctx, site.id, today(ctx))) {
    if (!existsOn(site, move.day) || hasBegun(move, ctx.now) || hasBegun(appointment, ctx.now)) continue;
    const there = await findSite(ctx, appointment.site);
    await repository.moveBack(ctx, move);
    const from = there ? visitAt(there, appointment) : null;
    note(ctx, appointment);
    await tell(ctx, { what: 'back', person: appointment.person, from, to: visitAt(site, move) });
  }
}

async function sendOn(
  ctx: Ctx,
  site: SiteRecord,
  stranded: readonly Appointment[],
  heir: SiteRecord | undefined,
): Promise<void> {
  const { calendar } = (await organisationOf(ctx)).calendar;
  const itemOf = await versionsKnown(ctx);
  const taken = heir ? await repository.takenBetween(ctx, heir.id, today(ctx), horizon(ctx.now)) : new Map();
  const places = heir ? await placesAt(ctx, heir) : 0;
  const takenOn = (day: string): Taken => taken.get(day) ?? new Map();
  for (const appointment of stranded) {
    const takes = heir && itemOf(appointment.item, appointment.version).rights.receive.includes(heir.level);
    const to = takes
      ? carriedTo(
          appointment,
          { site: heir, places, taken: takenOn },
          { now: ctx.now, kindOf: (day) => dayKind(calendar, day).kind },
        )
      : undefined;
    const { person } = appointment;
    const from = visitAt(site, appointment);
    note(ctx, appointment);
    if (!heir || !to) {
      await repository.setStatus(ctx, appointment.id, 'cancelled');
      await tell(ctx, { what: 'ended', person, from, to: null });
      continue;
    }
    await repository.moveOn(ctx, appointment, { ...to, site: heir.id });
    taken.set(to.day, new Map(takenOn(to.day)).set(to.time, (takenOn(to.day).get(to.time) ?? 0) + 1));
    const same = to.day === appointment.day && to.time === appointment.time;
    await tell(ctx, { what: same ? 'moved' : 'later', person, from, to: visitAt(heir, to) });
  }
}

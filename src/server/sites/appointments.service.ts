import type { AppointmentRow, AppointmentView } from '#api/appointments.ts';
import type { Item } from '#domain/catalogue/item.ts';
import { maskName } from '#domain/identity/mask.ts';
import { dayKind } from '#domain/kernel/calendar.ts';
import { addDays, type LocalDate } from '#domain/kernel/dates.ts';
import { Refused } from '#domain/kernel/problem.ts';
import { existsOn } from '#domain/organisation/history.ts';
import { reachFor } from '#domain/organisation/roles.ts';
import {
  freeOn,
  halfHourEnd,
  halfHoursOn,
  hasBegun,
  horizon,
  isBookable,
  limitOf,
  settle,
} from '#domain/sites/appointments.ts';
import { describeHours } from '#domain/sites/sites.ts';
import { currentItem, itemsInForce, versionsKnown } from '../catalogue/index.ts';
import type { Ctx } from '../context.ts';
import { allIdsOf, findPerson, getPerson, lockPerson, seesClear } from '../identity/index.ts';
import { organisationOf, reaches, today } from '../organisation/index.ts';
import { spoken } from '../platform/pinyin.ts';
import type { Appointment } from './appointments.repository.ts';
import * as repository from './appointments.repository.ts';
import { keepersOf, keptBy, placesAt, tell, visitAt } from './appointments.shared.ts';
import type { SiteRecord } from './sites.repository.ts';
import { findSite, findSitesById, lockSite, sitesOfUnits } from './sites.repository.ts';

/** What was is shown for a season: long enough to remember by. */
const daysKept = 92;

const placeOf = (site: SiteRecord): AppointmentView['site'] => ({
  id: site.id,
  name: site.name,
  nameEn: site.nameEn,
  pinyin: site.nameEn === '' ? spoken(site.name) : '',
  address: site.address,
  telephone: site.telephone,
});

const takes = (site: SiteRecord, item: Item): boolean => item.rights.receive.includes(site.level);

/** A site that receives the item. */
function mustTake(site: SiteRecord | undefined, item: Item): SiteRecord {
  if (!site) throw new Refused('not-found');
  if (!takes(site, item)) throw new Refused('appointment.not-here', { site: site.name });
  return site;
}

export async function itemsAt(ctx: Ctx, wish: { site: string }) {
  const site = await findSite(ctx, wish.site);
  if (!site) throw new Refused('not-found');
  const items = (await itemsInForce(ctx)).filter((item) => takes(site, item));
  return {
    site: placeOf(site),
    items: items.map(({ code, plainName, needs }) => ({ code, name: plainName, needs })),
  };
}

export async function freeTimes(ctx: Ctx, wish: { site: string; item: string }) {
  const item = await currentItem(ctx, wish.item);
  const site = mustTake(await findSite(ctx, wish.site), item);
  const { calendar } = (await organisationOf(ctx)).calendar;
  const [first, last] = [today(ctx), horizon(ctx.now)];
  const [places, taken] = [await placesAt(ctx, site), await repository.takenBetween(ctx, site.id, first, last)];
  const days: { day: LocalDate; times: string[] }[] = [];
  for (let day = first; day <= last; day = addDays(day, 1)) {
    const room = { now: ctx.now, places, taken: taken.get(day) ?? new Map() };
    const times = freeOn(site, day, dayKind(calendar, day).kind, room);
    if (times.length > 0) days.push({ day, times });
  }
  return { site: placeOf(site), item: { code: item.code, name: item.plainName }, days, closesOn: site.validTo };
}

export interface Wish {
  person: string;
  site: string;
  item: string;
  day: string;
  time: string;
}

/**
 * One after the other for a person and for a site: whoever books holds both rows, the person's first, so that no limit is passed and
 * no half-hour overbooked, however many press at once. A site that closes waits for the booking, and then moves it.
 */
export async function book(ctx: Ctx, wish: Wish): Promise<{ id: string }> {
  const item = await currentItem(ctx, wish.item);
  const person = await getPerson(ctx, wish.person);
  await lockPerson(ctx, person.id);
  const own = await repository.appointmentsOf(ctx, await allIdsOf(ctx, person.id), today(ctx));
  const limit = limitOf(own, item.code, ctx.now);
  if (limit) throw new Refused(limit.problem, limit.params);
  const site = mustTake(await lockSite(ctx, wish.site), item);
  if (site.validTo !== null && site.validTo <= wish.day)
    throw new Refused('appointment.closed-by-then', { site: site.name, day: site.validTo });
  const { calendar } = (await organisationOf(ctx)).calendar;
  const offered = halfHoursOn(site, wish.day, dayKind(calendar, wish.day).kind).includes(wish.time);
  if (!offered || !isBookable(wish, ctx.now)) throw new Refused('appointment.not-offered');
  const taken = (await repository.takenBetween(ctx, site.id, wish.day, wish.day)).get(wish.day)?.get(wish.time) ?? 0;
  if (taken >= (await placesAt(ctx, site))) throw new Refused('appointment.taken');
  const { actor } = ctx;
  const account = actor.kind === 'staff' ? actor.account : null;
  const { day, time } = wish;
  const booked = {
    id: ctx.app.id(),
    person: person.id,
    item: item.code,
    version: item.version,
    site: site.id,
    day,
    time,
  };
  await repository.insertAppointment(ctx, { ...booked, account });
  ctx.views.push({ person: person.id, purpose: 'service', detail: { appointment: booked.id } });
  if (account !== null) await tell(ctx, { what: 'booked', person: person.id, from: null, to: visitAt(site, wish) });
  return { id: booked.id };
}

/** Is it the actor's own, or of somebody for whom they may file? */
async function isOwn(ctx: Ctx, person: string): Promise<boolean> {
  const { actor } = ctx;
  if (actor.kind !== 'resident') return false;
  for (const each of [actor.person, ...actor.actsFor])
    if (each === person || (await allIdsOf(ctx, each)).includes(person)) return true;
  return false;
}

/** Do the actor's counters keep the appointments of this site? */
async function keeps(ctx: Ctx, site: string): Promise<boolean> {
  const { actor } = ctx;
  const reach = actor.kind === 'staff' ? reachFor(actor.permissions, 'appointment.keep') : undefined;
  const found = reach && (await findSite(ctx, site));
  if (!found || actor.kind !== 'staff' || !reach) return false;
  for (const unit of await keepersOf(ctx, found.unitId))
    if (await reaches(ctx, actor.unit.id, reach, unit)) return true;
  return false;
}

export async function cancel(ctx: Ctx, { id }: { id: string }): Promise<{ id: string }> {
  const appointment = await repository.lockAppointment(ctx, id);
  if (!appointment) throw new Refused('not-found');
  const own = await isOwn(ctx, appointment.person);
  if (!own && !(await keeps(ctx, appointment.site)))
    throw new Refused(ctx.actor.kind === 'staff' ? 'permission.denied' : 'not-found');
  const refused = settle(appointment, 'cancelled', ctx.now);
  if (refused) throw new Refused(refused.problem, refused.params);
  await repository.setStatus(ctx, id, 'cancelled');
  ctx.views.push({ person: appointment.person, purpose: 'service', detail: { cancelled: id } });
  const site = own ? undefined : await findSite(ctx, appointment.site);
  if (site)
    await tell(ctx, { what: 'cancelled', person: appointment.person, from: visitAt(site, appointment), to: null });
  return { id };
}

export async function mark(ctx: Ctx, wish: { id: string; as: 'came' | 'missed' }): Promise<{ id: string }> {
  const appointment = await repository.lockAppointment(ctx, wish.id);
  if (!appointment) throw new Refused('not-found');
  if (!(await keeps(ctx, appointment.site))) throw new Refused('permission.denied');
  const refused = settle(appointment, wish.as, ctx.now);
  if (refused) throw new Refused(refused.problem, refused.params);
  await repository.setStatus(ctx, wish.id, wish.as);
  ctx.views.push({ person: appointment.person, purpose: 'service', detail: { appointment: wish.id, marked: wish.as } });
  return { id: wish.id };
}

export async function settled(ctx: Ctx, { id }: { id: string }) {
  const appointment = await repository.findAppointment(ctx, id);
  if (!appointment) throw new Refused('not-found');
  return { id, status: appointment.status };
}

async function namesFor(
  ctx: Ctx,
  appointments: readonly Appointment[],
): Promise<Map<string, { id: string; name: string }>> {
  const names = new Map<string, { id: string; name: string }>();
  for (const id of new Set(appointments.map(({ person }) => person))) {
    // Follows merges: a record that was merged into another is shown as that one.
    const person = await findPerson(ctx, id);
    if (!person) continue;
    const clear = seesClear(ctx, person.id) || seesClear(ctx, id);
    names.set(id, { id: person.id, name: clear ? person.name : maskName(person.name) });
  }
  return names;
}

async function show(ctx: Ctx, appointments: readonly Appointment[]): Promise<AppointmentView[]> {
  const moves = await repository.firstPlaces(
    ctx,
    appointments.map(({ id }) => id),
  );
  const sites = await findSitesById(ctx, [
    ...appointments.map(({ site }) => site),
    ...[...moves.values()].map(({ site }) => site),
  ]);
  const names = await namesFor(ctx, appointments);
  const itemOf = await versionsKnown(ctx);
  return appointments.map((each) => {
    const move = moves.get(each.id);
    return {
      id: each.id,
      status: each.status,
      day: each.day,
      time: each.time,
      until: halfHourEnd(each.time),
      site: placeOf(sites.get(each.site)!),
      item: { code: each.item, name: itemOf(each.item, each.version).plainName },
      person: names.get(each.person) ?? { id: each.person, name: '' },
      moved: move ? { site: placeOf(sites.get(move.site)!), day: move.day, time: move.time } : null,
      cancellable: settle(each, 'cancelled', ctx.now) === undefined,
    };
  });
}

/** The answer to a command; the command itself noted the look. */
export async function shown(ctx: Ctx, { id }: { id: string }): Promise<AppointmentView> {
  const appointment = await repository.findAppointment(ctx, id);
  const [view] = appointment ? await show(ctx, [appointment]) : [];
  if (!view) throw new Refused('not-found');
  return view;
}

export async function mine(ctx: Ctx): Promise<{ items: AppointmentView[] }> {
  const { actor } = ctx;
  if (actor.kind !== 'resident') throw new Refused('permission.denied');
  const persons = (await Promise.all([actor.person, ...actor.actsFor].map((id) => allIdsOf(ctx, id)))).flat();
  const all = await repository.appointmentsOf(ctx, persons, addDays(today(ctx), -daysKept));
  for (const person of new Set(all.map((each) => each.person))) ctx.views.push({ person });
  const items = await show(ctx, all);
  const ahead = items.filter(({ cancellable }) => cancellable);
  return { items: [...ahead, ...items.filter((each) => !ahead.includes(each)).toReversed()] };
}

export async function dayOf(ctx: Ctx, wish: { unit: string; day?: string | undefined }) {
  const day = wish.day ?? today(ctx);
  const kept = await sitesOfUnits(ctx, await keptBy(ctx, wish.unit));
  const ids = kept.map(({ id }) => id);
  const appointments = await repository.appointmentsAt(ctx, ids, day);
  const around = await repository.daysAround(ctx, ids, day);
  const names = await namesFor(ctx, appointments);
  for (const { id } of names.values()) ctx.views.push({ person: id, purpose: 'service' });
  const moves = await repository.firstPlaces(
    ctx,
    appointments.map(({ id }) => id),
  );
  const itemOf = await versionsKnown(ctx);
  const items = appointments.map((each): AppointmentRow => {
    const item = itemOf(each.item, each.version);
    return {
      id: each.id,
      status: each.status,
      time: each.time,
      site: each.site,
      item: item.confidential ? null : { code: item.code, name: item.plainName },
      person: names.get(each.person) ?? { id: each.person, name: '' },
      begun: hasBegun(each, ctx.now),
      moved: moves.has(each.id),
    };
  });
  const sites = kept
    .filter((site) => existsOn(site, day) || items.some((item) => item.site === site.id))
    .map((site) => ({ id: site.id, name: site.name, hours: describeHours(site, ctx.language) }));
  return { day, sites, items, ...around };
}

import { type Selectable, sql } from 'kysely';
import type { AppointmentStatus, HalfHour } from '#domain/sites/appointments.ts';
import type { Ctx } from '../context.ts';
import type { SitesTables } from './sites.tables.ts';

type Reader = Pick<Ctx, 'db'>;

export interface Appointment extends HalfHour {
  id: string;
  person: string;
  item: string;
  version: number;
  site: string;
  status: AppointmentStatus;
}

/** Where an appointment stood before: the `seq` is its place in the way that it went. */
export interface Move extends HalfHour {
  appointment: string;
  seq: number;
  site: string;
}

const appointmentOf = (row: Selectable<SitesTables['appointments']>): Appointment => ({
  id: row.id,
  person: row.person_id,
  item: row.item_code,
  version: row.item_version,
  site: row.site_id,
  day: row.day,
  time: row.time,
  status: row.status,
});

const moveOf = (row: Selectable<SitesTables['appointment_moves']>): Move => ({
  appointment: row.appointment_id,
  seq: row.seq,
  site: row.site_id,
  day: row.day,
  time: row.time,
});

export async function insertAppointment(
  ctx: Pick<Ctx, 'db' | 'now'>,
  { account, ...wish }: Omit<Appointment, 'status'> & { account: string | null },
): Promise<void> {
  await ctx.db
    .insertInto('appointments')
    .values({
      id: wish.id,
      person_id: wish.person,
      item_code: wish.item,
      item_version: wish.version,
      site_id: wish.site,
      day: wish.day,
      time: wish.time,
      status: 'booked',
      account_id: account,
      created_at: ctx.now,
      settled_at: null,
    })
    .execute();
}

export async function findAppointment(ctx: Reader, id: string): Promise<Appointment | undefined> {
  const row = await ctx.db.selectFrom('appointments').selectAll().where('id', '=', id).executeTakeFirst();
  return row && appointmentOf(row);
}

export async function lockAppointment(ctx: Reader, id: string): Promise<Appointment | undefined> {
  const row = await ctx.db.selectFrom('appointments').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
  return row && appointmentOf(row);
}

export async function setStatus(
  ctx: Pick<Ctx, 'db' | 'now'>,
  id: string,
  status: Exclude<AppointmentStatus, 'booked'>,
): Promise<void> {
  await ctx.db.updateTable('appointments').set({ status, settled_at: ctx.now }).where('id', '=', id).execute();
}

/** Of these records of persons, from a day on. */
export async function appointmentsOf(ctx: Reader, persons: readonly string[], from: string): Promise<Appointment[]> {
  const rows = await ctx.db
    .selectFrom('appointments')
    .selectAll()
    .where('person_id', 'in', [...persons])
    .where('day', '>=', from)
    .orderBy('day')
    .orderBy('time')
    .orderBy('id')
    .execute();
  return rows.map(appointmentOf);
}

/** Whoever is expected at these sites on a day, whether or not they came; not those who cancelled. */
export async function appointmentsAt(ctx: Reader, sites: readonly string[], day: string): Promise<Appointment[]> {
  if (sites.length === 0) return [];
  const rows = await ctx.db
    .selectFrom('appointments')
    .selectAll()
    .where('site_id', 'in', [...sites])
    .where('day', '=', day)
    .where('status', '<>', 'cancelled')
    .orderBy('time')
    .orderBy('id')
    .execute();
  return rows.map(appointmentOf);
}

/** The nearest days before and after a day on which anybody is expected at these sites. */
export async function daysAround(
  ctx: Reader,
  sites: readonly string[],
  day: string,
): Promise<{ before: string | null; after: string | null }> {
  if (sites.length === 0) return { before: null, after: null };
  // A step along the index from the day on each side, for each site: a hall has years of appointments behind it.
  const { rows } = await sql<{ before: string | null; after: string | null }>`
    select max(b.day)::text as before, min(a.day)::text as after
    from unnest(${[...sites]}::uuid[]) as s (id)
    left join lateral (select day from appointments where site_id = s.id and day < ${day} and status <> 'cancelled'
      order by day desc limit 1) as b on true
    left join lateral (select day from appointments where site_id = s.id and day > ${day} and status <> 'cancelled'
      order by day limit 1) as a on true`.execute(ctx.db);
  return rows[0] ?? { before: null, after: null };
}

/** How many stand in each half-hour of a site, by day, from one day to another, both included. */
export async function takenBetween(
  ctx: Reader,
  site: string,
  from: string,
  to: string,
): Promise<Map<string, Map<string, number>>> {
  const rows = await ctx.db
    .selectFrom('appointments')
    .select(['day', 'time', (eb) => eb.fn.countAll<string>().as('count')])
    .where('site_id', '=', site)
    .where('day', '>=', from)
    .where('day', '<=', to)
    .where('status', '=', 'booked')
    .groupBy(['day', 'time'])
    .execute();
  const days = new Map<string, Map<string, number>>();
  for (const { day, time, count } of rows) days.set(day, (days.get(day) ?? new Map()).set(time, Number(count)));
  return days;
}

/** Booked from a day on at a site, in the order in which they come; locked, so that nobody cancels what is being moved. */
export async function lockBookedAt(ctx: Reader, site: string, from: string): Promise<Appointment[]> {
  const rows = await ctx.db
    .selectFrom('appointments')
    .selectAll()
    .where('site_id', '=', site)
    .where('day', '>=', from)
    .where('status', '=', 'booked')
    .orderBy('day')
    .orderBy('time')
    .orderBy('id')
    .forUpdate()
    .execute();
  return rows.map(appointmentOf);
}

/** Booked appointments that once stood at a site and were moved from it, each with where it stood there; locked. */
export async function lockMovedFrom(
  ctx: Reader,
  site: string,
  from: string,
): Promise<{ appointment: Appointment; move: Move }[]> {
  const rows = await ctx.db
    .selectFrom('appointment_moves')
    .selectAll()
    .where('site_id', '=', site)
    .where('day', '>=', from)
    .where('undone_at', 'is', null)
    .orderBy('appointment_id')
    .orderBy('seq')
    .execute();
  const moves = rows.map(moveOf);
  if (moves.length === 0) return [];
  const booked = await ctx.db
    .selectFrom('appointments')
    .selectAll()
    .where('id', 'in', [...new Set(moves.map(({ appointment }) => appointment))])
    .where('status', '=', 'booked')
    .orderBy('id')
    .forUpdate()
    .execute();
  // Of one that passed through here twice the first place counts.
  return booked.flatMap((row) => {
    const move = moves.find(({ appointment }) => appointment === row.id);
    return move ? [{ appointment: appointmentOf(row), move }] : [];
  });
}

const place = async (ctx: Reader, id: string, to: HalfHour & { site: string }): Promise<void> => {
  await ctx.db
    .updateTable('appointments')
    .set({ site_id: to.site, day: to.day, time: to.time })
    .where('id', '=', id)
    .execute();
};

/** To another place; where it stood is kept. */
export async function moveOn(
  ctx: Pick<Ctx, 'db' | 'now'>,
  from: Appointment,
  to: HalfHour & { site: string },
): Promise<void> {
  await sql`insert into appointment_moves (appointment_id, seq, site_id, day, time, moved_at)
    select ${from.id}, coalesce(max(seq), 0) + 1, ${from.site}, ${from.day}, ${from.time}, ${ctx.now}
    from appointment_moves where appointment_id = ${from.id}`.execute(ctx.db);
  await place(ctx, from.id, to);
}

/** Back to where it once stood: that move and those after it are undone. */
export async function moveBack(ctx: Pick<Ctx, 'db' | 'now'>, move: Move): Promise<void> {
  await ctx.db
    .updateTable('appointment_moves')
    .set({ undone_at: ctx.now })
    .where('appointment_id', '=', move.appointment)
    .where('seq', '>=', move.seq)
    .where('undone_at', 'is', null)
    .execute();
  await place(ctx, move.appointment, move);
}

/** Where each of these appointments stood when it was booked, as far as it stands there no more. */
export async function firstPlaces(ctx: Reader, ids: readonly string[]): Promise<Map<string, Move>> {
  if (ids.length === 0) return new Map();
  const rows = await ctx.db
    .selectFrom('appointment_moves')
    .selectAll()
    .where('appointment_id', 'in', [...ids])
    .where('undone_at', 'is', null)
    .orderBy('seq', 'desc')
    .execute();
  return new Map(rows.map((row) => [row.appointment_id, moveOf(row)]));
}

/** How many appointments stand elsewhere because these sites close or moved. */
export async function movedFrom(ctx: Reader, sites: readonly string[]): Promise<Map<string, number>> {
  if (sites.length === 0) return new Map();
  const rows = await ctx.db
    .selectFrom('appointment_moves')
    .select(['site_id', (eb) => eb.fn.count<string>('appointment_id').distinct().as('count')])
    .where('site_id', 'in', [...sites])
    .where('undone_at', 'is', null)
    .groupBy('site_id')
    .execute();
  return new Map(rows.map(({ site_id, count }) => [site_id, Number(count)]));
}

import { problemOf } from '#api/problem.ts';
import { addDays, instantAt, localDate } from '#domain/kernel/dates.ts';
import type { App } from './context.ts';
import { actorOf, clientAs, residentActor } from './first-cases.ts';

/** How many come on the first days on which the door is open, today among them: fewer the farther off. */
const comers = [5, 4, 3, 2];

/**
 * Fills the lists of a demonstration's counters: neighbours who come to the village's own station and to its town, today and on the
 * next days. They booked last evening, by the program itself; of those whose half-hour has begun most came.
 */
export async function loadDemoAppointments(
  app: App,
  village: string,
  people: readonly { id: string }[],
): Promise<void> {
  const evening = new Date(instantAt(addDays(localDate(app.clock.now()), -1), '20:00'));
  const past: App = { ...app, clock: { now: () => evening } };
  const resident = (person: string) => clientAs(past, residentActor(person));
  const anyone = resident(people[0]?.id ?? '');
  const doors = (await anyone.organisation.sites({ village, limit: 10 })).items;
  const booked: { id: string; login: string }[] = [];
  let next = 0;
  for (const [level, login] of [
    ['village', 'cun'],
    ['town', 'zhengui'],
  ] as const) {
    const site = doors.find((door) => door.level === level)?.id;
    if (site === undefined) continue;
    const { items } = await anyone.appointments.items({ site });
    const [first] = items;
    if (!first) continue;
    const { days } = await anyone.appointments.freeTimes({ site, item: first.code });
    for (const [at, { day, times }] of days.slice(0, comers.length).entries()) {
      for (let n = 0; n < comers[at]!; n++) {
        // Early and late, and never twice at one time.
        const time = times[Math.floor((n * times.length) / comers[at]!)]!;
        const person = people[next % people.length]!.id;
        const item = items[(next * 5) % items.length]!.code;
        next += 1;
        try {
          const { id } = await resident(person).appointments.book({ person, site, item, day, time });
          if (day === localDate(app.clock.now()) && instantAt(day, time) <= app.clock.now().toISOString())
            booked.push({ id, login });
        } catch (error) {
          // An earlier start that was cut off made it already.
          if (!problemOf(error)?.problem.startsWith('appointment.')) throw error;
        }
      }
    }
  }
  for (const [n, { id, login }] of booked.entries()) {
    const clerk = clientAs(app, await actorOf(app, login));
    await clerk.appointments.mark({ id, as: n % 4 === 3 ? 'missed' : 'came' });
  }
}

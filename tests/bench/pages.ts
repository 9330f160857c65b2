import { sql } from 'kysely';
import { addDays } from '#domain/kernel/dates.ts';
import { redate } from '#server/cases/index.ts';
import { loadedId, type Template } from './load.ts';
import { liveCase, type Office, today, type World } from './office.ts';

/** Nine in ten cases of a city that has worked for years are over; the rest wait somewhere along the line. */
export async function makeTemplates(world: World, office: Office): Promise<Template> {
  const kinds = [
    { until: 'delivered', share: 0.9 },
    { until: 'received', share: 0.02 },
    { until: 'accepted', share: 0.03 },
    { until: 'checked', share: 0.02 },
    { until: 'ready', share: 0.02 },
    { until: 'decided', share: 0.01 },
  ] as const;
  const person = await world.app.db
    .selectFrom('persons')
    .select('id')
    .where('village_id', '=', office.line.village)
    .executeTakeFirstOrThrow();
  const cases = [];
  for (const { until, share } of kinds)
    cases.push({ id: await liveCase(office, person.id, until), person: person.id, share });
  return { line: office.line, cases };
}

export async function villagesOf({ app }: World) {
  const villages = await app.db
    .selectFrom('divisions')
    .select(['id', 'code', 'population'])
    .where('level', '=', 'village')
    .where('valid_to', 'is', null)
    .orderBy('code')
    .execute();
  return villages.map((village) => ({ ...village, population: village.population ?? 0 }));
}

/** Some residents of each village, for its own clerk to serve. */
export async function residentsOf({ app }: World, offices: readonly Office[]): Promise<Map<string, string[]>> {
  const villages = new Set(offices.map((office) => office.line.village));
  const people = await app.db
    .selectFrom('persons')
    .select(['id', 'village_id'])
    .where('id', '>=', loadedId(1, 0))
    .where('id', '<', loadedId(1, 20_000))
    .execute();
  const at = Map.groupBy(people, (person) => person.village_id ?? '');
  return new Map(
    [...at].flatMap(([village, all]) => (villages.has(village) ? [[village, all.map(({ id }) => id)]] : [])),
  );
}

async function sampleNames({ app }: World, persons: number): Promise<string[]> {
  const ids = Array.from({ length: 200 }, (_, n) => loadedId(1, Math.floor((n * persons) / 200)));
  const rows = await app.db.selectFrom('persons').select(['id', 'name_sealed']).where('id', 'in', ids).execute();
  // Two characters, as people type: the surname with the first of the given name, or the two of the given name.
  return rows.map((row, n) => {
    const name = app.vault.openText(row.name_sealed, { table: 'persons', column: 'name', row: row.id });
    return [...name]
      .slice(n % 2 === 0 ? 0 : -2)
      .slice(0, 2)
      .join('');
  });
}

interface Page {
  /** Not one of those that the aims are about: measured shorter. */
  aside?: boolean;
  run(user: number, turn: number): Promise<unknown>;
}

/** What people open all day, each called as those who may. */
export async function pagesOf(
  world: World,
  offices: readonly Office[],
  loaded: { cases: number; persons: number },
): Promise<Record<string, Page>> {
  const names = await sampleNames(world, loaded.persons);
  const officeOf = (user: number) => offices[user % offices.length]!;
  const nth = (user: number, turn: number, of: number) => (user * 104_729 + turn * 7919) % of;
  const caseOf = (user: number, turn: number) => loadedId(2, nth(user, turn, loaded.cases));
  const personOf = (user: number, turn: number) => loadedId(1, nth(user, turn, loaded.persons));
  return {
    queue: { run: (user) => officeOf(user).approver.cases.queue({ limit: 40 }) },
    search: {
      run: (user, turn) =>
        officeOf(user).teller.identity.search({ text: names[nth(user, turn, names.length)]!, limit: 10 }),
    },
    case: { run: (user, turn) => officeOf(user).supervisor.cases.get({ id: caseOf(user, turn) }) },
    counts: { aside: true, run: (user) => officeOf(user).approver.cases.queueCounts({}) },
    'cases of a person': {
      aside: true,
      run: (user, turn) => officeOf(user).teller.cases.ofPerson({ person: personOf(user, turn) }),
    },
    'my cases': { aside: true, run: (user, turn) => officeOf(user).resident(personOf(user, turn)).cases.mine({}) },
    'who looked': {
      aside: true,
      run: (user, turn) => {
        const id = personOf(user, turn);
        return officeOf(user).resident(id).identity.looks({ id });
      },
    },
    'log of a case': {
      aside: true,
      run: (user, turn) => officeOf(user).auditor.supervision.audit({ case: caseOf(user, turn) }),
    },
    'log, newest': { aside: true, run: (user) => officeOf(user).auditor.supervision.audit({}) },
    'notices of a unit': { aside: true, run: (user) => officeOf(user).approver.feedback.notices({}) },
  };
}

/** A holiday that nobody expected, three days from now: every open case is dated anew. */
export async function redateAll({ app }: World, administrator: Office['administrator']) {
  const on = today();
  const year = on.slice(0, 4);
  const calendar = await administrator.organisation.calendar({});
  const { confirmed, document, holidays, workdays } = calendar.years[year]!;
  const date = addDays(on, 3);
  const { rows } = await sql<{ count: string }>`
    select count(*) as count from cases where status not in ('completed', 'ended', 'archived')`.execute(app.db);
  const open = Number(rows[0]!.count);
  const begun = performance.now();
  const { redated, more } = await administrator.organisation.setCalendar({
    year,
    confirmed,
    document,
    holidays: [...holidays.filter((day) => day.date !== date), { date, name: '放假一天' }],
    workdays: workdays.filter((day) => day.date !== date),
  });
  // What the answer did not wait for, the job does.
  const moved = redated.length + more + (await redate(app));
  const seconds = Math.round((performance.now() - begun) / 100) / 10;
  return { open, moved, seconds, perSecond: Math.round(open / seconds) };
}

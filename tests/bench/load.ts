import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { type Kysely, sql } from 'kysely';
import { makeCaseNumber } from '#domain/cases/case-number.ts';
import type { Tables } from '#server/context.ts';

/** Units of one village's line, in the order in which `Template.units` names those of the template's line. */
export interface Line {
  village: string;
  path: string[];
  units: string[];
  county: string;
}

export interface Template {
  line: Line;
  /** Real cases, made by the program itself, with the share of all cases that are like them. */
  cases: { id: string; person: string; share: number }[];
}

/** UUIDv7 in the order of `n`, so that loaded rows lie in the tables as if they had come one after another. */
export const loadedId = (kind: number, n: number): string => {
  const time = (1_700_000_000_000 + n).toString(16).padStart(12, '0');
  const tail = n.toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${kind.toString(16).padStart(3, '0')}-8000-${tail}`;
};

/** Persons are sealed for real, each under its own key places, by as many workers as there are cores. */
export async function loadPersons(
  databaseUrl: string,
  keyFile: string,
  from: number,
  to: number,
  villages: readonly { id: string; code: string; population: number }[],
): Promise<void> {
  const workers = Math.max(1, Math.min(availableParallelism(), 4));
  const size = Math.ceil((to - from) / workers);
  await Promise.all(
    Array.from({ length: workers }, (_, n) => {
      const range = { from: from + n * size, to: Math.min(to, from + (n + 1) * size) };
      if (range.from >= range.to) return undefined;
      return new Promise<void>((resolve, reject) => {
        const worker = new Worker(new URL('./load.worker.ts', import.meta.url), {
          workerData: { databaseUrl, keyFile, villages, ...range },
        });
        worker.once('error', reject);
        worker.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`loader ended with ${code}`))));
      });
    }),
  );
}

/**
 * Copies template cases inside the database: rows, events, texts, steps, units, reminders and numbers, each with ids of its
 * own, another person, and the units of another village's line. A sealed text is bound to its own id, so a copy opens too.
 */
export async function loadCases(
  db: Kysely<Tables>,
  template: Template,
  lines: readonly Line[],
  from: number,
  to: number,
  chunk = 20_000,
): Promise<void> {
  const bounds = template.cases.map((_, n) =>
    template.cases.slice(0, n + 1).reduce((sum, each) => sum + each.share, 0),
  );
  const whole = bounds.at(-1) ?? 1;
  for (let start = from; start < to; start += chunk) {
    const numbers = Array.from({ length: Math.min(chunk, to - start) }, (_, n) => start + n);
    const lineOf = (n: number) => lines[n % lines.length]!;
    const ids = numbers.map((n) => loadedId(2, n));
    const persons = numbers.map((n) => loadedId(1, n));
    // A prime step, so that neighbours in time are of different kinds.
    const sources = numbers.map(
      (n) => template.cases[bounds.findIndex((bound) => ((n * 7919) % 10_000) / 10_000 < bound / whole)]!,
    );
    const caseNumbers = numbers.map((n) => makeCaseNumber(lineOf(n).county, 2025, 1 + (n % 9_999_998)));
    const swap = (column: string) => {
      // Every id of the template's line, person and case becomes that of the copy.
      let text = sql`${sql.raw(column)}::text`;
      for (const [n] of template.line.units.entries())
        text = sql`replace(${text}, ${template.line.units[n]}, m.units[${sql.lit(n + 1)}])`;
      for (const [n] of template.line.path.entries())
        text = sql`replace(${text}, ${template.line.path[n]}, m.path[${sql.lit(n + 1)}])`;
      return sql`replace(replace(${text}, m.source::text, m.id::text), m.source_person::text, m.person::text)`;
    };
    await db.connection().execute(async (one) => {
      await sql`create temp table m (id uuid primary key, source uuid, source_person uuid, person uuid, number text, units text[], path text[], village uuid)`.execute(
        one,
      );
      await sql`insert into m select u.id::uuid, u.source::uuid, u.sp::uuid, u.person::uuid, u.number,
          string_to_array(u.units, ','), string_to_array(u.path, ','), u.village::uuid
        from unnest(${ids}::text[], ${sources.map((s) => s.id)}::text[], ${sources.map((s) => s.person)}::text[], ${persons}::text[], ${caseNumbers}::text[],
          ${numbers.map((n) => lineOf(n).units.join(','))}::text[], ${numbers.map((n) => lineOf(n).path.join(','))}::text[], ${numbers.map((n) => lineOf(n).village)}::text[])
          as u (id, source, sp, person, number, units, path, village)`.execute(one);
      await sql`insert into case_numbers select number, id from m on conflict do nothing`.execute(one);
      await sql`insert into cases (id, number, seq, status, item_code, item_version, person_id, village_id, confidential, submitted_at, decided_at, due_on, calendar, clock, state, updated_at)
        select m.id, m.number, c.seq, c.status, c.item_code, c.item_version, m.person, m.village, c.confidential, c.submitted_at, c.decided_at, c.due_on, c.calendar, c.clock, ${swap('c.state')}::jsonb, c.updated_at
        from m join cases c on c.id = m.source`.execute(one);
      await sql`insert into case_events select m.id, e.seq, e.type, e.version, e.occurred_at, e.recorded_at, ${swap('e.actor')}::jsonb, ${swap('e.data')}::jsonb
        from m join case_events e on e.case_id = m.source`.execute(one);
      await sql`insert into case_texts select m.id, t.id, t.kind, t.sealed, t.created_at from m join case_texts t on t.case_id = m.source`.execute(
        one,
      );
      await sql`insert into case_units select m.id, ${swap('u.unit_id')}::uuid from m join case_units u on u.case_id = m.source on conflict do nothing`.execute(
        one,
      );
      await sql`insert into case_steps (case_id, id, kind, stage, unit_id, holder, item_code, status, confidential, due_on, opened_at)
        select m.id, s.id, s.kind, s.stage, ${swap('s.unit_id')}::uuid, null, s.item_code, s.status, s.confidential,
          s.due_on + (('x' || substr(m.id::text, 30, 4))::bit(16)::int % 30), s.opened_at
        from m join case_steps s on s.case_id = m.source`.execute(one);
      await sql`insert into reminders select m.id, r.obligation, r.generation, r.kind, r.fire_on + 400, null, r.cancelled_at from m join reminders r on r.case_id = m.source`.execute(
        one,
      );
      await sql`drop table m`.execute(one);
    });
  }
}

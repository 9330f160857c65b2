import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type pg from 'pg';
import { makeCaseNumber } from '#domain/cases/case-number.ts';
import { connect, inLanes, withoutIndexes } from './bulk.ts';

/** Units of one village's line, in the order in which those of the template's line stand. */
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

export interface Load {
  url: string;
  keyFile: string;
  villages: readonly { id: string; code: string; population: number }[];
  template: Template;
  lines: readonly Line[];
  /** What is there already. */
  from: { cases: number; persons: number };
  to: { cases: number; persons: number };
  say(line: string): void;
}

const lanes = Math.max(1, Math.min(availableParallelism(), 4));

/** UUIDv7 in the order of `n`, so that loaded rows lie in the tables as if they had come one after another. */
export const loadedId = (kind: number, n: number): string => {
  const time = (1_700_000_000_000 + n).toString(16).padStart(12, '0');
  const tail = n.toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${kind.toString(16).padStart(3, '0')}-8000-${tail}`;
};

export async function load(wish: Load): Promise<void> {
  const timed = async (what: string, run: () => Promise<void>) => {
    const begun = performance.now();
    await run();
    wish.say(`  ${what} in ${Math.round((performance.now() - begun) / 1000)} s`);
  };
  let filled = performance.now();
  await withoutIndexes(wish.url, lanes, async () => {
    await timed('people', () => loadPersons(wish));
    await timed('cases', () => loadCases(wish));
    filled = performance.now();
  });
  wish.say(`  indexes in ${Math.round((performance.now() - filled) / 1000)} s`);
}

/** Persons are sealed for real, each under its own key places, by as many workers as there are cores. */
async function loadPersons({ url, keyFile, villages, from, to }: Load): Promise<void> {
  await Promise.all(
    Array.from({ length: lanes }, (_, n) => {
      const part = (what: 'persons' | 'cases') => {
        const size = Math.ceil((to[what] - from[what]) / lanes);
        return { from: from[what] + n * size, to: Math.min(to[what], from[what] + (n + 1) * size) };
      };
      return new Promise<void>((resolve, reject) => {
        const worker = new Worker(new URL('./load.worker.ts', import.meta.url), {
          workerData: { url, keyFile, villages, persons: part('persons'), cases: part('cases'), people: to.persons },
        });
        worker.once('error', reject);
        worker.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`loader ended with ${code}`))));
      });
    }),
  );
}

const caseMark = '@case';
const personMark = '@person';
const ofCopy = (text: string) =>
  `replace(replace(${text}, '${caseMark}', m.id::text), '${personMark}', m.person::text)::jsonb`;
const hex = (n: string, digits: number) => `lpad(to_hex(${n}), ${digits}, '0')`;
/** A key of its own for the nth row of a case, in the order of the cases. */
const rowId = (kind: number, nth: string) =>
  `(left(m.id::text, 14) || '7${kind.toString(16).padStart(3, '0')}-8' || ${hex(nth, 3)} || right(m.id::text, 13))::uuid`;

/**
 * Every table in which a case leaves rows: what is kept of the template (`take`; `#` numbers its rows), and what a copy of it
 * is. A sealed text or document is bound to its own id, which may be the same in many cases, so a copy opens too.
 */
const copies: { table: string; take: string; of?: string; make: string; only?: string }[] = [
  { table: 'case_numbers', take: 'number', make: 'm.number, m.id' },
  {
    table:
      'cases (id, number, seq, status, item_code, item_version, person_id, village_id, confidential, submitted_at, decided_at, due_on, calendar, clock, state, updated_at)',
    take: 'seq, status, item_code, item_version, confidential, submitted_at, decided_at, due_on, calendar, clock, state::text as state, updated_at',
    of: 'id',
    make: `m.id, m.number, t.seq, t.status, t.item_code, t.item_version, m.person, m.village, t.confidential, t.submitted_at, t.decided_at,
      t.due_on + m.later, t.calendar, t.clock, ${ofCopy('t.state')}, t.updated_at`,
  },
  {
    table: 'case_events',
    // Only the first event names the case's people; the others are copied as they are.
    take: 'seq, type, version, occurred_at, recorded_at, actor, data',
    make: `m.id, t.seq, t.type, t.version, t.occurred_at, t.recorded_at, t.actor, case when t.seq = 1 then ${ofCopy('t.data::text')} else t.data end`,
  },
  { table: 'case_texts', take: 'id, kind, sealed, created_at', make: 'm.id, t.id, t.kind, t.sealed, t.created_at' },
  { table: 'case_units', take: 'unit_id', make: 'm.id, t.unit_id' },
  {
    table: 'case_steps (case_id, id, kind, stage, unit_id, holder, item_code, status, confidential, due_on, opened_at)',
    take: 'id, kind, stage, unit_id, item_code, status, confidential, due_on, opened_at',
    make: 'm.id, t.id, t.kind, t.stage, t.unit_id, null, t.item_code, t.status, t.confidential, t.due_on + m.later, t.opened_at',
  },
  {
    // Without what they say, which would be a third of the whole and is read one at a time.
    table: 'documents (case_id, id, kind, data_sealed, code, created_at)',
    take: 'id, kind, created_at, #',
    make: `m.id, t.id, t.kind, '\\x', upper('x' || ${hex('m.n', 10)} || ${hex('t.nth', 4)}), t.created_at`,
  },
  {
    table: 'reminders',
    take: 'obligation, generation, kind, fire_on, cancelled_at',
    make: 'm.id, t.obligation, t.generation, t.kind, t.fire_on + 400, null, t.cancelled_at',
  },
  {
    table: 'notices (id, person_id, unit_id, case_id, code, params, created_at)',
    take: 'unit_id, code, params, created_at, #',
    make: `${rowId(5, 't.nth')}, m.person, t.unit_id, m.id, t.code, t.params, t.created_at`,
  },
  {
    table: 'rating_invitations (case_id, id, occasion, unit_id, day, person_id, created_at)',
    take: 'id, occasion, unit_id, day, created_at',
    make: 'm.id, t.id, t.occasion, t.unit_id, t.day, m.person, t.created_at',
  },
  {
    // Keys are forgotten after 400 days: those of the last third of three years are there.
    table: 'idempotency',
    only: 'm.n % 3 = 0',
    take: 'actor, operation, digest, created_at, #',
    of: `result->>'id'`,
    make: `t.actor, t.operation, ${rowId(6, 't.nth')}::text, t.digest, jsonb_build_object('id', m.id), t.created_at`,
  },
  {
    // Nothing waits for the sealer, as a second after it was written.
    table: 'audit (id, at, actor, operation, outcome, case_id, person_id, purpose, detail)',
    take: 'at, actor, operation, outcome, purpose, detail, #',
    make: `${rowId(7, 't.nth')}, t.at, t.actor, t.operation, t.outcome, m.id, m.person, t.purpose, t.detail`,
  },
];

const nameOf = (table: string) => table.split(' ')[0]!;

/** The template's rows once for every line: its units, divisions, case and person named anew, or marked for each copy. */
async function makePrototypes(client: pg.Client, { template, lines }: Load): Promise<void> {
  await client.query('create schema bench');
  for (const { table, take, of = 'case_id' } of copies) {
    const name = nameOf(table);
    const rows = take.replace('#', 'row_number() over ()::int as nth');
    await client.query(
      `create table bench.${name} as select 0 as proto, r.* from (select ${rows} from ${name} limit 0) r`,
    );
    for (const [k, { id, person }] of template.cases.entries()) {
      const kept = await client.query<{ text: string }>(
        `select coalesce(json_agg(row_to_json(r)), '[]')::text as text from (select ${rows} from ${name} where ${of} = $1) r`,
        [id],
      );
      // Ids are replaced in the text of the rows, wherever they stand.
      const copied = lines.map((line, l) => ({
        proto: l * template.cases.length + k,
        rows: JSON.parse(
          [
            ...template.line.units.map((unit, n) => [unit, line.units[n]!]),
            ...template.line.path.map((division, n) => [division, line.path[n]!]),
            ...(['cases', 'case_events'].includes(name)
              ? [
                  [id, caseMark],
                  [person, personMark],
                ]
              : []),
          ].reduce((all, [from, to]) => all.replaceAll(from!, to!), kept.rows[0]!.text),
        ) as object[],
      }));
      await client.query(
        `insert into bench.${name} select * from json_populate_recordset(null::bench.${name}, $1::json)`,
        [JSON.stringify(copied.flatMap(({ proto, rows }) => rows.map((row) => ({ proto, ...row }))))],
      );
    }
    await client.query(`analyze bench.${name}`);
  }
}

/**
 * Copies the template cases inside the database: all rows that they left, each under ids of its own, for another person, in
 * the units of another village's line.
 */
async function loadCases(wish: Load, chunk = 20_000): Promise<void> {
  const { template, lines, from, to } = wish;
  const kinds = template.cases.length;
  const bounds = template.cases.map((_, n) =>
    template.cases.slice(0, n + 1).reduce((sum, { share }) => sum + share, 0),
  );
  const starts: number[] = [];
  for (let start = from.cases; start < to.cases; start += chunk) starts.push(start);
  const clients = await Promise.all(Array.from({ length: lanes }, () => connect(wish.url)));
  try {
    await makePrototypes(clients[0]!, wish);
    for (const client of clients) await client.query('set synchronous_commit = off');
    await inLanes(lanes, starts, async (start, lane) => {
      const client = clients[lane]!;
      const numbers = Array.from({ length: Math.min(chunk, to.cases - start) }, (_, n) => start + n);
      const lineOf = (n: number) => Math.floor(n / 7) % lines.length;
      // A prime step, so that neighbours in time are of different kinds.
      const kindOf = (n: number) => bounds.findIndex((bound) => ((n * 7919) % 10_000) / 10_000 < bound);
      await client.query('begin');
      await client.query(
        `create temp table m on commit drop as
         select u.n, u.id::uuid, u.person::uuid, u.number, u.proto, u.village::uuid, u.n % 30 as later
         from unnest($1::int[], $2::text[], $3::text[], $4::text[], $5::int[], $6::text[]) as u (n, id, person, number, proto, village)`,
        [
          numbers,
          numbers.map((n) => loadedId(2, n)),
          numbers.map((n) => loadedId(1, n % to.persons)),
          numbers.map((n) =>
            makeCaseNumber(lines[lineOf(n)]!.county, 2001 + Math.floor(n / 9_000_000), 1 + (n % 9_000_000)),
          ),
          numbers.map((n) => lineOf(n) * kinds + Math.max(0, kindOf(n))),
          numbers.map((n) => lines[lineOf(n)]!.village),
        ],
      );
      await client.query('analyze m');
      for (const { table, make, only = 'true' } of copies)
        await client.query(
          `insert into ${table} select ${make} from m join bench.${nameOf(table)} t on t.proto = m.proto where ${only}`,
        );
      await client.query('commit');
    });
    await clients[0]!.query('drop schema bench cascade');
  } finally {
    await Promise.all(clients.map((client) => client.end()));
  }
}

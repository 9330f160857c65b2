import { randomUUID } from 'node:crypto';
import { type Kysely, type RawBuilder, sql } from 'kysely';
import { abreast, openPool } from '#server/platform/pool.ts';
import { later } from '#server/platform/statements.ts';
import { type Figures, type Load, together } from './measure.ts';

interface Options extends Load {
  connections: number;
  /** Rows and bytes of an average command. */
  rows: { events: number; state: string; event: string };
  commands: number;
  /** Each row a statement of its own that is waited for, as a driver is used by whoever just uses it. */
  rowByRow?: boolean;
}

const copied = [
  'idempotency',
  'cases',
  'case_numbers',
  'case_events',
  'case_steps',
  'case_units',
  'case_texts',
  'reminders',
  'documents',
  'notices',
  'outbox',
  'audit',
  'audit_pending',
];
const actor = JSON.stringify({ kind: 'staff', account: randomUUID(), unit: randomUUID() });
const small = Buffer.alloc(32, 7);
const text = Buffer.alloc(400, 7);
const document = Buffer.alloc(1500, 7);
const unit = randomUUID();

/**
 * Lifecycles a second if the program had nothing to think about: the same driver, connections and durability, one transaction for
 * each command with all the rows that it leaves (the locked case row, events, step, units, text, reminders, document, notice and its
 * message, idempotency, audit and what waits for its seal), into tables with the same columns and indexes. Sent as the program sends
 * them, or row by row.
 */
export async function ceiling(
  url: string,
  { connections, rows, commands, rowByRow, ...load }: Options,
): Promise<Figures> {
  const { db, close } = openPool<never>(url, { connections, onLost: () => undefined });
  for (const table of copied) {
    await sql`drop table if exists ${sql.table(`raw_${table}`)}`.execute(db);
    await sql`create table ${sql.table(`raw_${table}`)} (like ${sql.table(table)} including all)`.execute(db);
  }
  const events = Math.max(1, Math.round(rows.events));
  const figures = await together(load, async () => {
    const id = randomUUID();
    for (let seq = 1; seq <= commands; seq += 1)
      await db
        .transaction()
        .execute(async (trx) =>
          rowByRow
            ? command(trx, id, seq, { ...rows, events }, sql``)
            : command(await abreast(trx), id, seq, { ...rows, events }, later),
        );
  });
  for (const table of copied) await sql`drop table ${sql.table(`raw_${table}`)}`.execute(db);
  await close();
  return figures;
}

async function command(
  db: Kysely<never>,
  id: string,
  seq: number,
  rows: Options['rows'],
  wait: RawBuilder<unknown>,
): Promise<void> {
  const key = randomUUID();
  const at = new Date();
  if (seq === 1) {
    await sql`insert into raw_case_numbers (number, case_id) values (${id}, ${id}) ${wait}`.execute(db);
    await sql`insert into raw_cases (id, number, seq, status, item_code, item_version, confidential, submitted_at, calendar, clock, state, updated_at)
      values (${id}, ${id}, 1, 'submitted', 'HR-INS-03', 1, false, ${at}, 1, '[]', ${rows.state}, ${at}) ${wait}`.execute(
      db,
    );
  } else {
    await sql`select id, number, seq, status, calendar, clock, state, submitted_at, due_on from raw_cases where id = ${id} for no key update`.execute(
      db,
    );
    await sql`update raw_cases set seq = ${seq}, status = 'accepted', state = ${rows.state}, due_on = '2026-12-07', updated_at = ${at}
      where id = ${id} ${wait}`.execute(db);
  }
  for (let n = 0; n < rows.events; n += 1)
    await sql`insert into raw_case_events values (${id}, ${seq * 10 + n}, 'opinion-given', 1, ${at}, ${at}, ${actor}, ${rows.event}) ${wait}`.execute(
      db,
    );
  await sql`delete from raw_case_steps where case_id = ${id} and id = ${`${seq - 1}.0`} ${wait}`.execute(db);
  await sql`insert into raw_case_steps values (${id}, ${`${seq}.0`}, 'stage', 'town-review', ${unit}, null, 'HR-INS-03', 'accepted', false, '2026-12-07', ${at}) ${wait}`.execute(
    db,
  );
  if (seq % 3 === 1)
    await sql`insert into raw_case_units values (${id}, ${key}) on conflict do nothing ${wait}`.execute(db);
  if (seq % 2 === 0) {
    await sql`insert into raw_case_texts values (${id}, ${key}, 'opinion', ${text}, ${at}) ${wait}`.execute(db);
    await sql`insert into raw_reminders values (${id}, 'decision', ${seq}, 'due', '2026-12-07', null, null) on conflict do nothing ${wait}`.execute(
      db,
    );
  }
  if (seq % 3 === 0) {
    await sql`insert into raw_documents (case_id, id, kind, data_sealed, code, created_at) values (${id}, ${key}, 'receipt', ${document}, ${key}, ${at}) ${wait}`.execute(
      db,
    );
    await sql`insert into raw_notices (id, unit_id, case_id, code, params, created_at) values (${key}, ${unit}, ${id}, 'case.accepted', '{}', ${at}) ${wait}`.execute(
      db,
    );
    await sql`insert into raw_outbox (id, channel, sealed, created_at, next_at) values (${key}, 'notice', ${small}, ${at}, ${at}) ${wait}`.execute(
      db,
    );
  }
  await sql`insert into raw_idempotency values ('staff:x', 'cases.act.pass', ${key}, ${small}, '{"id":"01a201aa-276f-700f-8621-c39036157623"}', ${at}) ${wait}`.execute(
    db,
  );
  await sql`insert into raw_audit (id, at, actor, operation, outcome, case_id, detail) values (${key}, ${at}, ${actor}, 'cases.act.pass', 'done', ${id}, '{}') ${wait}`.execute(
    db,
  );
  await sql`insert into raw_audit_pending values (${key}) ${wait}`.execute(db);
}

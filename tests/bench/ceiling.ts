import { randomUUID } from 'node:crypto';
import pg from 'pg';

interface Options {
  connections: number;
  users: number;
  milliseconds: number;
  /** Rows and bytes of an average command. */
  rows: { events: number; state: string; event: string };
  commands: number;
}

/**
 * Lifecycles a second if there were no program: the same driver, connections and durability, one transaction per command
 * with its idempotency row, locked case row, events, step, text, reminder, document and audit rows, and nothing computed.
 */
export async function ceiling(
  url: string,
  { connections, users, milliseconds, rows, commands }: Options,
): Promise<number> {
  const pool = new pg.Pool({ connectionString: url, max: connections });
  pool.on('error', () => undefined); // the query that needs the connection fails by itself
  await pool.query(
    `drop table if exists raw_idempotency, raw_cases, raw_events, raw_steps, raw_texts, raw_reminders, raw_documents, raw_audit`,
  );
  for (const [raw, table] of [
    ['raw_idempotency', 'idempotency'],
    ['raw_cases', 'cases'],
    ['raw_events', 'case_events'],
    ['raw_steps', 'case_steps'],
    ['raw_texts', 'case_texts'],
    ['raw_reminders', 'reminders'],
    ['raw_documents', 'documents'],
    ['raw_audit', 'audit'],
  ] as const) {
    await pool.query(`create table ${raw} (like ${table} including all)`);
  }
  const text = Buffer.alloc(400, 7);
  const named = (name: string, sql: string, values: unknown[]) => ({ name, text: sql, values });
  const at = new Date();
  const perEvent = Math.max(1, Math.round(rows.events));

  async function command(client: pg.PoolClient, id: string, seq: number): Promise<void> {
    const key = randomUUID();
    await client.query('begin');
    await client.query(
      named(
        'i',
        `insert into raw_idempotency values ('staff:x', 'cases.act.pass', $1, $2, null, $3) on conflict do nothing`,
        [key, text.subarray(0, 32), at],
      ),
    );
    if (seq === 1) {
      await client.query(
        named(
          'c',
          `insert into raw_cases (id, number, seq, status, item_code, item_version, confidential, submitted_at, calendar, clock, state, updated_at) values ($1, $2, 1, 'submitted', 'HR-INS-03', 1, false, $3, 1, '[]', $4, $3)`,
          [id, id, at, rows.state],
        ),
      );
    } else {
      await client.query(
        named(
          'l',
          'select id, number, seq, status, calendar, clock, state, submitted_at, due_on from raw_cases where id = $1 for no key update',
          [id],
        ),
      );
      await client.query(
        named(
          'u',
          `update raw_cases set seq = $2, status = 'accepted', state = $3, due_on = '2026-12-07', updated_at = $4 where id = $1`,
          [id, seq, rows.state, at],
        ),
      );
    }
    for (let n = 0; n < perEvent; n += 1) {
      await client.query(
        named(
          'e',
          `insert into raw_events values ($1, $2, 'opinion-given', 1, $3, $3, '{"kind":"staff","account":"01a201aa-276f-700f-8621-c39036157623","unit":"01a201aa-276f-700f-8621-c39036157623"}', $4)`,
          [id, seq * 10 + n, at, rows.event],
        ),
      );
    }
    await client.query(named('d', 'delete from raw_steps where case_id = $1 and id = $2', [id, `${seq - 1}.0`]));
    await client.query(
      named(
        's',
        `insert into raw_steps values ($1, $2, 'stage', 'town-review', $1, null, 'HR-INS-03', 'accepted', false, '2026-12-07', $3)`,
        [id, `${seq}.0`, at],
      ),
    );
    await client.query(named('t', `insert into raw_texts values ($1, $2, 'opinion', $3, $4)`, [id, key, text, at]));
    await client.query(
      named(
        'r',
        `insert into raw_reminders values ($1, 'decision', $2, 'due', '2026-12-07', null, null) on conflict do nothing`,
        [id, seq],
      ),
    );
    if (seq % 3 === 0) {
      await client.query(
        named(
          'o',
          `insert into raw_documents (case_id, id, kind, data_sealed, code, created_at) values ($1, $2, 'receipt', $3, $4, $5)`,
          [id, key, Buffer.alloc(1500, 7), key, at],
        ),
      );
    }
    await client.query(
      named(
        'a',
        `insert into raw_audit (id, at, actor, operation, outcome, case_id, detail) values ($1, $2, '{"kind":"staff","account":"01a201aa-276f-700f-8621-c39036157623"}', 'cases.act.pass', 'done', $3, '{}')`,
        [key, at, id],
      ),
    );
    await client.query(
      named(
        'f',
        `update raw_idempotency set result = '{"id":"01a201aa-276f-700f-8621-c39036157623"}' where actor = 'staff:x' and operation = 'cases.act.pass' and key = $1`,
        [key],
      ),
    );
    await client.query('commit');
  }

  let lives = 0;
  const begun = performance.now();
  const warm = begun + milliseconds / 5;
  const end = begun + milliseconds;
  await Promise.all(
    Array.from({ length: users }, async () => {
      while (performance.now() < end) {
        const start = performance.now();
        const id = randomUUID();
        for (let seq = 1; seq <= commands; seq += 1) {
          const client = await pool.connect();
          try {
            await command(client, id, seq);
          } finally {
            client.release();
          }
        }
        if (start >= warm && performance.now() <= end) lives += 1;
      }
    }),
  );
  await pool.end();
  return Math.round((lives / ((end - warm) / 1000)) * 10) / 10;
}

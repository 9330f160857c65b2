import pg from 'pg';

/** Tables that grow with the number of cases or people. None of them is ever to be read from end to end. */
export const bigTables = [
  'persons',
  'person_keys',
  'drafts',
  'case_numbers',
  'cases',
  'case_events',
  'case_steps',
  'case_units',
  'case_texts',
  'documents',
  'reminders',
  'notices',
  'rating_invitations',
  'idempotency',
  'audit',
] as const;

interface Built {
  table: string;
  name: string;
  constraint: boolean;
  definition: string;
}

/** Definitions as the database itself writes them, so that what is built again is what was there. */
async function definitions(client: pg.Client): Promise<{ foreign: Built[]; own: Built[] }> {
  const of = `any($1::regclass[])`;
  const foreign = await client.query<Built>(
    `select conrelid::regclass::text as table, conname as name, true as constraint, pg_get_constraintdef(oid) as definition
     from pg_constraint where contype = 'f' and (conrelid = ${of} or confrelid = ${of})`,
    [[...bigTables]],
  );
  const own = await client.query<Built>(
    `select i.indrelid::regclass::text as table, coalesce(c.conname, x.relname) as name, c.oid is not null as constraint,
       coalesce(pg_get_constraintdef(c.oid), pg_get_indexdef(i.indexrelid)) as definition
     from pg_index i join pg_class x on x.oid = i.indexrelid
     left join pg_constraint c on c.conindid = i.indexrelid and c.contype in ('p', 'u')
     where i.indrelid = ${of} order by pg_relation_size(i.indrelid) desc, 1, 2`,
    [[...bigTables]],
  );
  return { foreign: foreign.rows, own: own.rows };
}

const add = (built: Built) =>
  built.constraint ? `alter table ${built.table} add constraint ${built.name} ${built.definition}` : built.definition;
const drop = (built: Built) =>
  built.constraint ? `alter table ${built.table} drop constraint ${built.name}` : `drop index ${built.name}`;

/** Does every task, some at a time. */
export async function inLanes<T>(lanes: number, tasks: readonly T[], run: (task: T, lane: number) => Promise<void>) {
  let next = 0;
  await Promise.all(
    Array.from({ length: lanes }, async (_, lane) => {
      while (next < tasks.length) await run(tasks[next++]!, lane);
    }),
  );
}

export async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client;
}

/** Fills the big tables bare, and builds their indexes and constraints once, over what is there then. */
export async function withoutIndexes(url: string, lanes: number, fill: () => Promise<void>): Promise<void> {
  const clients = await Promise.all(Array.from({ length: lanes }, () => connect(url)));
  try {
    const first = clients[0]!;
    const { foreign, own } = await definitions(first);
    for (const built of [...foreign, ...own]) await first.query(drop(built));
    // Rows of years ago have their seals long since; nothing of them waits.
    await first.query('alter table audit disable trigger audit_awaits_seal');
    await fill();
    await first.query('alter table audit enable trigger audit_awaits_seal');
    // A table's indexes are built one after another: two at once would wait for each other's lock.
    const tables = [...Map.groupBy(own, (built) => built.table).values()];
    await inLanes(lanes, tables, async (all, lane) => {
      await clients[lane]!.query(`set maintenance_work_mem = '512MB'`);
      for (const built of all) await clients[lane]!.query(add(built));
    });
    for (const built of foreign) await first.query(add(built));
  } finally {
    await Promise.all(clients.map((client) => client.end()));
  }
}

/** How often each big table was read from end to end since the server's counters began. */
export async function wholeReads(client: pg.Client): Promise<Map<string, number>> {
  const { rows } = await client.query<{ table: string; reads: string }>(
    `select relname as table, seq_scan as reads from pg_stat_user_tables where relname = any($1)`,
    [[...bigTables]],
  );
  return new Map(rows.map(({ table, reads }) => [table, Number(reads)]));
}

import { readFileSync } from 'node:fs';
import { mkdir, open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type Kysely, sql } from 'kysely';
import { type AuditRow, type ChainPoint, type ChainVerdict, chainStart, sealRow, verifyChain } from './audit-chain.ts';
import type { PlatformTables } from './platform.tables.ts';
import { later } from './statements.ts';

type Db<T extends PlatformTables> = Kysely<T>;

interface Row {
  id: string;
  at: Date;
  actor: Record<string, string>;
  operation: string;
  outcome: string;
  case_id: string | null;
  person_id: string | null;
  purpose: string | null;
  detail: Record<string, never>;
}

const sealed = (row: Row): AuditRow => ({
  id: row.id,
  at: row.at.toISOString(),
  actor: row.actor,
  operation: row.operation,
  outcome: row.outcome,
  case: row.case_id,
  person: row.person_id,
  purpose: row.purpose,
  detail: row.detail,
});

const columns = sql`a.id, a.at, a.actor, a.operation, a.outcome, a.case_id, a.person_id, a.purpose, a.detail`;

/** The number of this lock is arbitrary; it must only be the same in every process: one sealer is elected. */
const sealerLock = 7_305_911;

/**
 * Chains what has been written since the last round, as blocks of at most `limit` rows, so that nobody waits long for the
 * processor. The anchor, the last place of the chain, is kept outside the database, so that a chain cut short or written anew is
 * seen; one that the chain no longer reaches is what proves it, and is left as it is.
 * @param astray told when the anchor is not on the chain
 * @returns how many rows were sealed
 */
export async function sealAudit<T extends PlatformTables>(
  db: Db<T>,
  anchorFile: string,
  limit = 250,
  astray: (anchor: ChainPoint) => void = () => undefined,
): Promise<number> {
  const plain = db as unknown as Kysely<PlatformTables>;
  const anchor = readAnchor(anchorFile);
  const whole = !anchor || (await isOnChain(plain, anchor));
  if (!whole) astray(anchor);
  for (let count = 0; ; ) {
    const sealed = await sealBlock(plain, limit);
    count += sealed?.count ?? 0;
    if (sealed && whole) await writeAnchor(anchorFile, sealed.point);
    if (!sealed || sealed.count < limit) return count;
  }
}

async function isOnChain(db: Kysely<PlatformTables>, { seq, hash }: ChainPoint): Promise<boolean> {
  const { rows } = await sql<{ hash: Buffer | null }>`
    select hashes[${seq} - position + 1] as hash from audit_seals where position <= ${seq} order by position desc limit 1`.execute(
    db,
  );
  return rows[0]?.hash?.equals(hash) ?? false;
}

const sealBlock = (db: Kysely<PlatformTables>, limit: number) =>
  db.transaction().execute(async (trx) => {
    const lock = await sql<{ held: boolean }>`select pg_try_advisory_xact_lock(${sealerLock}) as held`.execute(trx);
    if (!lock.rows[0]?.held) return undefined;
    const { rows } = await sql<Row>`select ${columns} from audit_pending p join audit a using (id)
      order by p.id limit ${limit}`.execute(trx);
    if (rows.length === 0) return undefined;
    const before = await sql<{ seq: string; hash: Buffer }>`
      select position + cardinality(ids) - 1 as seq, hashes[cardinality(hashes)] as hash
      from audit_seals order by position desc limit 1`.execute(trx);
    const last = before.rows[0];
    let point: ChainPoint = last ? { seq: Number(last.seq), hash: last.hash } : chainStart;
    const position = point.seq + 1;
    const hashes: Buffer[] = [];
    for (const row of rows) {
      point = sealRow(point, sealed(row));
      hashes.push(Buffer.from(point.hash));
    }
    const ids = rows.map((row) => row.id);
    await sql`insert into audit_seals (position, ids, hashes)
      values (${position}, ${ids}::uuid[], ${hashes}::bytea[]) ${later}`.execute(trx);
    await sql`delete from audit_pending where id = any(${ids}::uuid[]) ${later}`.execute(trx);
    return { point, count: rows.length };
  });

async function writeAnchor(file: string, point: ChainPoint): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const handle = await open(`${file}.new`, 'w', 0o600);
  try {
    await handle.writeFile(JSON.stringify({ seq: point.seq, hash: Buffer.from(point.hash).toString('hex') }));
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(`${file}.new`, file);
}

function readAnchor(file: string): ChainPoint | undefined {
  try {
    const { seq, hash } = JSON.parse(readFileSync(file, 'utf8')) as { seq: number; hash: string };
    return { seq, hash: Buffer.from(hash, 'hex') };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** The rows that the seals name, in their order; one that is missing leaves a gap. */
async function* chain(db: Kysely<PlatformTables>, page = 20) {
  for (let after = '0'; ; ) {
    const { rows: seals } = await sql<{ position: string; ids: string[]; hashes: Buffer[] }>`
      select position, ids, hashes from audit_seals where position > ${after}::bigint order by position limit ${page}`.execute(
      db,
    );
    const { rows } = await sql<Row>`
      select ${columns} from audit a where a.id = any(${seals.flatMap(({ ids }) => ids)}::uuid[])`.execute(db);
    const found = new Map(rows.map((row) => [row.id, row]));
    for (const { position, ids, hashes } of seals) {
      for (const [n, id] of ids.entries()) {
        const row = found.get(id);
        if (row) yield { seq: Number(position) + n, row: sealed(row), hash: hashes[n] ?? Buffer.alloc(0) };
      }
    }
    if (seals.length < page) return;
    after = seals.at(-1)?.position ?? after;
  }
}

export type AuditVerdict = (ChainVerdict | { ok: false; seq: number; reason: 'stray' }) & { unsealed: number };

/**
 * Walks the whole chain and holds it against the anchor; rows not sealed yet are counted, never passed over in silence. `stray`:
 * there are rows that neither are sealed nor wait for it, or fewer rows than were written.
 */
export async function verifyAudit<T extends PlatformTables>(db: Db<T>, anchorFile: string): Promise<AuditVerdict> {
  const plain = db as unknown as Kysely<PlatformTables>;
  const anchor = readAnchor(anchorFile);
  const verdict = await verifyChain(chain(plain), anchor ? { anchor } : {});
  const { rows } = await sql<{ stray: string; pending: string }>`
    select (select count(*) from audit) - pending - (select coalesce(sum(cardinality(ids)), 0) from audit_seals) as stray, pending
    from (select count(*) as pending from audit_pending) p`.execute(plain);
  const unsealed = Number(rows[0]!.pending);
  if (verdict.ok && Number(rows[0]!.stray) !== 0)
    return { ok: false, seq: verdict.last.seq + 1, reason: 'stray', unsealed };
  return { ...verdict, unsealed };
}

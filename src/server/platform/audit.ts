import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Kysely, sql } from 'kysely';
import { type AuditRow, type ChainPoint, type ChainVerdict, chainStart, sealRow, verifyChain } from './audit-chain.ts';
import type { PlatformTables } from './platform.tables.ts';

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
  position: string | null;
  hash: Buffer | null;
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

const columns = sql`id, at, actor, operation, outcome, case_id, person_id, purpose, detail, position::text as position, hash`;

/** The number of this lock is arbitrary; it must only be the same in every process: one sealer is elected. */
const sealerLock = 7_305_911;

/**
 * Chains what has been written since the last round. The anchor, the last place of the chain, is kept outside the database,
 * so that a chain cut short or written anew is seen.
 */
export async function sealAudit<T extends PlatformTables>(
  db: Db<T>,
  anchorFile: string,
  limit = 2000,
): Promise<number> {
  const last = await (db as unknown as Kysely<PlatformTables>).transaction().execute(async (trx) => {
    const lock = await sql<{ held: boolean }>`select pg_try_advisory_xact_lock(${sealerLock}) as held`.execute(trx);
    if (!lock.rows[0]?.held) return undefined;
    const before = (
      await sql<Row>`select ${columns} from audit where position is not null order by audit.position desc limit 1`.execute(
        trx,
      )
    ).rows[0];
    let point: ChainPoint = before?.hash ? { seq: Number(before.position), hash: before.hash } : chainStart;
    const { rows } =
      await sql<Row>`select ${columns} from audit where position is null order by id limit ${limit}`.execute(trx);
    if (rows.length === 0) return undefined;
    const positions: string[] = [];
    const hashes: Buffer[] = [];
    for (const row of rows) {
      point = sealRow(point, sealed(row));
      positions.push(String(point.seq));
      hashes.push(Buffer.from(point.hash));
    }
    await sql`update audit set position = s.position, hash = s.hash
      from unnest(${rows.map((row) => row.id)}::uuid[], ${positions}::bigint[], ${hashes}::bytea[]) as s (id, position, hash)
      where audit.id = s.id`.execute(trx);
    return { point, count: rows.length };
  });
  if (!last) return 0;
  writeAnchor(anchorFile, last.point);
  return last.count;
}

function writeAnchor(file: string, point: ChainPoint): void {
  mkdirSync(dirname(file), { recursive: true });
  const handle = openSync(`${file}.new`, 'w', 0o600);
  try {
    writeSync(handle, JSON.stringify({ seq: point.seq, hash: Buffer.from(point.hash).toString('hex') }));
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(`${file}.new`, file);
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

async function* chain(db: Kysely<PlatformTables>, page = 5000) {
  for (let after = '0'; ; ) {
    const { rows } =
      await sql<Row>`select ${columns} from audit where position > ${after}::bigint order by audit.position limit ${page}`.execute(
        db,
      );
    for (const row of rows) yield { seq: Number(row.position), row: sealed(row), hash: row.hash ?? Buffer.alloc(0) };
    if (rows.length < page) return;
    after = rows.at(-1)?.position ?? after;
  }
}

/** Walks the whole chain and holds it against the anchor; rows not sealed yet are counted, never passed over in silence. */
export async function verifyAudit<T extends PlatformTables>(
  db: Db<T>,
  anchorFile: string,
): Promise<ChainVerdict & { unsealed: number }> {
  const plain = db as unknown as Kysely<PlatformTables>;
  const anchor = readAnchor(anchorFile);
  const verdict = await verifyChain(chain(plain), anchor ? { anchor } : {});
  const { rows } = await sql<{ count: string }>`select count(*) as count from audit where position is null`.execute(
    plain,
  );
  return { ...verdict, unsealed: Number(rows[0]?.count ?? 0) };
}

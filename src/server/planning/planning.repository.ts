import { type Selectable, sql } from 'kysely';
import type { Mode } from '#domain/planning/travel/network.ts';
import type { Ctx, Db } from '../context.ts';
import type { LayerFacts, PlanningTables, SnapshotFacts, SnapshotPart } from './planning.tables.ts';

export type LayerRow = Selectable<PlanningTables['planning_layers']>;
export type SnapshotRow = Selectable<PlanningTables['planning_snapshots']>;
export type TravelRow = Selectable<PlanningTables['planning_travel']>;

type Has = Pick<Ctx, 'db'>;

export const insertLayer = ({ db }: Has, layer: Omit<LayerRow, 'facts'> & { facts: LayerFacts }): Promise<unknown> =>
  db
    .insertInto('planning_layers')
    .values({ ...layer, facts: JSON.stringify(layer.facts) })
    .execute();

/** The newest layer of each kind. */
export const newestLayers = ({ db }: Has): Promise<LayerRow[]> =>
  db
    .selectFrom('planning_layers')
    .distinctOn('layer')
    .selectAll()
    .orderBy('layer')
    .orderBy('made_at', 'desc')
    .orderBy('id', 'desc')
    .execute();

export const layersPage = ({ db }: Has, before: string | undefined, limit: number) =>
  db
    .selectFrom('planning_layers')
    .leftJoin('accounts', 'accounts.id', 'planning_layers.account_id')
    .selectAll('planning_layers')
    .select('accounts.name as by')
    .$if(before !== undefined, (query) => query.where('planning_layers.id', '<', before!))
    .orderBy('planning_layers.id', 'desc')
    .limit(limit)
    .execute();

export const findLayerByDigest = (
  { db }: Has,
  layer: LayerRow['layer'],
  digest: Buffer,
): Promise<LayerRow | undefined> =>
  db
    .selectFrom('planning_layers')
    .selectAll()
    .where('layer', '=', layer)
    .where('digest', '=', digest)
    .limit(1)
    .executeTakeFirst();

export const insertSnapshot = (
  { db }: Has,
  row: Omit<SnapshotRow, 'parts' | 'facts'> & { parts: SnapshotPart[]; facts: SnapshotFacts },
): Promise<unknown> =>
  db
    .insertInto('planning_snapshots')
    .values({ ...row, parts: JSON.stringify(row.parts), facts: JSON.stringify(row.facts) })
    .execute();

export const listSnapshots = ({ db }: Has): Promise<SnapshotRow[]> =>
  db.selectFrom('planning_snapshots').selectAll().orderBy('made_at', 'desc').orderBy('id', 'desc').limit(100).execute();

export const findSnapshot = ({ db }: Has, id: string): Promise<SnapshotRow | undefined> =>
  db.selectFrom('planning_snapshots').selectAll().where('id', '=', id).executeTakeFirst();

export const newestSnapshot = ({ db }: Has): Promise<SnapshotRow | undefined> =>
  db
    .selectFrom('planning_snapshots')
    .selectAll()
    .orderBy('made_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();

export const travelOf = ({ db }: Has, snapshot: string): Promise<TravelRow[]> =>
  db.selectFrom('planning_travel').selectAll().where('snapshot_id', '=', snapshot).orderBy('mode').execute();

export const travelOfAll = ({ db }: Has) =>
  db
    .selectFrom('planning_travel')
    .innerJoin('planning_jobs', 'planning_jobs.id', 'planning_travel.job_id')
    .select(['planning_travel.snapshot_id', 'mode', 'job_id', 'status'])
    .orderBy('mode')
    .execute();

/** Says whether it was not there yet. */
export async function claimTravel({ db }: Has, snapshot: string, mode: Mode, job: string): Promise<boolean> {
  const row = await db
    .insertInto('planning_travel')
    .values({ snapshot_id: snapshot, mode, job_id: job, digest: null, facts: 'null' })
    .onConflict((conflict) => conflict.columns(['snapshot_id', 'mode']).doNothing())
    .returning('mode')
    .executeTakeFirst();
  return row !== undefined;
}

/** Another job takes over what the one before was stopped at, or broke off. */
export const reclaimTravel = (
  { db }: Has,
  snapshot: string,
  mode: Mode,
  before: string,
  job: string,
): Promise<unknown> =>
  db
    .updateTable('planning_travel')
    .set({ job_id: job })
    .where('snapshot_id', '=', snapshot)
    .where('mode', '=', mode)
    .where('job_id', '=', before)
    .where('digest', 'is', null)
    .execute();

export const keepTravel = (
  db: Db,
  snapshot: string,
  mode: Mode,
  digest: Buffer,
  facts: { pairs: number; method: 'roads' | 'straight-line' },
): Promise<unknown> =>
  db
    .updateTable('planning_travel')
    .set({ digest, facts: JSON.stringify(facts) })
    .where('snapshot_id', '=', snapshot)
    .where('mode', '=', mode)
    .execute();

export async function readSetting({ db }: Has): Promise<unknown> {
  const row = await sql<{ value: unknown }>`SELECT value FROM settings WHERE key = 'planning'`.execute(db);
  return row.rows[0]?.value;
}

export const writeSetting = ({ db }: Has, value: unknown): Promise<unknown> =>
  sql`INSERT INTO settings (key, value) VALUES ('planning', ${JSON.stringify(value)}::jsonb)
      ON CONFLICT (key) DO UPDATE SET value = excluded.value`.execute(db);

/** Which of these files planning needs. */
export async function namedByPlanning(db: Db, digests: Buffer[]): Promise<Buffer[]> {
  const { rows } = await sql<{ digest: Buffer }>`
    SELECT digest FROM planning_layers WHERE digest = ANY(${digests})
    UNION SELECT content FROM planning_snapshots WHERE content = ANY(${digests})
    UNION SELECT digest FROM planning_travel WHERE digest = ANY(${digests})`.execute(db);
  return rows.map(({ digest }) => digest);
}

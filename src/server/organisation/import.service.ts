import type { ImportReport } from '#api/organisation.ts';
import { Refused } from '#domain/kernel/problem.ts';
import { type ImportedDivision, importDivisions } from '#domain/organisation/import.divisions.ts';
import { type ImportedUnit, importUnits, type Vocabulary } from '#domain/organisation/import.units.ts';
import type { ImportResult, TableRow } from '#domain/organisation/table.ts';
import { UnitLevel } from '#domain/organisation/units.ts';
import type { Ctx } from '../context.ts';
import { readSheet, sheetLimits } from '../platform/spreadsheets.ts';
import {
  type DivisionRecord,
  type OrganisationMap,
  organisationWithin,
  today,
  touchOrganisation,
  type UnitRecord,
} from './organisation.cache.ts';
import * as repository from './organisation.repository.ts';
import { readRoles } from './organisation.repository.ts';

export const tableOf = async (file: Blob, limits?: Partial<typeof sheetLimits>): Promise<TableRow[]> =>
  (await readSheet(new Uint8Array(await file.arrayBuffer()), { ...sheetLimits, ...limits })).rows;

/** What was read and what came of it, row by row as the person sees the rows in the margin. */
export const reportOf = (result: ImportResult<unknown>, created: number, committed: boolean): ImportReport => ({
  rows: result.rows,
  created,
  changed: 0,
  unchanged: result.unchanged,
  problems: result.report.map(({ line, column, severity, code, params }) => ({
    row: line,
    column,
    severity,
    code,
    params,
  })),
  committed,
});

export const isClean = (result: ImportResult<unknown>): boolean =>
  result.report.every((line) => line.severity !== 'error');

/** One operation imports every kind of table; what each kind needs is checked here. */
export function mustHold(ctx: Ctx, permission: string): void {
  const { actor } = ctx;
  if (actor.kind === 'system' || (actor.kind === 'staff' && permission in actor.permissions)) return;
  throw new Refused('permission.denied');
}

const vocabularyOf = (rows: readonly { code: string; name: string; name_en: string }[]): Vocabulary =>
  rows.map(({ code, name, name_en }) => ({ code, name: { 'zh-CN': name, en: name_en } }));

export const roleVocabulary = async (ctx: Ctx): Promise<Vocabulary> => vocabularyOf(await readRoles(ctx.db));

const living = (map: OrganisationMap): DivisionRecord[] =>
  [...map.divisions.values()].filter((division) => division.validTo === null);

export async function importDivisionTable(
  ctx: Ctx,
  table: readonly TableRow[],
  commit: boolean,
): Promise<ImportReport> {
  mustHold(ctx, 'organisation.manage');
  await touchOrganisation(ctx);
  const map = await organisationWithin(ctx.db);
  const result = importDivisions(table, living(map));
  const committed = commit && isClean(result);
  if (committed) await insertDivisions(ctx, map, result.ready);
  return reportOf(result, result.ready.length, committed);
}

async function insertDivisions(ctx: Ctx, map: OrganisationMap, rows: readonly ImportedDivision[]): Promise<void> {
  const byCode = new Map<string, Pick<DivisionRecord, 'id' | 'ancestors'>>(map.divisionByCode);
  const on = today(ctx);
  const records = rows.map((row): DivisionRecord => {
    const id = ctx.app.id();
    const parent = row.parentCode === null ? undefined : byCode.get(row.parentCode);
    const record: DivisionRecord = {
      id,
      code: row.code,
      level: row.level,
      parentId: parent?.id ?? null,
      ancestors: [...(parent?.ancestors ?? []), id],
      name: row.name,
      nameEn: row.nameEn ?? '',
      aliases: row.aliases,
      population: row.population,
      lon: row.place?.lon ?? null,
      lat: row.place?.lat ?? null,
      validFrom: row.validFrom ?? on,
      validTo: null,
      past: [],
      became: [],
    };
    byCode.set(row.code, record);
    return record;
  });
  await repository.insertDivisions(ctx.db, records);
}

/**
 * The divisions of a whole prefecture, as an importer read them: what is there already under the same name stays, the
 * rest is added. An installation serves one city.
 * @throws Refused `organisation.other-city`, `organisation.other-name`.
 */
export async function addDivisions(
  ctx: Ctx,
  rows: readonly ImportedDivision[],
): Promise<{ created: number; unchanged: number }> {
  await touchOrganisation(ctx);
  const map = await organisationWithin(ctx.db);
  const top = living(map).find((division) => division.parentId === null);
  if (top && rows[0] && top.code !== rows[0].code) {
    throw new Refused('organisation.other-city', { name: top.name, code: top.code });
  }
  const missing = rows.filter((row) => {
    const known = map.divisionByCode.get(row.code);
    if (known && known.name !== row.name) {
      throw new Refused('organisation.other-name', { code: row.code, known: known.name, name: row.name });
    }
    return known === undefined;
  });
  await insertDivisions(ctx, map, missing);
  return { created: missing.length, unchanged: rows.length - missing.length };
}

export async function importUnitTable(ctx: Ctx, table: readonly TableRow[], commit: boolean): Promise<ImportReport> {
  mustHold(ctx, 'organisation.manage');
  await touchOrganisation(ctx);
  const map = await organisationWithin(ctx.db);
  const result = importUnits(table, {
    divisions: new Map([...map.divisionByCode].map(([code, { id }]) => [code, id])),
    units: [...map.units.values()].filter((unit) => unit.validTo === null),
    departments: vocabularyOf(map.departments),
  });
  const committed = commit && isClean(result);
  if (committed) await insertUnits(ctx, map, result.ready);
  return reportOf(result, result.ready.length, committed);
}

async function insertUnits(ctx: Ctx, map: OrganisationMap, rows: readonly ImportedUnit[]): Promise<void> {
  const byName = new Map<string, UnitRecord>();
  for (const unit of map.units.values()) if (unit.validTo === null) byName.set(unit.name, unit);
  const byAlias = (name: string) =>
    [...map.units.values()].find((unit) => unit.validTo === null && unit.aliases.includes(name));
  const on = today(ctx);
  const records = rows.map((row): UnitRecord => {
    const id = ctx.app.id();
    const parent = row.parentName === null ? undefined : (byName.get(row.parentName) ?? byAlias(row.parentName));
    const level = map.divisions.get(row.divisionId)?.level;
    const record: UnitRecord = {
      id,
      divisionId: row.divisionId,
      parentId: parent?.id ?? null,
      ancestors: [...(parent?.ancestors ?? []), id],
      // A station of a grid works for its village.
      level: UnitLevel.safeParse(level).data ?? 'village',
      kind: row.kind,
      departments: row.departments,
      name: row.name,
      aliases: row.aliases,
      telephone: row.telephone,
      validFrom: row.validFrom ?? on,
      validTo: null,
      past: [],
      became: [],
    };
    byName.set(row.name, record);
    return record;
  });
  await repository.insertUnits(ctx.db, records);
}

import { addDays } from '#domain/kernel/dates.ts';
import type { Division } from '#domain/organisation/divisions.ts';
import { competentUnit, type Unit, type UnitLevel } from '#domain/organisation/units.ts';
import type { Ctx } from '../context.ts';
import { organisationWithin, today, touchOrganisation } from './organisation.cache.ts';
import { type DivisionRecord, insertDivisions, insertUnits, type UnitRecord } from './organisation.repository.ts';
import { insertPosts } from './staff.repository.ts';

export async function isEmpty(ctx: Ctx): Promise<boolean> {
  return (await ctx.db.selectFrom('divisions').select('id').limit(1).executeTakeFirst()) === undefined;
}

/** How far the making of a demonstration has come; absent before it begins and after it is whole. */
export interface DemoProgress {
  sites: number;
  persons: number;
  /** Who sample cases are made for, in order. */
  neighbours: string[];
  /** How many sample cases there are. */
  cases: number;
}

const demoKey = 'demo.progress';

export async function demoProgress(ctx: Ctx): Promise<DemoProgress | undefined> {
  const row = await ctx.db.selectFrom('settings').select('value').where('key', '=', demoKey).executeTakeFirst();
  return row?.value as DemoProgress | undefined;
}

/** Remembers how far it has come; nothing when it is whole. */
export async function noteDemo(ctx: Ctx, progress: DemoProgress | undefined): Promise<void> {
  if (!progress) await ctx.db.deleteFrom('settings').where('key', '=', demoKey).execute();
  else
    await ctx.db
      .insertInto('settings')
      .values({ key: demoKey, value: JSON.stringify(progress) })
      .onConflict((conflict) => conflict.column('key').doUpdateSet((eb) => ({ value: eb.ref('excluded.value') })))
      .execute();
}

type NewDivision = Division & { nameEn: string; population: number; lon: number; lat: number };

const above = <T extends { id: string; parentId: string | null }>(things: readonly T[]): ((thing: T) => string[]) => {
  const byId = new Map(things.map((thing) => [thing.id, thing]));
  const path = (thing: T): string[] => {
    const parent = thing.parentId === null ? undefined : byId.get(thing.parentId);
    return [...(parent ? path(parent) : []), thing.id];
  };
  return path;
};

/** The first rows of an installation: a whole prefecture at once. */
export async function insertOrganisation(
  ctx: Ctx,
  divisions: readonly NewDivision[],
  units: readonly Unit[],
  telephones: ReadonlyMap<string, string>,
): Promise<void> {
  await touchOrganisation(ctx);
  const order = ['city', 'county', 'town', 'village', 'grid'];
  const divisionPath = above(divisions);
  const rows: DivisionRecord[] = divisions
    .toSorted((a, b) => order.indexOf(a.level) - order.indexOf(b.level))
    .map((division) => ({ ...division, ancestors: divisionPath(division) }));
  await insertDivisions(ctx.db, rows);
  const levels = new Map(
    divisions.map((division) => [division.id, division.level === 'grid' ? 'village' : division.level]),
  );
  const unitPath = above(units);
  const unitRows: UnitRecord[] = units
    .map((unit) => ({
      ...unit,
      ancestors: unitPath(unit),
      level: levels.get(unit.divisionId) as UnitLevel,
      telephone: telephones.get(unit.id) ?? null,
    }))
    .toSorted((a, b) => a.ancestors.length - b.ancestors.length);
  await insertUnits(ctx.db, unitRows);
}

export interface NewAccount {
  login: string;
  name: string;
  role: string;
  at: { level: UnitLevel; department: string | null };
  substitute?: string;
  totp?: string;
}

/** Accounts along one village's own line, each in the unit that has the power there. */
export async function insertAccounts(
  ctx: Ctx,
  village: string,
  passwordHash: string,
  accounts: readonly NewAccount[],
): Promise<void> {
  const map = await organisationWithin(ctx.db);
  const on = today(ctx);
  const path = map.path(village);
  const near = path.flatMap((division) => map.unitsOf.get(division.id) ?? []);
  const ids = new Map(accounts.map((account) => [account.login, ctx.app.id()]));
  await ctx.db
    .insertInto('accounts')
    .values(
      accounts.map((account) => ({
        id: ids.get(account.login)!,
        login: account.login,
        name: account.name,
        password_hash: passwordHash,
        totp_sealed: account.totp
          ? ctx.app.vault.sealText(account.totp, { table: 'accounts', column: 'totp', row: ids.get(account.login)! })
          : null,
        locked_until: null,
        disabled_at: null,
        created_at: ctx.now,
      })),
    )
    .execute();
  await insertPosts(
    ctx.db,
    accounts.map(({ login, role, at, substitute }) => {
      const unit =
        competentUnit(near, path, at.level, at.department ?? 'general') ?? near.find((each) => each.level === at.level);
      if (!unit) throw new Error(`no unit for ${login}`);
      return {
        id: ctx.app.id(),
        account_id: ids.get(login)!,
        unit_id: unit.id,
        role,
        substitute_id: substitute ? (ids.get(substitute) ?? null) : null,
        valid_from: addDays(on, -365),
        valid_to: null,
      };
    }),
  );
}

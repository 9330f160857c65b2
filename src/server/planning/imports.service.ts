import { existsOn } from '#domain/organisation/divisions.ts';
import type { ImportResult } from '#domain/organisation/table.ts';
import { importPremises, importProjections, importVillages, type KnownVillage } from '#domain/planning/imports.ts';
import { importBus, importFerries } from '#domain/planning/travel/tables.ts';
import type { Ctx } from '../context.ts';
import { isClean, organisationOf, tableOf, today } from '../organisation/index.ts';
import { importRoads } from './imports.roads.ts';
import { importShapes } from './imports.shapes.ts';
import { type ImportWish, keep, nothing, shown } from './imports.shared.ts';

async function knownVillages(ctx: Ctx): Promise<Map<string, KnownVillage>> {
  const map = await organisationOf(ctx);
  const on = today(ctx);
  return new Map(
    [...map.divisions.values()]
      .filter((each) => each.level === 'village' && existsOn(each, on))
      .map((each) => [
        each.code,
        {
          id: each.id,
          code: each.code,
          name: each.name,
          urban: Number(each.code.slice(9)) < 200,
          place: each.lon === null || each.lat === null ? null : { lon: each.lon, lat: each.lat },
          people: each.population,
        },
      ]),
  );
}

export async function importLayer(ctx: Ctx, wish: ImportWish) {
  switch (wish.layer) {
    case 'villages':
    case 'bus':
    case 'ferries':
    case 'premises':
    case 'projections':
      return importTable(ctx, wish, wish.layer);
    case 'roads':
      return importRoads(ctx, wish);
    default:
      return importShapes(ctx, wish, wish.layer);
  }
}

type Table = Exclude<ImportWish['layer'], 'roads' | 'boundaries' | 'rivers'>;

async function importTable(ctx: Ctx, wish: ImportWish, layer: Table) {
  const table = await tableOf(wish.file);
  const known = await knownVillages(ctx);
  const read = {
    villages: () => importVillages(table, { byCode: known, system: wish.system }),
    bus: () => importBus(table, wish.system),
    ferries: () => importFerries(table, wish.system),
    premises: () => importPremises(table, wish.system),
    projections: () => importProjections(table, known),
  };
  const result: ImportResult<object> & { datum?: Awaited<ReturnType<typeof importVillages>>['datum'] } = read[layer]();
  const committed = wish.commit && isClean(result);
  const id = committed ? await keep(ctx, wish, layer, result.ready, result.ready.length, {}) : null;
  return {
    ...nothing,
    rows: result.rows,
    created: result.ready.length,
    changed: 0,
    unchanged: 0,
    problems: shown(result.report),
    committed,
    id,
    datum: result.datum ?? null,
  };
}

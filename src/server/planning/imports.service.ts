import type { Place } from '#domain/kernel/coordinates.ts';
import { existsOn } from '#domain/organisation/divisions.ts';
import type { ImportResult } from '#domain/organisation/table.ts';
import {
  type ImportedPremises,
  type ImportedVillage,
  importPremises,
  importProjections,
  importVillages,
  type KnownVillage,
} from '#domain/planning/imports.ts';
import type { BusLine } from '#domain/planning/travel/bus.ts';
import type { Ferry } from '#domain/planning/travel/ferries.ts';
import { importBus, importFerries } from '#domain/planning/travel/tables.ts';
import type { Ctx } from '../context.ts';
import { isClean, type OrganisationMap, organisationOf, tableOf, today } from '../organisation/index.ts';
import { fitToRoads } from './imports.fit.ts';
import { importRoads } from './imports.roads.ts';
import { importShapes } from './imports.shapes.ts';
import { type ImportWish, keep, nothing, shown, thinner } from './imports.shared.ts';
import { readLayer } from './layers.service.ts';
import { newestLayers } from './planning.repository.ts';
import { pointRows } from './points.repository.ts';
import type { StoredVillage } from './snapshots.service.ts';

/** Where a village lies as far as its service point, or the table brought in before, tells: registers mostly have names alone. */
async function placesByHearsay(ctx: Ctx, map: OrganisationMap): Promise<Map<string, Place>> {
  const places = new Map<string, Place>();
  for (const { level, unit_id, lon, lat } of await pointRows(ctx, today(ctx), false)) {
    const division = map.divisions.get(map.units.get(unit_id)?.divisionId ?? '');
    if (level === 'village' && division && lon !== null && lat !== null) places.set(division.code, { lon, lat });
  }
  const before = (await newestLayers(ctx)).find(({ layer }) => layer === 'villages');
  // Of several hamlets the largest stands for its village.
  const rows = before ? await readLayer<StoredVillage[]>(ctx.app, before.digest) : [];
  for (const { code, lon, lat } of rows.toSorted((a, b) => a.people - b.people))
    if (code !== null) places.set(code, { lon, lat });
  return places;
}

async function knownVillages(ctx: Ctx): Promise<Map<string, KnownVillage>> {
  const map = await organisationOf(ctx);
  const on = today(ctx);
  const hearsay = await placesByHearsay(ctx, map);
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
          ...(each.lon === null || each.lat === null
            ? { place: hearsay.get(each.code) ?? null, by: 'hearsay' as const }
            : { place: { lon: each.lon, lat: each.lat }, by: 'register' as const }),
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

/** Cells of a population grid come by the ten thousand, and a layer comes whole. */
const largeTables = { bytes: 50 * 1024 * 1024, rows: 200_000 };

type Table = Exclude<ImportWish['layer'], 'roads' | 'boundaries' | 'rivers'>;

type Named = Place & { name: string };
/** Where the rows of a table lie. */
const placesIn: { [L in Table]: (ready: never[]) => Named[] } = {
  villages: (ready: ImportedVillage[]) => ready,
  bus: (ready: BusLine[]) => ready.flatMap(({ stops }) => stops),
  ferries: (ready: Ferry[]) => ready.flatMap(({ name, from, to }) => [from, to].map((place) => ({ ...place, name }))),
  premises: (ready: ImportedPremises[]) => ready,
  projections: () => [],
};

async function importTable(ctx: Ctx, wish: ImportWish, layer: Table) {
  const table = await tableOf(wish.file, largeTables);
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
  const fewer = isClean(result) ? await thinner(ctx, layer, result.ready.length) : [];
  const fit = await fitToRoads(ctx, wish.system, placesIn[layer](result.ready as never));
  const datum = result.datum ?? fit.datum;
  const told = result.datum ? fit.lines.filter(({ code }) => code !== 'place.datum') : fit.lines;
  const id = committed ? await keep(ctx, wish, layer, result.ready, result.ready.length, {}) : null;
  return {
    ...nothing,
    rows: result.rows,
    created: result.ready.length,
    changed: 0,
    unchanged: 0,
    problems: shown([...fewer, ...told, ...result.report]),
    committed,
    id,
    datum,
  };
}

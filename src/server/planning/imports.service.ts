import type { Place } from '#domain/kernel/coordinates.ts';
import type { ImportResult } from '#domain/organisation/table.ts';
import {
  type ImportedPremises,
  type ImportedVillage,
  importPremises,
  importProjections,
  importVillages,
} from '#domain/planning/imports.ts';
import type { BusLine } from '#domain/planning/travel/bus.ts';
import type { Ferry } from '#domain/planning/travel/ferries.ts';
import { importBus, importFerries } from '#domain/planning/travel/tables.ts';
import type { Ctx } from '../context.ts';
import { isClean, tableOf } from '../organisation/index.ts';
import { fitToRoads } from './imports.fit.ts';
import { knownVillages } from './imports.known.ts';
import { importRoads } from './imports.roads.ts';
import { importShapes } from './imports.shapes.ts';
import { type ImportWish, keep, nothing, shown, thinner } from './imports.shared.ts';

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

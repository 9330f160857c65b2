import type { FeatureCollection } from '#api/planning.ts';
import { Refused } from '#domain/kernel/problem.ts';
import type { UnitLevel } from '#domain/organisation/units.ts';
import { type Filter, filtered } from '#domain/planning/filter.ts';
import type { Ctx } from '../context.ts';
import { compare } from './compare.service.ts';
import { demandColumns } from './coverage.service.ts';
import { type ColumnWord, planWords } from './plan.words.ts';
import { listPoints } from './points.service.ts';
import { inWords, namesFor } from './report.names.ts';
import { comparisonTables } from './report.tables.ts';
import { getScenario } from './scenarios.service.ts';
import { type Cell, fileOf, workbook, xlsxType } from './sheets.ts';

type Rows = { spot: { lon: number | null; lat: number | null }; cells: Record<string, string | number | null> }[];

type Asked = { [Key in keyof Omit<Filter, 'levels'>]?: Filter[Key] | undefined } & { levels?: UnitLevel[] | undefined };

async function pointRows(ctx: Ctx, on: string | undefined, asked: Asked = {}): Promise<Rows> {
  const { points, items } = await listPoints(ctx, { on, all: false });
  const filter: Filter = {
    text: asked.text ?? '',
    levels: new Set(asked.levels),
    county: asked.county ?? '',
    item: asked.item ?? '',
    late: asked.late ?? false,
    unplaced: asked.unplaced ?? false,
  };
  return filtered(points, filter, items).map((point) => ({
    spot: point,
    cells: {
      id: point.id,
      name: point.name,
      level: point.level,
      class: point.class,
      lon: point.lon,
      lat: point.lat,
      clerks: point.clerks,
      counters: point.counters,
      people: point.people,
      within: point.within,
      peoplePerClerk: point.peoplePerClerk,
      openCases: point.openCases,
      overdue: point.overdue,
      received: point.received,
      rating: point.rating?.mean ?? null,
      nextMetres: point.next?.metres ?? null,
    },
  }));
}

async function villageRows(ctx: Ctx, scenario: string | undefined): Promise<Rows> {
  const columns = await demandColumns(ctx, { scenario, level: 'village' });
  return columns.id.map((id, at) => ({
    spot: { lon: columns.lon[at]!, lat: columns.lat[at]! },
    cells: {
      id,
      name: columns.name[at]!,
      lon: columns.lon[at]!,
      lat: columns.lat[at]!,
      people: columns.people[at]!,
      urban: columns.urban[at] ? 1 : 0,
      seconds: columns.seconds[at] ?? null,
      site: columns.site[at] ?? null,
    },
  }));
}

/** Of a comparison what has a place on a map: the villages whose people travel less, or more. */
async function movedRows(ctx: Ctx, after: string | undefined, before: string | undefined): Promise<Rows> {
  if (after === undefined) throw new Refused('not-found');
  const { winners, losers } = await compare(ctx, { after, before, level: 'village' }, Infinity);
  return [...winners.villages, ...losers.villages].map(({ lon, lat, ...cells }) => ({ spot: { lon, lat }, cells }));
}

async function comparisonSheets(ctx: Ctx, after: string | undefined, before: string | undefined): Promise<File> {
  if (after === undefined) throw new Refused('not-found');
  const [words, comparison] = [
    planWords(ctx.language),
    inWords(await compare(ctx, { after, before, level: 'village' }, Infinity), await namesFor(ctx)),
  ];
  const names = [before, after].map(async (id) =>
    id === undefined ? words.p('compare.today') : (await getScenario(ctx, id)).name,
  );
  const tables = comparisonTables(
    words,
    comparison,
    (await Promise.all(names)) as [string, string],
    before !== undefined,
  );
  return fileOf(await workbook(words, tables, ctx.now), 'comparison.xlsx', xlsxType);
}

/** A file for programs has plain numbers; a sheet shows a share as one. */
const onSheet = (key: ColumnWord, cell: Cell): Cell =>
  typeof cell === 'number' && key === 'within' ? { value: cell, as: 'share' } : cell;

export async function exportFile(
  ctx: Ctx,
  wish: {
    what: 'points' | 'villages' | 'comparison';
    format: 'geojson' | 'xlsx';
    scenario?: string | undefined;
    before?: string | undefined;
    on?: string | undefined;
    filter?: Asked | undefined;
  },
): Promise<File> {
  if (wish.what === 'comparison' && wish.format === 'xlsx') return comparisonSheets(ctx, wish.scenario, wish.before);
  const rows =
    wish.what === 'points'
      ? await pointRows(ctx, wish.on, wish.filter)
      : wish.what === 'villages'
        ? await villageRows(ctx, wish.scenario)
        : await movedRows(ctx, wish.scenario, wish.before);
  if (wish.format === 'xlsx') {
    const words = planWords(ctx.language);
    const columns = Object.keys(rows[0]?.cells ?? {}) as ColumnWord[];
    const table = {
      name: words.say(wish.what === 'points' ? 'sheet.points' : 'sheet.villages'),
      header: columns.map((key) => words.say(`column.${key}`)),
      rows: rows.map(({ cells }) =>
        columns.map((key) =>
          key === 'level' ? words.level(cells[key] as UnitLevel) : onSheet(key, cells[key] ?? null),
        ),
      ),
    };
    return fileOf(await workbook(words, [table], ctx.now), `${wish.what}.xlsx`, xlsxType);
  }
  const features: FeatureCollection['features'] = rows.flatMap(({ spot, cells }) =>
    spot.lon === null || spot.lat === null
      ? []
      : [
          {
            type: 'Feature' as const,
            geometry: { type: 'Point', coordinates: [spot.lon, spot.lat] },
            properties: cells,
          },
        ],
  );
  const bytes = new TextEncoder().encode(JSON.stringify({ type: 'FeatureCollection', features }));
  return fileOf(bytes, `${wish.what}.geojson`, 'application/geo+json');
}

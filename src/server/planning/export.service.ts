import ExcelJS from 'exceljs';
import type { FeatureCollection } from '#api/planning.ts';
import { Refused } from '#domain/kernel/problem.ts';
import type { UnitLevel } from '#domain/organisation/units.ts';
import { type Filter, filtered } from '#domain/planning/filter.ts';
import type { Ctx } from '../context.ts';
import { compare } from './compare.service.ts';
import { demandColumns } from './coverage.service.ts';
import { type ColumnWord, type PlanWords, planWords } from './plan.words.ts';
import { listPoints } from './points.service.ts';

export type Cell = string | number | null;
export interface Table {
  name: string;
  header: string[];
  rows: Cell[][];
}

/** A cell that a spreadsheet would take for a formula is kept as text. */
const harmless = (cell: Cell): Cell => (typeof cell === 'string' && /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell);

/** One sheet for each table. The file says nothing of the moment at which it was made: equal tables, equal bytes. */
export async function workbook(tables: readonly Table[], made: Date): Promise<Uint8Array> {
  const book = new ExcelJS.Workbook();
  book.created = made;
  book.modified = made;
  for (const table of tables) {
    const sheet = book.addWorksheet(table.name.slice(0, 31));
    sheet.addRow(table.header).font = { bold: true };
    for (const row of table.rows) sheet.addRow(row.map(harmless));
    sheet.views = [{ state: 'frozen', ySplit: 1 }];
    sheet.columns.forEach((column, at) => {
      const longest = Math.max(
        ...[table.header, ...table.rows.slice(0, 200)].map((row) => String(row[at] ?? '').length),
      );
      column.width = Math.min(40, Math.max(8, longest * 1.6));
    });
  }
  return new Uint8Array(await book.xlsx.writeBuffer());
}

export const xlsxType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
export const fileOf = (bytes: Uint8Array, name: string, type: string): File =>
  new File([new Uint8Array(bytes)], name, { type });

const levels = ['city', 'county', 'town', 'village'] as const;
type Column = ColumnWord | `${(typeof levels)[number]}${'Before' | 'After'}`;

/** What a column is called on a sheet; a file for programs keeps the names of the contract. */
function headOf({ say, level }: PlanWords, key: Column): string {
  const of = levels.find((one) => key === `${one}Before` || key === `${one}After`);
  return of
    ? say(key.endsWith('Before') ? 'column.before' : 'column.after', { what: level(of) })
    : say(`column.${key as ColumnWord}`);
}

type Rows = { spot: { lon: number | null; lat: number | null }; cells: Record<string, Cell> }[];

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

async function comparisonRows(ctx: Ctx, after: string | undefined, before: string | undefined): Promise<Rows> {
  if (after === undefined) throw new Refused('not-found');
  const { counties } = await compare(ctx, { after, before, level: 'village' });
  return counties.map((county) => ({
    spot: { lon: null, lat: null },
    cells: {
      name: county.name,
      ...Object.fromEntries(
        levels.flatMap((level) => [
          [`${level}Before`, county.before[level] ?? 0],
          [`${level}After`, county.after[level] ?? 0],
        ]),
      ),
      shareBefore: county.share[0],
      shareAfter: county.share[1],
    },
  }));
}

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
  const rows =
    wish.what === 'points'
      ? await pointRows(ctx, wish.on, wish.filter)
      : wish.what === 'villages'
        ? await villageRows(ctx, wish.scenario)
        : await comparisonRows(ctx, wish.scenario, wish.before);
  if (wish.format === 'xlsx') {
    const words = planWords(ctx.language);
    const columns = Object.keys(rows[0]?.cells ?? {}) as Column[];
    const table = {
      name: words.say(`sheet.${wish.what}`),
      header: columns.map((key) => headOf(words, key)),
      rows: rows.map(({ cells }) =>
        columns.map((key) => (key === 'level' ? words.level(cells[key] as UnitLevel) : (cells[key] ?? null))),
      ),
    };
    return fileOf(await workbook([table], ctx.now), `${wish.what}.xlsx`, xlsxType);
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

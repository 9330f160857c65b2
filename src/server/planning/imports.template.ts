import { type Columns, templateOf } from '#domain/organisation/table.ts';
import { premisesColumns, projectionColumns, villageColumns } from '#domain/planning/imports.ts';
import { busColumns, ferryColumns } from '#domain/planning/travel/tables.ts';
import en from '../../../locales/en/organisation.json' with { type: 'json' };
import zh from '../../../locales/zh-CN/organisation.json' with { type: 'json' };
import type { Ctx } from '../context.ts';
import { writeTemplate } from '../platform/spreadsheets.ts';

const columnsOf = {
  villages: villageColumns,
  bus: busColumns,
  ferries: ferryColumns,
  premises: premisesColumns,
  projections: projectionColumns,
} as const satisfies Record<string, Columns>;

const types = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv',
} as const;

/** What a clerk fills in: the header that an import knows, one line as an example, which an import leaves out, and notes. */
export async function emptyTable(
  ctx: Ctx,
  { layer, format }: { layer: keyof typeof columnsOf; format: 'xlsx' | 'csv' },
): Promise<File> {
  const { language } = ctx;
  const words = language === 'en' ? en : zh;
  const bytes = await writeTemplate(format, templateOf(columnsOf[layer], language), {
    sheet: words['template.sheet'],
    notes: words['template.notes'],
    column: words['template.column'],
    needed: words['template.needed'],
    note: words['template.note'],
    yes: words['template.yes'],
    no: words['template.no'],
  });
  return new File([new Uint8Array(bytes)], `${layer}.${format}`, { type: types[format] });
}

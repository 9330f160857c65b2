import type { LayerKind } from '#api/planning.ts';
import type { CoordinateSystem } from '#domain/kernel/coordinates.ts';
import type { ReportLine } from '#domain/organisation/table.ts';
import type { Ctx } from '../context.ts';
import { keepLayer } from './layers.service.ts';
import { newestLayers } from './planning.repository.ts';
import type { LayerFacts } from './planning.tables.ts';

export interface ImportWish {
  layer: 'villages' | 'boundaries' | 'roads' | 'bus' | 'ferries' | 'premises' | 'projections' | 'rivers';
  file: File;
  system: CoordinateSystem;
  source: string;
  synthetic: boolean;
  commit: boolean;
}

export const emptyReport = { rows: 0, created: 0, changed: 0, unchanged: 0, problems: [], committed: false };
export const nothing = { id: null, job: null, datum: null, network: null };

export const shown = (lines: readonly ReportLine[]) =>
  lines.map(({ line, column, severity, code, params }) => ({ row: line, column, severity, code, params }));

export const keep = (
  ctx: Ctx,
  wish: Pick<ImportWish, 'source' | 'system' | 'synthetic'>,
  layer: LayerKind,
  content: object,
  rows: number,
  facts: LayerFacts,
): Promise<string> =>
  keepLayer(ctx, { layer, content, rows, facts, source: wish.source, system: wish.system, synthetic: wish.synthetic });

/** A file with fewer entries than this share of what is in use is probably meant to add to it. */
const farFewer = 0.8;

/** A new file takes the place of the whole layer: told where it holds far less. */
export async function thinner(ctx: Ctx, layer: LayerKind, now: number): Promise<ReportLine[]> {
  const before = (await newestLayers(ctx)).find((each) => each.layer === layer)?.rows ?? 0;
  if (now >= farFewer * before) return [];
  return [{ line: 1, column: null, severity: 'notice', code: 'layer.fewer', params: { before, now } }];
}

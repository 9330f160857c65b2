import { commands } from '#domain/cases/commands.ts';
import { Refused } from '#domain/kernel/problem.ts';
import type { ImportCode } from '#domain/organisation/cells.ts';
import type { Ctx } from '../context.ts';
import { readSheet, type SheetRow } from '../platform/spreadsheets.ts';
import * as repository from './cases.repository.ts';
import { perform } from './cases.service.ts';

interface RowProblem {
  row: number;
  column: string | null;
  code: string;
  params?: Record<string, string | number>;
}

export interface OutcomeReport {
  rows: number;
  matched: number;
  problems: RowProblem[];
  committed: boolean;
}

const headers: Record<string, string[]> = {
  number: ['办件编号', 'case number', 'number'],
  serial: ['外部流水号', 'serial'],
  outcome: ['办理结果', 'outcome'],
  agree: ['是否同意', 'agree'],
};
const yes = ['是', '同意', 'yes', 'y', '1', 'true'];
const no = ['否', '不同意', 'no', 'n', '0', 'false'];

/** A trial run that is undone whole; it carries what it found out. */
class Trial extends Error {
  readonly report: OutcomeReport;
  constructor(report: OutcomeReport) {
    super('trial');
    this.report = report;
  }
}

/**
 * Outcomes of steps that were done in another system: each row names a case, the other system's serial, what came out and
 * whether it agrees. Every row is tried for real, so that the report says exactly what a commit would do; nothing stays
 * written unless every row is right and a commit was asked for.
 */
export async function importOutcomes(
  ctx: Ctx,
  input: { system: string; file: File; commit: boolean },
): Promise<OutcomeReport> {
  const { rows } = await readSheet(new Uint8Array(await input.file.arrayBuffer()));
  const looks = ctx.views.length;
  try {
    return await repository.apart(ctx, async () => {
      const report = await tryRows(ctx, input.system, rows);
      if (!input.commit || report.problems.length > 0) throw new Trial(report);
      return { ...report, committed: true };
    });
  } catch (error) {
    if (!(error instanceof Trial)) throw error;
    // What was undone was not done to anybody.
    ctx.views.length = looks;
    return error.report;
  }
}

async function tryRows(ctx: Ctx, system: string, [head, ...rows]: readonly SheetRow[]): Promise<OutcomeReport> {
  const names = (head?.cells ?? []).map((cell) => cell.trim().toLowerCase());
  const at = (row: SheetRow, name: string): string =>
    row.cells[names.findIndex((header) => headers[name]?.includes(header))]?.trim() ?? '';
  const problems: RowProblem[] = [];
  for (const row of rows) {
    const complain = (name: string, code: ImportCode) =>
      problems.push({ row: row.line, column: headers[name]?.[0] ?? name, code });
    const number = at(row, 'number');
    const [record] = await repository.casesByNumber(ctx, number.replace(/\D/g, ''), number);
    const agree = at(row, 'agree').toLowerCase();
    const data = commands.recordOutside.safeParse({
      system,
      serial: at(row, 'serial'),
      outcome: at(row, 'outcome'),
      agree: yes.includes(agree),
    });
    if (!record) complain('number', 'outcome.unknown-case');
    if (!yes.includes(agree) && !no.includes(agree)) complain('agree', 'outcome.agree');
    if (!data.success) complain(String(data.error.issues[0]?.path[0] ?? 'outcome'), 'outcome.missing');
    if (!record || !data.success || problems.some((problem) => problem.row === row.line)) continue;
    try {
      await repository.apart(ctx, () =>
        perform(ctx, 'recordOutside', { id: record.id, seq: record.seq, data: data.data }),
      );
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      // A case that is not this reader's to know of is as unknown as one that is not there.
      if (error.problem.problem === 'not-found') {
        complain('number', 'outcome.unknown-case');
        continue;
      }
      problems.push({
        row: row.line,
        column: null,
        code: error.problem.problem,
        ...(error.problem.params && { params: error.problem.params }),
      });
    }
  }
  const wrong = new Set(problems.map((problem) => problem.row)).size;
  return { rows: rows.length, matched: rows.length - wrong, problems, committed: false };
}

import { Worker } from 'node:worker_threads';
import { localDate } from '#domain/kernel/dates.ts';
import { plannedOf } from '#domain/planning/changes.ts';
import { villageTimes } from '#domain/planning/evaluate.ts';
import { lastHundredth } from '#domain/planning/propose.ts';
import type { Ctx } from '../context.ts';
import { isAsAnswered } from './answer.service.ts';
import { compare } from './compare.service.ts';
import { evaluationOf } from './evaluations.ts';
import { showLayer } from './map.service.ts';
import { type PlanWords, percent, planWords } from './plan.words.ts';
import { showScenario } from './plan-views.service.ts';
import { findSnapshot } from './planning.repository.ts';
import { curveDrawing, type Marked, planMap } from './report.map.ts';
import { inWords, namesFor } from './report.names.ts';
import {
  countyTable,
  differenceTables,
  figureTable,
  isPair,
  movedTable,
  type Pair,
  type PaperCell,
  type PaperTable,
  share,
  spread,
} from './report.tables.ts';
import { getScenario } from './scenarios.service.ts';
import { type Cell, fileOf, isMeasure, type Table, workbook, xlsxType } from './sheets.ts';
import { worldOf } from './worlds.ts';

/** A cell as it is printed; figures stand under each other's last digit. */
interface Printed {
  text: string;
  right: boolean;
}

/** What is printed: headings, lines, drawings and tables, already in words. */
export interface Report {
  title: string;
  subtitle: string[];
  /** The moment that the file carries: of the data, never of the printing, so that the same answer prints to the same bytes. */
  at: string;
  sections: {
    heading: string;
    lines: string[];
    drawing: string | null;
    table: { header: Printed[]; rows: Printed[][]; more: string | null } | null;
  }[];
}

/** A chapter before it is known where it is read. */
interface Chapter {
  heading: string;
  lines?: string[];
  /** For paper alone: a spreadsheet has the figures. */
  drawing?: string | undefined;
  table?: PaperTable;
}

const heads = ['staff', 'works', 'equipment', 'closing', 'total'] as const;
const tenThousands = (fen: number): Cell => ({ value: Math.round(fen / 10_000) / 100, as: 'money' });

type Shown = Awaited<ReturnType<typeof showScenario>>;

function answerLines({ p, say }: PlanWords, { result }: Shown, isPlan: boolean): string[] {
  if (!result) return [];
  const { status, gap, cut, reason } = result;
  return [
    ...(isPlan || result.sites.length === 0 ? [] : [say('answer.other')]),
    status === 'feasible' && gap === null
      ? p('answer.feasible.unknown')
      : p(`answer.${status}`, { gap: gap === null ? '–' : percent(gap) }),
    ...(reason === null ? [] : [p(`reason.${reason}`)]),
    ...(cut === null ? [] : [p(`answer.cut.${cut}`)]),
  ];
}

/** Of each level that the computer was asked about, where there were several. Answers of earlier programs lack it. */
function levelTable({ p }: PlanWords, { result, scenario }: Shown): PaperTable {
  const levels = result?.levels ?? [];
  return {
    name: p('answer.levels'),
    header: [p('change.level'), p('figure.points'), p('place.limit'), p('figure.share')],
    rows: (levels.length < 2 ? [] : levels).map(({ level, limit, points, share: within }) => [
      p(`solve.level.${level}`),
      points as Pair,
      limit === null ? p('answer.plan-limit', scenario.scope.limits) : p('time.minutes', { minutes: limit }),
      share(within),
    ]),
  };
}

/** What each further point buys, and what the last hundredth of it costs. */
function curveChapter({ p, number }: PlanWords, { result }: Shown): Chapter {
  const curve = result?.curve ?? [];
  const last = lastHundredth(curve);
  return {
    heading: p('curve.label'),
    lines: last
      ? [
          p('curve.last', {
            points: number(last.full.points - last.near.points),
            from: percent(last.near.share),
            to: percent(last.full.share),
          }),
        ]
      : [],
    ...(curve.length > 1 && { drawing: curveDrawing(curve, { points: p('curve.points'), share: percent }) }),
    table: {
      name: p('curve.label'),
      header: [p('figure.points'), p('curve.share')],
      rows: curve.length > 1 ? curve.map(({ points, share: within }) => [points, share(within)]) : [],
    },
  };
}

/** 关闭 12，新设 3，假设 1; a plan without any change says so. */
function counted({ p, say, number }: PlanWords, { counts }: Shown['scenario']): string {
  const kinds = (['close', 'move', 'open', 'upgrade', 'whatIf'] as const).filter((kind) => counts[kind] > 0);
  return kinds.length === 0
    ? p('count.none')
    : kinds.map((kind) => p(`count.${kind}`, { count: number(counts[kind]) })).join(say('and'));
}

/** The plan on one map: what stays, closes, opens, moves and rises, and the villages that stay beyond their limit. */
async function mapOf(
  ctx: Ctx,
  { p, say, number }: PlanWords,
  id: string,
  said: (name: string) => string,
): Promise<string | undefined> {
  const row = await getScenario(ctx, id);
  const world = await worldOf(ctx.app, row.snapshot_id);
  const { villages } = world.content;
  const planned = plannedOf(world.content, row.changes);
  const { seconds } = villageTimes(await evaluationOf(world, row.changes, row.scope, 'village'), villages.length);
  const raised = new Set(row.changes.flatMap((change) => (change.kind === 'upgrade' ? [change.site] : [])));
  const standing = (how: 'kept' | 'opened' | 'moved') =>
    planned.standing.filter((point) => point.how === how && !raised.has(point.id));
  const { limits } = row.scope;
  const marks: Omit<Marked, 'says'>[] = [
    {
      mark: 'beyond',
      spots: villages.filter(
        ({ urban }, at) => planned.people[at]! > 0 && seconds[at]! > 60 * (urban ? limits.urban : limits.rural),
      ),
    },
    { mark: 'stays', spots: standing('kept') },
    { mark: 'closed', spots: planned.closed },
    { mark: 'opened', spots: standing('opened') },
    { mark: 'moved', spots: standing('moved') },
    { mark: 'upgraded', spots: planned.standing.filter((point) => raised.has(point.id)) },
  ];
  const words = {
    stays: 'count.stay',
    closed: 'count.close',
    opened: 'count.open',
    moved: 'count.move',
    upgraded: 'count.upgrade',
  } as const;
  return planMap(
    await showLayer(ctx, { layer: 'divisions' }),
    marks.map(({ mark, spots }) => {
      const count = number(spots.length);
      return { mark, spots, says: mark === 'beyond' ? say('map.beyond', { count }) : p(words[mark], { count }) };
    }),
    said,
  )?.svg;
}

const decided = ['submitted', 'returned', 'approved', 'published', 'adopted'] as const;

async function chaptersOf(ctx: Ctx, scenario: string): Promise<Omit<Report, 'sections'> & { chapters: Chapter[] }> {
  const words = planWords(ctx.language);
  const { say, p, number } = words;
  const shown = await showScenario(ctx, scenario);
  const isPlan = await isAsAnswered(ctx, scenario);
  const said = await namesFor(ctx);
  const comparison = inWords(await compare(ctx, { after: scenario, level: 'village' }, Infinity), said);
  const { scenario: plan, costs } = shown;
  const snapshot = await findSnapshot(ctx, plan.snapshot.id);
  const labels = snapshot?.labels ?? [];
  const { scope } = plan;
  const { winners, losers } = comparison;
  const today: [string, string] = [p('compare.today'), p('compare.plan')];
  const chapter = (table: PaperTable): Chapter => ({ heading: table.name, table });
  const beyond = new Map(shown.closings.map((closing) => [closing.site, closing.beyond]));
  return {
    title: say('title', { division: said(plan.division.name), plan: plan.name }),
    subtitle: [
      p(`status.${plan.status}`),
      say('made-from', {
        from: p('plan.from', { snapshot: plan.snapshot.name, day: plan.snapshot.asOf }),
        digest: (snapshot?.digest.toString('hex') ?? '').slice(0, 12),
      }),
      ...labels.map((label) => p(`label.${label}`)),
      [
        p('coverage.rule', {
          urban: scope.limits.urban,
          rural: scope.limits.rural,
          urbanMode: p(`mode.${scope.mode.urban}`),
          ruralMode: p(`mode.${scope.mode.rural}`),
        }),
        ...(labels.includes('straight-line') ? [] : [p('coverage.by-road')]),
        say(scope.acrossBorders ? 'across' : 'within'),
      ].join(say('next')),
    ],
    at: `${plan.snapshot.asOf}T00:00:00+08:00`,
    chapters: [
      {
        heading: say('in-short'),
        lines: [
          say('in-short.text', {
            before: number(comparison.before.figures.points),
            after: number(comparison.after.figures.points),
            changes: counted(words, plan),
            share: percent(comparison.after.figures.share),
            was: percent(comparison.before.figures.share),
            longer: number(losers.people),
            shorter: number(winners.people),
          }),
          ...(plan.note ? [plan.note] : []),
          ...answerLines(words, shown, isPlan),
        ],
        drawing: await mapOf(ctx, words, scenario, said),
      },
      {
        heading: say('supposed'),
        lines: shown.changes.flatMap((change) => words.supposed(change, (id) => said(shown.names[id] ?? id)) ?? []),
      },
      chapter(figureTable(words, comparison, today)),
      chapter(countyTable(words, comparison)),
      // Its figures are those of the answer.
      ...(isPlan ? [chapter(levelTable(words, shown))] : []),
      curveChapter(words, shown),
      chapter({
        name: say('in-ten-thousands', { what: p('costs.title') }),
        header: [p('costs.head'), ...today],
        rows:
          costs && comparison.before.costs
            ? [
                ...heads.map((head) => [
                  p(`costs.${head}`),
                  tenThousands(comparison.before.costs![head]),
                  tenThousands(costs[head]),
                ]),
                ...(costs.unpriced > 0 ? [[p('costs.unpriced', { count: number(costs.unpriced) }), null, null]] : []),
              ]
            : [],
      }),
      ...differenceTables(words, comparison, undefined, beyond).map(chapter),
      chapter(movedTable(words, p('compare.losers', { people: number(losers.people) }), losers.villages)),
      chapter(movedTable(words, p('compare.winners', { people: number(winners.people) }), winners.villages)),
      {
        heading: p('talk.history'),
        lines: shown.history
          .filter(({ what }) => decided.some((each) => each === what))
          .toReversed()
          .map(({ at, by, what, reason }) =>
            [localDate(new Date(at)), p(`history.${what}`), by, reason].filter(Boolean).join(' · '),
          ),
      },
    ].filter(({ lines, table }: Chapter) => (lines ?? []).length > 0 || (table?.rows ?? []).length > 0),
  };
}

/** On paper the first of a long list; the whole of it in the spreadsheet. */
const onPaper = 40;

function printed(words: PlanWords, cell: PaperCell): Printed {
  const { p, number } = words;
  if (isPair(cell)) {
    const [from, to] = cell;
    // The unit is said once.
    const was =
      isMeasure(from) && isMeasure(to) && from.as === 'minutes' ? from.value.toFixed(1) : printed(words, from).text;
    return { text: `${was} → ${printed(words, to).text}`, right: true };
  }
  if (cell === null) return { text: '–', right: true };
  if (typeof cell === 'number') return { text: number(cell), right: true };
  if (!isMeasure(cell)) return { text: cell, right: false };
  const { value, as } = cell;
  const text = {
    share: () => percent(value),
    minutes: () => p('time.minutes', { minutes: value.toFixed(1) }),
    ratio: () => value.toFixed(2),
    money: () => number(value),
  }[as]();
  return { text, right: true };
}

async function reportOf(ctx: Ctx, scenario: string): Promise<Report> {
  const words = planWords(ctx.language);
  const { chapters, ...head } = await chaptersOf(ctx, scenario);
  return {
    ...head,
    sections: chapters.map(({ heading, lines = [], drawing, table }, chapter) => {
      // A line that is drawn with its figures needs no table beside it.
      const told = chapter === 0 || drawing === undefined ? (table?.rows ?? []) : [];
      const rows = told.map((row) => row.map((cell) => printed(words, cell)));
      const figures = (table?.header ?? []).map((_, at) => rows.every((row) => row[at]?.right ?? true));
      return {
        heading,
        lines,
        drawing: drawing ?? null,
        table:
          table === undefined || rows.length === 0
            ? null
            : {
                header: table.header.map((text, at) => ({ text, right: figures[at]! })),
                rows: rows.slice(0, onPaper),
                more: rows.length > onPaper ? words.say('more', { count: rows.length - onPaper }) : null,
              },
      };
    }),
  };
}

/** Printed in a worker of its own: a report is asked for a few times a year, and nobody waits while it is set. */
function print(report: Report): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./report.worker.ts', import.meta.url), {
      name: 'plan-report',
      workerData: report,
      resourceLimits: { maxOldGenerationSizeMb: 512 },
    });
    worker.once('message', (bytes: Uint8Array) => {
      resolve(bytes);
      void worker.terminate();
    });
    worker.once('error', reject);
  });
}

export async function report(ctx: Ctx, wish: { scenario: string; format: 'pdf' | 'xlsx' }): Promise<File> {
  if (wish.format === 'pdf')
    return fileOf(await print(await reportOf(ctx, wish.scenario)), 'plan.pdf', 'application/pdf');
  const words = planWords(ctx.language);
  const { title, subtitle, at, chapters } = await chaptersOf(ctx, wish.scenario);
  const tables = chapters.map(({ heading, lines = [], table }, chapter): Table => {
    if (table && table.rows.length > 0) return spread(words, table);
    const said = chapter === 0 ? [...subtitle, ...lines] : lines;
    return { name: heading, header: [chapter === 0 ? title : heading], rows: said.map((line) => [line]) };
  });
  return fileOf(await workbook(words, tables, new Date(at)), 'plan.xlsx', xlsxType);
}

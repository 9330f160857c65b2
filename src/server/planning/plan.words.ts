import type { Change, Comparison, Replacement } from '#api/planning.ts';
import { fillWords, type Language } from '#domain/kernel/text.ts';
import type { UnitLevel } from '#domain/organisation/units.ts';
import enReport from '../../../locales/en/plan-report.json' with { type: 'json' };
import enPlan from '../../../locales/en/planning.json' with { type: 'json' };
import enStatus from '../../../locales/en/status.json' with { type: 'json' };
import zhReport from '../../../locales/zh-CN/plan-report.json' with { type: 'json' };
import zhPlan from '../../../locales/zh-CN/planning.json' with { type: 'json' };
import zhStatus from '../../../locales/zh-CN/status.json' with { type: 'json' };

const books = {
  'zh-CN': { report: zhReport, plan: zhPlan, level: zhStatus },
  en: { report: enReport, plan: enPlan, level: enStatus },
};
/** The columns of the sheets of points and of villages. */
export type ColumnWord = Exclude<ColumnOf<keyof typeof zhReport>, 'before' | 'after'>;
type ColumnOf<Key> = Key extends `column.${infer Name}` ? Name : never;

type Params = Record<string, string | number>;

const grouped = {
  'zh-CN': new Intl.NumberFormat('zh-CN', { maximumFractionDigits: 2 }),
  en: new Intl.NumberFormat('en-GB', { maximumFractionDigits: 2 }),
};

/** 0.93418 → 93.4%; only all of it is 100%. */
export const percent = (share: number): string => {
  const tenths = Math.round(share * 1000);
  const told = share < 1 && tenths === 1000 ? 999 : share > 0 && tenths === 0 ? 1 : tenths;
  return `${(told / 10).toFixed(1)}%`;
};

/**
 * What paper says: `plan` are the words of the planner's screens, so that one thing has one name everywhere; `say` adds what only a
 * report needs.
 */
export function planWords(language: Language) {
  const { report, plan, level } = books[language];
  const p = (key: keyof typeof zhPlan, params?: Params): string => fillWords(plan[key], params);
  return {
    say: (key: keyof typeof zhReport, params?: Params): string => fillWords(report[key], params),
    p,
    number: (value: number): string => grouped[language].format(value),
    level: (of: UnitLevel): string => level[`level.${of}`],
    upgrade(of: Comparison['upgraded'][number]): string {
      switch (of.what) {
        case 'level':
          return p('upgraded.level', { from: level[`level.${of.from}`], to: level[`level.${of.to}`] });
        case 'class':
          return of.from === null
            ? p('upgraded.class.first', { to: of.to ?? '–' })
            : p('upgraded.class', { from: of.from, to: of.to ?? '–' });
        case 'clerks':
          return p('upgraded.clerks', { from: of.from, to: of.to });
      }
    },
    /** What a plan supposes of the world; undefined for what it does itself. */
    supposed(of: Change, nameOf: (id: string) => string): string | undefined {
      switch (of.kind) {
        case 'road-out':
          return p('change.road-out', { name: of.name });
        case 'road-speed':
          return p('change.road-speed', { name: of.name, kmh: of.kmh });
        case 'people':
          return p('change.people', { place: nameOf(of.place), times: percent(of.times) });
        case 'ageing':
          return p('change.ageing', { place: nameOf(of.place), share: percent(of.older) });
        case 'staff':
          return p('change.staff', { name: nameOf(of.site), clerks: of.clerks });
        default:
          return undefined;
      }
    },
    replacement(of: Replacement, name: string | undefined): string {
      const day = p(`weekday.${(of.weekday ?? 1) as 1 | 2 | 3 | 4 | 5 | 6 | 7}`);
      const when = { weeks: of.everyWeeks ?? 1, day };
      return name === undefined
        ? p(`replacement.${of.how}.text`, when)
        : p(`replacement.${of.how}.by`, { ...when, name });
    },
  };
}
export type PlanWords = ReturnType<typeof planWords>;

import type { Wish } from '#api/planning.ts';
import type { Language } from '#domain/kernel/text.ts';
import en from '../../../../locales/en/planning.json' with { type: 'json' };
import zh from '../../../../locales/zh-CN/planning.json' with { type: 'json' };
import { wordBook } from '../../shared/words.ts';
import { language } from '../words.ts';

const books = wordBook({ 'zh-CN': { planning: zh }, en: { planning: en } });

export type PlanWord = keyof typeof en;

/** Words of the planner's screens, which are fetched with them. A code of the contract without words does not compile. */
export const p = (key: PlanWord, params?: Record<string, string | number>): string =>
  books(language())(`planning.${key}`, params);

const locale: Record<Language, string> = { 'zh-CN': 'zh-CN', en: 'en-GB' };
const format = (options: Intl.NumberFormatOptions) => {
  const made: Partial<Record<Language, Intl.NumberFormat>> = {};
  return (value: number): string => {
    const spoken = language();
    made[spoken] ??= new Intl.NumberFormat(locale[spoken], options);
    return made[spoken].format(value);
  };
};

export const number = format({ maximumFractionDigits: 0 });
const tenths = format({ maximumFractionDigits: 1, minimumFractionDigits: 1 });
export const decimal = format({ maximumFractionDigits: 2, minimumFractionDigits: 2 });

/** 0.93418 → 93.4 %; only all of it is 100 %. */
export const percent = (share: number): string => {
  const tenths = Math.round(share * 1000);
  const told = share < 1 && tenths === 1000 ? 999 : share > 0 && tenths === 0 ? 1 : tenths;
  return `${(told / 10).toFixed(1)}%`;
};

/** 1412 s → 24 分钟; under ten minutes to the tenth, because limits lie there. */
export function travelTime(seconds: number | null | undefined): string {
  if (seconds === null || seconds === undefined) return p('time.none');
  const minutes = seconds / 60;
  if (minutes >= 90) return p('time.hours', { hours: Math.floor(minutes / 60), minutes: Math.round(minutes % 60) });
  return p('time.minutes', { minutes: minutes < 10 ? Math.round(minutes * 10) / 10 : Math.round(minutes) });
}

/** Fen as people plan with them: 元 below ten thousand, 万元 above. */
export function planMoney(fen: number): string {
  const yuan = fen / 100;
  if (language() === 'zh-CN') return Math.abs(yuan) >= 10_000 ? `${tenths(yuan / 10_000)} 万元` : `${number(yuan)} 元`;
  return `¥${number(yuan)}`;
}

/**
 * What each aim counts, as people write it: points, people, hours that all travel together, the time of the farthest.
 * @param levels how many levels the figure is of; people of several are told as their mean
 */
export function sayObjective(model: Wish['model'], value: number, levels = 1): string {
  const told = model === 'p-center' ? travelTime(value) : number(model === 'p-median' ? value / 3600 : value);
  return p(model === 'mclp' && levels > 1 ? 'objective.mclp.levels' : `objective.${model}`, { value: told });
}

import { z } from 'zod';
import type { TimelineEntry } from '#api/cases.ts';
import { units } from '#domain/catalogue/guide.words.ts';
import { limitUnits } from '#domain/catalogue/item.ts';
import { isLocalDate, sayShortDate, yearOf } from '#domain/kernel/dates.ts';
import type { Language, Text } from '#domain/kernel/text.ts';
import { placesIn } from './fill-words.ts';
import { words } from './words.ts';

/** Residents read whole sentences in their own words; staff read the office's. */
export type Audience = 'resident' | 'office';

const LimitUnit = z.enum(limitUnits);

/** Codes that a sentence says in words, by the place in which they stand. */
const named: Record<string, string> = {
  stop: 'status.stop',
  way: 'status.handed',
  channel: 'status.channel',
  outcome: 'status.payment',
  delivery: 'status.delivery',
};

const isText = (value: unknown): value is Text =>
  typeof value === 'object' && value !== null && 'zh-CN' in value && 'en' in value;

function sayParam(name: string, value: unknown, audience: Audience, language: Language, year: number): string | number {
  const t = words(language);
  if (typeof value === 'number') return value;
  if (Array.isArray(value)) return value.length;
  if (isText(value)) return value[language];
  const said = String(value);
  if (isLocalDate(said)) return sayShortDate(said, language, year);
  if (name === 'ending') return t.find(`status.${audience}.ending.${said}`) ?? said;
  return (named[name] && t.find(`${named[name]}.${said}`)) ?? said;
}

/** 10个工作日, 10 working days; undefined where the event does not say. */
function sayLength(params: TimelineEntry['params'], language: Language): string | undefined {
  const unit = LimitUnit.safeParse(params.lengthUnit);
  const amount = Number(params.amount);
  if (!unit.success || !(amount > 0)) return undefined;
  const names = units[unit.data];
  return language === 'en' ? `${amount} ${names.en[amount === 1 ? 0 : 1]}` : `${amount}${names['zh-CN']}`;
}

const countOf = (value: unknown): number => (Array.isArray(value) ? value.length : Number(value ?? 0));

/** Which telling of an event fits, the fullest first: the first whose places can all be filled is taken. */
function tellings(entry: TimelineEntry): string[] {
  const { type, params } = entry;
  const plain = [type, `${type}.to`, `${type}.stage`, `${type}.plain`];
  switch (type) {
    case 'submitted':
    case 'supplemented':
      return entry.by.kind === 'staff' ? [`${type}.helped`, `${type}.plain`] : plain;
    case 'accepted':
      if (params.deemed === true) return ['accepted.deemed'];
      return countOf(params.owed) > 0 ? ['accepted.owed', ...plain] : plain;
    case 'owed-supplied':
      return countOf(params.left) > 0 ? ['owed-supplied.left', type] : [type];
    case 'payment-recorded':
      return [`${type}.${String(params.outcome)}`, `${type}.plain`];
    case 'decided':
      if (typeof params.granted !== 'boolean') return [type];
      return params.granted
        ? ['decided.granted', 'decided.granted.plain']
        : ['decided.refused', 'decided.refused.plain'];
    default:
      return plain;
  }
}

/**
 * One event of a case as a sentence. Params are what the event says (see `EventData`), with ids replaced by names, lists
 * by their length, days as 'YYYY-MM-DD'; a telling whose places cannot all be filled gives way to a plainer one.
 * `year` is the year that the reader takes for granted.
 */
export function sayEvent(entry: TimelineEntry, audience: Audience, language: Language, year?: number): string {
  const t = words(language);
  const given: Record<string, unknown> = { ...entry.params, byUnit: entry.by.unit, byName: entry.by.name };
  if (entry.type === 'accepted') given.count = entry.params.owed;
  if (entry.type === 'extension-approved') given.length = sayLength(entry.params, language);
  const params: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(given))
    if (value !== null && value !== undefined && value !== '')
      params[name] = sayParam(name, value, audience, language, year ?? yearOf(entry.at.slice(0, 10)));
  for (const telling of tellings(entry)) {
    const key = `timeline.${audience}.${telling}`;
    const message = t.find(key);
    if (message !== undefined && placesIn(message).every((place) => place in params)) return t.find(key, params)!;
  }
  return entry.type;
}

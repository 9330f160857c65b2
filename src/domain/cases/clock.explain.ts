import {
  epochDay,
  type LocalDate,
  localDate,
  localTime,
  sayDate,
  sayRange,
  sayWeekday,
  weekday,
  yearOf,
} from '#domain/kernel/dates.ts';
import { fill, type Language, type Text } from '#domain/kernel/text.ts';
import type { ClockStop, Length } from './clock.count.ts';
import type { ClockStatus, Deemed } from './clock.status.ts';
import type { Clock, LeftOut, Leg, LimitClock } from './clock.ts';

/** A sentence as data: the code is its key in `locales/<language>/clock.json`, so that any page says it in its reader's language. */
export interface Phrase {
  code: string;
  params: Record<string, PhraseValue>;
}

type PhraseValue =
  | string
  | number
  | { date: LocalDate }
  | { fullDate: LocalDate }
  | { range: [from: LocalDate, to: LocalDate] }
  | { lengths: Length[] }
  | { weekday: number }
  | { word: string }
  | { text: Text }
  | { basis: Text | undefined }
  | { list: Phrase[] };

export type Messages = Record<string, string>;

const phrase = (code: string, params: Phrase['params'] = {}): Phrase => ({ code, params });

/** Weekends are told one by one as long as there are few of them. */
const fewWeekends = 4;

/** Why the due day is what it is: the day not counted, the days counted and left out, the article, the limits that did not decide. */
export function explain(clock: Clock): Phrase[] {
  const limit = clock.limits[clock.governing]!;
  const last = limit.leftOut.filter(({ atEnd }) => atEnd);
  return [
    startPhrase(limit, clock),
    ...limit.legs.map((leg, i) => legPhrase(limit, leg, i)),
    ...leftOutPhrases(limit.leftOut.filter(({ atEnd }) => !atEnd)),
    ...(limit.makeUpDays.length > 0 ? [phrase('make-up', { list: dates(limit.makeUpDays) })] : []),
    ...(last.length > 0 ? rollPhrases(limit, last) : []),
    limit.due === null ? pausedPhrase(clock, limit) : phrase('due', { due: { date: limit.due } }),
    ...clock.limits.flatMap((other, i) => (i === clock.governing ? [] : [otherPhrase(other, clock)])),
    ...unconfirmedPhrases(limit.unconfirmedYears),
  ];
}

const dates = (days: readonly LocalDate[]) => ({ list: days.map((date) => phrase('date', { date: { date } })) });

function startPhrase({ limit, start, startRule, clockStart }: LimitClock, { hours }: Clock): Phrase {
  const params = {
    event: { word: `event.${limit.from ?? 'receipt'}` },
    received: { fullDate: localDate(start) },
    time: localTime(start),
    start: { date: clockStart },
    open: hours.open,
    close: hours.close,
  };
  return phrase(`start.${startRule}${limit.amount === 0 ? '.zero' : ''}`, params);
}

function legPhrase({ limit }: LimitClock, leg: Leg, index: number): Phrase {
  const params = {
    kind: { word: `kind.${limit.kind}` },
    length: { lengths: [leg] },
    basis: { basis: leg.basis },
    ...(leg.end !== null && { end: { date: leg.end } }),
  };
  if (leg.end === null) return phrase(index > 0 ? 'extension.open' : 'count.open', params);
  if (index > 0) return phrase(leg.unit === 'wd' ? 'extension.wd' : 'extension.d', params);
  if (leg.amount === 0) return phrase('count.zero', params);
  return phrase(leg.unit === 'wd' || leg.unit === 'd' ? `count.${leg.unit}` : 'count.m', params);
}

function leftOutPhrases(ranges: readonly LeftOut[]): Phrase[] {
  if (ranges.length === 0) return [];
  const weekends = ranges.filter(({ why }) => why === 'weekend');
  const many = weekends.length > fewWeekends;
  const list = ranges.filter(({ why }) => !many || why !== 'weekend').map(leftOutPhrase);
  if (many) {
    const days = weekends.reduce((sum, { from, to }) => sum + epochDay(to) - epochDay(from) + 1, 0);
    list.push(phrase('left.weekends', { days }));
  }
  return [phrase('left', { list: { list } })];
}

function leftOutPhrase({ from, to, why, name, stop }: LeftOut): Phrase {
  const range: PhraseValue = { range: [from, to] };
  if (why === 'stop' && stop?.basis)
    return phrase('left.stop.basis', { range, stop: stopWord(stop), basis: { text: stop.basis } });
  if (why === 'stop') return phrase('left.stop', { range, stop: stopWord(stop) });
  if (why === 'holiday' && name) return phrase('left.holiday', { range, name: { text: name } });
  if (why === 'holiday') return phrase('left.off', { range });
  return from === to ? phrase('date', { date: { date: from } }) : phrase('left.weekend', { range });
}

const stopWord = (stop: ClockStop | null) => ({ word: `stop.${stop?.kind ?? 'other'}` });

function rollPhrases({ due }: LimitClock, last: readonly LeftOut[]): Phrase[] {
  if (due === null) return [];
  const code = last.some(({ why }) => why === 'stop') ? 'roll.stop' : 'roll';
  const list = { list: last.map(leftOutPhrase) };
  return [phrase(code, { list, due: { date: due } })];
}

function pausedPhrase({ pausedSince }: Clock, limit: LimitClock): Phrase {
  const unit = limit.legs.every((leg) => leg.unit === 'wd') ? 'wd' : 'd';
  return phrase(limit.remaining.length === 0 ? 'paused.last' : 'paused', {
    since: { date: pausedSince! },
    used: { lengths: [{ amount: limit.daysCounted, unit }] },
    left: { lengths: limit.remaining },
  });
}

function otherPhrase(other: LimitClock, clock: Clock): Phrase {
  const params = { kind: { word: `kind.${other.limit.kind}` }, lengths: { lengths: other.legs as Length[] } };
  if (other.due === null) return phrase('other.paused', params);
  return phrase(other.due === clock.due ? 'other.same' : 'other.later', { ...params, due: { date: other.due } });
}

const unconfirmedPhrases = (years: readonly number[]): Phrase[] =>
  years.length === 0 ? [] : [phrase('unconfirmed', { list: { list: years.map((year) => phrase('year', { year })) } })];

/** Why an application counts as accepted, or until when a notice would be in time. */
export function explainDeemed({ received, noticeAt, lastDay, deemed, unconfirmedYears }: Deemed): Phrase[] {
  const params = {
    received: { fullDate: localDate(received) },
    lastDay: { date: lastDay },
    ...(noticeAt && { notice: { date: localDate(noticeAt) } }),
  };
  const code = deemed ? (noticeAt ? 'deemed.late' : 'deemed.none') : noticeAt ? 'deemed.in-time' : 'deemed.open';
  return [phrase(code, params), ...unconfirmedPhrases(unconfirmedYears)];
}

/** Whose turn it is, until when, and how much of the limit is used: 县人社局最晚3月3日(周二)办好. */
export function explainStatus(clock: Clock, status: ClockStatus, who: Text): Phrase {
  const { unit, used, total } = status;
  const params = { who: { text: who }, used, usedLength: { lengths: [{ amount: used, unit }] } };
  if (clock.due === null) return phrase('status.paused', { ...params, since: { date: clock.pausedSince! } });
  const due = { date: clock.due };
  if (status.colour === 'red')
    return phrase('status.overdue', { ...params, due, late: { lengths: [{ amount: status.overdueDays, unit: 'd' }] } });
  return phrase('status.running', { ...params, due, total: { lengths: [{ amount: total ?? used, unit }] } });
}

/** What a limit, and all that lengthens it, is called: 60天加10个工作日, 60 days plus 10 working days. */
export const lengthsPhrase = (lengths: readonly Length[]): Phrase =>
  phrase('lengths', { lengths: { lengths: [...lengths] } });

/** Why one day was left out, in a word: 春节, Saturday. */
export function reasonPhrase(date: LocalDate, { why, name, stop, atEnd }: LeftOut): Phrase {
  const reason: PhraseValue =
    why === 'stop'
      ? stopWord(stop)
      : why === 'holiday'
        ? name
          ? { text: name }
          : { word: 'reason.holiday' }
        : { weekday: weekday(date) };
  return phrase(atEnd && why !== 'stop' ? 'reason.at-end' : 'reason', { reason });
}

/** `year` is the year that the reader takes for granted: dates in it are said without one. */
export function render(phrases: readonly Phrase[], language: Language, messages: Messages, year?: number): string {
  return phrases.map((each) => renderPhrase(each, language, messages, year)).join(messages['sentence.separator'] ?? '');
}

export const explanationOf = (clock: Clock, language: Language, messages: Messages): string =>
  render(explain(clock), language, messages, yearOf(clock.clockStart));

function renderPhrase({ code, params }: Phrase, language: Language, messages: Messages, year?: number): string {
  const word = (key: string): string => messages[key] ?? key;
  const say = (value: PhraseValue): string | number => {
    if (typeof value !== 'object') return value;
    if ('date' in value) return sayDate(value.date, language, year);
    if ('fullDate' in value) return sayDate(value.fullDate, language);
    if ('range' in value) return sayRange(value.range[0], value.range[1], language, year);
    if ('weekday' in value) return sayWeekday(value.weekday, language);
    if ('text' in value) return value.text[language];
    if ('basis' in value) return value.basis ? fill(word('basis'), { basis: value.basis[language] }) : '';
    if ('word' in value)
      return value.word.startsWith('stop.') ? (messages[value.word] ?? word('stop.other')) : word(value.word);
    if ('lengths' in value) return value.lengths.map(length).join(word('length.separator'));
    return value.list.map((each) => renderPhrase(each, language, messages, year)).join(word('list.separator'));
  };
  const length = ({ amount, unit }: Length) =>
    fill(word(`length.${unit}.${amount === 1 ? 'one' : 'other'}`), { n: amount });
  return fill(word(code), Object.fromEntries(Object.entries(params).map(([name, value]) => [name, say(value)])));
}

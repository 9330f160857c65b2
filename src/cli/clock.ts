import { readFileSync } from 'node:fs';
import holidays from '#db/reference/holidays.json' with { type: 'json' };
import type { ClockExtension, ClockInput, ClockLimit, ClockStop, Hours, LimitUnit } from '#domain/cases/clock.count.ts';
import { explanationOf, type Messages, reasonPhrase, render } from '#domain/cases/clock.explain.ts';
import { type Clock, computeLimits, type LimitClock } from '#domain/cases/clock.ts';
import { type Calendar, parseCalendar } from '#domain/kernel/calendar.ts';
import { addDays, isLocalDate, type LocalDate, minutesOf, parseInstant, sayDate } from '#domain/kernel/dates.ts';
import { fill, type Language } from '#domain/kernel/text.ts';
import en from '../../locales/en/clock.json' with { type: 'json' };
import zh from '../../locales/zh-CN/clock.json' with { type: 'json' };
import { write } from './output.ts';

const texts: Record<Language, Messages> = { 'zh-CN': zh, en };

/** A sentence about the command line, by the key of its text. */
class Unusable extends Error {
  readonly code: string;
  readonly params: Record<string, string>;
  constructor(code: string, params: Record<string, string> = {}) {
    super(code);
    this.code = code;
    this.params = params;
  }
}

const repeatable = ['--limit', '--stop'];
const single = ['--received', '--extend', '--hours', '--calendar', '--lang'];
const flags = ['--json', '--help'];

function readOptions(argv: readonly string[]): Map<string, string[]> {
  const given = new Map<string, string[]>();
  for (let i = 0; i < argv.length; i += 1) {
    const [, option, inline] = /^(--[a-z]+)(?:=(.*))?$/s.exec(argv[i]!) ?? [undefined, argv[i]!, undefined];
    const flag = flags.includes(option!);
    if (!flag && !repeatable.includes(option!) && !single.includes(option!))
      throw new Unusable('cli.option.unknown', { option: option! });
    if (flag && inline !== undefined) throw new Unusable('cli.option.no-value', { option: option!, value: inline });
    let value = flag ? '' : inline;
    if (value === undefined) {
      i += 1;
      value = argv[i];
    }
    if (value === undefined || value.startsWith('--') || (value === '' && !flag))
      throw new Unusable('cli.option.value', { option: option! });
    const before = given.get(option!) ?? [];
    if (before.length > 0 && single.includes(option!)) throw new Unusable('cli.option.twice', { option: option! });
    given.set(option!, [...before, value]);
  }
  return given;
}

/** The language is needed to say what is wrong with the rest, so it is looked for first. */
function languageOf(argv: readonly string[]): { language: Language; wrong?: string } {
  const place = argv.findIndex((argument) => argument === '--lang' || argument.startsWith('--lang='));
  const value = place < 0 ? 'zh-CN' : argv[place]!.startsWith('--lang=') ? argv[place]!.slice(7) : argv[place + 1];
  if (value === 'en') return { language: 'en' };
  if (value === undefined || value === 'zh-CN' || value === 'zh') return { language: 'zh-CN' };
  return { language: 'zh-CN', wrong: value };
}

const hundredYears: Record<LimitUnit, number> = { wd: 36_525, d: 36_525, m: 1200, y: 100 };

function readLength(option: string, value: string): { amount: number; unit: LimitUnit } {
  const match = /^(\d{1,5})(wd|d|m|y)$/.exec(value);
  const unit = match?.[2] as LimitUnit | undefined;
  if (!match || !unit || Number(match[1]) > hundredYears[unit])
    throw new Unusable('cli.length.wrong', { option, value });
  return { amount: Number(match[1]), unit };
}

/** Years in which a day of Asia/Shanghai is always UTC+8 and in which a hundred years' limit still has a date. */
function withinYears(date: string, value: string): void {
  const year = Number(date.slice(0, 4));
  if (year < 1992 || year > 2199) throw new Unusable('cli.year', { value });
}

function readReceived(value: string | undefined): Date {
  if (value === undefined) throw new Unusable('cli.received.missing');
  const received = parseInstant(value);
  if (!received) throw new Unusable('cli.received.wrong', { value });
  withinYears(received.toISOString(), value);
  return received;
}

function readStop(value: string): ClockStop {
  const [from = '', to, ...more] = value.split('..');
  if (!isLocalDate(from) || to === undefined || (to !== '' && !isLocalDate(to)) || more.length > 0)
    throw new Unusable('cli.stop.wrong', { value });
  withinYears(from, value);
  if (to !== '') withinYears(to, value);
  if (to !== '' && to < from) throw new Unusable('cli.stop.order', { value });
  return { from, to: to === '' ? null : to, kind: 'other' };
}

function readExtension(value: string): ClockExtension {
  const extension = readLength('--extend', value);
  if (extension.amount === 0) throw new Unusable('cli.extend.zero');
  return extension;
}

function readHours(value: string): Hours {
  const [open = '', close = '', ...more] = value.split('-');
  const [from, to] = [minutesOf(open), minutesOf(close)];
  if (from === undefined || to === undefined || from >= to || more.length > 0)
    throw new Unusable('cli.hours.wrong', { value });
  return { open, close };
}

function readCalendar(file: string | undefined): Calendar {
  const calendar = parseCalendar(file === undefined ? holidays : readJson(file));
  if (!Array.isArray(calendar)) return calendar;
  const [first] = calendar;
  const params = Object.entries(first!.params ?? {}).map(([name, value]) => [name, String(value)]);
  throw new Unusable(`cli.file.${first!.code}`, { file: file ?? '', path: first!.path, ...Object.fromEntries(params) });
}

function readJson(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new Unusable('cli.file.unreadable', { file });
  }
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    throw new Unusable('cli.file.not-json', { file });
  }
}

function daysSkipped(limit: LimitClock, language: Language): { date: LocalDate; reason: string }[] {
  return limit.leftOut.flatMap((range) => {
    const days: { date: LocalDate; reason: string }[] = [];
    for (let date = range.from; date <= range.to; date = addDays(date, 1))
      days.push({ date, reason: render([reasonPhrase(date, range)], language, texts[language]) });
    return days;
  });
}

function readable(clock: Clock, given: readonly string[], language: Language): string {
  const messages = texts[language];
  const say = (code: string, params: Record<string, string>) => fill(messages[code]!, params);
  return [
    clock.due === null ? messages['cli.paused'] : say('cli.due', { due: sayDate(clock.due, language) }),
    explanationOf(clock, language, messages),
    ...clock.limits.map(({ due }, i) =>
      say(i === clock.governing ? 'cli.limit.governing' : 'cli.limit', {
        limit: given[i]!,
        due: due ?? messages['cli.limit.paused']!,
      }),
    ),
  ].join('\n');
}

function answer(argv: readonly string[], language: Language): string {
  const options = readOptions(argv);
  if (options.has('--help')) return texts[language]['cli.usage']!;
  const one = (option: string) => options.get(option)?.[0];
  const start = readReceived(one('--received'));
  const given = options.get('--limit') ?? [];
  if (given.length === 0) throw new Unusable('cli.limit.missing');
  const limits = given.map((value): ClockLimit => ({ ...readLength('--limit', value), kind: 'other' }));
  const extension = one('--extend');
  const hours = one('--hours');
  const input: ClockInput = {
    start,
    limits,
    stops: (options.get('--stop') ?? []).map(readStop),
    extensions: extension === undefined ? [] : [readExtension(extension)],
    ...(hours !== undefined && { hours: readHours(hours) }),
  };
  const clock = computeLimits(input, readCalendar(one('--calendar')));
  if (!options.has('--json')) return readable(clock, given, language);
  const limit = clock.limits[clock.governing]!;
  const result = {
    due: clock.due,
    governing: given[clock.governing],
    clockStart: clock.clockStart,
    daysCounted: limit.daysCounted,
    daysSkipped: daysSkipped(limit, language),
    unconfirmedYears: clock.unconfirmedYears,
    explanation: explanationOf(clock, language, texts[language]),
  };
  return JSON.stringify(result, null, 2);
}

/** The clock of the law as a command. Exit code 0 with the answer, or 2 with a sentence on what to change. */
export function clockCommand(argv: readonly string[]): { code: 0 | 2; text: string } {
  const { language, wrong } = languageOf(argv);
  try {
    if (wrong !== undefined) {
      const both = [zh['cli.lang.wrong'], en['cli.lang.wrong']].map((message) => fill(message, { value: wrong }));
      return { code: 2, text: both.join('\n') };
    }
    return { code: 0, text: answer(argv, language) };
  } catch (error) {
    if (!(error instanceof Unusable)) throw error;
    return { code: 2, text: fill(texts[language][error.code]!, error.params) };
  }
}

if (import.meta.main) {
  const { code, text } = clockCommand(process.argv.slice(2));
  write(code === 0 ? process.stdout : process.stderr, text);
  process.exitCode = code;
}

import { isUtf8 } from 'node:buffer';
import { readFileSync, statSync } from 'node:fs';
import { Refused } from '#domain/kernel/problem.ts';
import { fill, type Language } from '#domain/kernel/text.ts';
import { type Answer, models, type PlanModel, type PlanProblem } from '#domain/planning/solve/problem.ts';
import { readCapacity, readCsv } from '#domain/planning/solve/read.csv.ts';
import { readPmed, readScp } from '#domain/planning/solve/read.orlib.ts';
import { type Reading, type ReadingNote, Unreadable } from '#domain/planning/solve/read.ts';
import { solve } from '#server/planning/solver/index.ts';
import en from '../../locales/en/plan.json' with { type: 'json' };
import zh from '../../locales/zh-CN/plan.json' with { type: 'json' };
import { mayLeave } from './output.ts';

const texts: Record<Language, Record<string, string>> = { 'zh-CN': zh, en };
const formats = ['orlib-pmed', 'orlib-scp', 'csv'] as const;
type Format = (typeof formats)[number];

const valued = ['--model', '--input', '--format', '--p', '--limit', '--capacity', '--time-limit', '--lang'];
const flags = ['--json', '--help'];

function readOptions(argv: readonly string[]): Map<string, string> {
  const given = new Map<string, string>();
  for (let i = 0; i < argv.length; i += 1) {
    const [, option = argv[i]!, inline] = /^(--[a-z-]+)(?:=(.*))?$/s.exec(argv[i]!) ?? [];
    const flag = flags.includes(option);
    if (!flag && !valued.includes(option)) throw new Unreadable('option.unknown', { option });
    if (flag && inline !== undefined) throw new Unreadable('option.no-value', { option });
    let value = flag ? '' : inline;
    if (value === undefined) {
      i += 1;
      value = argv[i];
    }
    if (value === undefined || value.startsWith('--') || (value === '' && !flag))
      throw new Unreadable('option.value', { option });
    if (given.has(option) && !flag) throw new Unreadable('option.twice', { option });
    given.set(option, value);
  }
  return given;
}

function oneOf<T extends string>(option: string, allowed: readonly T[], value: string | undefined): T {
  const found = allowed.find((each) => each === value);
  if (found === undefined)
    throw new Unreadable(value === undefined ? 'option.missing' : 'option.one-of', {
      option,
      value: value ?? '',
      allowed: allowed.join(', '),
    });
  return found;
}

function numberOf(option: string, value: string | undefined, whole: boolean): number | undefined {
  if (value === undefined) return undefined;
  const number = Number(value);
  if (value.trim() === '' || !Number.isFinite(number) || number < 0 || (whole && !Number.isSafeInteger(number)))
    throw new Unreadable(whole ? 'option.whole' : 'option.number', { option, value });
  return number;
}

/** A file as UTF-8. Spreadsheets of older offices write GB18030, everybody else UTF-8. */
function bytesOf(file: string): Uint8Array {
  let bytes: Buffer;
  try {
    if (statSync(file).isDirectory()) throw new Unreadable('file.folder', { file });
    bytes = readFileSync(file);
  } catch (error) {
    if (error instanceof Unreadable) throw error;
    throw new Unreadable('file.unreadable', { file });
  }
  if (bytes.subarray(0, 1 << 16).includes(0)) throw new Unreadable('file.binary', { file });
  return isUtf8(bytes) ? bytes : transcode(bytes);
}

/** In pieces, because no text may be as long as a file. */
function transcode(bytes: Buffer): Uint8Array {
  const decoder = new TextDecoder('gb18030');
  const parts: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += 1 << 24)
    parts.push(Buffer.from(decoder.decode(bytes.subarray(at, at + (1 << 24)), { stream: true })));
  return Buffer.concat([...parts, Buffer.from(decoder.decode())]);
}

function readInput(file: string, format: Format): Reading {
  const bytes = bytesOf(file);
  if (format === 'csv') return readCsv(bytes);
  return format === 'orlib-pmed' ? readPmed(bytes) : readScp(bytes);
}

function problemOf(model: PlanModel, options: Map<string, string>): { problem: PlanProblem; notes: ReadingNote[] } {
  const format = oneOf('--format', formats, options.get('--format'));
  const input = options.get('--input');
  if (input === undefined) throw new Unreadable('option.input');
  const asked = numberOf('--p', options.get('--p'), true);
  const limit = numberOf('--limit', options.get('--limit'), false);
  const reading = readInput(input, format);
  const notes = [...reading.notes];
  const needsP = model === 'mclp' || model === 'p-median' || model === 'p-center';
  const p = needsP ? (asked ?? reading.p) : asked;
  if (needsP && p === undefined) throw new Unreadable('option.p', { model });
  if (reading.sites.length === 0) throw new Unreadable('file.no-sites');
  if (reading.demands.length === 0) throw new Unreadable('file.no-demands');
  let { sites } = reading;
  const capacityFile = options.get('--capacity');
  if (capacityFile !== undefined) {
    const { capacity, notes: more } = readCapacity(bytesOf(capacityFile));
    notes.push(...more);
    const ids = new Set(sites.map(({ id }) => id));
    const strangers = [...capacity.keys()].filter((id) => !ids.has(id));
    if (strangers.length > 0)
      notes.push({ code: 'note.strangers', params: { count: strangers.length, site: strangers[0]! } });
    const unlimited = sites.filter(({ id }) => !capacity.has(id));
    if (unlimited.length > 0)
      notes.push({ code: 'note.unlimited', params: { count: unlimited.length, site: unlimited[0]!.id } });
    sites = sites.map((site) => (capacity.has(site.id) ? { ...site, capacity: capacity.get(site.id)! } : site));
  }
  const { demands, pairs } = reading;
  return {
    problem: { model, sites, demands, pairs, ...(p !== undefined && { p }), ...(limit !== undefined && { limit }) },
    notes,
  };
}

const sentence = (language: Language, { code, params }: ReadingNote): string =>
  fill(texts[language][code] ?? code, params);

/** What is printed with `--json`: the eight facts of every answer, and what else there is to say. */
function asJson(answer: Answer, notes: readonly ReadingNote[], language: Language): string {
  const { model, status, objective, bound, gap, sites, assignment, seconds, uncoverable, reason, crowd, stopped } =
    answer;
  return JSON.stringify({
    model,
    status,
    objective,
    bound,
    gap,
    sites,
    assignment,
    seconds: Math.round(seconds * 1000) / 1000,
    uncoverable: uncoverable.map(({ demand }) => demand),
    ...(uncoverable.length > 0 && {
      possibleLimits: Object.fromEntries(uncoverable.map(({ demand, possibleLimit }) => [demand, possibleLimit])),
    }),
    ...(reason && { reason, why: fill(texts[language][`reason.${reason}`]!, { count: uncoverable.length }) }),
    ...(crowd && { crowd }),
    ...(stopped && { stopped }),
    ...(notes.length > 0 && { notes: notes.map((note) => sentence(language, note)) }),
  });
}

function readable(answer: Answer, notes: readonly ReadingNote[], language: Language): string {
  const words = texts[language];
  const { objective, bound, gap, reason, crowd, uncoverable } = answer;
  const shown = (value: number) => String(Math.round(value * 1e6) / 1e6);
  return [
    ...notes.map((note) => sentence(language, note)),
    words[`status.${answer.status}`]!,
    ...(reason ? [fill(words[`reason.${reason}`]!, { count: uncoverable.length })] : []),
    ...(crowd
      ? [fill(words.crowd!, { load: shown(crowd.load), room: shown(crowd.room), list: crowd.demands.join(' ') })]
      : []),
    ...(objective === null
      ? []
      : [
          fill(words[`objective.${answer.model}`]!, { value: shown(objective) }),
          ...(gap ? [fill(words.gap!, { bound: shown(bound!), percent: shown(gap * 100) })] : []),
          fill(words.sites!, { count: answer.sites.length, sites: answer.sites.join(' ') }),
        ]),
    ...(uncoverable.length > 0
      ? [fill(words.uncoverable!, { list: uncoverable.map(({ demand }) => demand).join(' ') })]
      : []),
    fill(words.seconds!, { seconds: shown(Math.round(answer.seconds * 100) / 100) }),
  ].join('\n');
}

export interface Outcome {
  code: 0 | 2;
  out: string;
  err: string;
}

/**
 * Answers on one line of JSON or in sentences; refusals (exit code 2) as a sentence, with `--json` also as an object.
 * @param begun from when the time limit counts, as `performance.now()` tells it: reading is part of the time
 */
export async function planCommand(argv: readonly string[], begun = performance.now()): Promise<Outcome> {
  const seconds = () => (performance.now() - begun) / 1000;
  const language: Language = /(?:^|\s)--lang[= ]en(?:\s|$)/.test(argv.join(' ')) ? 'en' : 'zh-CN';
  const refused = (problem: string, both: Record<Language, string>): Outcome => ({
    code: 2,
    out: argv.includes('--json') ? `${JSON.stringify({ problem, text: both })}\n` : '',
    err: `${both[language]}\n`,
  });
  try {
    const options = readOptions(argv);
    if (options.has('--help')) return { code: 0, out: `${texts[language].usage}\n`, err: '' };
    oneOf('--lang', ['zh-CN', 'zh', 'en'], options.get('--lang') ?? 'zh-CN');
    const model = oneOf('--model', models, options.get('--model'));
    const timeLimitSeconds = numberOf('--time-limit', options.get('--time-limit'), false) ?? 60;
    const { problem, notes } = problemOf(model, options);
    const found = await solve(problem, { timeLimitSeconds: Math.max(0, timeLimitSeconds - seconds()) });
    const answer = { ...found, seconds: seconds() };
    const out = options.has('--json') ? asJson(answer, notes, language) : readable(answer, notes, language);
    return { code: 0, out: `${out}\n`, err: '' };
  } catch (error) {
    if (error instanceof Unreadable) {
      const said = (of: Language) => sentence(of, error);
      return refused(error.code, { 'zh-CN': said('zh-CN'), en: said('en') });
    }
    if (!(error instanceof Refused)) throw error;
    const { problem, fields = [] } = error.problem;
    const said = (of: Language) =>
      [texts[of]['problem.fields']!, ...fields.map(({ path, code }) => `${path}: ${texts[of][code] ?? code}`)].join(
        '\n',
      );
    return refused(problem, { 'zh-CN': said('zh-CN'), en: said('en') });
  }
}

if (import.meta.main) {
  const { code, out, err } = await planCommand(process.argv.slice(2), 0);
  process.stderr.write(err);
  mayLeave(process.stdout, () => process.exit(code));
  // A solver that does not listen any more must not keep the answer waiting.
  process.stdout.write(out, () => process.exit(code));
}

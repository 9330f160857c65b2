import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { Refused } from '#domain/kernel/problem.ts';
import type { Language } from '#domain/kernel/text.ts';

/** Everything an installation can set, read once from the environment. */
export interface Config {
  host: string;
  port: number;
  dataDir: string;
  /** A PostgreSQL of the user's own; absent, the included one runs. */
  databaseUrl: string | undefined;
  /** Whether statements are prepared under names; a pooler may lose them (docs/operate.md). */
  prepare: boolean;
  /** Whether an empty installation is filled with the demo prefecture. */
  demo: boolean;
  /** How many service points the demo prefecture has. */
  demoSites: number;
  /** Where residents find it, as printed in QR codes; absent, the address that it listens on. */
  publicUrl: string | undefined;
  /** The language of the terminal, for the lines that the start prints. */
  language: Language;
}

type Environment = Record<string, string | undefined>;

/** `PGHOST`-style half settings are not read: one address names the whole database. */
const databaseUrl = z
  .string()
  .refine((text) => /^postgres(ql)?:\/\//.test(text) && URL.canParse(text) && new URL(text).pathname.length > 1);

const yesOrNo = {
  schema: z.enum(['0', '1', 'true', 'false']).transform((text) => text === '1' || text === 'true'),
  expected: '0 / 1',
};

const settings = {
  HOST: { schema: z.string().regex(/^\S+$/), expected: '127.0.0.1' },
  PORT: { schema: z.string().regex(/^\d+$/).transform(Number).pipe(z.number().max(65_535)), expected: '0–65535' },
  DATA_DIR: { schema: z.string(), expected: '/var/lib/doorstep' },
  DATABASE_URL: { schema: databaseUrl, expected: 'postgresql://…' },
  DATABASE_PREPARE: yesOrNo,
  DEMO: yesOrNo,
  DEMO_SITES: {
    schema: z.string().regex(/^\d+$/).transform(Number).pipe(z.number().min(12).max(2487)),
    expected: '12–2487',
  },
  PUBLIC_URL: {
    schema: z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, '')),
    expected: 'https://…',
  },
};

const read = <Name extends keyof typeof settings, Value>(
  env: Environment,
  name: Name,
  fallback: Value,
): z.output<(typeof settings)[Name]['schema']> | Value => {
  const text = env[name]?.trim();
  if (!text) return fallback;
  const result = settings[name].schema.safeParse(text);
  if (result.success) return result.data as z.output<(typeof settings)[Name]['schema']>;
  // The address carries a password, so the refusal never repeats it.
  if (name === 'DATABASE_URL') throw new Refused('start.database-address');
  throw new Refused('start.setting', { name, expected: settings[name].expected });
};

/** The order that POSIX gives to the three variables. A terminal that says nothing may not show Chinese, so it gets English. */
export const terminalLanguage = (env: Environment): Language =>
  /^zh/i.test(env.LC_ALL || env.LC_MESSAGES || env.LANG || '') ? 'zh-CN' : 'en';

const defaultDataDir = (env: Environment, uid: number | undefined): string =>
  uid === 0
    ? '/var/lib/doorstep'
    : join(env.XDG_DATA_HOME?.trim() || join(env.HOME?.trim() || homedir(), '.local', 'share'), 'doorstep');

/**
 * Reads the settings; an empty one counts as absent.
 * @throws Refused `start.setting` or `start.database-address`, naming the setting and what it should be.
 */
export const readConfig = (env: Environment = process.env, uid = process.getuid?.()): Config => ({
  host: read(env, 'HOST', '127.0.0.1'),
  port: read(env, 'PORT', 8080),
  dataDir: resolve(read(env, 'DATA_DIR', defaultDataDir(env, uid))),
  databaseUrl: read(env, 'DATABASE_URL', undefined),
  prepare: read(env, 'DATABASE_PREPARE', true),
  demo: read(env, 'DEMO', true),
  demoSites: read(env, 'DEMO_SITES', 240),
  publicUrl: read(env, 'PUBLIC_URL', undefined),
  language: terminalLanguage(env),
});

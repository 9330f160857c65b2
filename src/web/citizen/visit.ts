import type { ContractRouterClient } from '@orpc/contract';
import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import type { Contract } from '#api/index.ts';
import type { Me } from '#api/session.ts';
import type { LocalDate } from '#domain/kernel/dates.ts';
import { localDate, yearOf } from '#domain/kernel/dates.ts';
import { type Language, preferredLanguage } from '#domain/kernel/text.ts';
import { type T, words } from './words.ts';

export type Client = ContractRouterClient<Contract>;

/** What `main` gives the citizen pages. */
export interface CitizenDeps {
  /** In this process, already carrying the request's session. Without a key a mutation gets a fresh one. */
  client: (c: Context, idempotencyKey?: string) => Client;
  /** Signs this browser in, or out with null. */
  setSession: (c: Context, token: string | null) => void;
  now: () => Date;
  /** A demonstration accepts the numbers of the fictional region 9901xx, and says on every page what it is. */
  demo: boolean;
  /** Answered by a person; stands on every page. */
  hotline?: string;
  /** Greatest size of one uploaded paper. */
  maxPaperBytes?: number;
  /** A fault that is no refusal: the page says so to the reader, the caller logs it. */
  onFault: (error: unknown, c: Context) => void;
}

export interface Preferences {
  elder: boolean;
  contrast: boolean;
  /** The village whose points come first: chosen by the reader, kept in the browser. */
  village: string | undefined;
}

/** One request for a page: who asks, in which language, at what time. */
export interface Visit extends Preferences {
  c: Context;
  deps: CitizenDeps;
  client: Client;
  language: Language;
  t: T;
  me: Me;
  today: LocalDate;
  /** The year that the reader takes for granted. */
  year: number;
  hotline: string;
}

export const isId = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);

const yearLong = { path: '/', maxAge: 365 * 86_400, sameSite: 'Lax', httpOnly: true } as const;

/** The language asked for in the address, chosen before, or preferred by the browser; zh-CN otherwise. */
function languageOf(c: Context): Language {
  const asked = c.req.query('lang') ?? getCookie(c, 'lang');
  if (asked === 'en' || asked === 'zh-CN') return asked;
  return preferredLanguage(c.req.header('accept-language') ?? '');
}

const switched = (c: Context, name: 'elder' | 'contrast'): boolean => {
  const asked = c.req.query(name);
  return (asked === '1' || asked === '0' ? asked : getCookie(c, name)) === '1';
};

const preferencesOf = (c: Context): Preferences => ({
  elder: switched(c, 'elder'),
  contrast: switched(c, 'contrast'),
  village: [c.req.query('village'), getCookie(c, 'village')].find((id) => id !== undefined && isId(id)),
});

/** What was asked for in the address is kept for the next page. */
export function keepPreferences(c: Context): void {
  const lang = c.req.query('lang');
  if (lang === 'en' || lang === 'zh-CN') setCookie(c, 'lang', lang, yearLong);
  for (const name of ['elder', 'contrast'] as const) {
    const asked = c.req.query(name);
    if (asked === '1' || asked === '0') setCookie(c, name, asked, yearLong);
  }
  const village = c.req.query('village');
  if (village !== undefined && isId(village)) setCookie(c, 'village', village, yearLong);
}

export const keepVillage = (c: Context, village: string): void => setCookie(c, 'village', village, yearLong);

const hotlineOf = (deps: CitizenDeps): string => deps.hotline ?? '12333';

/** A visit without anybody asked who it is: what an error page needs even when the database is away. */
export function strangerVisit(c: Context, deps: CitizenDeps): Visit {
  const language = languageOf(c);
  const today = localDate(deps.now());
  return {
    c,
    deps,
    client: deps.client(c),
    language,
    t: words(language),
    me: { kind: 'anyone' },
    today,
    year: yearOf(today),
    hotline: hotlineOf(deps),
    ...preferencesOf(c),
  };
}

export async function visitOf(c: Context, deps: CitizenDeps): Promise<Visit> {
  const visit = strangerVisit(c, deps);
  return { ...visit, me: await visit.client.session.me() };
}

/** A path of this site to go on to; anything else, another site above all, is the home page. */
export const localPath = (given: unknown, otherwise = '/'): string =>
  typeof given === 'string' && /^\/(?![/\\])[\w\-./?=&%~:,]*$/.test(given) ? given : otherwise;

export type Resident = Extract<Me, { kind: 'resident' }>;

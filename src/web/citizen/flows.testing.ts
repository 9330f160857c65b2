import { citizenPages } from './index.ts';
import { type Call, fakeDeps, resident } from './testing.ts';
import type { CitizenDeps } from './visit.ts';

type Answers = Parameters<typeof fakeDeps>[0];

export interface Browser {
  calls: Call[];
  get: (path: string) => Promise<{ status: number; location: string | null; page: string; cookies: string[] }>;
  post: (path: string, fields: Record<string, string | string[] | File> | FormData) => ReturnType<Browser['get']>;
  /** The calls of one operation. */
  of: (operation: string) => Call[];
}

/** A browser in front of the pages, with its cookies; `answers` as in `fakeClient`. */
export function browse(answers: Answers = {}, more: Partial<CitizenDeps> = {}): Browser {
  const calls: Call[] = [];
  const app = citizenPages(fakeDeps(answers, calls, more));
  const jar = new Map<string, string>();
  const send = async (path: string, init: RequestInit = {}) => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await app.request(path, {
      ...init,
      headers: { ...(cookie && { cookie }), ...(init.headers as object) },
    });
    const cookies = response.headers.getSetCookie();
    for (const set of cookies) {
      const [pair = ''] = set.split(';');
      jar.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
    }
    return {
      status: response.status,
      location: response.headers.get('location'),
      page: await response.text(),
      cookies,
    };
  };
  const bodyOf = (fields: Parameters<Browser['post']>[1]): FormData => {
    if (fields instanceof FormData) return fields;
    const form = new FormData();
    for (const [name, value] of Object.entries(fields))
      for (const one of Array.isArray(value) ? value : [value]) form.append(name, one);
    return form;
  };
  return {
    calls,
    get: (path) => send(path),
    post: (path, fields) => send(path, { method: 'POST', body: bodyOf(fields) }),
    of: (operation) => calls.filter((call) => call.operation === operation),
  };
}

export const signedIn = { 'session.me': () => resident };
export const key = '3f0a2a52-7a35-4d4e-9a37-6a4d6c6f0001';

import { type APIRequestContext, type APIResponse, request } from 'playwright-core';
import { password } from './people.ts';

/** Somebody who calls the API by hand, with a browser's cookies: to set a scene, or to try what no page offers. */
export interface Caller {
  name: string;
  http: APIRequestContext;
  get(path: string): Promise<APIResponse>;
  post(path: string, data?: unknown): Promise<APIResponse>;
}

export async function callerAt(url: string, name: string, http?: APIRequestContext): Promise<Caller> {
  const context = http ?? (await request.newContext({ baseURL: url }));
  const headers = () => ({ origin: url, 'idempotency-key': crypto.randomUUID() });
  return {
    name,
    http: context,
    get: (path) => context.get(path, { maxRedirects: 0 }),
    post: (path, data = {}) => context.post(path, { data, headers: headers(), maxRedirects: 0 }),
  };
}

const right = async <Body>(answer: APIResponse): Promise<Body> => {
  if (!answer.ok()) throw new Error(`${answer.url()}: ${answer.status()} ${await answer.text()}`);
  return (await answer.json()) as Body;
};

export const read = async <Body>(caller: Caller, path: string): Promise<Body> => right<Body>(await caller.get(path));
const send = async <Body>(caller: Caller, path: string, data?: unknown): Promise<Body> =>
  right<Body>(await caller.post(path, data));

/** A resident on a telephone of their own; `idNumber` registers a new one. */
export async function residentAt(
  url: string,
  who: { name: string; mobile: string; idNumber: string },
): Promise<Caller> {
  const caller = await callerAt(url, who.name);
  const asked = await send<{ challenge: string; shownCode: string }>(caller, '/api/session/code', {
    mobile: who.mobile,
  });
  await send(caller, '/api/session/resident', { challenge: asked.challenge, code: asked.shownCode });
  await send(caller, '/api/session/person', { name: who.name, idNumber: who.idNumber });
  return caller;
}

/** Somebody of the staff; the second factor is the one that a demonstration shows. */
export async function staffAt(url: string, login: string, secret = password): Promise<Caller> {
  const caller = await callerAt(url, login);
  const first = await caller.post('/api/session/staff', { login, password: secret });
  if (first.ok()) return caller;
  const asked = (await first.json()) as { params?: { demoCode?: string } };
  await send(caller, '/api/session/staff', { login, password: secret, code: asked.params?.demoCode });
  return caller;
}

export interface Me {
  post: { unit: { id: string; name: string } };
}

export interface Site {
  unit: string;
  level: string;
  name: string;
  villages: { id: string; name: string }[];
}

/** The service points of the prefecture; a small one has a page of them. */
export const sitesOf = async (caller: Caller): Promise<Site[]> =>
  (await read<{ items: Site[] }>(caller, '/api/sites?limit=100')).items;

/** Opens an account at a unit and goes past its first password. */
export async function newStaff(
  url: string,
  security: Caller,
  who: { login: string; name: string; role: string; unit: string },
): Promise<Caller> {
  const first = 'a first password 1';
  await send(security, '/api/accounts', { ...who, password: first });
  const caller = await staffAt(url, who.login, first);
  await send(caller, '/api/session/password', { old: first, new: 'quite another 2' });
  return caller;
}

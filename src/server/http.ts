import { randomUUID } from 'node:crypto';
import { OpenAPIGenerator } from '@orpc/openapi';
import { OpenAPIHandler } from '@orpc/openapi/fetch';
import { createRouterClient, ORPCError } from '@orpc/server';
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4';
import { type Context, Hono } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { csrf } from 'hono/csrf';
import { HTTPException } from 'hono/http-exception';
import { secureHeaders } from 'hono/secure-headers';
import { sql } from 'kysely';
import { contract } from '#api/index.ts';
import { problemOf } from '#api/problem.ts';
import { type Problem, type ProblemCode, problem, problemStatus } from '#domain/kernel/problem.ts';
import { fill, type Language } from '#domain/kernel/text.ts';
import en from '../../locales/en/problems.json' with { type: 'json' };
import zh from '../../locales/zh-CN/problems.json' with { type: 'json' };
import type { App } from './context.ts';
import { authenticate } from './identity/index.ts';
import type { RequestContext } from './operations.ts';
import { refusalOfDatabase } from './platform/faults.ts';
import { metricsText, observeRequest } from './platform/metrics.ts';
import { router } from './router.ts';

export const cookies = { resident: 'doorstep', staff: 'doorstep_work' } as const;
const words: Record<Language, Record<string, string>> = { 'zh-CN': zh, en };

/** Uploads and tables are bounded by what they hold; everything else is a form. */
const limits: [prefix: string, bytes: number][] = [
  ['/api/papers', 21 * 1024 * 1024],
  ['/api/organisation/import', 21 * 1024 * 1024],
  ['/api/cases/outcomes', 21 * 1024 * 1024],
  ['/apply/', 85 * 1024 * 1024],
  ['/cases/', 85 * 1024 * 1024],
  ['/', 1024 * 1024],
];

export const languageOf = (c: Context): Language => {
  const asked = c.req.query('lang') ?? getCookie(c, 'lang') ?? c.req.header('accept-language') ?? '';
  return /^en/i.test(asked.trim()) ? 'en' : 'zh-CN';
};

export const say = ({ problem: code, params }: Problem, language: Language): string =>
  fill(words[language][code] ?? code, params);

/** RFC 9457: what is wrong and what to do, in the reader's language, with the code that a program can go by. */
export const details = (refused: Problem, language: Language) => ({
  type: `/problems/${refused.problem}`,
  title: say(refused, language),
  status: problemStatus[refused.problem],
  detail: say(refused, language),
  code: refused.problem,
  ...(refused.params && { params: refused.params }),
  ...(refused.fields && { fields: refused.fields }),
});

/** What oRPC itself refuses, before any of our code runs, in our own words. */
function problemOfFault(error: unknown): Problem {
  const ours = problemOf(error);
  if (ours) return ours;
  const away = refusalOfDatabase(error);
  if (away) return away.problem;
  if (error instanceof HTTPException && error.status === 403) return problem('auth.other-site');
  if (error instanceof ORPCError) {
    if (error.code === 'BAD_REQUEST') return problem('input.invalid', {}, issuesOf(error.data));
    if (error.code === 'NOT_FOUND') return problem('not-found');
    if (error.code === 'PAYLOAD_TOO_LARGE') return problem('input.too-large', { limit: 20 });
  }
  return problem('internal');
}

function issuesOf(data: unknown): Problem['fields'] {
  const issues =
    (data as { issues?: { path?: PropertyKey[]; message?: string; code?: string; keys?: string[] }[] } | undefined)
      ?.issues ?? [];
  return issues.map((issue) => {
    const at = (issue.path ?? []).map(String).join('.');
    return issue.code === 'unrecognized_keys'
      ? { path: issue.keys?.[0] ?? at, code: 'input.unknown-field' }
      : { path: at, code: issue.code ?? 'invalid' };
  });
}

const tokenOf = (c: Context, cookie: string): string | undefined =>
  /^Bearer (\S+)$/.exec(c.req.header('authorization') ?? '')?.[1] ?? getCookie(c, cookie);

/** Who calls over HTTP: a program or a clerk by bearer token or the workbench's cookie, else a resident. */
async function contextOf(app: App, c: Context, cookie: 'resident' | 'any'): Promise<RequestContext> {
  const staff = cookie === 'any' ? tokenOf(c, cookies.staff) : undefined;
  const actor = await authenticate(app, staff ?? getCookie(c, cookies.resident));
  return { app, actor, language: languageOf(c), idempotencyKey: c.req.header('idempotency-key') };
}

export function setToken(c: Context, name: string, token: string | null): void {
  const secure = new URL(c.req.url).protocol === 'https:' || c.req.header('x-forwarded-proto') === 'https';
  if (token === null) deleteCookie(c, name, { path: '/' });
  else setCookie(c, name, token, { path: '/', httpOnly: true, sameSite: 'Lax', secure });
}

const problemResponse = (c: Context, refused: Problem) =>
  c.body(JSON.stringify(details(refused, languageOf(c))), problemStatus[refused.problem] as 400, {
    'content-type': 'application/problem+json; charset=utf-8',
    ...(refused.problem === 'database.away' && { 'retry-after': '5' }),
  });

/** OpenAPI 3.1 of the whole API, made from the contract that the server implements. */
let description: Promise<unknown> | undefined;
const openapi = () => {
  description ??= new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] }).generate(contract, {
    info: {
      title: 'Doorstep 家门口',
      version: '1',
      description:
        'Every operation of Doorstep. Commands take an Idempotency-Key header; refusals are problem details (RFC 9457).',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/api' }],
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer' },
        cookie: { type: 'apiKey', in: 'cookie', name: cookies.staff },
      },
    },
    security: [{ bearer: [] }, { cookie: [] }],
  });
  return description;
};

/** The client that citizen pages call in this process: the same guards, transactions and log as over HTTP. */
export const clientFor = (app: App, c: Context, idempotencyKey: string | undefined) =>
  createRouterClient(router, {
    context: async () => ({ ...(await contextOf(app, c, 'resident')), idempotencyKey: idempotencyKey ?? randomUUID() }),
  });

export function httpServer(app: App): Hono {
  const http = new Hono();
  const api = new OpenAPIHandler(router, {
    customErrorResponseBodyEncoder: (error) =>
      details(problemOfFault(error), (error as { language?: Language }).language ?? 'zh-CN'),
  });
  http.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'self'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        styleSrc: ["'self'", "'unsafe-inline'"],
        objectSrc: ["'none'"],
        frameSrc: ["'self'", 'blob:'],
        frameAncestors: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
      },
      xFrameOptions: 'SAMEORIGIN',
      crossOriginResourcePolicy: 'same-origin',
      referrerPolicy: 'same-origin',
      strictTransportSecurity: false,
    }),
  );
  // Behind a proxy that ends TLS the scheme differs; the host does not. A program with a bearer token has no cookie to abuse.
  const sameHost = csrf({ origin: (origin, c) => URL.canParse(origin) && new URL(origin).host === c.req.header('host') });
  http.use((c, next) => (c.req.header('authorization') ? next() : sameHost(c, next)));
  http.use(async (c, next) => {
    const limit = limits.find(([prefix]) => c.req.path.startsWith(prefix))?.[1] ?? 0;
    if (Number(c.req.header('content-length') ?? 0) > limit)
      return problemResponse(c, problem('input.too-large', { limit: Math.floor(limit / 1024 / 1024) }));
    await next();
  });
  http.get('/health/live', (c) => c.json({ status: 'live' }));
  http.get('/health/ready', async (c) => {
    try {
      await sql`select 1`.execute(app.db);
      return c.json({ status: 'ready' });
    } catch {
      return c.json({ status: 'away' }, 503);
    }
  });
  http.get('/metrics', async (c) => c.text(await metricsText()));
  http.get('/api/openapi.json', async (c) => c.json((await openapi()) as object));
  http.all('/api/*', async (c) => {
    const started = performance.now();
    let response: Response;
    try {
      const context = await contextOf(app, c, 'any');
      const result = await api.handle(c.req.raw, { prefix: '/api', context });
      response = result.matched ? await inOurWords(c, result.response) : problemResponse(c, problem('not-found'));
    } catch (error) {
      response = problemResponse(c, problemOfFault(error));
    }
    observeRequest(c.req.method, response.status, performance.now() - started);
    return keepToken(c, response);
  });
  http.onError((error, c) => {
    const refused = problemOfFault(error);
    if (refused.problem === 'internal')
      app.log.error({ operation: `${c.req.method} ${c.req.path.split('/')[1] ?? ''}`, code: 'internal', err: error });
    return problemResponse(c, refused);
  });
  return http;
}

/** The encoder does not know the reader; the body's words are put into their language here. */
async function inOurWords(c: Context, response: Response): Promise<Response> {
  if (response.status < 400) return response;
  const body = (await response.json()) as {
    code?: ProblemCode;
    params?: Problem['params'];
    fields?: Problem['fields'];
  };
  return problemResponse(c, problem(body.code ?? 'internal', body.params, body.fields));
}

/** Signing in to the workbench sets its cookie, signing out takes it away: no script ever holds the token. */
async function keepToken(c: Context, response: Response): Promise<Response> {
  if (!response.ok || !c.req.path.startsWith('/api/session')) return response;
  const path = c.req.path.slice('/api/session'.length);
  if (c.req.method === 'DELETE' && (path === '' || path === '/all')) {
    setToken(c, cookies.staff, null);
    setToken(c, cookies.resident, null);
  } else if (c.req.method === 'POST' && (path === '/staff' || path === '/resident')) {
    const { token } = (await response.clone().json()) as { token: string };
    setToken(c, path === '/staff' ? cookies.staff : cookies.resident, token);
  } else return response;
  return c.newResponse(response.body, response);
}

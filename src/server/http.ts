import { randomUUID } from 'node:crypto';
import { OpenAPIHandler } from '@orpc/openapi/fetch';
import { createRouterClient } from '@orpc/server';
import { type Context, Hono } from 'hono';
import { compress } from 'hono/compress';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { csrf } from 'hono/csrf';
import { secureHeaders } from 'hono/secure-headers';
import { refusalOf } from '#api/problem.ts';
import { type Problem, problem, problemStatus } from '#domain/kernel/problem.ts';
import { type Language, languages, preferredLanguage } from '#domain/kernel/text.ts';
import type { App } from './context.ts';
import { details, problemOfFault } from './http.problems.ts';
import { authenticate, authenticateScreen } from './identity/index.ts';
import { openapi } from './openapi.ts';
import type { RequestContext } from './operations.ts';
import { tileOrigins } from './planning/index.ts';
import { limited } from './platform/body-limit.ts';
import { refusalOfDatabase } from './platform/faults.ts';
import { metricsText, observeRequest } from './platform/metrics.ts';
import { answers } from './platform/pool.ts';
import { router } from './router.ts';

export { say } from './platform/problem-words.ts';

export const cookies = { resident: 'doorstep', staff: 'doorstep_work', screen: 'doorstep_screen' } as const;
/** A browser keeps no cookie longer; until when a screen is let in is the server's. */
const screenSeconds = 400 * 24 * 3600;

/** Uploads and tables are bounded by what they hold; everything else is a form. Pages bound their own, and say so on a page. */
const limits: [prefix: string, bytes: number][] = [
  ['/api/papers', 21 * 1024 * 1024],
  ['/api/organisation/import', 21 * 1024 * 1024],
  ['/api/cases/outcomes', 21 * 1024 * 1024],
  ['/api/planning/imports', 201 * 1024 * 1024],
  ['/api/', 1024 * 1024],
];

/** On a page it is what was chosen there; a program, and the workbench, name their language with each request. */
const languageOf = (c: Context): Language => {
  const header = c.req.header('accept-language');
  const called = c.req.path.startsWith('/api/') && header !== undefined;
  const chosen = c.req.query('lang') ?? (called ? undefined : getCookie(c, 'lang'));
  return languages.find((each) => each === chosen) ?? preferredLanguage(header ?? '');
};

const tokenOf = (c: Context, cookie: string): string | undefined =>
  /^Bearer (\S+)$/.exec(c.req.header('authorization') ?? '')?.[1] ?? getCookie(c, cookie);

/** Who calls over HTTP: a program or a clerk by bearer token or the workbench's cookie, else a resident, else a large screen. */
async function contextOf(app: App, c: Context, cookie: 'resident' | 'any'): Promise<RequestContext> {
  const staff = cookie === 'any' ? tokenOf(c, cookies.staff) : undefined;
  const screen = cookie === 'any' ? getCookie(c, cookies.screen) : undefined;
  const who = async () => {
    const actor = await authenticate(app, staff ?? getCookie(c, cookies.resident));
    return actor.kind === 'anyone' && screen ? authenticateScreen(app, screen) : actor;
  };
  const actor = await who().catch((error: unknown) => {
    const away = refusalOfDatabase(error);
    throw away ? refusalOf(away.problem) : error;
  });
  return { app, actor, language: languageOf(c), idempotencyKey: c.req.header('idempotency-key') };
}

export function setToken(c: Context, name: string, token: string | null): void {
  const secure = new URL(c.req.url).protocol === 'https:' || c.req.header('x-forwarded-proto') === 'https';
  if (token === null) deleteCookie(c, name, { path: '/' });
  // A screen comes back after a power cut; a person's cookie ends with their browser.
  else if (name === cookies.screen)
    setCookie(c, name, token, { path: '/', httpOnly: true, sameSite: 'Strict', secure, maxAge: screenSeconds });
  else setCookie(c, name, token, { path: '/', httpOnly: true, sameSite: 'Lax', secure });
}

const problemResponse = (c: Context, refused: Problem) =>
  c.body(JSON.stringify(details(refused, languageOf(c))), problemStatus[refused.problem] as 400, {
    'content-type': 'application/problem+json; charset=utf-8',
    ...(refused.problem === 'database.away' && { 'retry-after': '5' }),
  });

/** The client that citizen pages call in this process: the same guards, transactions and log as over HTTP. */
export const clientFor = (app: App, c: Context, idempotencyKey: string | undefined) =>
  createRouterClient(router, {
    context: async () => ({ ...(await contextOf(app, c, 'resident')), idempotencyKey: idempotencyKey ?? randomUUID() }),
  });

/** Whose tiles a page may fetch, by its request. */
const tilesFor = new WeakMap<Context, string>();

export function httpServer(app: App): Hono {
  const http = new Hono();
  const api = apiHandler(app);
  http.use(async (c, next) => {
    const started = performance.now();
    await next();
    // The API counts its own requests, by operation.
    if (!c.req.path.startsWith('/api/')) observe(app, `page.${c.req.method}`, c.res.status, started);
  });
  // Before a page of the workbench is served it is known whether its map may fetch tiles from elsewhere.
  http.use('/work/*', async (c, next) => {
    const page = !/\.\w+$/.test(c.req.path);
    if (page) tilesFor.set(c, await tileOrigins(app).catch(() => ''));
    return next();
  });
  const tiles = (c: Context) => tilesFor.get(c) ?? '';
  http.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'self'"],
        connectSrc: ["'self'", tiles],
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
  const sameHost = csrf({
    origin: (origin, c) => URL.canParse(origin) && new URL(origin).host === c.req.header('host'),
  });
  http.use((c, next) => (c.req.header('authorization') ? next() : sameHost(c, next)));
  http.use((c, next) => {
    const limit = limits.find(([prefix]) => c.req.path.startsWith(prefix))?.[1];
    if (limit !== undefined) c.req.raw = limited(c.req.raw, limit);
    return next();
  });
  // The layers of a city are megabytes of figures that resemble one another; so is what draws them.
  http.use('/api/planning/*', compress());
  http.use('/work/assets/*', compress());
  http.get('/health/live', (c) => c.json({ status: 'live' }));
  http.get('/health/ready', async (c) =>
    (await answers(app.db)) ? c.json({ status: 'ready' }) : c.json({ status: 'away' }, 503),
  );
  http.get('/metrics', async (c) => c.text(await metricsText()));
  http.get('/api/openapi.json', async (c) => c.json((await openapi(cookies.staff)) as object));
  http.all('/api/*', async (c) => {
    const started = performance.now();
    let context: RequestContext | undefined;
    let response: Response;
    try {
      context = await contextOf(app, c, 'any');
      const result = await api.handle(c.req.raw, { prefix: '/api', context });
      response = result.matched ? await inOurWords(c, result.response) : problemResponse(c, problem('not-found'));
    } catch (error) {
      response = problemResponse(c, noteFault(app, 'unmatched', error));
    }
    observe(app, context?.operation ?? 'unmatched', response.status, started);
    return keepToken(c, response);
  });
  http.onError((error, c) => refused(app, c, error));
  return http;
}

/** What is refused before anybody reads it, in words for a program. */
export const refused = (app: App, c: Context, error: unknown): Response =>
  problemResponse(c, noteFault(app, `page.${c.req.method}`, error));

const apiHandler = (app: App) =>
  new OpenAPIHandler<RequestContext>(router, {
    customErrorResponseBodyEncoder: problemOfFault,
    interceptors: [
      async (options) => {
        try {
          return await options.next();
        } catch (error) {
          // Without an operation it was the request that could not be read.
          if (options.context.operation) noteFault(app, options.context.operation, error);
          throw error;
        }
      },
    ],
    clientInterceptors: [
      (options) => {
        options.context.operation = options.path.join('.');
        return options.next();
      },
    ],
  });

/** One line and one count for each request: which operation, how it ended and how long it took; nothing of what it said. */
function observe(app: App, operation: string, status: number, started: number): void {
  const ms = performance.now() - started;
  observeRequest(operation, status, ms);
  app.log.info({ operation, status, ms });
}

/** What is no refusal is a bug: the reader is told that it is ours, the log where it is. */
function noteFault(app: App, operation: string, error: unknown): Problem {
  const refused = problemOfFault(error);
  if (refused.problem === 'internal') app.log.error({ operation, code: 'internal', err: error });
  return refused;
}

/** The encoder does not know the reader; the problem is put into their words here. */
async function inOurWords(c: Context, response: Response): Promise<Response> {
  return response.status < 400 ? response : problemResponse(c, (await response.json()) as Problem);
}

/** Signing in to the workbench sets its cookie, signing out takes it away: no script ever holds the token. */
async function keepToken(c: Context, response: Response): Promise<Response> {
  if (!response.ok || !c.req.path.startsWith('/api/session')) return response;
  const path = c.req.path.slice('/api/session'.length);
  if (c.req.method === 'DELETE' && (path === '' || path === '/all')) {
    setToken(c, cookies.staff, null);
    setToken(c, cookies.resident, null);
  } else if (c.req.method === 'POST' && Object.hasOwn(cookies, path.slice(1))) {
    const { token } = (await response.clone().json()) as { token: string };
    setToken(c, cookies[path.slice(1) as keyof typeof cookies], token);
  } else return response;
  return c.newResponse(response.body, response);
}

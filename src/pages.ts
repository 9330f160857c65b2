import { existsSync, readFileSync } from 'node:fs';
import { extname, join, normalize } from 'node:path';
import type { Context, Hono } from 'hono';
import { refusalOf } from '#api/problem.ts';
import type { App } from '#server/context.ts';
import { problemOfFault } from '#server/http.problems.ts';
import { clientFor, cookies, refused, setToken } from '#server/http.ts';
import { citizenPages, refusalPage } from '#web/citizen/index.ts';

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
};

/** Mounts what people see on the server: the one place, beside main.ts, that knows both. */
export function mountPages(http: Hono, app: App): void {
  mountWorkbench(http, join(import.meta.dirname, '..', 'dist', 'web', 'work'));
  const pages = {
    client: (c: Context, key?: string) => clientFor(app, c, key),
    setSession: (c: Context, token: string | null) => setToken(c, cookies.resident, token),
    now: () => app.clock.now(),
    demo: app.demo,
    onFault: (error: unknown) => app.log.error({ operation: 'page', code: 'internal', err: error }),
  };
  http.route('/', citizenPages(pages));
  // What is refused on its way to a page is read by a person too.
  http.onError((error, c) => {
    if (/^\/(api|work)\//.test(c.req.path)) return refused(app, c, error);
    const problem = problemOfFault(error);
    return refusalPage(c, pages, problem.problem === 'internal' ? error : refusalOf(problem));
  });
}

/** A folder of built files; every address under /work leads to its one page. */
function mountWorkbench(http: Hono, folder: string): void {
  http.get('/work', (c) => c.redirect('/work/'));
  http.get('/work/*', (c) => {
    const path = normalize(c.req.path.slice('/work/'.length));
    const asset = join(folder, path);
    const found = extname(path) !== '' && asset.startsWith(`${folder}/`) && existsSync(asset);
    const file = found ? asset : join(folder, 'index.html');
    if (!existsSync(file)) return c.notFound();
    const forever = file.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
    return c.body(readFileSync(file), 200, {
      'content-type': types[extname(file)] ?? 'application/octet-stream',
      'cache-control': forever,
    });
  });
}

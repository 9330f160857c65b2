import { existsSync, readFileSync } from 'node:fs';
import { extname, join, normalize } from 'node:path';
import type { Hono } from 'hono';
import type { App } from '#server/context.ts';
import { clientFor, cookies, setToken } from '#server/http.ts';
import { citizenPages } from '#web/citizen/index.ts';

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
  http.route(
    '/',
    citizenPages({
      client: (c, key) => clientFor(app, c, key),
      setSession: (c, token) => setToken(c, cookies.resident, token),
      now: () => app.clock.now(),
      demo: app.demo,
      onFault: (error) => app.log.error({ operation: 'page', code: 'internal', err: error }),
    }),
  );
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

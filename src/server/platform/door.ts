import type { AddressInfo } from 'node:net';
import { type ServerType, serve } from '@hono/node-server';
import { problem, Refused } from '#domain/kernel/problem.ts';
import { say } from './problem-words.ts';

type Fetch = (request: Request, env: object) => Response | Promise<Response>;

/** The address at which Doorstep answers, its own from the first second of a start to the last of a stop. */
export interface Door {
  port: number;
  /** From now on requests are answered by this; until then everybody is told that it is about to. */
  open(fetch: Fetch): void;
  close(): Promise<void>;
}

const wait = { 'retry-after': '2', 'cache-control': 'no-store' };

/** Before anything can be answered: whoever asks comes back by itself a moment later. */
function starting(request: Request): Response {
  const { pathname } = new URL(request.url);
  if (pathname === '/health/live') return Response.json({ status: 'live' });
  if (pathname === '/health/ready') return Response.json({ status: 'starting' }, { status: 503, headers: wait });
  const soon = problem('start.not-yet');
  const words = { zh: say(soon, 'zh-CN'), en: say(soon, 'en') };
  if (pathname.startsWith('/api/')) {
    const detail = /^en/i.test(request.headers.get('accept-language') ?? '') ? words.en : words.zh;
    const body = { type: '/problems/start.not-yet', title: detail, status: 503, detail, code: 'start.not-yet' };
    return Response.json(body, { status: 503, headers: { ...wait, 'content-type': 'application/problem+json' } });
  }
  const page = `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta http-equiv="refresh" content="2">
<meta name="viewport" content="width=device-width"><title>家门口 Doorstep</title>
<body style="font:18px/1.7 sans-serif;max-width:36em;margin:4em auto;padding:0 1em"><h1>家门口 Doorstep</h1>
<p>${words.zh}</p><p lang="en">${words.en}</p></body></html>`;
  return new Response(page, { status: 503, headers: { ...wait, 'content-type': 'text/html; charset=utf-8' } });
}

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : '');

/** Why the address cannot be had, in words that say what to do; anything else is a fault and stays one. */
function refusalOf(error: unknown, host: string, port: number): unknown {
  const code = codeOf(error);
  if (code === 'EADDRINUSE') return new Refused('start.port-taken', { port, other: port < 65_535 ? port + 1 : 8080 });
  if (code === 'EACCES') return new Refused('start.port-denied', { port });
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return new Refused('start.host-unknown', { host });
  return error;
}

/**
 * Takes the address before the work of a start is done, so that a port that is taken is said at once.
 * @throws Refused `start.port-taken`, `start.port-denied`, `start.host-unknown`
 */
export async function takeDoor(hostname: string, port: number): Promise<Door> {
  let answer: Fetch = starting;
  let closed: Promise<void> | undefined;
  const server = await new Promise<ServerType>((resolve, reject) => {
    const listening = serve({ fetch: (request, env) => answer(request, env), hostname, port }, () =>
      resolve(listening),
    );
    listening.once('error', (error) => reject(refusalOf(error, hostname, port)));
  });
  return {
    port: (server.address() as AddressInfo).port,
    open: (fetch) => {
      answer = fetch;
    },
    close: () => {
      closed ??= new Promise((resolve) => {
        server.close(() => resolve());
        if ('closeAllConnections' in server) server.closeAllConnections();
      });
      return closed;
    },
  };
}

import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { demoNotifier, notifierOf, signatureOf, webhookNotifier } from './notifier.ts';

const secret = 'sixteen letters!';
const clock = { now: () => new Date('2026-03-03T15:20:00+08:00') };
const message = { key: 'k-1', mobile: '13800000000', code: '482913', language: 'zh-CN' } as const;
const refused = (code: string) => expect.objectContaining({ problem: expect.objectContaining({ problem: code }) });

let server: Server;
let url: string;
let status: number;
let got: { headers: IncomingHttpHeaders; body: string }[];

beforeEach(async () => {
  status = 202;
  got = [];
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (part) => {
      body += part;
    });
    request.on('end', () => {
      got.push({ headers: request.headers, body });
      response.writeHead(status, status === 302 ? { location: '/elsewhere' } : {}).end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/sms`;
});
afterEach(() => new Promise((resolve) => server.close(resolve)));

describe('a gateway', () => {
  it('gets the message, its key, and a signature that it can check', async () => {
    await webhookNotifier(url, secret, clock).sendCode(message);
    const [{ headers, body }] = got as [(typeof got)[0]];
    expect(JSON.parse(body)).toEqual({ kind: 'code', mobile: '13800000000', code: '482913', language: 'zh-CN' });
    expect(headers['idempotency-key']).toBe('k-1');
    expect(headers['doorstep-timestamp']).toBe('1772522400');
    expect(headers['doorstep-signature']).toBe(`sm3=${signatureOf(secret, '1772522400', 'k-1', body)}`);
    expect(signatureOf(secret, '1772522400', 'k-2', body)).not.toBe(signatureOf(secret, '1772522400', 'k-1', body));
  });

  it('gets notices too, and the same key when a message is sent again', async () => {
    const notifier = webhookNotifier(url, secret, clock);
    const { code: _, ...to } = message;
    await notifier.sendNotice({ ...to, text: '您的申请已受理。' });
    await notifier.sendNotice({ ...to, text: '您的申请已受理。' });
    expect(got.map(({ headers }) => headers['idempotency-key'])).toEqual(['k-1', 'k-1']);
    expect(JSON.parse(got[0]!.body)).toMatchObject({ kind: 'notice', text: '您的申请已受理。' });
  });

  it.each([302, 400, 500])('that answers %i has not taken the message', async (answer) => {
    status = answer;
    await expect(webhookNotifier(url, secret).sendCode(message)).rejects.toEqual(refused('notifier.failed'));
    expect(got).toHaveLength(1);
  });

  it('that is not there has not taken it either', async () => {
    await expect(webhookNotifier('http://127.0.0.1:1/', secret).sendCode(message)).rejects.toEqual(
      refused('notifier.failed'),
    );
  });
});

describe('settings', () => {
  it('without a gateway send nothing in a demonstration, and say so in a real installation', async () => {
    expect(notifierOf({})).toBe(demoNotifier);
    expect(notifierOf({ DEMO: '1', NOTIFIER_URL: ' ' })).toBe(demoNotifier);
    await expect(notifierOf({ DEMO: '0' }).sendCode(message)).rejects.toEqual(refused('notifier.missing'));
  });

  it('with a gateway use it', async () => {
    await notifierOf({ DEMO: '0', NOTIFIER_URL: url, NOTIFIER_SECRET: secret }).sendCode(message);
    expect(got).toHaveLength(1);
  });

  it.each([
    [{ NOTIFIER_URL: 'gateway', NOTIFIER_SECRET: secret }, 'NOTIFIER_URL'],
    [{ NOTIFIER_URL: 'ftp://gateway/', NOTIFIER_SECRET: secret }, 'NOTIFIER_URL'],
    [{ NOTIFIER_URL: 'https://gateway/' }, 'NOTIFIER_SECRET'],
    [{ NOTIFIER_URL: 'https://gateway/', NOTIFIER_SECRET: 'short' }, 'NOTIFIER_SECRET'],
  ])('that cannot work are refused at the start: %j', (env, name) => {
    expect(() => notifierOf(env)).toThrow(
      expect.objectContaining({ problem: expect.objectContaining({ params: expect.objectContaining({ name }) }) }),
    );
  });
});

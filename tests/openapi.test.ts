import { afterAll, describe, expect, it } from 'vitest';
import { operationsOf, takesKey } from '#server/openapi.ts';
import { testDatabase } from '#server/platform/testing/test-database.ts';
import { clientOf, send } from './support/client.ts';
import { testClock, testServer } from './support/server.ts';
import { act, file, personToken, signInByCode, staffToken } from './support/story.ts';

const { url: databaseUrl } = await testDatabase();
const server = await testServer(databaseUrl, { clock: testClock('2026-03-02T10:00:00+08:00') });
afterAll(() => server.close());
const { app, url, lines } = server;

interface Parameter {
  name: string;
  in: string;
  required?: boolean;
  schema?: unknown;
}
interface Operation {
  operationId: string;
  summary: string;
  parameters?: Parameter[];
  requestBody?: { content: Record<string, { schema: unknown }> };
  responses: Record<string, { description: string; content?: Record<string, { schema: Record<string, unknown> }> }>;
  security?: unknown[];
  'x-permission'?: string;
  'x-access': Record<string, unknown>;
}
interface Description {
  openapi: string;
  info: { title: string; version: string };
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, unknown>; securitySchemes: Record<string, unknown> };
}
const description = (await (await fetch(`${url}/api/openapi.json`)).json()) as Description;
const operations = Object.entries(description.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
);

describe('the description of the API', () => {
  it('is OpenAPI 3.1 and describes every operation once', () => {
    expect(description.openapi).toMatch(/^3\.1\.\d$/);
    const described = operations.map(({ method, path }) => `${method} ${path}`).sort();
    expect(described).toEqual(
      operationsOf()
        .map(({ method, path }) => `${method} ${path}`)
        .sort(),
    );
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { operation } of operations) expect(operation.summary).toMatch(/\w/);
    for (const { path, operation } of operations) expect(operation.summary, path).not.toMatch(/^Action /);
  });

  it('names every place in a path, and nothing that is not in it', () => {
    for (const { path, operation } of operations) {
      const places = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
      const named = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path');
      expect(named.map(({ name }) => name).sort(), path).toEqual([...places].sort());
      for (const parameter of named) expect(parameter.required, path).toBe(true);
    }
  });

  it('has every reference that it makes', () => {
    const references = [...JSON.stringify(description).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)];
    expect(references.length).toBeGreaterThan(0);
    for (const [, name] of references) expect(Object.keys(description.components.schemas)).toContain(name);
  });

  it('says who may, which permission it takes, and how to show it', () => {
    expect(Object.keys(description.components.securitySchemes).sort()).toEqual(['bearer', 'cookie']);
    for (const { name, method, path, meta } of operationsOf()) {
      const operation = description.paths[path]?.[method.toLowerCase()];
      expect(operation?.['x-permission'], name).toBe(meta.access.staff);
      expect(operation?.['x-access'], name).toEqual(meta.access);
      expect(operation?.security, name).toEqual(meta.access.anyone ? [] : undefined);
    }
  });

  it('asks every command, and no read, for its key', () => {
    for (const { name, method, path, meta } of operationsOf()) {
      const headers = description.paths[path]?.[method.toLowerCase()]?.parameters?.filter((one) => one.in === 'header');
      expect(headers?.map((one) => [one.name, one.required]) ?? [], name).toEqual(
        takesKey(method, meta) ? [['Idempotency-Key', true]] : [],
      );
    }
  });

  it('is true to it: what is described as a command is refused without its key, and a read is not', async () => {
    const token = await staffToken(app, 'xitong');
    const bare = (method: string, path: string, body: object) =>
      fetch(`${url}/api${path}`, {
        method,
        headers: { authorization: `Bearer ${token}`, ...(method !== 'GET' && { 'content-type': 'application/json' }) },
        ...(method !== 'GET' && { body: JSON.stringify(body) }),
      });
    const readNotices = await bare('POST', '/notices/read', { ids: [] });
    expect(((await readNotices.json()) as { code: string }).code).toBe('idempotency.key-missing');
    const search = await bare('POST', '/persons/search', { text: '王' });
    expect(((await search.json()) as { code: string }).code).toBe('permission.denied');
    expect((await bare('GET', '/calendar', {})).status).toBe(200);
  });

  it('documents its refusals', () => {
    for (const { path, operation } of operations) {
      for (const status of ['401', '403', '404', '409', '422', '503']) {
        const refusal = operation.responses[status]?.content?.['application/problem+json'];
        expect(refusal?.schema, `${path} ${status}`).toEqual({ $ref: '#/components/schemas/Problem' });
      }
      expect(Object.keys(operation.responses)).toContain('200');
    }
  });
});

describe('for whoever runs it', () => {
  it('says whether it lives and whether it serves', async () => {
    expect(await (await fetch(`${url}/health/live`)).json()).toEqual({ status: 'live' });
    expect(await (await fetch(`${url}/health/ready`)).json()).toEqual({ status: 'ready' });
  });

  it('counts requests by operation, connections and messages that wait, and nobody by name', async () => {
    await send(url, 'GET', '/items?text=养老');
    await send(url, 'GET', '/no-such-thing/13800138000');
    await fetch(`${url}/sign-in`);
    const text = await (await fetch(`${url}/metrics`)).text();
    expect(text).toContain('doorstep_request_seconds_count{operation="catalogue.search",status="2xx"} 1');
    expect(text).toContain('doorstep_request_seconds_count{operation="unmatched",status="4xx"} 1');
    expect(text).toContain('doorstep_request_seconds_count{operation="page.GET",status="2xx"}');
    expect(text).toMatch(/doorstep_database_connections\{state="idle"\} \d/);
    expect(text).toMatch(/doorstep_outbox_waiting \d/);
    expect(text).not.toContain('13800138000');
    expect(text).toMatch(/^# TYPE doorstep_request_seconds histogram$/m);
  });

  it('writes one line of JSON for each request: what, how it ended, how long it took; nothing that anybody typed', async () => {
    const client = clientOf(url);
    const { persons } = await signInByCode(client, '19900000001');
    const her = clientOf(url, await personToken(app, persons[0] ?? ''));
    const ticket = await file(her, app, {
      item: 'HR-INS-03',
      answers: { applyingAs: 'self', onePension: true, truth: true },
    });
    await act(clientOf(url, await staffToken(app, 'cun')), ticket, 'receive', { papers: ['form'] });
    await send(url, 'POST', '/persons/search', { token: await staffToken(app, 'guiyuan'), json: { text: '王秀兰' } });
    await fetch(`${url}/items?q=王秀兰19900000001`);
    expect(lines.length).toBeGreaterThan(5);
    const entries = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(entries).toContainEqual(expect.objectContaining({ operation: 'cases.act.receive', status: 200 }));
    expect(entries).toContainEqual(expect.objectContaining({ operation: 'identity.search', status: 200 }));
    const known = ['level', 'time', 'operation', 'status', 'ms', 'code', 'case', 'account', 'request', 'count', 'err'];
    for (const entry of entries) expect(Object.keys(entry).filter((key) => !known.includes(key))).toEqual([]);
    const all = lines.join('\n');
    for (const secret of ['王秀兰', '19900000001', '990101', ticket.number]) expect(all).not.toContain(secret);
  });

  it('is told of a fault of our own without a word of what was typed', async () => {
    const broken = app.notifier.sendCode;
    app.notifier.sendCode = () => {
      throw new Error('19912345678 王秀兰');
    };
    lines.length = 0;
    await clientOf(url)
      .session.askCode({ mobile: '19900000055' })
      .catch(() => undefined);
    app.notifier.sendCode = broken;
    expect(lines.join('\n')).not.toMatch(/19912345678|王秀兰/);
  });
});

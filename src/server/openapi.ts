import { OpenAPIGenerator } from '@orpc/openapi';
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4';
import { contract } from '#api/index.ts';
import type { OperationMeta } from '#api/operation.ts';
import { problemStatus } from '#domain/kernel/problem.ts';
import actions from '../../locales/en/actions.json' with { type: 'json' };

/** What each action of a case does, as the workbench says it. */
const words: Record<string, string> = actions;

interface Operation {
  parameters?: unknown[];
  responses?: Record<string, unknown>;
  [name: string]: unknown;
}

const problemSchema = {
  type: 'object',
  description: 'Problem details (RFC 9457): what is wrong and what to do next, in the language of `Accept-Language`.',
  required: ['type', 'title', 'status', 'detail', 'code'],
  properties: {
    type: { type: 'string', format: 'uri-reference' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    code: { type: 'string', enum: Object.keys(problemStatus).filter((code) => !code.startsWith('start.')) },
    params: { type: 'object', additionalProperties: { type: ['string', 'number'] } },
    fields: {
      type: 'array',
      description: 'Each mistake at its field.',
      items: {
        type: 'object',
        required: ['path', 'code', 'detail'],
        properties: {
          path: { type: 'string' },
          code: { type: 'string' },
          params: { type: 'object' },
          detail: { type: 'string', description: 'This mistake in words.' },
        },
      },
    },
  },
};

const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  required: true,
  description:
    'One key for one intent, a UUID for example. A repeated request gets the same answer and does nothing twice; another body under the same key is refused. Kept for 400 days.',
  schema: { type: 'string', minLength: 1, maxLength: 200 },
};

const refusals: Record<number, string> = {
  401: 'Not signed in, or not any longer',
  403: 'Not permitted, or not within reach',
  404: 'Not there, or not for this reader to know of',
  409: 'Another change came first, or this is not the moment for it',
  413: 'Larger than may be sent',
  422: 'Something in the request does not hold; `fields` says where',
  429: 'Too many tries',
  503: 'The database is away for a moment; the same request under the same key may be sent again',
  507: 'The disk is full; nothing was written',
};
const responses = Object.fromEntries(
  Object.entries(refusals).map(([status, description]) => [
    status,
    { description, content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } },
  ]),
);

/** Reads repeat by themselves; whatever changes something carries a key. */
export const takesKey = (method: string, { audit }: OperationMeta): boolean => method !== 'GET' && audit !== 'view';

export interface Described {
  name: string;
  method: string;
  path: string;
  meta: OperationMeta;
}

/** Every operation of the contract, by its name: `cases.act.accept`. */
export function operationsOf(node: unknown = contract, names: readonly string[] = []): Described[] {
  if (typeof node !== 'object' || node === null) return [];
  const definition = (node as { '~orpc'?: { meta: OperationMeta; route: { method?: string; path?: string } } })[
    '~orpc'
  ];
  if (!definition) return Object.entries(node).flatMap(([name, inner]) => operationsOf(inner, [...names, name]));
  const { method = 'POST', path = '' } = definition.route;
  return [{ name: names.join('.'), method, path, meta: definition.meta }];
}

const generate = async (cookie: string): Promise<unknown> => {
  const document = await new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] }).generate(
    contract,
    {
      info: {
        title: 'Doorstep 家门口',
        version: '1',
        description:
          'Every operation of Doorstep. Commands take an Idempotency-Key header; refusals are problem details (RFC 9457); lists go on from `next` by `cursor`.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      servers: [{ url: '/api' }],
      components: {
        schemas: { Problem: problemSchema as never },
        securitySchemes: {
          bearer: { type: 'http', scheme: 'bearer' },
          cookie: { type: 'apiKey', in: 'cookie', name: cookie },
        },
      },
      security: [{ bearer: [] }, { cookie: [] }],
    },
  );
  const paths = document.paths as Record<string, Record<string, Operation>>;
  for (const { name, method, path, meta } of operationsOf()) {
    const operation = paths[path]?.[method.toLowerCase()];
    if (!operation) throw new Error(`${method} ${path} is missing from its own description`);
    const { access, audit } = meta;
    operation['x-access'] = access;
    if (access.staff) operation['x-permission'] = access.staff;
    operation['x-audit'] = audit;
    if (access.anyone) operation.security = [];
    const action = /^cases\.act\.(\w+)$/.exec(name)?.[1];
    if (action) operation.summary = words[`${action}.explain`] ?? operation.summary;
    if (takesKey(method, meta)) operation.parameters = [...(operation.parameters ?? []), idempotencyKey];
    operation.responses = { ...responses, ...operation.responses };
  }
  return document;
};

let description: Promise<unknown> | undefined;
/** OpenAPI 3.1 of the whole API, made from the contract that the server implements. */
export const openapi = (cookie: string): Promise<unknown> => {
  description ??= generate(cookie);
  return description;
};

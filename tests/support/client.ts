import { createORPCClient, ORPCError } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import type { JsonifiedClient } from '@orpc/openapi-client';
import { OpenAPILink } from '@orpc/openapi-client/fetch';
import { type Contract, contract } from '#api/index.ts';
import { isCode } from '#api/problem.ts';
import { type FieldProblem, type ProblemParams, problem } from '#domain/kernel/problem.ts';
import type { Language } from '#domain/kernel/text.ts';

export interface CallContext {
  /** The idempotency key; a fresh one unless given. */
  key?: string;
}
export type Client = JsonifiedClient<ContractRouterClient<Contract, CallContext>>;

/** Problem details (RFC 9457) back into the problem that they were made of. */
function refusalIn(body: unknown): ORPCError<string, unknown> | undefined {
  const { code, status, detail, params, fields } = (body ?? {}) as Record<string, unknown>;
  if (typeof code !== 'string' || !isCode(code)) return undefined;
  return new ORPCError(code, {
    status: Number(status),
    message: String(detail),
    data: problem(code, params as ProblemParams | undefined, fields as FieldProblem[] | undefined),
  });
}

/** oRPC reads JSON by its plainest name only; the server names problems as RFC 9457 asks. */
async function plainly(request: Request, init: RequestInit): Promise<Response> {
  const response = await fetch(request, init);
  if (!response.headers.get('content-type')?.startsWith('application/problem+json')) return response;
  return new Response(response.body, { status: response.status, headers: { 'content-type': 'application/json' } });
}

/** A program on the other side of the world: the contract over HTTP, with a bearer token. */
export const clientOf = (url: string, token?: string, language: Language = 'zh-CN'): Client =>
  createORPCClient(
    new OpenAPILink<CallContext>(contract, {
      url: `${url}/api`,
      headers: ({ context }) => ({
        'accept-language': language,
        'idempotency-key': context.key ?? crypto.randomUUID(),
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      }),
      customErrorResponseBodyDecoder: refusalIn,
      fetch: plainly,
    }),
  );

/** The same by hand, for requests that no typed client would make. */
export const send = (
  url: string,
  method: string,
  path: string,
  more: { token?: string; key?: string; body?: BodyInit; json?: unknown; language?: Language } = {},
): Promise<Response> =>
  fetch(`${url}/api${path}`, {
    method,
    headers: {
      'accept-language': more.language ?? 'zh-CN',
      'idempotency-key': more.key ?? crypto.randomUUID(),
      ...(more.token !== undefined && { authorization: `Bearer ${more.token}` }),
      ...(more.json !== undefined && { 'content-type': 'application/json' }),
    },
    ...(more.json !== undefined && { body: JSON.stringify(more.json) }),
    ...(more.body !== undefined && { body: more.body }),
  });

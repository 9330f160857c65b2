import routes from 'virtual:contract';
import { createORPCClient, ORPCError } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import type { JsonifiedClient } from '@orpc/openapi-client';
import { OpenAPILink } from '@orpc/openapi-client/fetch';
import { createTanstackQueryUtils } from '@orpc/tanstack-query';
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import type { Contract } from '#api/index.ts';
import { isCode } from '#api/problem.ts';
import { type FieldProblem, type ProblemParams, problem } from '#domain/kernel/problem.ts';
import { noteFailure, retryAway, unlessGone } from './line.ts';
import { language } from './words.ts';

/** What travels beside the input of a call: one key for one intent of the user. */
export interface CallContext {
  key?: string;
}

/** Problem details (RFC 9457) back into the problem they were made of. */
function refusalIn(body: unknown): ORPCError<string, unknown> | undefined {
  const { code, status, detail, params, fields } = (body ?? {}) as Record<string, unknown>;
  if (typeof code !== 'string' || !isCode(code)) return undefined;
  return new ORPCError(code, {
    status: Number(status),
    message: String(detail ?? code),
    data: problem(code, params as ProblemParams | undefined, fields as FieldProblem[] | undefined),
  });
}

/** oRPC reads JSON by its plain name only; problem details come under their own. */
const fetchProblems = async (request: Request, init: RequestInit): Promise<Response> => {
  const response = await unlessGone((signal) => fetch(request, { ...init, signal }), request.signal);
  if (!response.headers.get('content-type')?.startsWith('application/problem+json')) return response;
  return new Response(response.body, { status: response.status, headers: { 'content-type': 'application/json' } });
};

const link = new OpenAPILink<CallContext>(routes, {
  url: () => `${location.origin}/api`,
  headers: ({ context }) => ({
    'accept-language': language(),
    ...(context.key !== undefined && { 'idempotency-key': context.key }),
  }),
  fetch: fetchProblems,
  customErrorResponseBodyDecoder: refusalIn,
});

export type Client = JsonifiedClient<ContractRouterClient<Contract, CallContext>>;
export const client: Client = createORPCClient(link);
export const api = createTanstackQueryUtils(client);

/**
 * A read is repeated only while the line is away. Nothing that shows a person is read again by itself: every read of a record
 * is an entry in that person's log, so a case is fetched when it is opened and after a command, not when a window is focused.
 */
export const queryClient = new QueryClient({
  queryCache: new QueryCache({ onError: noteFailure }),
  mutationCache: new MutationCache({ onError: noteFailure }),
  defaultOptions: {
    queries: { retry: noting, retryDelay: 1500, staleTime: Number.POSITIVE_INFINITY, refetchOnWindowFocus: false },
    mutations: { retry: noting, retryDelay: 1500 },
  },
});

/** Noted before each pause, so that the pause lasts until the line is back. */
function noting(count: number, error: unknown): boolean {
  noteFailure(error);
  return retryAway(count, error);
}

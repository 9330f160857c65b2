import { ORPCError } from '@orpc/server';
import { HTTPException } from 'hono/http-exception';
import { problemOf } from '#api/problem.ts';
import { type Problem, problem, problemStatus } from '#domain/kernel/problem.ts';
import type { Language } from '#domain/kernel/text.ts';
import { refusalOfDatabase } from './platform/faults.ts';
import { say } from './platform/problem-words.ts';

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

const causes = (error: unknown): unknown[] => {
  const chain: unknown[] = [];
  for (let next = error; next !== undefined && chain.length < 8; ) {
    chain.push(next);
    next = next instanceof Error ? next.cause : undefined;
  }
  return chain;
};

/** A refusal of ours wherever in the chain of causes it is, the database being away, or what oRPC and Hono refuse themselves. */
export function problemOfFault(error: unknown): Problem {
  const chain = causes(error);
  for (const each of chain) {
    const known = problemOf(each) ?? refusalOfDatabase(each)?.problem;
    if (known) return known;
  }
  for (const each of chain) {
    if (each instanceof HTTPException && each.status === 403) return problem('auth.other-site');
    if (!(each instanceof ORPCError)) continue;
    if (each.code === 'BAD_REQUEST') return badRequest(each.data);
    if (each.code === 'NOT_FOUND' || each.code === 'METHOD_NOT_SUPPORTED') return problem('not-found');
    if (each.code === 'UNSUPPORTED_MEDIA_TYPE') return problem('input.invalid', { count: 1 });
  }
  return problem('internal');
}

interface Issue {
  path?: PropertyKey[];
  code?: string;
  keys?: string[];
}

function badRequest(data: unknown): Problem {
  const issues = (data as { issues?: Issue[] } | undefined)?.issues ?? [];
  const fields = issues.flatMap(({ path = [], code, keys = [] }) => {
    const at = path.map(String);
    if (code !== 'unrecognized_keys') return [{ path: at.join('.'), code: code ?? 'invalid' }];
    return keys.map((key) => ({ path: [...at, key].join('.'), code: 'input.unknown-field' }));
  });
  const unknown = fields.length > 0 && fields.every(({ code }) => code === 'input.unknown-field');
  return problem(unknown ? 'input.unknown-field' : 'input.invalid', { count: Math.max(1, fields.length) }, fields);
}

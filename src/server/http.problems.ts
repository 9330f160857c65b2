import { ORPCError } from '@orpc/server';
import { HTTPException } from 'hono/http-exception';
import { problemOf } from '#api/problem.ts';
import { type FieldProblem, type Problem, type ProblemParams, problem, problemStatus } from '#domain/kernel/problem.ts';
import type { Language } from '#domain/kernel/text.ts';
import { sayField } from './field-words.ts';
import { refusalOfDatabase } from './platform/faults.ts';
import { say } from './platform/problem-words.ts';

/** RFC 9457: what is wrong and what to do, in the reader's language, with the code that a program can go by. */
export function details(refused: Problem, language: Language) {
  const title = say(refused, language);
  const fields = refused.fields?.map((field) => ({ ...field, detail: sayField(field, language) }));
  const told = fields?.map(({ path, detail }) => `${path}: ${detail}`).join('\n');
  return {
    type: `/problems/${refused.problem}`,
    title,
    status: problemStatus[refused.problem],
    detail: told || title,
    code: refused.problem,
    ...(refused.params && { params: refused.params }),
    ...(fields && { fields }),
  };
}

const causes = (error: unknown): unknown[] => {
  const chain: unknown[] = [];
  for (let next = error; next !== undefined && chain.length < 8; ) {
    chain.push(next);
    next = next instanceof Error ? next.cause : undefined;
  }
  return chain;
};

/** Text that no column can hold: a number, an id or a place in a list that is none, or a character that cannot be kept. */
const unreadable = /^(22P02|22P05|22021)$/;

/** A refusal of ours wherever in the chain of causes it is, the database being away, or what oRPC and Hono refuse themselves. */
export function problemOfFault(error: unknown): Problem {
  const chain = causes(error);
  for (const each of chain) {
    const known = problemOf(each) ?? refusalOfDatabase(each)?.problem;
    if (known) return known;
  }
  for (const each of chain) {
    if (each instanceof HTTPException && each.status === 403) return problem('auth.other-site');
    if (each instanceof Error && 'code' in each && unreadable.test(String(each.code)))
      return problem('input.unreadable');
    if (!(each instanceof ORPCError)) continue;
    if (each.code === 'BAD_REQUEST') return badRequest(each.data);
    if (each.code === 'NOT_FOUND' || each.code === 'METHOD_NOT_SUPPORTED') return problem('not-found');
    if (each.code === 'UNSUPPORTED_MEDIA_TYPE') return problem('input.unreadable');
  }
  return problem('internal');
}

/** What zod says of one value; of the names only those that are read here. */
interface Issue {
  path?: PropertyKey[];
  code?: string;
  message?: string;
  keys?: string[];
  origin?: string;
  expected?: string;
  format?: string;
  values?: unknown[];
  minimum?: number | bigint;
  maximum?: number | bigint;
}

const paramsOf = ({ code, origin, expected, format, values, minimum, maximum }: Issue): ProblemParams => ({
  ...(code?.startsWith('too_') && origin && { of: origin }),
  ...(minimum !== undefined && { least: Number(minimum) }),
  ...(maximum !== undefined && { most: Number(maximum) }),
  ...(expected && { expected }),
  ...(format && { format }),
  ...(values && { choices: values.join(', ') }),
});

function fieldsOf(issue: Issue): FieldProblem[] {
  const { path = [], code = 'invalid', keys = [], message = '' } = issue;
  const at = path.map(String);
  if (code === 'unrecognized_keys')
    return keys.map((key) => ({ path: [...at, key].join('.'), code: 'input.unknown-field' }));
  if (code === 'invalid_type' && message.endsWith('received undefined'))
    return [{ path: at.join('.'), code: 'missing' }];
  return [{ path: at.join('.'), code, params: paramsOf(issue) }];
}

function badRequest(data: unknown): Problem {
  const fields = ((data as { issues?: Issue[] } | undefined)?.issues ?? []).flatMap(fieldsOf);
  if (fields.length === 0) return problem('input.unreadable');
  const unknown = fields.every(({ code }) => code === 'input.unknown-field');
  return problem(unknown ? 'input.unknown-field' : 'input.invalid', { count: fields.length }, fields);
}

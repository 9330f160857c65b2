import { ORPCError } from '@orpc/contract';
import { type Problem, type ProblemCode, problemStatus, Refused } from '#domain/kernel/problem.ts';

/** A refusal as it crosses the contract: in process and over HTTP alike, `data` is the problem. */
export const refusalOf = (problem: Problem): ORPCError<string, Problem> =>
  new ORPCError(problem.problem, { status: problemStatus[problem.problem], data: problem, defined: false });

export const isCode = (code: string): code is ProblemCode => code in problemStatus;

/** The problem inside whatever a client call threw; undefined for a fault that is no refusal (a lost line, a bug). */
export function problemOf(error: unknown): Problem | undefined {
  if (error instanceof Refused) return error.problem;
  if (error instanceof ORPCError && typeof error.data === 'object' && error.data !== null && 'problem' in error.data) {
    return error.data as Problem;
  }
  return undefined;
}

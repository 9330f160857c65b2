/**
 * Every refusal that Doorstep can give, with its HTTP status. The code is the key of its text in
 * `locales/<language>/problems.json`; each text says what is wrong and what to do next.
 */
export const problemStatus = {
  'input.invalid': 422,
  'input.unknown-field': 422,
  'auth.required': 401,
  'auth.wrong': 401,
  'auth.locked': 429,
  'auth.second-factor': 401,
  'auth.expired': 401,
  'permission.denied': 403,
  'not-found': 404,
  'idempotency.other-body': 409,
  'idempotency.key-missing': 422,
  'conflict.stale': 409,
  'database.away': 503,
  'disk.full': 507,
  'internal': 500,
} as const satisfies Record<string, number>;

export type ProblemCode = keyof typeof problemStatus;
export type ProblemParams = Record<string, string | number>;

/** One mistake at one field; `path` is the question id or the place in the input. */
export interface FieldProblem {
  path: string;
  code: string;
  params?: ProblemParams;
}

export interface Problem {
  problem: ProblemCode;
  params?: ProblemParams;
  fields?: FieldProblem[];
}

export const problem = (code: ProblemCode, params?: ProblemParams, fields?: FieldProblem[]): Problem => ({
  problem: code,
  ...(params && { params }),
  ...(fields && { fields }),
});

export const isProblem = (value: unknown): value is Problem =>
  typeof value === 'object' && value !== null && 'problem' in value;

/** A problem on its way up; the edge turns it into problem details (RFC 9457) or a page. */
export class Refused extends Error {
  readonly problem: Problem;
  constructor(code: ProblemCode, params?: ProblemParams, fields?: FieldProblem[]) {
    super(code);
    this.name = 'Refused';
    this.problem = problem(code, params, fields);
  }
}

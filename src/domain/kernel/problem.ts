/**
 * Every refusal that Doorstep can give, with its HTTP status. The code is the key of its text in
 * `locales/<language>/problems.json`; each text says what is wrong and what to do next.
 */
export const problemStatus = {
  'input.invalid': 422,
  'input.unknown-field': 422,
  'input.too-large': 413,
  'auth.required': 401,
  'auth.wrong': 401,
  'auth.locked': 429,
  'auth.second-factor': 401,
  'auth.expired': 401,
  'auth.say-who': 403,
  'auth.other-site': 403,
  'auth.too-many-codes': 429,
  'auth.wrong-code': 401,
  'auth.second-factor-set': 409,
  'auth.code-needed': 422,
  'identity.other-name': 409,
  'identity.other-telephone': 403,
  'identity.unknown-relative': 422,
  'identity.same-record': 422,
  'identity.too-many': 422,
  'identity.not-own': 403,
  'organisation.not-yet': 422,
  'organisation.other-city': 409,
  'organisation.other-name': 409,
  'organisation.no-unit': 409,
  'organisation.no-city': 409,
  'account.password-chosen': 409,
  'account.own': 403,
  'account.disabled': 409,
  'account.apart': 422,
  'account.last-administrator': 409,
  'permission.denied': 403,
  'not-found': 404,
  'idempotency.other-body': 409,
  'idempotency.key-missing': 422,
  'conflict.stale': 409,
  'catalogue.unknown-item': 404,
  'catalogue.unfinished': 422,
  'catalogue.reused-ids': 422,
  'catalogue.looser': 422,
  'case.not-instant': 409,
  'case.already-submitted': 409,
  'case.not-serving': 403,
  'case.no-home': 422,
  'case.not-now': 409,
  'case.not-yours': 403,
  'case.no-power': 403,
  'case.own-work': 403,
  'case.held-by-other': 409,
  'case.elsewhere': 403,
  'case.mode-not-offered': 422,
  'case.delivery-not-offered': 422,
  'case.no-applicant': 422,
  'case.no-agent': 422,
  'case.no-unit': 422,
  'case.unit-barred': 403,
  'case.incomplete': 422,
  'case.owed-due': 422,
  'case.not-owed': 409,
  'case.no-such-stage': 422,
  'case.no-such-step': 422,
  'case.no-extension': 409,
  'case.papers-owed': 409,
  'case.refusal-basis': 422,
  'case.already-here': 409,
  'case.reviewers-open': 409,
  'case.joint-open': 409,
  'case.not-yet': 409,
  'case.notice-late': 409,
  'case.notice-once': 409,
  'case.notice-incomplete': 422,
  'case.unknown-code': 422,
  'case.no-such-colleague': 422,
  'case.no-department': 422,
  'case.no-such-stop': 422,
  'case.too-late-to-extend': 409,
  'case.joint-against': 409,
  'case.result-kind': 422,
  'case.result-amount': 422,
  'case.future-day': 422,
  'case.delivery-way': 409,
  'planning.problem': 422,
  'start.setting': 500,
  'start.not-yet': 503,
  'start.port-taken': 409,
  'start.port-denied': 500,
  'start.host-unknown': 500,
  'start.folder-taken': 409,
  'start.folder-denied': 500,
  'start.disk-full': 507,
  'start.postgres-missing': 500,
  'start.postgres-account': 500,
  'start.postgres-version': 500,
  'start.postgres-failed': 500,
  'start.database-address': 500,
  'start.database-unreachable': 503,
  'start.database-login': 500,
  'start.database-missing': 500,
  'start.database-old': 500,
  'start.database-encoding': 500,
  'start.migration-changed': 500,
  'start.migration-unknown': 500,
  'start.migration-order': 500,
  'start.migration-name': 500,
  'start.migration-failed': 500,
  'start.key-missing': 500,
  'start.key-exposed': 500,
  'start.key-damaged': 500,
  'start.key-locked': 409,
  'data.tampered': 500,
  'data.key-missing': 500,
  'table.empty': 422,
  'table.kind': 415,
  'table.old-excel': 415,
  'table.web-page': 415,
  'table.damaged': 422,
  'table.too-large': 413,
  'table.too-long': 413,
  'table.too-wide': 413,
  'table.quotes': 422,
  'rating.given': 409,
  'database.away': 503,
  'paper.empty': 422,
  'paper.too-large': 413,
  'paper.kind': 415,
  'paper.kind-unknown': 415,
  'paper.heic': 415,
  'paper.damaged': 422,
  'paper.too-many-pixels': 422,
  'paper.too-many-pages': 422,
  'paper.pdf-locked': 422,
  'paper.pdf-script': 422,
  'paper.pdf-attachment': 422,
  'paper.pdf-unclear': 422,
  'paper.lost': 500,
  'notifier.failed': 503,
  'notifier.missing': 503,
  'disk.full': 507,
  internal: 500,
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

import { pino } from 'pino';
import { Refused } from '#domain/kernel/problem.ts';

/** What a line may say: only these fields, so that no personal data can slip in by being forgotten on a list. */
export interface LogFields {
  operation?: string;
  code?: string;
  case?: string;
  account?: string;
  request?: string;
  status?: number;
  ms?: number;
  count?: number;
  err?: unknown;
}

export interface Logger {
  info(fields: LogFields): void;
  warn(fields: LogFields): void;
  error(fields: LogFields): void;
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const term = /^[A-Za-z0-9][\w.:/ -]{0,79}$/;
/** Even in a field that is allowed: no name in Chinese, and no row of digits long enough for a telephone or an account. */
const plain = (text: string): string =>
  uuid.test(text) || (term.test(text) && !/\d{6}/.test(text)) ? text : '[withheld]';

/**
 * An error's kind and place; never its message, which may quote what somebody typed. A message can have many lines, so the
 * frames are picked out rather than the first line left out.
 */
function faultOf(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { name: typeof error };
  const code = error instanceof Refused ? error.problem.problem : 'code' in error ? String(error.code) : undefined;
  const frames = error.stack
    ?.split('\n')
    .filter((line) => /^ {4}at (?:async )?[\w$.<>[\] ]*\(?(?:file:|node:|\/)/.test(line));
  return {
    name: plain(error.name),
    ...(code !== undefined && { code: plain(code) }),
    ...(frames && { at: frames.slice(0, 5).map((line) => line.trim()) }),
    ...(error.cause !== undefined && { cause: faultOf(error.cause) }),
  };
}

const clean = ({ operation, code, case: id, account, request, status, ms, count, err }: LogFields) => ({
  ...(operation !== undefined && { operation: plain(operation) }),
  ...(code !== undefined && { code: plain(code) }),
  ...(id !== undefined && { case: plain(id) }),
  ...(account !== undefined && { account: plain(account) }),
  ...(request !== undefined && { request: plain(request) }),
  ...(status !== undefined && { status: Number(status) }),
  ...(ms !== undefined && { ms: Math.round(Number(ms)) }),
  ...(count !== undefined && { count: Number(count) }),
  ...(err !== undefined && { err: faultOf(err) }),
});

/** One JSON object a line, to standard error unless told otherwise. `level` is one of pino's: `info`, `warn`, `silent` … */
export function createLogger(level: string, destination?: { write(line: string): void }): Logger {
  const known = level in pino.levels.values || level === 'silent';
  const options = { level: known ? level : 'warn', base: null, timestamp: pino.stdTimeFunctions.isoTime };
  const out = pino(options, destination ?? pino.destination({ fd: 2, sync: true }));
  return {
    info: (fields) => out.info(clean(fields)),
    warn: (fields) => out.warn(clean(fields)),
    error: (fields) => out.error(clean(fields)),
  };
}

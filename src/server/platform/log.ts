import { pino } from 'pino';

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
  info(fields: LogFields, message?: string): void;
  warn(fields: LogFields, message?: string): void;
  error(fields: LogFields, message?: string): void;
}

/** An error's kind and place; never its message, which may quote what somebody typed. */
const faultOf = (error: unknown) =>
  error instanceof Error
    ? { name: error.name, code: 'code' in error ? String(error.code) : undefined, at: error.stack?.split('\n').slice(1, 6) }
    : { name: typeof error };

const clean = ({ operation, code, case: id, account, request, status, ms, count, err }: LogFields) => ({
  operation,
  code,
  case: id,
  account,
  request,
  status,
  ms,
  count,
  ...(err !== undefined && { err: faultOf(err) }),
});

export function createLogger(level: string, destination?: { write(line: string): void }): Logger {
  const out = pino({ level, base: null }, destination ?? pino.destination({ fd: 2, sync: true }));
  return {
    info: (fields, message) => out.info(clean(fields), message),
    warn: (fields, message) => out.warn(clean(fields), message),
    error: (fields, message) => out.error(clean(fields), message),
  };
}

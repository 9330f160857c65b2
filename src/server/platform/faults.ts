import { Refused } from '#domain/kernel/problem.ts';

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';

/** Class 08: connection; 57P01–03: the server is stopping, crashed or starting; the rest: the socket itself. */
const away = /^(08\w{3}|57P0[123]|ECONNREFUSED|ECONNRESET|ENOENT|EPIPE|ETIMEDOUT)$/;
const full = /^(53100|ENOSPC|EDQUOT)$/;
const messages =
  /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/;

/** A database that is away or a disk that is full is told to the reader; any other fault is a bug and stays one. */
export function refusalOfDatabase(error: unknown): Refused | undefined {
  const code = codeOf(error);
  if (away.test(code) || (error instanceof Error && messages.test(error.message))) return new Refused('database.away');
  if (full.test(code)) return new Refused('disk.full');
  return undefined;
}

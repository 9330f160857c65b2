import { readFileSync, realpathSync, type Stats, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** PostgreSQL refuses to run as root, so root starts it under this account. */
export interface Account {
  name: string;
  uid: number;
  gid: number;
}

const accounts = (): Account[] =>
  readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .filter((fields) => fields.length >= 4)
    .map(([name = '', , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }));

/**
 * Whom the database runs as; `undefined` is the present user. Existing data keep the account that owns them; otherwise an account
 * named `doorstep` is preferred, because `nobody` may be shared with other programs.
 * @param owner the owner of existing data.
 */
export const postgresAccount = (owner: number | undefined): Account | undefined => {
  if (process.getuid?.() !== 0) return undefined;
  const known = accounts();
  const by = (test: (account: Account) => boolean) => known.find((account) => account.uid !== 0 && test(account));
  return (
    by(({ uid }) => uid === owner) ??
    by(({ name }) => name === 'doorstep') ??
    by(({ name }) => name === 'nobody') ?? { name: 'nobody', uid: 65_534, gid: 65_534 }
  );
};

const mayEnter = ({ mode, uid, gid }: Stats, account: Account): boolean =>
  Boolean(mode & (uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001));

const enters = (account: Account, path: string): boolean =>
  mayEnter(statSync(path), account) && (path === dirname(path) || enters(account, dirname(path)));

/** Whether the account may go through every folder that leads to `path`, `path` itself included. */
export const reaches = (account: Account | undefined, path: string): boolean =>
  !account || enters(account, realpathSync(path));

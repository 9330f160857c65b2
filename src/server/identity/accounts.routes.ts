import { command, done, idOf, os } from '../operations.ts';
import * as accounts from './accounts.service.ts';

const { organisation } = os;

/** The accounts of the contract's `organisation`: how whoever works here signs in is kept beside the sessions. */
export const accountRoutes = {
  createAccount: organisation.createAccount.handler(command(accounts.createAccount, (_, ref) => idOf(ref))),
  disableAccount: organisation.disableAccount.handler(command(accounts.disableAccount, done)),
  resetAccount: organisation.resetAccount.handler(
    command(accounts.resetAccount, async (ctx, { account }) => accounts.showFirstPassword(ctx, account)),
  ),
};

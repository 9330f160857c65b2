import { createContext, useContext } from 'react';
import type { Me } from '#api/session.ts';
import { api, queryClient } from './api.ts';
import { forgetAll } from './kept.ts';

export type Staff = Extract<Me, { kind: 'staff' }>;

export const meQuery = api.session.me.queryOptions();

const MeContext = createContext<Staff | null>(null);
export const MeProvider = MeContext.Provider;

/** Who sits here, inside the frame: always somebody with a post. */
export function useMe(): Staff {
  const me = useContext(MeContext);
  if (!me) throw new Error('useMe outside the frame');
  return me;
}

export const may = (me: Staff, permission: string): boolean => permission in me.permissions;

const whoPlace = 'doorstep.who';

const sittingOf = (me: Me | undefined): string | undefined => (me?.kind === 'staff' ? me.sitting?.person : undefined);

/**
 * The answer of every operation of the session. What another account typed in this tab is thrown away; what was shown in
 * clear while somebody sat here is not kept once they have gone, and what was masked is read anew when they sit down.
 */
export function becomeMe(me: Me): void {
  const before = sittingOf(queryClient.getQueryData<Me>(meQuery.queryKey));
  if (me.kind === 'staff') {
    if (sessionStorage.getItem(whoPlace) !== me.account.id) forgetAll(sessionStorage);
    sessionStorage.setItem(whoPlace, me.account.id);
  }
  queryClient.setQueryData(meQuery.queryKey, me);
  if (before !== sittingOf(me)) forgetReads();
}

/** Signing out leaves nothing of anybody's data in this browser. */
export function leave(): void {
  forgetAll(sessionStorage);
  queryClient.clear();
  queryClient.setQueryData(meQuery.queryKey, { kind: 'anyone' });
}

/** A change of post changes what may be seen: everything but the session is forgotten, and read anew where it is in sight. */
export function forgetReads(): void {
  void queryClient.resetQueries({
    predicate: (query) => query.queryKey !== meQuery.queryKey && !isSession(query.queryKey),
  });
}
const isSession = (key: readonly unknown[]): boolean => JSON.stringify(key).includes('"session"');

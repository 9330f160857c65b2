import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import type { CaseRow } from '#api/cases.ts';
import { api } from '../api.ts';

/** The cases before and after this one in the queue that was looked at last, so that a hand can go through it without going back. */
export function neighbours(
  queries: QueryClient,
  id: string,
): { before: string | undefined; after: string | undefined } {
  const lists = queries
    .getQueryCache()
    .findAll({ queryKey: api.cases.queue.key() })
    .sort((a, b) => b.state.dataUpdatedAt - a.state.dataUpdatedAt);
  for (const list of lists) {
    const data = list.state.data as InfiniteData<{ items: CaseRow[] }> | undefined;
    const ids = [...new Set(data?.pages.flatMap((page) => page.items.map((row) => row.id)) ?? [])];
    const at = ids.indexOf(id);
    if (at >= 0) return { before: ids[at - 1], after: ids[at + 1] };
    // The case has left the queue, because it was just dealt with: go on with the first.
    if (ids.length > 0) return { before: undefined, after: ids[0] };
  }
  return { before: undefined, after: undefined };
}

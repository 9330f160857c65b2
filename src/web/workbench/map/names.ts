import { useQuery } from '@tanstack/react-query';
import { api, type client, queryClient } from '../api.ts';
import { language } from '../words.ts';

type Names = Awaited<ReturnType<typeof client.planning.names>>;
const books = new WeakMap<Names, ReadonlyMap<string, string>>();

function bookOf(names: Names): ReadonlyMap<string, string> {
  const present = books.get(names);
  if (present) return present;
  const { name, nameEn, pinyin } = names;
  const book = new Map(name.map((each, at) => [each, nameEn[at] || `${each} (${pinyin[at]})`]));
  books.set(names, book);
  return book;
}

/** Fetches what `said` needs; true once it is there, or nobody needs it, or it will not come. A page waits for it before it says names. */
export function useNames(): boolean {
  const english = language() === 'en';
  const names = useQuery({ ...api.planning.names.queryOptions(), enabled: english, structuralSharing: false });
  return !english || !names.isPending;
}

/** A Chinese name as the reader reads it: in English by its English name, or with how it is said behind it. */
export function said(name: string): string {
  if (language() !== 'en') return name;
  const names = queryClient.getQueryData<Names>(api.planning.names.queryKey());
  return (names && bookOf(names).get(name)) ?? name;
}

import type { Comparison } from '#api/planning.ts';
import type { Ctx } from '../context.ts';
import { showNames } from './names.service.ts';

/** How a name is read in the language of the reader: in English by its English name, or with how it is said behind it. */
export async function namesFor(ctx: Ctx): Promise<(name: string) => string> {
  if (ctx.language !== 'en') return (name) => name;
  const { name, nameEn, pinyin } = await showNames(ctx);
  const book = new Map(name.map((each, at) => [each, nameEn[at] || `${each} (${pinyin[at]})`]));
  return (each) => book.get(each) ?? each;
}

/** A comparison with every name as its reader says it. */
export function inWords(of: Comparison, said: (name: string) => string): Comparison {
  const named = <T extends { name: string }>(list: readonly T[]): T[] =>
    list.map((one) => ({ ...one, name: said(one.name) }));
  const moved = ({ people, villages }: Comparison['winners']): Comparison['winners'] => ({
    people,
    villages: villages.map((one) => ({
      ...one,
      name: said(one.name),
      town: said(one.town),
      county: said(one.county),
    })),
  });
  return {
    ...of,
    counties: named(of.counties),
    winners: moved(of.winners),
    losers: moved(of.losers),
    closed: of.closed.map((one) => ({
      ...one,
      name: said(one.name),
      instead: one.instead === null ? null : said(one.instead),
    })),
    opened: named(of.opened),
    moved: named(of.moved),
    upgraded: named(of.upgraded),
  };
}

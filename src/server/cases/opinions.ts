import type { Text } from '#domain/kernel/text.ts';
import stock from '../../../db/reference/opinions.json' with { type: 'json' };

/** Stock opinions: what is written most often, chosen with a key and then changed at will. */
export const stockOpinions = (action: string): { id: string; text: Text }[] =>
  stock.filter((opinion) => opinion.actions.includes(action)).map(({ id, text }) => ({ id, text }));

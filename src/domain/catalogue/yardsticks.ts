import { z } from 'zod';
import { Text } from '#domain/kernel/text.ts';

const Within = z.strictObject({ amount: z.number().int().min(1), unit: z.enum(['wd', 'd']), basis: Text });

/**
 * The city's own limits, for every item whose version says nothing else: nothing waits without a date. A case keeps those of the day
 * of its receipt.
 */
export const Yardsticks = z.strictObject({
  validFrom: z.iso.date(),
  /** One notice of everything that is missing, from receipt; after it what the law lets be deemed accepted is accepted. */
  notice: Within,
  /** Accept or say why not, from receipt, where no other date runs yet. */
  acceptance: Within,
  /** From the decision until the result can be had. */
  delivery: Within,
  /** How long a result lies ready before the case may be closed as uncollected. */
  collection: Within,
  /**
   * Owed papers (容缺受理), in working days: how many at most, how many before the promise they must be there; in days: how long
   * before their date the applicant is reminded.
   */
  owed: z.strictObject({
    atMost: z.number().int().min(1),
    beforePromise: z.number().int().min(0),
    remindBefore: z.number().int().min(1),
  }),
});
export type Yardsticks = z.infer<typeof Yardsticks>;

/** Those in force on a day; before the first day, the first. */
export function yardsticksOn(all: readonly Yardsticks[], day: string): Yardsticks {
  const [first, ...later] = all.toSorted((a, b) => (a.validFrom < b.validFrom ? -1 : 1));
  if (!first) throw new RangeError('a city without limits of its own');
  return later.findLast((each) => each.validFrom <= day) ?? first;
}

import { type Limit, limitStarts } from './item.ts';

/** A limit in ordinary days, for holding a promise against the law: five working days are a week. */
const nominalDays = { wd: 7 / 5, d: 1, m: 30, y: 365 } as const;
const daysOf = (limit: Pick<Limit, 'amount' | 'unit'>): number => limit.amount * nominalDays[limit.unit];

/** A promise may be neither longer than what it promises to keep within nor run from a later event. */
export const isLooser = (promise: Limit, bound: Limit): boolean =>
  daysOf(promise) > daysOf(bound) || limitStarts.indexOf(promise.from) > limitStarts.indexOf(bound.from);

export const isShorter = (one: Pick<Limit, 'amount' | 'unit'>, other: Pick<Limit, 'amount' | 'unit'>): boolean =>
  daysOf(one) < daysOf(other);

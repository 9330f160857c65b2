import { referenceCatalogue } from '#db/reference/catalogue/index.ts';
import type { Item } from '#domain/catalogue/item.ts';

export const itemNamed = (code: string): Item => referenceCatalogue.find((item) => item.code === code)!;

const text = (zh: string, en: string) => ({ 'zh-CN': zh, en });
const model = itemNamed('HR-INS-03');
const [review, check, decision] = model.flow as [Item['flow'][0], Item['flow'][0], Item['flow'][0]];
const extension = { amount: 10, unit: 'wd', basis: text('行政许可法第42条', 'art. 42') } as const;
const joint = (rule: 'all' | 'any' | 'vote', ...departments: string[]) => ({ rule, departments });

/** What the catalogue has little of: several units heard in one stage, more time, complaints, everything at once. */
export const madeUpItems: Item[] = [
  {
    ...model,
    code: 'XX-ALL-01',
    modes: [...model.modes, 'joint'],
    extension,
    stops: [{ kind: 'hearing', basis: text('听证', 'Hearing') }],
    flow: [review, { ...check, joint: joint('all', 'tax', 'natural-resources', 'finance') }, decision],
  },
  {
    ...model,
    code: 'XX-ANY-01',
    extension,
    flow: [review, check, { ...decision, joint: joint('any', 'tax', 'natural-resources') }],
  },
  {
    ...model,
    code: 'XX-VOTE-01',
    deemedAcceptance: true,
    flow: [
      { ...review, joint: joint('vote', 'tax', 'natural-resources', 'civil-affairs') },
      { ...check, level: 'city', joint: joint('vote', 'tax', 'finance') },
      { ...decision, level: 'city' },
    ],
    rights: { ...model.rights, decide: 'city' },
  },
  {
    ...model,
    code: 'XX-SECRET-01',
    confidential: true,
    anonymousAllowed: true,
    extension,
    limits: [{ kind: 'statutory', amount: 60, unit: 'd', from: 'filing', basis: text('条例', 'Rules') }],
    acceptWithin: { kind: 'statutory', amount: 5, unit: 'wd', from: 'receipt', basis: text('条例', 'Rules') },
    delivery: { limit: null, ways: ['site', 'post', 'online'] },
  },
];

export const items: Item[] = [...referenceCatalogue, ...madeUpItems];

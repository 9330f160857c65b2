import { z } from 'zod';
import { Item } from '#domain/catalogue/item.ts';
import { tightened } from '#domain/catalogue/versions.ts';
import { Yardsticks } from '#domain/catalogue/yardsticks.ts';
import { Text } from '#domain/kernel/text.ts';
import { Done, Id, op } from './operation.ts';

export const ItemCard = z.object({
  code: z.string(),
  version: z.number(),
  name: Text,
  plainName: Text,
  summary: Text,
  domain: z.string(),
  needs: z.array(z.string()),
  audience: z.array(z.string()),
  instant: z.boolean(),
  online: z.enum(['full', 'partial']),
  villagePackage: z.boolean(),
});
export type ItemCard = z.infer<typeof ItemCard>;

const open = { access: { anyone: true }, audit: 'none' } as const;

export const catalogue = {
  search: op('GET', '/items', open, 'Find an item by need, word, pinyin, initials or code')
    .input(
      z.object({
        text: z.string().max(60).optional(),
        need: z.string().max(20).optional(),
        audience: z.string().max(20).optional(),
        limit: z.coerce.number().int().min(1).max(100).default(100),
      }),
    )
    .output(z.object({ items: z.array(ItemCard) })),
  get: op('GET', '/items/{code}', open, 'An item as in force on a day, with the promise of a division')
    .input(z.object({ code: z.string(), version: z.coerce.number().int().optional(), division: Id.optional() }))
    .output(Item),
  cityLimits: op(
    'GET',
    '/city-limits',
    open,
    'The limits of the city in force today, which hold where an item says nothing',
  ).output(Yardsticks),
  publish: op(
    'POST',
    '/items',
    { access: { staff: 'catalogue.publish' }, audit: 'command' },
    'Publish a version; refused while anything the law requires is missing',
  )
    .input(z.strictObject({ item: Item }))
    .output(z.object({ code: z.string(), version: z.number() })),
  tighten: op(
    'POST',
    '/items/{code}/promises',
    { access: { staff: 'catalogue.tighten', about: { kind: 'unit', field: 'unit' } }, audit: 'command' },
    'A division promises to be faster than the city',
  )
    .input(
      z.strictObject({
        code: z.string(),
        unit: Id,
        /** What is tightened; a result can only be kept ready for longer. */
        kind: z.enum(tightened).default('promised'),
        amount: z.number().int().min(0),
        limitUnit: z.enum(['wd', 'd']),
        from: z.iso.date(),
        document: z.string().min(1).max(200),
      }),
    )
    .output(Done),
};

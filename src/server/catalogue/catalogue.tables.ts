import type { Item, Limit } from '#domain/catalogue/item.ts';
import type { tightened } from '#domain/catalogue/versions.ts';
import type { Json } from '../platform/platform.tables.ts';

export interface CatalogueTables {
  items: {
    code: string;
    version: number;
    valid_from: string;
    valid_to: string | null;
    definition: Json<Item>;
    published_at: Date;
  };
  promises: {
    item_code: string;
    division_id: string;
    kind: (typeof tightened)[number];
    valid_from: string;
    amount: number;
    unit: Limit['unit'];
    document: string;
  };
}

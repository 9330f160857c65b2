import type { Ctx } from '../context.ts';
import { keysOf, type Person, sealPerson } from './persons.repository.ts';

export type NewPersonRow = Pick<
  Person,
  'name' | 'idNumber' | 'birthDate' | 'sex' | 'mobile' | 'account' | 'address' | 'villageId'
>;

/** Many records at once, all with resident IDs and none of them there yet. Returns their ids in the order given. */
export async function insertPeople(ctx: Ctx, people: readonly NewPersonRow[], chunk = 500): Promise<string[]> {
  const ids: string[] = [];
  for (let start = 0; start < people.length; start += chunk) {
    const rows = people
      .slice(start, start + chunk)
      .map((person) => ({ ...person, id: ctx.app.id(), idKind: 'resident-id' as const }));
    ids.push(...rows.map((row) => row.id));
    await ctx.db
      .insertInto('persons')
      .values(rows.map((person) => sealPerson(ctx, person, ctx.now)))
      .execute();
    await ctx.db
      .insertInto('person_keys')
      .values(rows.flatMap((person) => keysOf(ctx, person)))
      .execute();
  }
  return ids;
}

import type { PersonView } from '#api/identity.ts';
import { Refused } from '#domain/kernel/problem.ts';
import type { Ctx } from '../context.ts';
import { readCursor } from '../platform/cursors.ts';
import { repointConsents } from './consents.repository.ts';
import { repointAgents } from './employers.repository.ts';
import type { Group, Person } from './persons.repository.ts';
import * as persons from './persons.repository.ts';
import { seesClear, showPerson, villagesWithin } from './persons.service.ts';
import { repointSessions } from './sessions.repository.ts';

/** Most telephones with two people serve a family, so many groups are looked at for a few pairs; and not all at once. */
const groupsAtOnce = 200;
const mostGroups = 4000;

interface Pair {
  a: Person;
  b: Person;
  why: string[];
}

/** Two records that may be one person: the same name with the same birth date, or with the same telephone. */
function pairsOf(group: Group, byId: ReadonlyMap<string, Person>): Pair[] {
  const records = group.persons.map((id) => byId.get(id)).filter((person) => person?.mergedInto === null);
  return records.flatMap((a, at) =>
    records.slice(at + 1).flatMap((b) => {
      if (!a || !b || a.name !== b.name) return [];
      const bornAlike = a.birthDate !== null && a.birthDate === b.birthDate;
      // Such a pair stands among the twins already.
      if (group.kind === 'mobile' && bornAlike) return [];
      const calledAlike = a.mobile !== null && a.mobile === b.mobile;
      return [{ a, b, why: ['name', ...(bornAlike ? ['birth-date'] : []), ...(calledAlike ? ['mobile'] : [])] }];
    }),
  );
}

export async function duplicates(
  ctx: Ctx,
  cursor: string | undefined,
  limit: number,
): Promise<{ items: { a: PersonView; b: PersonView; why: string[] }[]; next: string | null }> {
  const villages = await villagesWithin(ctx, 'person.merge');
  const mine = ({ villageId }: Person) => !villages || villageId === null || villages.has(villageId);
  const found: Pair[] = [];
  let [kind, key] = readCursor(cursor, '([a-z-]+):([0-9a-f]+)') ?? [];
  let next: string | null = null;
  for (let seen = 0; seen < mostGroups && found.length < limit; seen += groupsAtOnce) {
    const after = kind !== undefined && key !== undefined ? { kind, key: Buffer.from(key, 'hex') } : undefined;
    const groups = await persons.groupsAfter(ctx, after, groupsAtOnce);
    const byId = await persons.findPersons(
      ctx,
      groups.flatMap((group) => group.persons),
    );
    next = null;
    for (const group of groups) {
      found.push(...pairsOf(group, byId).filter(({ a, b }) => mine(a) && mine(b)));
      [kind, key] = [group.kind, group.key.toString('hex')];
      if (found.length >= limit) break;
    }
    if (groups.length < groupsAtOnce && found.length < limit) break;
    next = `${kind}:${key}`;
  }
  for (const { a, b } of found) ctx.views.push(...[a, b].map(({ id }) => ({ person: id, purpose: 'correction' })));
  const view = (person: Person) => showPerson(ctx, person, seesClear(ctx, person.id));
  const items = await Promise.all(found.map(async ({ a, b, why }) => ({ a: await view(a), b: await view(b), why })));
  return { items, next };
}

/** The record that goes stays in its table and leads to the one that is kept; what the kept one lacks is taken from it. */
export async function mergePersons(ctx: Ctx, keep: string, gone: string, reason: string): Promise<{ id: string }> {
  if (ctx.actor.kind !== 'staff') throw new Refused('permission.denied');
  await persons.lockBoth(ctx, keep, gone);
  const kept = await persons.getPerson(ctx, keep);
  const other = await persons.getPerson(ctx, gone);
  if (kept.id === other.id) throw new Refused('identity.same-record');
  const villages = await villagesWithin(ctx, 'person.merge');
  const outside = (person: Person) => villages && person.villageId !== null && !villages.has(person.villageId);
  if (outside(kept) || outside(other)) throw new Refused('permission.denied');
  await persons.keepMerge(ctx, { kept: kept.id, gone: other.id, account: ctx.actor.account, reason });
  await repointConsents(ctx, other.id, kept.id);
  await repointAgents(ctx, other.id, kept.id);
  await repointSessions(ctx, other.id, kept.id);
  await persons.updatePerson(
    ctx,
    {
      ...kept,
      mobile: kept.mobile ?? other.mobile,
      account: kept.account ?? other.account,
      address: kept.address ?? other.address,
      villageId: kept.villageId ?? other.villageId,
    },
    kept.seq,
  );
  ctx.views.push({ person: kept.id, purpose: 'correction' }, { person: other.id, purpose: 'correction' });
  return { id: kept.id };
}

import { z } from 'zod';

export const Id = z.uuid();

/**
 * Something with official names that come and go: a division, a unit. It is in force from `validFrom` up to, and not
 * including, `validTo`. `past` holds what it was called (and where it belonged) before, oldest first; each entry ends
 * on the day `until`, when the next one begins. `became` names who carries its work on after its end.
 */
export interface Lived<Past extends { until: string; documents: string[]; name: string }> {
  id: string;
  name: string;
  aliases: string[];
  validFrom: string;
  validTo: string | null;
  past: Past[];
  became: string[];
}

type AnyLived = Lived<{ until: string; documents: string[]; name: string }>;

export const existsOn = (thing: { validFrom: string; validTo: string | null }, date: string): boolean =>
  thing.validFrom <= date && (thing.validTo === null || date < thing.validTo);

/** What held on that day. Before its first day: its first state; after its end: its last. */
export const stateOn = <Past extends { until: string; documents: string[]; name: string }, Thing extends Lived<Past>>(
  thing: Thing & { past: Past[] },
  date: string,
): Past | Thing => thing.past.find((past) => date < past.until) ?? thing;

/** The official name on that day, so that an old case still reads as it was written. */
export const nameOn = (thing: AnyLived, date: string): string => stateOn(thing, date).name;

/** Those in force on `date` who carry on the work of `id`: itself while it exists, else whoever it became. */
export function successors(things: readonly AnyLived[], id: string, date: string): string[] {
  const byId = new Map(things.map((thing) => [thing.id, thing]));
  const found = new Set<string>();
  const seen = new Set<string>();
  const follow = (next: string) => {
    const thing = byId.get(next);
    if (!thing || seen.has(next)) return;
    seen.add(next);
    if (existsOn(thing, date)) found.add(next);
    else if (thing.validTo !== null && thing.validTo <= date) thing.became.forEach(follow);
  };
  follow(id);
  return [...found].sort();
}

/** The day from which the present state holds; nothing may be ordered to happen before it. */
export const lastChange = (thing: AnyLived): string => thing.past.at(-1)?.until ?? thing.validFrom;

/**
 * The past with one more entry. Two changes on one day leave one entry with both documents; a change on a thing's
 * first day leaves none, because the earlier state never held.
 */
export function closeState<Past extends { until: string; documents: string[] }>(
  thing: { past: Past[]; validFrom: string },
  state: Past,
): Past[] {
  if (thing.validFrom === state.until) return thing.past;
  const last = thing.past.at(-1);
  if (last?.until !== state.until) return [...thing.past, state];
  const documents = [...new Set([...last.documents, ...state.documents])];
  return [...thing.past.slice(0, -1), { ...last, documents }];
}

/** The old name stays findable. */
export const withAlias = (aliases: readonly string[], oldName: string, newName: string): string[] =>
  [...new Set([...aliases, oldName])].filter((alias) => alias !== newName);

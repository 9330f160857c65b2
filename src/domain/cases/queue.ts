import type { Item } from '../catalogue/item.ts';
import { type StepKind, stagePermission } from './lifecycle.ts';

/** What gets a step of each kind done: any one of these permissions. A stage of the item's flow asks for its own. */
export const stepPermissions = {
  intake: ['case.receive', 'case.accept'],
  joint: ['case.handle'],
  reviewer: ['case.handle'],
  delegate: ['case.handle'],
  delivery: ['case.deliver'],
  extension: ['case.extend'],
} as const satisfies Record<Exclude<StepKind, 'stage'>, readonly string[]>;

/** What waits at a unit and is never for a post: by the kind of the step, and by the stage. */
export interface Beyond {
  kinds: string[];
  stages: string[];
}

/**
 * What a post with these permissions can never get done, so that its queue holds its own work and not the whole unit's. A
 * stage counts only when no version of any item puts it within reach. Whoever hands out work, and whoever only looks on,
 * sees everything.
 */
export function beyond(permissions: ReadonlySet<string>, items: Iterable<Item>): Beyond {
  const has = (permission: string) => permissions.has(permission);
  const kinds = Object.entries(stepPermissions).flatMap(([kind, any]) => (any.some(has) ? [] : [kind]));
  const within = new Set<string>();
  const known = new Set<string>();
  for (const item of items) {
    for (const stage of item.flow) {
      known.add(stage.id);
      if (has(stagePermission(stage, item.instant))) within.add(stage.id);
    }
  }
  const looksOn = within.size === 0 && kinds.length === Object.keys(stepPermissions).length;
  if (has('case.assign') || looksOn) return { kinds: [], stages: [] };
  return { kinds, stages: [...known].filter((stage) => !within.has(stage)) };
}

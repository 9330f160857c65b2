import type { Item } from '../catalogue/item.ts';
import { type StepKind, stagePermission } from './lifecycle.ts';
import { stagesOf } from './stages.ts';

/** What gets a step of each kind done: any one of these permissions. A stage of the item's flow asks for its own. */
export const stepPermissions = {
  intake: ['case.receive', 'case.accept'],
  joint: ['case.handle'],
  reviewer: ['case.handle'],
  delegate: ['case.handle'],
  delivery: ['case.deliver'],
  extension: ['case.extend'],
} as const satisfies Record<Exclude<StepKind, 'stage'>, readonly string[]>;

/** How a step's kind, or a stage of a flow, is called where a queue asks for it: the column `slot` of `case_steps`. */
const slotOf = (kind: string, stage: string): string => (kind === 'stage' ? `stage:${stage}` : kind);

/**
 * What a post with these permissions can get done, as slots, so that its queue holds its own work and not the whole unit's. A
 * stage counts when any version of any item puts it within reach. Null: everything, for whoever hands out work or only looks on.
 */
export function slotsWithin(permissions: ReadonlySet<string>, items: Iterable<Item>): string[] | null {
  const has = (permission: string) => permissions.has(permission);
  const kinds = Object.entries(stepPermissions).flatMap(([kind, any]) => (any.some(has) ? [slotOf(kind, '')] : []));
  const stages = new Set<string>();
  for (const item of items)
    for (const mode of item.modes)
      for (const stage of stagesOf(item, mode))
        if (has(stagePermission(stage, item.instant))) stages.add(slotOf('stage', stage.id));
  const slots = [...kinds, ...stages];
  return has('case.assign') || slots.length === 0 ? null : slots;
}

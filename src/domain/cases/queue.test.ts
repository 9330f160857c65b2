import { describe, expect, it } from 'vitest';
import { referenceCatalogue } from '#db/reference/catalogue/index.ts';
import roles from '#db/reference/roles.json' with { type: 'json' };
import { actions, stagePermission } from './lifecycle.ts';
import { slotsWithin, stepPermissions } from './queue.ts';
import { stagesOf } from './stages.ts';

const of = (role: keyof typeof roles) => new Set(Object.keys(roles[role].permissions));
const queueOf = (role: keyof typeof roles) => slotsWithin(of(role), referenceCatalogue);

describe('the queue of a post', () => {
  it('asks for nothing that no action on such a step asks for', () => {
    for (const [kind, permissions] of Object.entries(stepPermissions)) {
      const taken = Object.values(actions).filter(({ who }) => (who as readonly string[]).includes(kind));
      // An opinion that was asked for needs the power to handle, whatever the stage.
      const asked = new Set<string | null>(
        taken.flatMap(({ permission }) => [permission, permission === 'by-stage' ? 'case.handle' : null]),
      );
      for (const permission of permissions) expect(asked.has(permission), `${kind} ${permission}`).toBe(true);
    }
  });

  it('leaves to the approver what only an approver decides, and to the reviewer what only a reviewer reviews', () => {
    expect(queueOf('reviewer')).toContain('stage:county-review');
    for (const stage of ['county-decide', 'town-decide', 'settle'])
      expect(queueOf('reviewer')).not.toContain(`stage:${stage}`);
    expect(queueOf('approver')).toContain('stage:county-decide');
    for (const slot of ['stage:town-review', 'stage:county-review', 'intake', 'delivery', 'extension'])
      expect(queueOf('approver')).not.toContain(slot);
    expect(queueOf('village-clerk')).toEqual(
      expect.arrayContaining(['intake', 'delivery', 'joint', 'reviewer', 'delegate']),
    );
    expect(queueOf('village-clerk')).not.toContain('extension');
  });

  it('never hides a stage that some version of some item gives to the post', () => {
    for (const role of Object.keys(roles) as (keyof typeof roles)[]) {
      const slots = queueOf(role);
      for (const item of referenceCatalogue)
        for (const mode of item.modes)
          for (const stage of stagesOf(item, mode))
            if (slots && of(role).has(stagePermission(stage, item.instant)))
              expect(slots, role).toContain(`stage:${stage.id}`);
    }
  });

  it('holds the step with which a way of handling opens before the flow of the item', () => {
    const offered = new Set(referenceCatalogue.flatMap((item) => item.modes));
    expect(offered).toContain('reported');
    expect(queueOf('village-clerk')).toContain('stage:report-up');
  });

  it('hides nothing from whoever hands out work, nor from whoever looks on', () => {
    for (const role of ['head', 'supervisor'] as const) expect(queueOf(role)).toBeNull();
  });
});

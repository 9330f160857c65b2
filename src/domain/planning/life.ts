/** The whole life of a scenario on one screen: what may be done in which status, and with which permission. */
export const scenarioStatuses = ['draft', 'review', 'returned', 'approved', 'adopted', 'dropped'] as const;
export type ScenarioStatus = (typeof scenarioStatuses)[number];

/** The lines of a scenario's history. */
export const scenarioSteps = [
  'created',
  'branched',
  'edited',
  'replaced',
  'renamed',
  'used',
  'put-away',
  'submitted',
  'approved',
  'returned',
  'published',
  'dropped',
  'adopted',
] as const;
export type ScenarioStep = (typeof scenarioSteps)[number];

export const scenarioActions = {
  edit: { in: ['draft', 'returned'], permission: 'planning.plan', author: 'any', to: null },
  solve: { in: ['draft', 'returned'], permission: 'planning.plan', author: 'any', to: null },
  submit: { in: ['draft', 'returned'], permission: 'planning.plan', author: 'any', to: 'review' },
  // Who drew a plan does not approve it.
  approve: { in: ['review'], permission: 'planning.approve', author: 'other', to: 'approved' },
  return: { in: ['review', 'approved'], permission: 'planning.approve', author: 'other', to: 'returned' },
  publish: { in: ['approved'], permission: 'planning.approve', author: 'any', to: null },
  adopt: { in: ['approved'], permission: 'planning.adopt', author: 'other', to: 'adopted' },
  drop: { in: ['draft', 'returned'], permission: 'planning.plan', author: 'any', to: 'dropped' },
  branch: { in: scenarioStatuses, permission: 'planning.plan', author: 'any', to: null },
} as const satisfies Record<
  string,
  { in: readonly ScenarioStatus[]; permission: string; author: 'any' | 'other'; to: ScenarioStatus | null }
>;
export type ScenarioAction = keyof typeof scenarioActions;

export interface ScenarioActor {
  account: string | null;
  /** Whether their role's permission reaches the unit whose plan it is. */
  holds: (permission: string) => boolean;
}

export type ScenarioRefusal = 'permission.denied' | 'planning.not-now' | 'planning.own-plan';

/** Undefined: they may. */
export function refusalFor(
  action: ScenarioAction,
  scenario: { status: ScenarioStatus; author: string | null },
  actor: ScenarioActor,
): ScenarioRefusal | undefined {
  const rule = scenarioActions[action];
  if (!actor.holds(rule.permission)) return 'permission.denied';
  if (!(rule.in as readonly ScenarioStatus[]).includes(scenario.status)) return 'planning.not-now';
  if (rule.author === 'other' && actor.account !== null && actor.account === scenario.author)
    return 'planning.own-plan';
  return undefined;
}

export const allowedFor = (
  scenario: { status: ScenarioStatus; author: string | null },
  actor: ScenarioActor,
): ScenarioAction[] =>
  (Object.keys(scenarioActions) as ScenarioAction[]).filter((action) => !refusalFor(action, scenario, actor));

/** The rights that a resident would ask about, in the order of a case's life, with the permission that gives each. */
const rights = [
  ['help', 'case.help'],
  ['receive', 'case.receive'],
  ['accept', 'case.accept'],
  ['review', 'case.review'],
  ['decide', 'case.decide'],
] as const;

export type Right = (typeof rights)[number][0];

/** What this post may do with cases and what it may not: shown always, so that nobody promises what another unit decides. */
export function powerOf(permissions: Readonly<Record<string, unknown>>): { can: Right[]; cannot: Right[] } {
  const can = rights.filter(([, permission]) => permission in permissions).map(([right]) => right);
  if (can.length === 0) return { can, cannot: [] };
  // Whoever takes papers but does not decide is told so; that a decider does not sit at the counter surprises nobody.
  const near = can.includes('receive') ? (['accept', 'decide'] as const) : (['decide'] as const);
  const cannot = can.includes('decide') ? [] : near.filter((right) => !can.includes(right));
  return { can, cannot };
}

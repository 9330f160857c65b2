/** How far a permission reaches: the post's own unit, that and everything below it, or the whole city. */
export type Reach = 'own' | 'below' | 'city';

/** Whoever can decide or administer signs in with a second factor. */
const weighty = [
  'case.decide',
  'case.extend',
  'case.terminate',
  'organisation.manage',
  'account.manage',
  'calendar.manage',
  'catalogue.publish',
  'audit.read',
  'person.merge',
];

export const needsSecondFactor = (permissions: Record<string, Reach>): boolean =>
  weighty.some((permission) => permission in permissions);

/** System, security and audit administration: nobody holds two of them (GB/T 22239, three-way separation). */
export const separated = ['system-administrator', 'security-administrator', 'audit-administrator'] as const;

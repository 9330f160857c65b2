import { z } from 'zod';
import { Text } from '#domain/kernel/text.ts';

/** How far a permission reaches: the post's own unit, that and everything below it, or the whole city. */
export const reaches = ['own', 'below', 'city'] as const;
export const Reach = z.enum(reaches);
export type Reach = z.infer<typeof Reach>;

export const Permissions = z.record(z.string().regex(/^[a-z]+\.[a-z]+$/), Reach);
export type Permissions = Readonly<Record<string, Reach>>;

/** Roles are data of the city: a name in both languages, and what the role may do. The key is the role's code. */
export const Roles = z.record(
  z.string().regex(/^[a-z][a-z-]*$/),
  z.strictObject({ name: Text, permissions: Permissions }),
);
export type Roles = z.infer<typeof Roles>;

/** Whoever can decide or administer signs in with a second factor. */
export const weighty: readonly string[] = [
  'case.decide',
  'case.extend',
  'case.terminate',
  'organisation.manage',
  'organisation.import',
  'site.manage',
  'account.manage',
  'screen.manage',
  'leave.manage',
  'calendar.manage',
  'catalogue.publish',
  'catalogue.tighten',
  'audit.read',
  'person.merge',
  'planning.manage',
  'planning.approve',
  'planning.adopt',
];

export const needsSecondFactor = (permissions: Permissions): boolean =>
  weighty.some((permission) => permission in permissions);

/** System, security and audit administration: nobody holds two of them (GB/T 22239-2019, 8.1.5: three separate administrators). */
export const separated = ['system-administrator', 'security-administrator', 'audit-administrator'] as const;

/** Whether one person may hold all of these roles, as their own or as somebody's substitute. */
export const mayHoldTogether = (roles: Iterable<string>): boolean => {
  const held = new Set(roles);
  return separated.filter((role) => held.has(role)).length < 2;
};

/** What the stages of an item ask for: which of them is known only once the case is read. */
export const stagePermissions = ['case.handle', 'case.review', 'case.approve', 'case.decide', 'case.settle'] as const;

/** How far a wanted permission reaches; `by-stage` is held by whoever may do any stage. Undefined: not at all. */
export const reachFor = (permissions: Permissions, wanted: string): Reach | undefined => {
  if (wanted !== 'by-stage') return permissions[wanted];
  const held = stagePermissions.map((permission) => permissions[permission]);
  return reaches.findLast((reach) => held.includes(reach));
};

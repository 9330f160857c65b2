import { z } from 'zod';
import { Done, Id, op } from './operation.ts';

const manage = { access: { staff: 'screen.manage' }, audit: 'command' } as const;
const instant = z.iso.datetime({ offset: true });
/** A year is the most; then somebody looks whether the screen still hangs there. */
const days = z.number().int().min(1).max(366);

export const ScreenView = z.object({
  id: Id,
  name: z.string(),
  place: z.string(),
  madeBy: z.string(),
  madeAt: instant,
  expiresAt: instant,
  /** Until when a code may be typed that nobody has typed yet. */
  codeUntil: instant.nullable(),
  pairedAt: instant.nullable(),
  seenAt: instant.nullable(),
  revokedAt: instant.nullable(),
});
export type ScreenView = z.infer<typeof ScreenView>;

/** To be typed at the screen: once, within the hour. Shown now and to nobody later. */
const Code = z.object({ id: Id, code: z.string(), address: z.string(), until: instant });

/** Large screens that show the map without anybody signed in: each is let in by itself, for a stated time. */
export const screens = {
  list: op(
    'GET',
    '/screens',
    { ...manage, audit: 'none' },
    'Large screens: where they hang, and when they were last seen',
  ).output(z.array(ScreenView)),
  make: op('POST', '/screens', manage, 'Let a large screen in, for a stated time')
    .input(
      z.strictObject({
        name: z.string().trim().min(2).max(60),
        place: z.string().trim().min(2).max(100),
        days: days.default(180),
      }),
    )
    .output(Code),
  code: op('POST', '/screens/{id}/code', manage, 'Another code: for another computer at the same screen')
    .input(z.strictObject({ id: Id }))
    .output(Code),
  extend: op('POST', '/screens/{id}/extension', manage, 'Let a screen in for so many days from now')
    .input(z.strictObject({ id: Id, days: days.default(180) }))
    .output(Done),
  revoke: op('POST', '/screens/{id}/revocation', manage, 'Shut a screen out, at once')
    .input(z.strictObject({ id: Id }))
    .output(Done),
};

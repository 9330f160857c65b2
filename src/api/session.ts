import { z } from 'zod';
import { Level } from '#domain/catalogue/item.ts';
import { Done, Id, op } from './operation.ts';

const Post = z.object({
  id: Id,
  unit: z.object({ id: Id, name: z.string(), level: Level }),
  role: z.string(),
  roleName: z.string(),
});

/** Who is signed in, and what they may do in the post in which they act. */
export const Me = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('anyone') }),
  /** A large screen: it shows the wall and nothing else. */
  z.object({ kind: z.literal('screen'), name: z.string(), place: z.string(), until: z.iso.datetime() }),
  /** Signed in by telephone, but not yet said who of the family; names are masked. */
  z.object({ kind: z.literal('caller'), persons: z.array(z.object({ id: Id, name: z.string() })) }),
  z.object({
    kind: z.literal('resident'),
    person: z.object({ id: Id, name: z.string() }),
    /** Others whom this telephone serves, or who consented. */
    others: z.array(z.object({ id: Id, name: z.string(), why: z.enum(['telephone', 'consent']) })),
  }),
  z.object({
    kind: z.literal('staff'),
    account: z.object({
      id: Id,
      name: z.string(),
      login: z.string(),
      secondFactor: z.boolean(),
      /** Signed in with a first password: nothing is permitted until it has been changed. */
      mustChangePassword: z.boolean(),
    }),
    post: Post.nullable(),
    posts: z.array(Post),
    permissions: z.record(z.string(), z.enum(['own', 'below', 'city'])),
    standsInFor: z.array(z.object({ id: Id, name: z.string(), until: z.iso.date() })),
    /** Whom this teller is serving now: that person's data are shown unmasked without asking for a purpose. */
    sitting: z.object({ person: Id, name: z.string(), since: z.iso.datetime() }).nullable(),
  }),
]);
export type Me = z.infer<typeof Me>;

const own = { access: { anyone: true }, audit: 'command' } as const;

export const session = {
  me: op('GET', '/session', { access: { anyone: true }, audit: 'none' }, 'Who is signed in').output(Me),
  askCode: op('POST', '/session/code', own, 'Send a one-time code to a telephone')
    .input(z.strictObject({ mobile: z.string().max(20) }))
    .output(
      z.object({
        challenge: Id,
        expiresAt: z.iso.datetime(),
        /** Only where the notifier is the demo's. */ shownCode: z.string().optional(),
      }),
    ),
  resident: op('POST', '/session/resident', own, 'Sign in with the code')
    .input(z.strictObject({ challenge: Id, code: z.string().max(12) }))
    .output(
      z.object({ token: z.string(), persons: z.array(z.object({ id: Id, name: z.string() })), person: Id.nullable() }),
    ),
  register: op('POST', '/session/person', own, 'Say who you are: the first visit, or another of the family')
    .input(z.strictObject({ name: z.string().max(60), idNumber: z.string().max(30), village: Id.optional() }))
    .output(Me),
  choose: op('POST', '/session/choose', own, 'Act as one of those whom the telephone serves')
    .input(z.strictObject({ person: Id }))
    .output(Me),
  staff: op('POST', '/session/staff', own, 'Sign in to the workbench')
    .input(
      z.strictObject({ login: z.string().max(60), password: z.string().max(200), code: z.string().max(12).optional() }),
    )
    .output(z.object({ token: z.string(), me: Me })),
  screen: op('POST', '/session/screen', own, 'Let a large screen in by the code that was given for it')
    .input(z.strictObject({ code: z.string().max(30) }))
    .output(z.object({ token: z.string(), me: Me })),
  act: op('POST', '/session/post', { access: { signedIn: true }, audit: 'command' }, 'Act in another of your posts')
    .input(z.strictObject({ post: Id }))
    .output(Me),
  out: op('DELETE', '/session', { access: { anyone: true }, audit: 'command' }, 'Sign out').output(Done),
  outEverywhere: op(
    'DELETE',
    '/session/all',
    { access: { signedIn: true, resident: true }, audit: 'command' },
    'Sign out everywhere',
  ).output(Done),
  password: op('POST', '/session/password', { access: { signedIn: true }, audit: 'command' }, 'Change your password')
    .input(z.strictObject({ old: z.string().max(200), new: z.string().max(200) }))
    .output(Done),
  secondFactor: op(
    'POST',
    '/session/second-factor',
    { access: { signedIn: true }, audit: 'command' },
    'Set up the second factor: first without a code, then with one',
  )
    .input(z.strictObject({ code: z.string().max(12).optional() }))
    .output(z.object({ uri: z.string().optional(), secret: z.string().optional(), done: z.boolean() })),
  sit: op(
    'POST',
    '/session/sitting',
    { access: { staff: 'person.serve' }, audit: 'command' },
    'Begin to serve a person',
  )
    .input(z.strictObject({ person: Id }))
    .output(Me),
  rise: op('DELETE', '/session/sitting', { access: { signedIn: true }, audit: 'command' }, 'End the sitting').output(
    Me,
  ),
};

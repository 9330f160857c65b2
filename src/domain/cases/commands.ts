import { z } from 'zod';
import { handlingModes, resultKinds } from '#domain/catalogue/item.ts';
import type { ActionName } from './lifecycle.ts';

const id = z.uuid();
/** What a clerk or resident writes in their own words. It is sealed at rest; an event names it by id. */
const Note = z.string().trim().min(1).max(2000);

export const channels = ['phone', 'counter', 'kiosk', 'hotline', 'visit', 'import'] as const;
export const stopKinds = [
  'hearing',
  'inspection',
  'testing',
  'appraisal',
  'expert-review',
  'other-authority',
  'records',
  'public-notice',
  'outage',
] as const;

/** What is missing, numbered as the notice prints it: a question of the form or a material of the item. */
export const MissingThing = z.strictObject({
  kind: z.enum(['answer', 'material']),
  code: z.string().min(1).max(64),
  note: z.string().max(500).optional(),
});

/** A money result states what is paid; the others what is issued. */
export const ResultData = z.strictObject({
  kind: z.enum(resultKinds),
  title: z.string().trim().min(1).max(120),
  /** Money: fen a month or once. */
  amount: z.number().int().min(0).optional(),
  firstMonth: z
    .string()
    .regex(/^\d{4}-(0[1-9]|1[0-2])$/)
    .optional(),
  accountTail: z
    .string()
    .regex(/^\d{4}$/)
    .optional(),
  /** Register entry, card or certificate number. */
  reference: z.string().max(64).optional(),
  validUntil: z.iso.date().optional(),
});
export type ResultData = z.infer<typeof ResultData>;

/** The data of each action, beside the case id and the seq that its author saw. */
export const commands = {
  claim: z.strictObject({}),
  receive: z.strictObject({ papers: z.array(z.string()).max(60).default([]) }),
  notify: z.strictObject({ missing: z.array(MissingThing).min(1).max(60), note: Note.optional() }),
  supplement: z.strictObject({ counter: z.boolean().default(false) }),
  accept: z.strictObject({
    owed: z.array(z.string()).max(20).default([]),
    owedDue: z.iso.date().optional(),
    note: Note.optional(),
  }),
  refuse: z.strictObject({ reason: Note, basis: z.string().trim().min(1).max(300) }),
  deemAccepted: z.strictObject({}),
  lapse: z.strictObject({}),
  supplyOwed: z.strictObject({ materials: z.array(z.string()).min(1).max(20) }),
  lapseOwed: z.strictObject({}),
  pass: z.strictObject({ agree: z.boolean(), opinion: Note }),
  returnTo: z.strictObject({ stage: z.string(), reason: Note }),
  takeBack: z.strictObject({ reason: Note }),
  transfer: z.strictObject({ unit: id, account: id.optional(), reason: Note }),
  delegate: z.strictObject({ unit: id, account: id, reason: Note }),
  addReviewer: z.strictObject({ unit: id, account: id.optional(), reason: Note }),
  removeReviewer: z.strictObject({ step: z.string() }),
  reportUp: z.strictObject({ reason: Note }),
  sendDown: z.strictObject({ reason: Note }),
  recordOutside: z.strictObject({
    system: z.string().trim().min(1).max(60),
    serial: z.string().trim().min(1).max(64),
    outcome: Note,
    agree: z.boolean(),
  }),
  addNumber: z.strictObject({ system: z.string().trim().min(1).max(60), number: z.string().trim().min(1).max(64) }),
  suspend: z.strictObject({
    kind: z.enum(stopKinds),
    reason: Note,
    document: z.string().trim().min(1).max(120),
    plannedDays: z.number().int().min(1).max(730),
  }),
  resume: z.strictObject({ reason: Note }),
  requestExtension: z.strictObject({ reason: Note }),
  approveExtension: z.strictObject({ opinion: Note }),
  denyExtension: z.strictObject({ opinion: Note }),
  decide: z.strictObject({
    granted: z.boolean(),
    opinion: Note,
    basis: z.string().trim().max(300).optional(),
    result: ResultData,
  }),
  correctDecision: z.strictObject({ reason: Note, granted: z.boolean(), result: ResultData }),
  handOver: z.strictObject({ unit: id }),
  signHandOver: z.strictObject({}),
  post: z.strictObject({ carrier: z.string().trim().min(1).max(40), tracking: z.string().trim().min(4).max(40) }),
  deliver: z.strictObject({
    way: z.enum(['in-person', 'agent', 'online', 'post']),
    signature: z.string().max(200_000).optional(),
  }),
  closeUncollected: z.strictObject({ reason: Note }),
  withdraw: z.strictObject({ reason: Note }),
  terminate: z.strictObject({ reason: Note, basis: z.string().trim().min(1).max(300) }),
  archive: z.strictObject({}),
  countVisit: z.strictObject({}),
} as const satisfies Record<ActionName, z.ZodType>;

export type CommandData<A extends ActionName> = z.output<(typeof commands)[A]>;
export type Command = { [A in ActionName]: { action: A; data: CommandData<A> } }[ActionName];

/** How a case is opened: by the resident on a phone, or by a clerk who helps, at a counter or at the door. */
export const Submission = z.strictObject({
  mode: z.enum(handlingModes),
  channel: z.enum(channels),
  delivery: z.strictObject({ way: z.enum(['site', 'post', 'online']), unit: id.nullable() }),
});
export type Submission = z.infer<typeof Submission>;

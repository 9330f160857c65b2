import { z } from 'zod';
import { handlingModes, resultKinds, stopKinds } from '#domain/catalogue/item.ts';
import type { ActionName } from './lifecycle.ts';

const id = z.uuid();
/** What a clerk or resident writes in their own words. It is sealed at rest; an event names it by id. */
const Note = z.string().trim().min(1).max(2000);
/** Of a question or a material: never anything that a person could be known by. */
const Code = z.string().regex(/^[A-Za-z][\w.-]{0,63}$/);
/** Another system's name stands in clear beside its number, because people search by both; no number of a person fits in. */
const System = z
  .string()
  .trim()
  .min(1)
  .max(60)
  .regex(/^(?!.*\d{6})/);
const Serial = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9][A-Za-z0-9 ./_-]{0,63}$/);

export const channels = ['phone', 'counter', 'kiosk', 'hotline', 'visit', 'import'] as const;

/** What is missing, numbered as the notice prints it: a question of the form or a material of the item. */
const MissingThing = z.strictObject({
  kind: z.enum(['answer', 'material']),
  code: Code,
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
  /** Into a colleague's hands, or back to the unit's queue. */
  assign: z.strictObject({ account: id.nullable(), reason: Note }),
  receive: z.strictObject({ papers: z.array(Code).max(60).default([]) }),
  notify: z.strictObject({ missing: z.array(MissingThing).min(1).max(60), note: Note.optional() }),
  supplement: z.strictObject({ counter: z.boolean().default(false), papers: z.array(Code).max(60).default([]) }),
  accept: z.strictObject({
    owed: z.array(Code).max(20).default([]),
    owedDue: z.iso.date().optional(),
    note: Note.optional(),
  }),
  refuse: z.strictObject({ reason: Note, basis: z.string().trim().min(1).max(300) }),
  deemAccepted: z.strictObject({}),
  lapse: z.strictObject({}),
  supplyOwed: z.strictObject({ materials: z.array(Code).min(1).max(20) }),
  lapseOwed: z.strictObject({}),
  pass: z.strictObject({ agree: z.boolean(), opinion: Note }),
  returnTo: z.strictObject({ stage: z.string(), reason: Note }),
  takeBack: z.strictObject({ reason: Note }),
  transfer: z.strictObject({ unit: id, account: id.optional(), reason: Note }),
  delegate: z.strictObject({ unit: id, account: id, reason: Note }),
  addReviewer: z.strictObject({ unit: id, account: id.optional(), reason: Note }),
  /** Also calls a delegation back. */
  removeReviewer: z.strictObject({ step: z.string() }),
  reportUp: z.strictObject({ reason: Note }),
  sendDown: z.strictObject({ reason: Note }),
  /** `doneBy` and `doneOn`: who did it there, and when, as the other system says. */
  recordOutside: z.strictObject({
    system: System,
    serial: Serial,
    outcome: Note,
    agree: z.boolean(),
    doneBy: z.string().trim().min(1).max(60).optional(),
    doneOn: z.iso.date().optional(),
  }),
  addNumber: z.strictObject({ system: System, number: Serial }),
  suspend: z.strictObject({
    kind: z.enum(stopKinds),
    reason: Note,
    document: z.string().trim().min(1).max(120),
    /** Calendar days. */
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
  correctDecision: z.strictObject({
    reason: Note,
    granted: z.boolean(),
    basis: z.string().trim().max(300).optional(),
    result: ResultData,
  }),
  recordPayment: z.strictObject({ outcome: z.enum(['paid', 'returned']), on: z.iso.date() }),
  handOver: z.strictObject({ unit: id }),
  signHandOver: z.strictObject({}),
  post: z.strictObject({ carrier: z.string().trim().min(1).max(40), tracking: z.string().trim().min(4).max(40) }),
  /** A parcel that was lost on the way or came back. */
  recallParcel: z.strictObject({ reason: Note }),
  deliver: z.strictObject({
    /** `door`: brought to the applicant's home (送上门), who travelled nowhere. */
    way: z.enum(['in-person', 'agent', 'door', 'online', 'post']),
    signature: z.string().max(200_000).optional(),
  }),
  closeUncollected: z.strictObject({ reason: Note }),
  /** Where to, on site; left out: wherever it is. */
  changeDelivery: z.strictObject({ way: z.enum(['site', 'post', 'online']), unit: id.optional() }),
  handResponsibility: z.strictObject({ unit: id, account: id, reason: Note }),
  withdraw: z.strictObject({ reason: Note }),
  terminate: z.strictObject({ reason: Note, basis: z.string().trim().min(1).max(300) }),
  /**
   * Everything of the case that lies at a unit that was closed or merged, or that gave this work away, goes to the one that
   * carries it on; null, or where that one may not see the case: to the unit above.
   */
  reroute: z.strictObject({ from: id, to: id.nullable() }),
  archive: z.strictObject({}),
  countVisit: z.strictObject({}),
} as const satisfies Record<ActionName, z.ZodType>;

export type CommandData<A extends ActionName> = z.output<(typeof commands)[A]>;
export type Command = { [A in ActionName]: { action: A; data: CommandData<A> } }[ActionName];

/**
 * The texts of a command, by field: sealed before the rules run, so that an event names each by id and holds none. A result
 * is one text (it may name an amount, an account or a card), and so are the remarks to the things that are missing.
 */
export function textsOf(data: object): { field: string; text: string }[] {
  const given = data as Record<string, unknown>;
  const words = [
    'note',
    'reason',
    'opinion',
    'outcome',
    'signature',
    'basis',
    'document',
    'doneBy',
    'carrier',
    'tracking',
  ];
  const texts = words.flatMap((field) => {
    const text = given[field];
    return typeof text === 'string' && text !== '' ? [{ field, text }] : [];
  });
  if (given.result) texts.push({ field: 'result', text: JSON.stringify(given.result) });
  const remarks = Array.isArray(given.missing) ? remarksOf(given.missing as z.infer<typeof MissingThing>[]) : {};
  if (Object.keys(remarks).length > 0) texts.push({ field: 'missing', text: JSON.stringify(remarks) });
  return texts;
}

/** What was remarked on each thing that is missing, by its code. */
export const Remarks = z.record(z.string(), z.string());
const remarksOf = (missing: readonly z.infer<typeof MissingThing>[]): z.infer<typeof Remarks> =>
  Object.fromEntries(missing.flatMap(({ code, note }) => (note ? [[code, note]] : [])));

/** How a case is opened: by the resident on a phone, or by a clerk who helps, at a counter or at the door. */
export const Submission = z.strictObject({
  mode: z.enum(handlingModes),
  channel: z.enum(channels),
  delivery: z.strictObject({ way: z.enum(['site', 'post', 'online']), unit: id.nullable() }),
});
export type Submission = z.infer<typeof Submission>;

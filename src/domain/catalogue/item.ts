import { z } from 'zod';
import { Text } from '#domain/kernel/text.ts';
import { type Answers, Condition, Form } from './form.ts';

export const levels = ['village', 'town', 'county', 'city'] as const;
export const Level = z.enum(levels);
export type Level = z.infer<typeof Level>;

export const limitUnits = ['wd', 'd', 'm', 'y'] as const;
/** The event from which a limit runs: papers received (收件), acceptance (受理), filing (立案), decision. */
export const limitStarts = ['receipt', 'acceptance', 'filing', 'decision', 'notice'] as const;
/** Days that the law leaves out of a limit (特别程序), each told to the applicant in writing (行政许可法 art. 45). */
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

export const Limit = z.strictObject({
  kind: z.enum(['statutory', 'promised']),
  amount: z.number().int().min(0),
  unit: z.enum(limitUnits),
  from: z.enum(limitStarts),
  /** The article, as people cite it. A promise cites the pledge that makes it. */
  basis: Text,
});
export type Limit = z.infer<typeof Limit>;

export const Material = z.strictObject({
  code: z.string(),
  name: Text,
  required: z.boolean(),
  /** Y: reusable e-licence; S: obtained by data sharing, so it must not be asked for when sharing answers; N: must be supplied. */
  source: z.enum(['Y', 'S', 'N']),
  /** May be owed under conditional acceptance (容缺受理). */
  deferrable: z.boolean(),
  /** Materials of the same group: any one suffices. */
  anyOfGroup: z.string().nullable(),
  /** 社会保险经办条例 art. 31: no paper but the identity document may be asked for without a basis in law. */
  legalBasis: Text,
  form: z.enum(['original', 'copy', 'electronic', 'fetched']),
  copies: z.number().int().min(0).max(9).default(1),
  note: Text.optional(),
  /** Asked for only when these answers were given. */
  when: Condition.optional(),
  /** The answers themselves supply it: the form that the system prints and the applicant signs, a pledge ticked in it, a list typed into it. */
  suppliedBy: Condition.optional(),
});
export type Material = z.infer<typeof Material>;

/** One step of the flow between acceptance and delivery (内部运行控制图: 承办、审核、批准). */
export const Stage = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]*$/),
  name: Text,
  kind: z.enum(['handle', 'review', 'approve', 'decide']),
  level: Level,
  /** Whose unit at that level; null: the item's own department. */
  department: z.string().nullable().default(null),
  /** Days of the promised limit that this step is meant to use; for colour and for whose turn it is, never a legal date. */
  workingDays: z.number().int().min(0),
  /** What the handler must check before passing on: the control point (控制点). */
  control: Text,
  /** Joint handling: units of these departments each give an opinion; the rule says when the step is done. */
  joint: z
    .strictObject({ departments: z.array(z.string()).min(1), rule: z.enum(['all', 'any', 'vote']) })
    .nullable()
    .default(null),
  /** May be done in another system, its outcome entered or imported here. */
  outside: z.strictObject({ system: Text }).nullable().default(null),
});
export type Stage = z.infer<typeof Stage>;

/** 鄞州's six ways of handling (六种办理). */
export const handlingModes = ['direct', 'promised', 'joint', 'reported', 'assisted', 'proxy'] as const;
export type HandlingMode = (typeof handlingModes)[number];
export const resultKinds = ['certificate', 'notice', 'card', 'register_entry', 'money'] as const;

export const needs = ['find-work', 'lost-work', 'old-age', 'card', 'injury-illness', 'employer'] as const;
export type Need = (typeof needs)[number];
export const audiences = ['person', 'employer', 'household', 'survivor'] as const;
export type Audience = (typeof audiences)[number];
const itemChannels = ['online', 'self-service', 'window', 'officer'] as const;

export const Item = z.strictObject({
  code: z.string().regex(/^[A-Z]{2}-[A-Z]+-\d{2}$/),
  version: z.number().int().min(1),
  validFrom: z.iso.date(),
  validTo: z.iso.date().nullable().default(null),
  name: Text,
  /** The need in the resident's own words, and other words that people search by. */
  plainName: Text,
  keywords: z.array(z.string()),
  /** The six tiles of the home page. */
  needs: z.array(z.enum(needs)),
  summary: Text,
  domain: z.string(),
  /** Whose matter it is: the state's, the residents' own, or the market's (政府服务、居民自治、市场服务). */
  sphere: z.enum(['government', 'self-government', 'market']).default('government'),
  department: z.string(),
  audience: z.array(z.enum(audiences)).min(1),
  rights: z.strictObject({
    help: z.array(Level),
    receive: z.array(Level).min(1),
    accept: z.array(Level).min(1),
    decide: Level,
  }),
  modes: z.array(z.enum(handlingModes)).min(1),
  /** Done in one sitting: accepted, decided and delivered at once (即办件). */
  instant: z.boolean(),
  confidential: z.boolean(),
  anonymousAllowed: z.boolean().default(false),
  form: Form,
  materials: z.array(Material),
  limits: z.array(Limit),
  /** How long acceptance or refusal may take, where a law says so. */
  acceptWithin: Limit.nullable().default(null),
  /** Special procedures that this item's rules know. */
  stops: z.array(z.strictObject({ kind: z.enum(stopKinds), basis: Text })).default([]),
  /** One notice of everything within five working days, else deemed accepted (行政许可法 art. 32). Only where the law says so. */
  deemedAcceptance: z.boolean().default(false),
  /** How long the result lies ready, where this item needs longer than the city's own limit. */
  collectWithin: Limit.pick({ amount: true, unit: true, basis: true }).nullable().default(null),
  correctionDays: z.number().int().min(1).default(15),
  extension: z
    .strictObject({ amount: z.number().int().min(1), unit: z.enum(limitUnits), basis: Text })
    .nullable()
    .default(null),
  flow: z.array(Stage).min(1),
  results: z.array(z.enum(resultKinds)).min(1),
  delivery: z.strictObject({ limit: Limit.nullable(), ways: z.array(z.enum(['site', 'post', 'online'])).min(1) }),
  /** Every channel open to the applicant; the first is the one advised (网上办、自助办、窗口办、专人办). */
  channels: z.array(z.enum(itemChannels)).min(1),
  online: z.enum(['full', 'partial']),
  fee: z.strictObject({ fen: z.number().int().min(0), basis: Text }),
  legalBasis: z.array(Text).min(1),
  conditions: z.array(Text).min(1),
  complaintTelephone: z.string(),
  enquiryTelephone: z.string(),
  packages: z.array(z.string()),
  villagePackage: z.boolean(),
  townPackage: z.boolean(),
  provincialCode: z.string(),
  confidence: z.enum(['S', 'G']),
  note: z.string(),
});
export type Item = z.infer<typeof Item>;
/** An item as an author writes it, defaults left out. */
export type ItemSource = z.input<typeof Item>;

/** Who answers `anonymous` with yes, where an item lets them: the case is nobody's, and they ask for its outcome by its number. */
export const staysNameless = (item: Pick<Item, 'anonymousAllowed'>, answers: Answers): boolean =>
  item.anonymousAllowed && answers.anonymous === true;

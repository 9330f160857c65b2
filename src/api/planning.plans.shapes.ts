import { z } from 'zod';
import { UnitLevel } from '#domain/organisation/units.ts';
import { advisedBecause } from '#domain/planning/standards.ts';
import { Id } from './operation.ts';
import { Figures, Histogram, Mode, Model, Spot, VillageView } from './planning.shapes.ts';
import { share } from './planning.shared.ts';

/** Fen: staff for a year, the other heads once; so `total` is that of the first year. */
export const Costs = z.object({
  staff: z.number(),
  works: z.number(),
  equipment: z.number(),
  closing: z.number(),
  total: z.number(),
  /** Points that rise in class where the settings do not say what that costs: no head holds them. */
  unpriced: z.number(),
});

/** How those are served whose point closes: by the agent of their village, on a service day, or at a nearer point. */
export const Replacement = z.strictObject({
  how: z.enum(['nearer-point', 'agent', 'service-day']),
  /** The point that takes over, or that sends the agent or holds the service day. */
  site: z.string().max(64),
  /** 1 Monday to 7 Sunday, and how many weeks apart. */
  weekday: z.number().int().min(1).max(7).optional(),
  everyWeeks: z.number().int().min(1).max(12).optional(),
  note: z.string().max(200).optional(),
});
export type Replacement = z.infer<typeof Replacement>;

const Class = z.enum(['I', 'II', 'III']);

/** One thing that a scenario changes, at the network or (what if) at the world it lies in. */
export const Change = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('close'), site: z.string().max(64) }),
  z.strictObject({ kind: z.literal('keep'), site: z.string().max(64) }),
  z.strictObject({ kind: z.literal('move'), site: z.string().max(64), ...Spot }),
  z.strictObject({
    kind: z.literal('open'),
    site: Id,
    name: z.string().trim().min(2).max(60),
    level: UnitLevel,
    ...Spot,
    clerks: z.number().int().min(0).max(200).default(1),
    class: Class.optional(),
    /** The planned or public premises it would move into. */
    premises: z.string().max(64).optional(),
  }),
  z.strictObject({
    kind: z.literal('upgrade'),
    site: z.string().max(64),
    level: UnitLevel.optional(),
    class: Class.optional(),
    clerks: z.number().int().min(0).max(200).optional(),
  }),
  /** What if: clerks come or go. */
  z.strictObject({
    kind: z.literal('staff'),
    site: z.string().max(64),
    clerks: z.number().int().min(0).max(200),
  }),
  /** What if: the roads near a place cannot be used. */
  z.strictObject({
    kind: z.literal('road-out'),
    ...Spot,
    metres: z.number().min(1).max(2000).default(60),
    name: z.string().max(60),
  }),
  /** What if: the road at a place is driven at another speed, as far as so many metres around it. */
  z.strictObject({
    kind: z.literal('road-speed'),
    ...Spot,
    metres: z.number().min(1).max(50_000).default(5000),
    kmh: z.number().min(5).max(150),
    name: z.string().max(60),
  }),
  /** What if: a division or one village has this many times as many people. */
  z.strictObject({ kind: z.literal('people'), place: z.string().max(64), times: z.number().min(0).max(20) }),
  /** What if: of the people there, this share walks at an old person's pace. */
  z.strictObject({ kind: z.literal('ageing'), place: z.string().max(64), older: share }),
]);
export type Change = z.infer<typeof Change>;

export const Wish = z.strictObject({
  model: Model,
  /** How many points may stand; not asked by lscp. */
  p: z.number().int().min(1).max(20000).optional(),
  /** Fen for the first year (staff for a year, the rest once): instead of a number of points. */
  budget: z.number().int().min(0).optional(),
  /** Counted against the clerks of each point. */
  peoplePerClerk: z.number().int().min(1).optional(),
  /** The same in cases a year of the villages, instead of people. */
  casesPerClerk: z.number().int().min(1).optional(),
  /** How many points each person must reach. */
  backup: z.number().int().min(1).max(3).default(1),
  /** Each with its items: a point does what its level may receive, and what those below it may. */
  levels: z.array(UnitLevel).min(1).default(['village']),
  /**
   * Minutes within which everybody must reach a point of a level (lscp, mclp); a level that is not named has the plan's limits.
   * No more than was searched.
   */
  limits: z.partialRecord(UnitLevel, z.number().min(0.5).max(600)).default({}),
  preferExisting: z.boolean().default(true),
  mustKeep: z.array(z.string().max(64)).max(20000).default([]),
  /** Points that may not be used, and villages and premises where none may open. */
  mayNot: z.array(z.string().max(64)).max(20000).default([]),
  /** Planned premises and villages without a point may get one. */
  candidates: z.enum(['existing', 'premises', 'villages']).default('existing'),
  /** County hall, centre town and centre village: one of each in every county and town stays. */
  threeCentres: z.boolean().default(true),
  /**
   * Points that stay rise to the class that the standard advises (R014): the centres to I, other towns to II, other villages to III, never
   * lower than they are. A point without a class gets one as a centre, with a higher level, or when it opens. Of the levels asked about
   * alone. Refused without `threeCentres`; with a budget, while the settings do not say what it costs.
   */
  raiseClasses: z.boolean().default(false),
  seconds: z.number().int().min(1).max(3600).default(60),
});
export type Wish = z.infer<typeof Wish>;

export const Scope = {
  mode: z.object({ urban: Mode, rural: Mode }),
  limits: z.object({ urban: z.number().min(0.5).max(600), rural: z.number().min(0.5).max(600) }),
  /** Whether people may be counted at a point of another county. */
  acrossBorders: z.boolean(),
};

export const ScenarioView = z.object({
  id: Id,
  name: z.string(),
  note: z.string(),
  parent: Id.nullable(),
  unit: Id,
  division: z.object({ id: Id, name: z.string() }),
  snapshot: z.object({ id: Id, name: z.string(), asOf: z.iso.date() }),
  status: z.enum(['draft', 'review', 'returned', 'approved', 'adopted', 'dropped']),
  /** Residents may say what they think until this day. */
  published: z.object({ from: z.iso.date(), until: z.iso.date() }).nullable(),
  seq: z.number(),
  scope: z.object(Scope),
  author: z.object({ id: Id, name: z.string() }),
  createdAt: z.iso.datetime({ offset: true }),
  updatedAt: z.iso.datetime({ offset: true }),
  counts: z.object({ close: z.number(), move: z.number(), open: z.number(), upgrade: z.number(), whatIf: z.number() }),
  figures: Figures.nullable(),
  allowedActions: z.array(
    z.enum(['edit', 'solve', 'submit', 'approve', 'return', 'publish', 'adopt', 'drop', 'branch']),
  ),
});
export type ScenarioView = z.infer<typeof ScenarioView>;

/** Why a point stays or goes. */
export const Explanation = z.object({
  site: z.string(),
  name: z.string(),
  stays: z.boolean(),
  /** The first four of what stays, the last two, or `nobody-nearest`, of what goes. */
  because: z.enum([
    'only-one',
    'must-keep',
    'nobody-nearest',
    'nearest-to-people',
    'leaves-people-beyond',
    'all-reach-another',
  ]),
  /** People who would be beyond their limit without it, and the villages they live in (the largest first). */
  without: z.object({
    people: z.number(),
    villages: z.array(z.object({ id: z.string(), name: z.string(), people: z.number() })),
  }),
  /** Who would serve them next best, and how much longer they would travel on the mean, seconds. */
  next: z.object({ site: z.string(), name: z.string(), extra: z.number() }).nullable(),
  /** The class that it gets with the plan, and what the standard has it from (null: another class than it advises); null: none. */
  class: z.object({ from: Class.nullable(), to: Class, because: z.enum(advisedBecause).nullable() }).nullable(),
});
export type Explanation = z.infer<typeof Explanation>;

export const ResultView = z.object({
  model: Model,
  /** `unknown`: time or memory ran out before any plan was found. */
  status: z.enum(['optimal', 'feasible', 'infeasible', 'unknown']),
  /** In what the model counts: points (lscp), people (mclp), person-seconds (p-median), seconds (p-center). */
  objective: z.number().nullable(),
  bound: z.number().nullable(),
  gap: z.number().nullable(),
  seconds: z.number(),
  /** Cut off by time, stopped by hand, or out of memory: what there is, and said so. */
  cut: z.enum(['time', 'stopped', 'memory']).nullable(),
  /** Why no plan keeps every rule. */
  reason: z
    .enum([
      'uncoverable',
      'too-few-sites',
      'required-exceed-p',
      'required-forbidden',
      'required-same-place',
      'capacity-too-small',
      'crowded',
      'demand-above-capacity',
      'budget-too-small',
      'rules-contradict',
    ])
    .nullable(),
  sites: z.array(z.string()),
  /**
   * Each level that was asked about: its limit (minutes; null: the plan's), its points before and after, the share of people within
   * the limit. Answers of earlier programs lack it.
   */
  levels: z
    .array(
      z.object({
        level: UnitLevel,
        limit: z.number().nullable(),
        points: z.tuple([z.number(), z.number()]),
        share,
      }),
    )
    .default([]),
  /**
   * Villages that no candidate reaches within their limit, and with which limit (minutes) they would be reached; null: with none. Of
   * several levels each that is not reached, `limit` being enough for all of them.
   */
  uncoverable: z.array(
    z.object({
      village: z.string(),
      name: z.string(),
      people: z.number(),
      limit: z.number().nullable(),
      levels: z.array(z.object({ level: UnitLevel, limit: z.number().nullable() })).default([]),
    }),
  ),
  /**
   * Villages that together bring more (`load`) than the clerks of all the points that they reach can do (`room`); with the reason
   * `demand-above-capacity`, each of which brings more than any one such point can do. Answers of earlier programs lack it.
   */
  crowd: z
    .object({
      /** What is counted of them against the clerks; cases are those of a year. */
      of: z.enum(['people', 'cases']).default('people'),
      load: z.number(),
      room: z.number(),
      villages: z.array(z.object({ village: z.string(), name: z.string(), people: z.number() })),
    })
    .nullable()
    .default(null),
  curve: z.array(z.object({ points: z.number(), share, status: z.string() })),
  /** Points that the answer opens, ready to be taken over. */
  opened: z.array(
    z.object({
      site: z.string(),
      name: z.string(),
      level: UnitLevel,
      ...Spot,
      clerks: z.number(),
      class: Class.optional(),
      premises: z.string().optional(),
    }),
  ),
  /** Points that the answer raises to a higher level, a higher class, or both. Answers of earlier programs lack it. */
  raised: z.array(z.object({ site: z.string(), level: UnitLevel.optional(), class: Class.optional() })).default([]),
  digest: z.string(),
  at: z.iso.datetime({ offset: true }),
});
export type ResultView = z.infer<typeof ResultView>;

/** A row of the table that Leshan reported: points before → after, by county and level; the last, without an id, is all of them. */
const CountyRow = z.object({
  id: Id.nullable(),
  name: z.string(),
  before: z.record(UnitLevel, z.number()),
  after: z.record(UnitLevel, z.number()),
  share: z.tuple([share, share]),
  mean: z.tuple([z.number().nullable(), z.number().nullable()]),
  peoplePerClerk: z.tuple([z.number().nullable(), z.number().nullable()]),
});
const Moved = VillageView.pick({
  id: true,
  name: true,
  county: true,
  town: true,
  people: true,
  lon: true,
  lat: true,
}).extend({
  before: z.number().nullable(),
  after: z.number().nullable(),
  site: z.string().nullable(),
});
const Side = z.object({
  figures: Figures,
  costs: Costs.nullable(),
  travel: Histogram,
  load: Histogram,
});
const named = { site: z.string(), name: z.string() };
export const Comparison = z.object({
  before: Side,
  after: Side,
  counties: z.array(CountyRow),
  /** People who travel less and more; the most people first. */
  winners: z.object({ people: z.number(), villages: z.array(Moved) }),
  losers: z.object({ people: z.number(), villages: z.array(Moved) }),
  /** Points that one has and the other has not, or has elsewhere. */
  closed: z.array(
    z.object({
      site: z.string(),
      name: z.string(),
      people: z.number(),
      replacement: Replacement.nullable(),
      /** The name of the point that takes over. */
      instead: z.string().nullable(),
    }),
  ),
  opened: z.array(z.object({ site: z.string(), name: z.string(), level: UnitLevel, class: Class.nullable(), ...Spot })),
  moved: z.array(z.object({ site: z.string(), name: z.string(), metres: z.number(), ...Spot })),
  /** Points that both have, and in what they are otherwise: one line each. */
  upgraded: z.array(
    z.discriminatedUnion('what', [
      z.object({ ...named, what: z.literal('level'), from: UnitLevel, to: UnitLevel }),
      z.object({ ...named, what: z.literal('class'), from: Class.nullable(), to: Class.nullable() }),
      z.object({ ...named, what: z.literal('clerks'), from: z.number(), to: z.number() }),
    ]),
  ),
});
export type Comparison = z.infer<typeof Comparison>;

import { z } from 'zod';
import { UnitLevel } from '#domain/organisation/units.ts';
import { histogramUnits } from '#domain/planning/indicators.ts';
import { modes } from '#domain/planning/travel/network.ts';
import { dataLabels, morning } from '#domain/planning/world.ts';
import { Id } from './operation.ts';

const text = z.object({ 'zh-CN': z.string(), en: z.string() });
const share = z.number().min(0).max(1);
export const Mode = z.enum(modes);
export type Mode = z.infer<typeof Mode>;
/** Said on every page that shows it: of the demonstration, synthetic, or straight lines instead of roads. */
export const DataLabel = z.enum(dataLabels);
/** Every kind of layer that is kept; `drawn-roads` is the map's picture of `roads`. */
export const LayerKind = z.enum([
  'villages',
  'boundaries',
  'places',
  'rivers',
  'peaks',
  'relief',
  'roads',
  'drawn-roads',
  'bus',
  'ferries',
  'premises',
  'projections',
]);
export type LayerKind = z.infer<typeof LayerKind>;
/** What adopting a plan makes work of. */
export const WorkKind = z.enum(['close', 'move', 'open', 'upgrade', 'review']);
/** A point as its person on the map knows it: WGS84 (CGCS2000) degrees. */
export const Spot = { lon: z.number().min(-180).max(180), lat: z.number().min(-90).max(90) };

export const PlanningSettings = z.object({
  revision: z.number(),
  /** 审图号 with which the city may show a map to the public; null: residents get the list and the schematic. */
  approval: z.string().nullable(),
  publicMap: z.boolean(),
  /** Where more than the imported layers is drawn from; 'own' needs nothing outside this installation. */
  tiles: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('own') }),
    z.object({ kind: z.literal('tianditu'), key: z.string() }),
    z.object({ kind: z.literal('pmtiles'), url: z.string() }),
  ]),
  /** Minutes: 10 in town, 30 in the country (“10+30”). */
  limits: z.object({ urban: z.number(), rural: z.number() }),
  /** How people of town and country are taken to travel when nothing else is asked. */
  modes: z.object({ urban: Mode, rural: Mode }),
  /** Whoever goes by bus takes one that sets out between these; minutes after midnight. */
  departures: z
    .object({ from: z.number().int().min(0).max(1440), until: z.number().int().min(0).max(1440) })
    .refine(({ from, until }) => from < until, { path: ['until'] })
    .default({ ...morning }),
  /** People that one clerk can serve: where the load is called too high. */
  peoplePerClerk: z.number(),
  /** Kilometres per hour by mode and class of road, when they differ from what the program begins with. */
  speeds: z.record(z.string(), z.record(z.string(), z.number())),
  /**
   * Fen, by level: what scenarios are costed with. Staff of a point for a year; works and equipment of one that is opened, moved or raised
   * to the level, once; closing one, once. Null: nobody has entered them.
   */
  costs: z
    .record(
      UnitLevel,
      z.object({
        staff: z.number().int(),
        works: z.number().int(),
        equipment: z.number().int(),
        closing: z.number().int(),
      }),
    )
    .nullable(),
});
export type PlanningSettings = z.infer<typeof PlanningSettings>;

/** What one point is asked on the map. What nobody has entered is null, never a guess. */
export const PointView = z.object({
  id: Id,
  unit: Id,
  level: UnitLevel,
  name: z.string(),
  nameEn: z.string(),
  lon: z.number().nullable(),
  lat: z.number().nullable(),
  class: z.enum(['I', 'II', 'III']).nullable(),
  county: Id.nullable(),
  town: Id.nullable(),
  /** In force on the day asked; a point that opens later or closed before is told with its dates when `all` was asked. */
  validFrom: z.iso.date(),
  validTo: z.iso.date().nullable(),
  /** Index into `items` of the answer. */
  items: z.number(),
  clerks: z.number(),
  counters: z.number(),
  /** People whose nearest point this is, of the newest snapshot, by the modes of the settings; null before one was computed. */
  people: z.number().nullable(),
  /** Of those: within the limit. */
  within: share.nullable(),
  peoplePerClerk: z.number().nullable(),
  openCases: z.number(),
  overdue: z.number(),
  /** Cases that it had in hand of those submitted in the twelve months before the day asked. */
  received: z.number(),
  openPerClerk: z.number().nullable(),
  /** Mean of the ratings given (1 to 5) and how many; null when nobody has rated. */
  rating: z.object({ mean: z.number(), count: z.number() }).nullable(),
  /** To the nearest other point of the same level or above, by road where it was computed, else as the crow flies. */
  next: z.object({ id: Id, metres: z.number(), seconds: z.number().nullable() }).nullable(),
});
export type PointView = z.infer<typeof PointView>;

export const Figures = z.object({
  people: z.number(),
  covered: z.number(),
  share,
  /** Of the covered share: in town and in the country. */
  urban: z.object({ people: z.number(), share }),
  rural: z.object({ people: z.number(), share }),
  /** Nobody reaches anything: shown beside every mean, which leaves them out. */
  unreachable: z.number(),
  /** Seconds to the nearest point, weighted by people. */
  mean: z.number().nullable(),
  median: z.number().nullable(),
  p95: z.number().nullable(),
  worst: z.number().nullable(),
  /** Of travel times over people: 0 all equal. */
  gini: share.nullable(),
  /** Time spent by the tenth of people who travel longest over that of the four tenths who travel least. */
  palma: z.number().nullable(),
  points: z.number(),
  peoplePerPoint: z.number().nullable(),
  clerks: z.number(),
  peoplePerClerk: z.number().nullable(),
  /** Points whose load is above the setting. */
  overloaded: z.number(),
});
export type Figures = z.infer<typeof Figures>;

export const DivisionFigures = Figures.extend({ id: Id, name: z.string(), level: z.enum(['city', 'county', 'town']) });
export const VillageView = z.object({
  /** The demand point; several may lie in one village. */
  id: z.string(),
  name: z.string(),
  village: Id.nullable(),
  county: z.string(),
  town: z.string(),
  ...Spot,
  people: z.number(),
  urban: z.boolean(),
  seconds: z.number().nullable(),
  /** Why nothing is reached: no road near, cut off from every point, or farther than was searched. */
  why: z.enum(['off-road', 'cut-off', 'far']).nullable(),
  limit: z.number(),
  site: z.string().nullable(),
});
export type VillageView = z.infer<typeof VillageView>;

/** Fen: staff for a year, the other heads once; so `total` is that of the first year. */
const Costs = z.object({
  staff: z.number(),
  works: z.number(),
  equipment: z.number(),
  closing: z.number(),
  total: z.number(),
});

/** What a job is doing, in the order in which it may come by. */
const JobStage = z.enum([
  'waiting',
  'starting',
  'reading',
  'routes',
  'candidates',
  'reducing',
  'searching',
  'proving',
  'staging',
  'curve',
]);

export const JobView = z.object({
  id: Id,
  kind: z.enum(['import', 'travel', 'solve']),
  status: z.enum(['queued', 'running', 'done', 'stopped', 'failed']),
  /** 0 to 1; null while nobody can say. */
  progress: z.number().nullable(),
  stage: JobStage,
  /** Best so far, where there is one. */
  best: z.object({ objective: z.number(), bound: z.number().nullable(), gap: z.number().nullable() }).nullable(),
  startedAt: z.iso.datetime({ offset: true }).nullable(),
  endedAt: z.iso.datetime({ offset: true }).nullable(),
  problem: z.object({ code: z.string(), params: z.record(z.string(), z.union([z.string(), z.number()])) }).nullable(),
  scenario: Id.nullable(),
  snapshot: Id.nullable(),
});
export type JobView = z.infer<typeof JobView>;

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
    class: z.enum(['I', 'II', 'III']).optional(),
    /** The planned or public premises it would move into. */
    premises: z.string().max(64).optional(),
  }),
  z.strictObject({
    kind: z.literal('upgrade'),
    site: z.string().max(64),
    level: UnitLevel.optional(),
    class: z.enum(['I', 'II', 'III']).optional(),
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
  /** What if: a division or one village has this many times as many people. */
  z.strictObject({ kind: z.literal('people'), place: z.string().max(64), times: z.number().min(0).max(20) }),
  /** What if: of the people there, this share walks at an old person's pace. */
  z.strictObject({ kind: z.literal('ageing'), place: z.string().max(64), older: share }),
]);
export type Change = z.infer<typeof Change>;

const Model = z.enum(['lscp', 'mclp', 'p-median', 'p-center']);
export const Wish = z.strictObject({
  model: Model,
  /** How many points may stand; not asked by lscp. */
  p: z.number().int().min(1).max(20000).optional(),
  /** Fen for the first year (staff for a year, the rest once): instead of a number of points. */
  budget: z.number().int().min(0).optional(),
  /** Counted against the clerks of each point. */
  peoplePerClerk: z.number().int().min(1).optional(),
  /** How many points each person must reach. */
  backup: z.number().int().min(1).max(3).default(1),
  levels: z.array(UnitLevel).min(1).default(['village']),
  preferExisting: z.boolean().default(true),
  mustKeep: z.array(z.string().max(64)).max(20000).default([]),
  mayNot: z.array(z.string().max(64)).max(20000).default([]),
  /** Planned premises and villages without a point may get one. */
  candidates: z.enum(['existing', 'premises', 'villages']).default('existing'),
  /** County hall, centre town and centre village: one of each in every county and town stays. */
  threeCentres: z.boolean().default(true),
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
});
export type Explanation = z.infer<typeof Explanation>;

export const ResultView = z.object({
  model: Model,
  /** `unknown`: time or memory ran out before any plan was found. */
  status: z.enum(['optimal', 'feasible', 'infeasible', 'unknown']),
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
      'demand-above-capacity',
      'budget-too-small',
      'rules-contradict',
    ])
    .nullable(),
  sites: z.array(z.string()),
  /** People no candidate reaches within their limit, and with which limit they would be reached; null: with none. */
  uncoverable: z.array(
    z.object({ village: z.string(), name: z.string(), people: z.number(), limit: z.number().nullable() }),
  ),
  curve: z.array(z.object({ points: z.number(), share, status: z.string() })),
  /** Points that the answer opens, ready to be taken over. */
  opened: z.array(
    z.object({
      site: z.string(),
      name: z.string(),
      level: UnitLevel,
      ...Spot,
      clerks: z.number(),
      premises: z.string().optional(),
    }),
  ),
  digest: z.string(),
  at: z.iso.datetime({ offset: true }),
});
export type ResultView = z.infer<typeof ResultView>;

/** A row of the table that Leshan reported: points before → after, by county and level. */
const CountyRow = z.object({
  id: Id.nullable(),
  name: z.string(),
  before: z.record(UnitLevel, z.number()),
  after: z.record(UnitLevel, z.number()),
  share: z.tuple([share, share]),
  mean: z.tuple([z.number().nullable(), z.number().nullable()]),
  peoplePerClerk: z.tuple([z.number().nullable(), z.number().nullable()]),
});
/** `counts[i]` from `edges[i]` up to the next edge; the last has no end. */
export const Histogram = z.object({
  unit: z.enum(histogramUnits),
  edges: z.array(z.number()),
  counts: z.array(z.number()),
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
const Class = z.enum(['I', 'II', 'III']);
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
    z.object({ site: z.string(), name: z.string(), people: z.number(), replacement: Replacement.nullable() }),
  ),
  opened: z.array(z.object({ site: z.string(), name: z.string(), level: UnitLevel, ...Spot })),
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

export const Text = text;

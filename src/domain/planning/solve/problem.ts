import { z } from 'zod';

/**
 * The location problem in the solver's own words: candidate sites, demand points, and what it costs each demand point to reach each
 * site. Costs are whatever the caller measures (seconds, deciseconds, metres); money is fen. A pair that is not listed is unreachable.
 */
export const models = ['lscp', 'mclp', 'p-median', 'p-center', 'set-cover'] as const;
export type PlanModel = (typeof models)[number];

/** Money in the three heads of a site's budget, fen. */
const CostHeads = z.object({ staff: z.number(), works: z.number(), equipment: z.number() }).partial();
const Money = z.union([z.number(), CostHeads]);
export type Money = z.infer<typeof Money>;

export const PlanSite = z.object({
  id: z.string().min(1),
  /** What it costs when this site is open: opening or upgrading, and running over the years that are looked at. */
  cost: Money.optional(),
  /** What it costs when this (existing) site is not open: notice, removal, an agent or a service day in its place. */
  closing: Money.optional(),
  required: z.boolean().optional(),
  forbidden: z.boolean().optional(),
  /** It stands today; the stage `keep-existing` prefers it. */
  existing: z.boolean().optional(),
  /** The most that may be sent here, in the units of `load`. Absent: no limit. */
  capacity: z.number().min(0).optional(),
  /** Sites with the same `place` are alternatives (standard classes, levels): at most one of them opens. */
  place: z.string().optional(),
  /** Free word for `counts`: village, town, county, or a standard class. */
  level: z.string().optional(),
});
export type PlanSite = z.infer<typeof PlanSite>;

export const PlanDemand = z.object({
  id: z.string().min(1),
  weight: z.number().min(0),
  /** What it takes of a site's capacity, in the units of that (cases, say, where the weight is people); its weight unless said. */
  load: z.number().min(0).optional(),
  /** Its own limit (10 minutes in town, 30 in the country); without it the problem's. */
  limit: z.number().optional(),
  /** The site that serves it today, for comparison only. */
  assigned: z.string().optional(),
});
export type PlanDemand = z.infer<typeof PlanDemand>;
export const loadOf = ({ load, weight }: PlanDemand): number => load ?? weight;

/** Sparse pairs in three parallel arrays: place of the site in `sites`, of the demand in `demands`, cost ≥ 0. No pair twice. */
export interface Pairs {
  site: Int32Array;
  demand: Int32Array;
  cost: Float64Array;
}

/** What else counts once the model's own objective is fixed, in this order. */
export const stages = ['fewest', 'keep-existing', 'least-cost', 'least-travel'] as const;
export type Stage = (typeof stages)[number];

/** At most or at least so many open sites of a level. */
const LevelCount = z.object({
  level: z.string(),
  most: z.number().int().min(0).optional(),
  least: z.number().int().min(0).optional(),
});

export const PlanRules = z.object({
  model: z.enum(models),
  /** Exactly so many sites are open (mclp, p-median, p-center; optional elsewhere). */
  p: z.number().int().min(0).optional(),
  /** A cost equal to the limit is within it. lscp, mclp, set-cover: what counts as covered; p-median, p-center: what may be used. */
  limit: z.number().min(0).optional(),
  /** The most that all costs together may be, fen. */
  budget: z.number().optional(),
  /** Every demand point has so many open sites within its limit (lscp, set-cover; mclp: to count as covered). 1 by default. */
  backup: z.number().int().min(1).optional(),
  counts: z.array(LevelCount).optional(),
  stages: z.array(z.enum(stages)).optional(),
  /** lscp and set-cover: leave out the demand points that nothing reaches and name them, instead of answering `infeasible`. */
  leaveOut: z.boolean().optional(),
});
export type PlanRules = z.infer<typeof PlanRules>;

export interface PlanProblem extends PlanRules {
  sites: PlanSite[];
  demands: PlanDemand[];
  pairs: Pairs;
}

/**
 * `optimal` is proved over all plans. `feasible` is a plan that keeps every rule, within `gap` of the best possible. `infeasible` is proved
 * too: no plan keeps every rule, and `reason` says why. `unknown`: time or memory ran out before any plan was found.
 */
export type PlanStatus = 'optimal' | 'feasible' | 'infeasible' | 'unknown';

export type InfeasibleReason =
  | 'uncoverable'
  | 'too-few-sites'
  | 'required-exceed-p'
  | 'required-forbidden'
  | 'required-same-place'
  | 'capacity-too-small'
  | 'crowded'
  | 'demand-above-capacity'
  | 'budget-too-small'
  | 'rules-contradict';

/** A demand point that no permitted site reaches often enough within its limit, and the limit that would reach it. */
export interface Uncoverable {
  demand: string;
  /** The least limit under which it can be covered; null when nothing reaches it at all. */
  possibleLimit: number | null;
}

export interface StageAnswer {
  stage: Stage;
  status: 'optimal' | 'feasible';
  objective: number;
  bound: number;
  gap: number;
}

/**
 * What a solver says. `objective`: sites used (lscp), weight covered (mclp), weighted sum of costs (p-median), greatest cost (p-center),
 * total site cost (set-cover). `bound` holds for every plan whatsoever; `gap` = |objective − bound| / |objective|.
 */
export interface Answer {
  model: PlanModel;
  status: PlanStatus;
  objective: number | null;
  bound: number | null;
  gap: number | null;
  /** Ids of the open sites, in the order of the problem. */
  sites: string[];
  /** Demand id → the one site that it is sent to; a demand point that is not covered (mclp, `leaveOut`) is absent. */
  assignment: Record<string, string>;
  uncoverable: Uncoverable[];
  reason?: InfeasibleReason;
  /**
   * With `crowded`: those who together are more than all the sites that they reach have room for, and that room, in units of load. With
   * `demand-above-capacity`: those each of whom is more than any one such site has room for, and the sum of the largest of these.
   */
  crowd?: { demands: string[]; load: number; room: number };
  /** Why it stopped before a proof. */
  stopped?: 'time' | 'memory' | 'cancelled';
  stages?: StageAnswer[];
  seconds: number;
}

/** What is known so far; `sites` only when a better plan was found since the last report. */
export interface PlanProgress {
  phase: 'reading' | 'reducing' | 'searching' | 'proving' | 'staging';
  seconds: number;
  objective: number | null;
  bound: number | null;
  gap: number | null;
  sites?: string[];
}

export const totalOf = (money: Money | undefined): number =>
  money === undefined
    ? 0
    : typeof money === 'number'
      ? money
      : (money.staff ?? 0) + (money.works ?? 0) + (money.equipment ?? 0);

export const gapOf = (objective: number, bound: number): number =>
  objective === bound ? 0 : objective === 0 ? Math.abs(bound) : Math.abs(objective - bound) / Math.abs(objective);

export const maximises = (model: PlanModel): boolean => model === 'mclp';

/** How far a demand point may go in this problem: its own limit before the common one, else as far as there are pairs. */
export const limitOf = (problem: PlanRules, demand: PlanDemand): number =>
  demand.limit ?? problem.limit ?? Number.POSITIVE_INFINITY;

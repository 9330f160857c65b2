import { z } from 'zod';
import { UnitLevel } from '#domain/organisation/units.ts';
import { histogramUnits } from '#domain/planning/indicators.ts';
import { modes, roadClasses, roadModes } from '#domain/planning/travel/network.ts';
import { dataLabels, morning } from '#domain/planning/world.ts';
import { Id } from './operation.ts';
import { share } from './planning.shared.ts';

const text = z.object({ 'zh-CN': z.string(), en: z.string() });
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

/** A limit of nothing covers nobody, and one of more than ten hours everybody. */
const minutes = z.number().positive().max(600);
const fen = z.number().int().min(0);

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
  limits: z.object({ urban: minutes, rural: minutes }),
  /** How people of town and country are taken to travel when nothing else is asked. */
  modes: z.object({ urban: Mode, rural: Mode }),
  /** Whoever goes by bus takes one that sets out between these; minutes after midnight. */
  departures: z
    .object({ from: z.number().int().min(0).max(1440), until: z.number().int().min(0).max(1440) })
    .refine(({ from, until }) => from < until, { path: ['until'] })
    .default({ ...morning }),
  /** People that one clerk can serve: where the load is called too high. */
  peoplePerClerk: z.number().positive().max(10_000_000),
  /** Kilometres per hour by mode and class of road, when they differ from what the program begins with. */
  speeds: z.partialRecord(z.enum(roadModes), z.partialRecord(z.enum(roadClasses), z.number().min(0).max(150))),
  /**
   * Fen, by level: what scenarios are costed with. Staff of a point for a year; works and equipment of one that is opened, moved or raised
   * to the level, once; closing one, once. `classWorks` and `classEquipment`: bringing one that stays up to a higher class, once; absent
   * where nobody has entered it. Null: nobody has entered them.
   */
  costs: z
    .record(
      UnitLevel,
      z.object({
        staff: fen,
        works: fen,
        equipment: fen,
        closing: fen,
        classWorks: fen.optional(),
        classEquipment: fen.optional(),
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
  /** How the name is said, where it has no English one; else empty. */
  pinyin: z.string(),
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
  /** Mean of the ratings given in the last twelve months (1 to 5) and how many; null when nobody has rated. */
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
  overloaded: z.number().nullable(),
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

export const Model = z.enum(['lscp', 'mclp', 'p-median', 'p-center']);

export const JobView = z.object({
  id: Id,
  kind: z.enum(['import', 'travel', 'solve']),
  status: z.enum(['queued', 'running', 'done', 'stopped', 'failed']),
  /** 0 to 1; null while nobody can say. */
  progress: z.number().nullable(),
  stage: JobStage,
  /** Best so far, where there is one. */
  best: z
    .object({
      /** What the figures count: points (lscp), people (mclp), person-seconds (p-median), seconds (p-center). */
      model: Model,
      /** The level that is decided; null: all that were asked about, together. */
      level: UnitLevel.nullable(),
      objective: z.number(),
      bound: z.number().nullable(),
      gap: z.number().nullable(),
    })
    .nullable(),
  /** Somebody has asked it to stop: it hands over what it has. */
  stopping: z.boolean(),
  startedAt: z.iso.datetime({ offset: true }).nullable(),
  endedAt: z.iso.datetime({ offset: true }).nullable(),
  problem: z
    .object({
      code: z.string(),
      params: z.record(z.string(), z.union([z.string(), z.number()])),
      /** The same in the reader's words. */
      message: z.string().optional(),
    })
    .nullable(),
  scenario: Id.nullable(),
  snapshot: Id.nullable(),
});
export type JobView = z.infer<typeof JobView>;

/** `counts[i]` from `edges[i]` up to the next edge; the last has no end. */
export const Histogram = z.object({
  unit: z.enum(histogramUnits),
  edges: z.array(z.number()),
  counts: z.array(z.number()),
});

export const Text = text;

import { z } from 'zod';
import { UnitLevel } from '#domain/organisation/units.ts';
import { advisedBecause, standardCodes } from '#domain/planning/standards.ts';
import { Id, op } from './operation.ts';
import { SiteView } from './organisation.ts';
import { Scope } from './planning.plans.shapes.ts';
import {
  DataLabel,
  DivisionFigures,
  Figures,
  Histogram,
  JobView,
  Mode,
  PlanningSettings,
  PointView,
  Spot,
  Text,
  VillageView,
  WorkKind,
} from './planning.shapes.ts';
import { day, instant, may, open, read, yes } from './planning.shared.ts';
export const MapLayer = z.enum(['divisions', 'rivers', 'roads', 'peaks', 'places']);
/**
 * What is laid beneath the points. Properties: of divisions `id, level, name, nameEn`; of places besides `people`; of rivers
 * `name, nameEn, size` (trunk, river, stream); of roads `class` (highway, county-road, village-road); of peaks `name, nameEn, metres`.
 */
export const FeatureCollection = z.object({
  type: z.literal('FeatureCollection'),
  features: z.array(
    z.object({
      type: z.literal('Feature'),
      id: z.union([z.string(), z.number()]).optional(),
      geometry: z.object({ type: z.string(), coordinates: z.array(z.unknown()) }),
      properties: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
    }),
  ),
});
export type FeatureCollection = z.infer<typeof FeatureCollection>;
/** Which network is looked at: a scenario, or the points in force in a snapshot (the newest unless told). */
const of = { snapshot: Id.optional(), scenario: Id.optional() };
/** What is asked, where it differs from what the city or the plan has laid down. */
const rules = {
  /** Of the items that this level may receive. */
  level: UnitLevel.default('village'),
  urban: Mode.optional(),
  rural: Mode.optional(),
  acrossBorders: yes.optional(),
};
const MultiPolygon = z.object({
  type: z.literal('MultiPolygon'),
  coordinates: z.array(z.array(z.array(z.tuple([z.number(), z.number()])))),
});
const reached = {
  mode: Mode,
  /** By roads, or by straight lines where there are none. */
  by: z.enum(['road', 'straight-line']),
  /** An area is made of squares of so many degrees to the east and to the north; null: it is a circle. */
  square: z.tuple([z.number(), z.number()]).nullable(),
};
const waiting = z.object({ ready: z.literal(false), job: JobView.nullable(), problem: z.string().nullable() });

/** The map, its points and where people are. */
export const mapOperations = {
  settings: op('GET', '/planning/settings', open, 'What the map and the plans are set to').output(PlanningSettings),
  setSettings: op(
    'PUT',
    '/planning/settings',
    may('planning.manage'),
    'Set the map approval number, tiles, limits, speeds, costs',
  )
    .input(PlanningSettings.omit({ publicMap: true }).strict())
    .output(PlanningSettings),

  map: op('GET', '/planning/map', open, 'What there is to draw beneath the points').output(
    z.object({
      /** Null for the public where no approval number was entered: the list and the schematic serve instead. */
      bounds: z.tuple([z.number(), z.number(), z.number(), z.number()]).nullable(),
      notice: Text.nullable(),
      approval: z.string().nullable(),
      layers: z.array(z.object({ layer: MapLayer, digest: z.string(), features: z.number(), source: z.string() })),
    }),
  ),
  layer: op(
    'GET',
    '/planning/map/{layer}',
    open,
    'One layer as GeoJSON; its digest never means anything else, so it may be kept for ever',
  )
    .input(z.object({ layer: MapLayer, digest: z.string().max(64).optional() }))
    .output(FeatureCollection),

  relief: op(
    'GET',
    '/planning/relief',
    open,
    'Heights above the sea on a grid, for the shading of the hills; null where nobody has brought them',
  ).output(
    z
      .object({
        columns: z.number(),
        rows: z.number(),
        west: z.number(),
        north: z.number(),
        stepLon: z.number(),
        /** Negative: rows go south. */
        stepLat: z.number(),
        metres: z.array(z.number()),
      })
      .nullable(),
  ),

  points: op('GET', '/planning/points', read, 'Every point with what the map shows of it, as on a day')
    .input(z.object({ on: day.optional(), all: yes.default(false) }))
    .output(
      z.object({
        on: day,
        /** The counts of cases are of this moment; they are summed up every few minutes. */
        countedAt: instant.nullable(),
        snapshot: Id.nullable(),
        items: z.array(z.array(z.string())),
        points: z.array(PointView),
        /** For the time slider: days on which a point opened or closed. */
        days: z.array(day),
      }),
    ),
  names: op(
    'GET',
    '/planning/names',
    read,
    'How names of divisions, points and villages are read in English, as columns: an English name, else how the Chinese one is said',
  ).output(
    z.object({
      name: z.array(z.string()),
      /** Empty where there is none. */
      nameEn: z.array(z.string()),
      /** Empty where there is an English name. */
      pinyin: z.array(z.string()),
    }),
  ),
  wall: op(
    'GET',
    '/planning/wall',
    { access: { staff: 'planning.read', screen: true }, audit: 'none' },
    'What a large screen shows: the points of today with their figures, and how many people are within the limit',
  ).output(
    z.object({
      on: day,
      points: z.array(PointView),
      /** Null while travel times are computed. */
      within: z.number().nullable(),
    }),
  ),
  point: op('GET', '/planning/points/{id}', read, 'The whole card of a point')
    .input(z.object({ id: Id, on: day.optional() }))
    .output(
      z.object({
        point: PointView,
        site: SiteView,
        items: z.array(z.object({ code: z.string(), name: Text })),
        rooms: z.array(z.object({ name: z.string(), area: z.number().nullable() })),
        staff: z.array(z.object({ name: z.string(), role: z.string(), absent: z.boolean() })),
        /** Received by month, the latest last. */
        months: z.array(z.object({ month: z.string(), received: z.number(), ended: z.number() })),
        villages: z.array(VillageView),
        standards: z.array(
          z.object({
            code: z.enum(standardCodes),
            needed: z.number().nullable(),
            has: z.number().nullable(),
            met: z.boolean().nullable(),
            basis: z.string(),
          }),
        ),
        /** The class that the standard gives a point like this (R014, R018); null: no rule. */
        advised: z.object({ class: z.enum(['I', 'II', 'III']), because: z.enum(advisedBecause) }).nullable(),
        /** People served against square kilometres served, 0 to 100 (R011). */
        layout: z.object({ people: z.number(), squareKm: z.number(), score: z.number() }).nullable(),
        premises: z.array(
          z.object({
            id: z.string(),
            name: z.string(),
            kind: z.string(),
            metres: z.number(),
            area: z.number().nullable(),
            from: day.nullable(),
            ...Spot,
          }),
        ),
        plans: z.array(
          z.object({ scenario: Id, kind: WorkKind, on: day, status: z.enum(['planned', 'done', 'called-off']) }),
        ),
      }),
    ),
  area: op(
    'GET',
    '/planning/points/{id}/area',
    read,
    'Where a point is reached from within so many minutes: by road, not a circle',
  )
    .input(z.object({ id: Id, mode: Mode.optional(), minutes: z.coerce.number().min(1).max(180) }))
    .output(z.object({ ...reached, minutes: z.number(), people: z.number(), polygon: MultiPolygon })),
  areas: op(
    'GET',
    '/planning/areas',
    read,
    'From where any point of the newest snapshot is reached within so many minutes, in steps, and whom that leaves out',
  )
    .input(z.object({ level: rules.level, mode: Mode.optional(), minutes: z.coerce.number().min(1).max(90) }))
    .output(
      z.object({
        ...reached,
        level: UnitLevel,
        /** The day of the snapshot. */
        asOf: day,
        points: z.number(),
        /** Each holds those before it; the last is the limit. People by the travel times of their villages, as for `coverage`. */
        bands: z.array(z.object({ minutes: z.number(), people: z.number(), polygon: MultiPolygon })),
        beyond: z.object({
          people: z.number(),
          /** As columns. */
          villages: z.object({
            name: z.array(z.string()),
            lon: z.array(z.number()),
            lat: z.array(z.number()),
            people: z.array(z.number()),
          }),
        }),
      }),
    ),
  coverage: op('GET', '/planning/coverage', read, 'Where we are: who reaches a point in time, and who does not')
    .input(
      z.object({
        ...of,
        ...rules,
        division: Id.optional(),
      }),
    )
    .output(
      z.discriminatedUnion('ready', [
        waiting.extend({ snapshot: Id, missing: z.array(Mode) }),
        z.object({
          ready: z.literal(true),
          snapshot: Id,
          labels: z.array(DataLabel),
          level: UnitLevel,
          scope: z.object(Scope),
          figures: Figures,
          divisions: z.array(DivisionFigures),
          /** The farthest, the most people first among equals. */
          worst: z.array(VillageView),
          unreachable: z.array(VillageView),
          /** Points without which nobody loses anything, and points without which somebody is beyond the limit. */
          needless: z.array(z.object({ site: z.string(), name: z.string(), people: z.number() })),
          indispensable: z.array(z.object({ site: z.string(), name: z.string(), people: z.number() })),
          natural: z.object({ villages: z.number(), counters: z.number(), perCounter: z.number().nullable() }),
          layout: z.array(
            z.object({
              site: z.string(),
              name: z.string(),
              people: z.number(),
              squareKm: z.number(),
              score: z.number(),
            }),
          ),
          premises: z.array(
            z.object({
              site: z.string(),
              name: z.string(),
              premises: z.string(),
              premisesName: z.string(),
              metres: z.number(),
            }),
          ),
          travel: Histogram,
        }),
      ]),
    ),
  demand: op(
    'GET',
    '/planning/demand',
    read,
    'Every village and population cell with its travel time, as columns, for the map',
  )
    .input(z.object({ ...of, ...rules }))
    .output(
      z.object({
        ready: z.boolean(),
        id: z.array(z.string()),
        name: z.array(z.string()),
        town: z.array(z.string()),
        lon: z.array(z.number()),
        lat: z.array(z.number()),
        people: z.array(z.number()),
        urban: z.array(z.boolean()),
        seconds: z.array(z.number().nullable()),
        site: z.array(z.string().nullable()),
        /** Roads that the plan supposes out (`kmh` null) or driven at another speed, as lines of [lon, lat]. */
        roads: z.array(
          z.object({
            ...Spot,
            name: z.string(),
            kmh: z.number().nullable(),
            lines: z.array(z.array(z.tuple([z.number(), z.number()]))),
          }),
        ),
      }),
    ),
};

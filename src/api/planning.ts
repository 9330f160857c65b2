import { z } from 'zod';
import { UnitLevel } from '#domain/organisation/units.ts';
import { scenarioSteps } from '#domain/planning/life.ts';
import { advisedBecause, standardCodes } from '#domain/planning/standards.ts';
import { Created, Done, Id, op, Page, page } from './operation.ts';
import { ImportReport, SiteView } from './organisation.ts';
import {
  Change,
  Comparison,
  DataLabel,
  DivisionFigures,
  Explanation,
  Figures,
  Histogram,
  JobView,
  LayerKind,
  Mode,
  PlanningSettings,
  PointView,
  Replacement,
  ResultView,
  ScenarioView,
  Scope,
  Spot,
  Text,
  VillageView,
  Wish,
  WorkKind,
} from './planning.shapes.ts';

export * from './planning.shapes.ts';

const open = { access: { anyone: true }, audit: 'none' } as const;
/** The map and the plans hold nobody's data; who may read all of them is the role's. */
const read = { access: { staff: 'planning.read' }, audit: 'none' } as const;
const may = (permission: string) => ({ access: { staff: permission }, audit: 'command' }) as const;
const day = z.iso.date();
const instant = z.iso.datetime({ offset: true });
const yes = z.union([z.boolean(), z.stringbool()]);
const seen = { id: Id, seq: z.number().int() };

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

export const SnapshotView = z.object({
  id: Id,
  name: z.string(),
  asOf: day,
  madeAt: instant,
  digest: z.string(),
  labels: z.array(DataLabel),
  parts: z.array(z.object({ layer: LayerKind, rows: z.number(), source: z.string(), digest: z.string() })),
  people: z.number(),
  villages: z.number(),
  sites: z.number(),
  travel: z.array(
    z.object({ mode: Mode, status: z.enum(['none', 'queued', 'running', 'done', 'failed']), job: Id.nullable() }),
  ),
});
export type SnapshotView = z.infer<typeof SnapshotView>;

/** Which network is looked at: a scenario, or the points in force in a snapshot (the newest unless told). */
const of = { snapshot: Id.optional(), scenario: Id.optional() };
const waiting = z.object({ ready: z.literal(false), job: JobView.nullable(), problem: z.string().nullable() });

export const planning = {
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
    .output(
      z.object({
        mode: Mode,
        minutes: z.number(),
        /** By roads, or by straight lines where there are none; a MultiPolygon. */
        by: z.enum(['road', 'straight-line']),
        people: z.number(),
        polygon: z.object({
          type: z.literal('MultiPolygon'),
          coordinates: z.array(z.array(z.array(z.tuple([z.number(), z.number()])))),
        }),
      }),
    ),
  coverage: op('GET', '/planning/coverage', read, 'Where we are: who reaches a point in time, and who does not')
    .input(
      z.object({
        ...of,
        /** Of the items that this level may receive. */
        level: UnitLevel.default('village'),
        urban: Mode.optional(),
        rural: Mode.optional(),
        acrossBorders: yes.optional(),
        division: Id.optional(),
      }),
    )
    .output(
      z.discriminatedUnion('ready', [
        waiting,
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
    .input(z.object({ ...of, level: UnitLevel.default('village') }))
    .output(
      z.object({
        ready: z.boolean(),
        id: z.array(z.string()),
        name: z.array(z.string()),
        lon: z.array(z.number()),
        lat: z.array(z.number()),
        people: z.array(z.number()),
        urban: z.array(z.boolean()),
        seconds: z.array(z.number().nullable()),
        site: z.array(z.string().nullable()),
      }),
    ),

  import: op(
    'POST',
    '/planning/imports',
    may('planning.import'),
    'Bring in a layer: every row is judged, nothing is kept unless all are right and `commit` was asked',
  )
    .input(
      z.strictObject({
        layer: z.enum(['villages', 'boundaries', 'roads', 'bus', 'ferries', 'premises', 'projections', 'rivers']),
        file: z.file().max(200 * 1024 * 1024),
        /** What the file's coordinates are in; kept beside the converted ones. */
        system: z.enum(['WGS84', 'CGCS2000', 'GCJ-02', 'BD-09']).default('WGS84'),
        /** Where it comes from and under which licence: shown wherever it is shown. */
        source: z.string().trim().max(200).default(''),
        synthetic: z.union([z.boolean(), z.stringbool()]).default(false),
        commit: z.union([z.boolean(), z.stringbool()]).default(false),
      }),
    )
    .output(
      ImportReport.omit({ passwords: true }).extend({
        id: Id.nullable(),
        /** A large road file is read by a job; its report comes with the job. */
        job: Id.nullable(),
        /** All rows lie in one direction from where they should: the datum is another than was said. */
        datum: z.object({ said: z.string(), likely: z.string(), metres: z.number(), bearing: z.number() }).nullable(),
        network: z
          .object({
            nodes: z.number(),
            edges: z.number(),
            km: z.number(),
            islands: z.array(z.object({ nodes: z.number(), km: z.number(), ...Spot })),
          })
          .nullable(),
      }),
    ),
  imports: op('GET', '/planning/imports', read, 'Layers brought in, the newest first')
    .input(z.object({ ...Page }))
    .output(
      page(
        z.object({
          id: Id,
          layer: LayerKind,
          rows: z.number(),
          source: z.string(),
          system: z.string(),
          synthetic: z.boolean(),
          at: instant,
          by: z.string(),
          digest: z.string(),
          newest: z.boolean(),
        }),
      ),
    ),
  snapshots: op('GET', '/planning/snapshots', read, 'Dated snapshots, the newest first').output(z.array(SnapshotView)),
  takeSnapshot: op(
    'POST',
    '/planning/snapshots',
    may('planning.import'),
    'Freeze the newest layers and the points of a day; travel times are computed for it',
  )
    .input(
      z.strictObject({
        name: z.string().trim().min(2).max(60),
        asOf: day.optional(),
        /** Population as projected for this year. */ year: z.number().int().min(2000).max(2100).optional(),
      }),
    )
    .output(Created),
  network: op('GET', '/planning/snapshots/{id}/network', read, 'Islands of the network, and what no road leads to')
    .input(z.object({ id: Id, mode: Mode.optional() }))
    .output(
      z.object({
        by: z.enum(['road', 'straight-line']),
        nodes: z.number(),
        edges: z.number(),
        km: z.number(),
        islands: z.array(z.object({ nodes: z.number(), km: z.number(), ...Spot })),
        /** Farther than the limit of snapping, metres; null: on no road of this network at all. A ferry lacks a road at a landing. */
        unsnapped: z.array(
          z.object({
            kind: z.enum(['village', 'site', 'stop', 'ferry']),
            id: z.string(),
            name: z.string(),
            metres: z.number().nullable(),
            ...Spot,
          }),
        ),
      }),
    ),
  jobs: op('GET', '/planning/jobs', read, 'Long work under way and lately ended').output(z.array(JobView)),
  job: op('GET', '/planning/jobs/{id}', read, 'How far a long piece of work is')
    .input(z.object({ id: Id }))
    .output(JobView),
  stop: op('POST', '/planning/jobs/{id}/stop', may('planning.plan'), 'Stop: what was found so far is kept and marked')
    .input(z.strictObject({ id: Id }))
    .output(Done),

  scenarios: op('GET', '/planning/scenarios', read, 'Plans, the latest first')
    .input(z.object({ status: z.string().max(20).optional(), ...Page }))
    .output(page(ScenarioView)),
  scenario: op('GET', '/planning/scenarios/{id}', read, 'A plan with what it changes, its answer and its talk')
    .input(z.object({ id: Id }))
    .output(
      z.object({
        scenario: ScenarioView,
        changes: z.array(Change),
        /** What the changes name: points and places by their id, as the plan or its snapshot calls them. */
        names: z.record(z.string(), z.string()),
        closings: z.array(
          z.object({
            site: z.string(),
            name: z.string(),
            people: z.number(),
            /** Null: nobody has said yet what comes instead for those who would be beyond the limit. */
            replacement: Replacement.nullable(),
            /** What the nearest remaining point would be. */
            nearest: z.object({ site: z.string(), name: z.string(), seconds: z.number() }).nullable(),
            beyond: z.number(),
          }),
        ),
        wish: Wish.nullable(),
        result: ResultView.nullable(),
        jobs: z.array(JobView),
        comments: z.array(z.object({ id: Id, at: instant, by: z.string(), resident: z.boolean(), text: z.string() })),
        history: z.array(
          z.object({ at: instant, by: z.string(), what: z.enum(scenarioSteps), reason: z.string().nullable() }),
        ),
        costs: z
          .object({
            staff: z.number(),
            works: z.number(),
            equipment: z.number(),
            closing: z.number(),
            total: z.number(),
          })
          .nullable(),
      }),
    ),
  createScenario: op('POST', '/planning/scenarios', may('planning.plan'), 'Begin a plan, or branch one from another')
    .input(
      z.strictObject({
        name: z.string().trim().min(2).max(60),
        note: z.string().max(1000).default(''),
        snapshot: Id.optional(),
        parent: Id.optional(),
        scope: z.strictObject(Scope).partial().default({}),
      }),
    )
    .output(Created),
  edit: op(
    'POST',
    '/planning/scenarios/{id}/changes',
    may('planning.plan'),
    'Close, move, open, upgrade, or ask what if; everything is recomputed at once',
  )
    .input(
      z.strictObject({
        ...seen,
        add: z.array(Change).max(5000).default([]),
        /** Takes back whatever was changed at these points or places. */
        takeBack: z.array(z.string().max(64)).max(5000).default([]),
      }),
    )
    .output(
      z.object({
        seq: z.number(),
        figures: Figures,
        before: Figures,
        /** Only what this edit moved. */
        demand: z.array(z.object({ id: z.string(), seconds: z.number().nullable(), site: z.string().nullable() })),
        sites: z.array(z.object({ id: z.string(), people: z.number(), peoplePerClerk: z.number().nullable() })),
        milliseconds: z.number(),
      }),
    ),
  setReplacement: op(
    'POST',
    '/planning/scenarios/{id}/closings',
    may('planning.plan'),
    'Say what comes instead of closed points, and for whom',
  )
    .input(
      z.strictObject({
        ...seen,
        sites: z.array(z.string().max(64)).min(1).max(5000),
        replacement: Replacement.nullable(),
      }),
    )
    .output(z.object({ seq: z.number() })),
  rename: op(
    'POST',
    '/planning/scenarios/{id}/name',
    may('planning.plan'),
    'Change the name, the note or the rules of a plan',
  )
    .input(
      z.strictObject({
        ...seen,
        name: z.string().trim().min(2).max(60).optional(),
        note: z.string().max(1000).optional(),
        scope: z.strictObject(Scope).partial().optional(),
      }),
    )
    .output(z.object({ seq: z.number() })),
  solve: op(
    'POST',
    '/planning/scenarios/{id}/solve',
    may('planning.plan'),
    'Let the computer propose: fewest points, most people, least travel',
  )
    .input(z.strictObject({ ...seen, wish: Wish, curve: z.boolean().default(false) }))
    .output(z.object({ job: Id })),
  useResult: op(
    'POST',
    '/planning/scenarios/{id}/use',
    may('planning.plan'),
    'Take the answer over as the changes of this plan',
  )
    .input(z.strictObject(seen))
    .output(z.object({ seq: z.number() })),
  explain: op('GET', '/planning/scenarios/{id}/why', read, 'Why these points stay or go, and what the next best is')
    .input(z.object({ id: Id, sites: z.union([z.array(z.string().max(64)).max(200), z.string().max(64)]).optional() }))
    .output(z.array(Explanation)),
  compare: op('GET', '/planning/compare', read, 'Two networks side by side')
    .input(z.object({ before: Id.optional(), after: Id, level: UnitLevel.default('village') }))
    .output(Comparison),
  comment: op('POST', '/planning/scenarios/{id}/comments', may('planning.read'), 'Say something about a plan')
    .input(z.strictObject({ id: Id, text: z.string().trim().min(1).max(2000) }))
    .output(Created),
  submit: op(
    'POST',
    '/planning/scenarios/{id}/submit',
    may('planning.plan'),
    'Send for review: from now on nobody edits it',
  )
    .input(z.strictObject({ ...seen, note: z.string().max(1000).default('') }))
    .output(Done),
  decide: op(
    'POST',
    '/planning/scenarios/{id}/decision',
    may('planning.approve'),
    'Approve a plan, or return it with the reason',
  )
    .input(z.strictObject({ ...seen, approve: z.boolean(), reason: z.string().trim().max(1000).default('') }))
    .output(Done),
  publish: op(
    'POST',
    '/planning/scenarios/{id}/publication',
    may('planning.approve'),
    'Show a plan to residents, who may say what they think until a day',
  )
    .input(z.strictObject({ ...seen, until: day }))
    .output(Done),
  adopt: op(
    'POST',
    '/planning/scenarios/{id}/adoption',
    may('planning.adopt'),
    'Make dated work of it: closings, moves, openings and upgrades, with notice given, cases rerouted, and a look again after three months',
  )
    .input(
      z.strictObject({
        ...seen,
        /** When it takes effect; notice is given from today on. */
        on: day,
        document: z.string().trim().min(1).max(200),
      }),
    )
    .output(Done),
  drop: op('POST', '/planning/scenarios/{id}/drop', may('planning.plan'), 'Put a plan away; it can still be read')
    .input(z.strictObject(seen))
    .output(Done),
  works: op('GET', '/planning/works', read, 'The work of adopted plans, and how far it is')
    .input(z.object({ scenario: Id.optional(), open: yes.default(false), ...Page }))
    .output(
      page(
        z.object({
          id: Id,
          scenario: Id,
          scenarioName: z.string(),
          kind: WorkKind,
          site: z.string(),
          name: z.string(),
          unit: Id,
          on: day,
          status: z.enum(['planned', 'late', 'done', 'called-off']),
          replacement: Replacement.nullable(),
          cases: z.number(),
          doneOn: day.nullable(),
          note: z.string(),
        }),
      ),
    ),
  settleWork: op(
    'POST',
    '/planning/works/{id}',
    may('planning.adopt'),
    'Say that a piece of work is done, put it off or call it off',
  )
    .input(
      z.strictObject({
        id: Id,
        to: z.enum(['done', 'put-off', 'called-off']),
        on: day.optional(),
        note: z.string().trim().max(500).default(''),
      }),
    )
    .output(Done),
  tracking: op('GET', '/planning/tracking', read, 'An adopted plan against what is so today')
    .input(z.object({ scenario: Id }))
    .output(
      z.object({
        planned: Figures.nullable(),
        now: Figures.nullable(),
        done: z.number(),
        late: z.number(),
        ahead: z.number(),
        /** `stands`: a point that should be gone; `missing`: one that should be there. */
        differs: z.array(
          z.object({
            site: z.string(),
            name: z.string(),
            planned: WorkKind.exclude(['review']),
            found: z.enum(['stands', 'missing', 'called-off']),
          }),
        ),
      }),
    ),

  export: op('GET', '/planning/export', read, 'Points, villages or a plan as GeoJSON or Excel')
    .input(
      z.object({
        what: z.enum(['points', 'villages', 'comparison']),
        format: z.enum(['geojson', 'xlsx']),
        scenario: Id.optional(),
        /** Of a comparison: the other plan; without one, the points in force. */ before: Id.optional(),
        on: day.optional(),
        /** Of points: only those that meet all of it. */
        filter: z
          .object({
            text: z.string().max(100).optional(),
            levels: z.array(UnitLevel).max(4).optional(),
            county: Id.optional(),
            item: z.string().max(20).optional(),
            late: yes.optional(),
            unplaced: yes.optional(),
          })
          .optional(),
      }),
    )
    .output(z.file()),
  report: op(
    'GET',
    '/planning/report',
    read,
    'A plan as a PDF that a mayor can read, or as Excel; the same plan again gives the same bytes',
  )
    .input(z.object({ scenario: Id, format: z.enum(['pdf', 'xlsx']).default('pdf') }))
    .output(z.file()),

  nearest: op('GET', '/planning/nearest', open, 'For residents: the nearest points that do this, open now, and how far')
    .input(
      z.object({
        item: z.string().max(20).optional(),
        village: Id.optional(),
        lon: z.coerce.number().min(-180).max(180).optional(),
        lat: z.coerce.number().min(-90).max(90).optional(),
        openNow: yes.optional(),
        mode: Mode.optional(),
        limit: z.coerce.number().int().min(1).max(20).default(5),
      }),
    )
    .output(
      z.object({
        from: z.object({ name: z.string().nullable(), ...Spot }).nullable(),
        mode: Mode,
        points: z.array(
          SiteView.extend({
            /** By road where it was computed, else null; `distance` is as the crow flies. */
            seconds: z.number().nullable(),
            /** Degrees clockwise from north, from where one is. */
            bearing: z.number().nullable(),
            /** It closes, moves or opens on that day; who takes over is said. */
            change: z
              .object({
                kind: z.enum(['close', 'move', 'open']),
                on: day,
                instead: z.string().nullable(),
                how: z.string().nullable(),
              })
              .nullable(),
          }),
        ),
      }),
    ),
  publicPlans: op('GET', '/planning/published', open, 'Plans on which residents may say what they think').output(
    z.array(
      z.object({
        id: Id,
        name: z.string(),
        note: z.string(),
        until: day,
        counts: z.object({ close: z.number(), move: z.number(), open: z.number(), upgrade: z.number() }),
        share: z.tuple([z.number(), z.number()]).nullable(),
        closings: z.array(z.object({ name: z.string(), instead: z.string().nullable(), how: z.string().nullable() })),
      }),
    ),
  ),
  say: op(
    'POST',
    '/planning/published/{id}/comments',
    { access: { resident: true }, audit: 'command' },
    'A resident says what they think of a published plan',
  )
    .input(z.strictObject({ id: Id, text: z.string().trim().min(1).max(2000) }))
    .output(Created),
};

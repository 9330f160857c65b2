import { z } from 'zod';
import { Created, Done, Id, op, Page, page } from './operation.ts';
import { ImportReport } from './organisation.ts';
import { DataLabel, JobView, LayerKind, Mode, Spot } from './planning.shapes.ts';
import { day, instant, may, read } from './planning.shared.ts';

/** Layers that come as tables; the others are shapes. */
const tables = ['villages', 'bus', 'ferries', 'premises', 'projections'] as const;

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
  /** Cases a year where anybody knows them: brought in with a table, or (`months`) counted for a year from so many months of own records. */
  cases: z.object({ year: z.number(), months: z.number().nullable() }).nullable(),
  travel: z.array(
    z.object({ mode: Mode, status: z.enum(['none', 'queued', 'running', 'done', 'failed']), job: Id.nullable() }),
  ),
});
export type SnapshotView = z.infer<typeof SnapshotView>;

/** What is brought in, frozen, and worked at for long. */
export const dataOperations = {
  import: op(
    'POST',
    '/planning/imports',
    may('planning.import'),
    'Bring in a layer: every row is judged, nothing is kept unless all are right and `commit` was asked',
  )
    .input(
      z.strictObject({
        layer: z.enum([...tables, 'boundaries', 'roads', 'rivers']),
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
  template: op(
    'GET',
    '/planning/imports/template',
    read,
    'An empty table of a layer to fill in: its columns, an example, and what each column means',
  )
    .input(z.object({ layer: z.enum(tables), format: z.enum(['xlsx', 'csv']).default('xlsx') }))
    .output(z.file()),
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
  computeTravel: op(
    'POST',
    '/planning/snapshots/{id}/travel',
    may('planning.plan'),
    'Compute the travel times of a snapshot by more modes, or again where that was stopped',
  )
    .input(z.strictObject({ id: Id, modes: z.array(Mode).min(1).max(5) }))
    .output(z.object({ jobs: z.array(Id) })),
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
};

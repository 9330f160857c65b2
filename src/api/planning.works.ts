import { z } from 'zod';
import { UnitLevel } from '#domain/organisation/units.ts';
import { Created, Done, Id, op, Page, page } from './operation.ts';
import { SiteView } from './organisation.ts';
import { Replacement } from './planning.plans.shapes.ts';
import { Figures, Mode, Spot, WorkKind } from './planning.shapes.ts';
import { clock, day, may, open, read, seen, yes } from './planning.shared.ts';

/** A plan that is decided on, carried out, printed and shown to residents. */
export const workOperations = {
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
          /** The name of the point that takes over. */
          instead: z.string().nullable(),
          cases: z.number(),
          /** How many appointments stand elsewhere because of it. */
          appointments: z.number(),
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
            /**
             * By bus, as the timetable of every day has it; null where none leads there; left out where walking is as quick, and where
             * nobody knows.
             */
            bus: z
              .object({
                /** From door to door; who knows the timetable waits at home. */
                seconds: z.number(),
                /** On foot to the first stop, and from the last, seconds. */
                walk: z.tuple([z.number(), z.number()]),
                rides: z.array(
                  z.object({ line: z.string(), on: z.string(), off: z.string(), leaves: clock, arrives: clock }),
                ),
                /** When the first line leaves afterwards. */
                later: z.array(clock),
                tomorrow: z.boolean(),
              })
              .nullable()
              .optional(),
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

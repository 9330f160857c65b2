import { z } from 'zod';
import { UnitLevel } from '#domain/organisation/units.ts';
import { scenarioSteps } from '#domain/planning/life.ts';
import { Created, Id, op, Page, page } from './operation.ts';
import {
  Change,
  Comparison,
  Costs,
  Explanation,
  Replacement,
  ResultView,
  ScenarioView,
  Scope,
  Wish,
} from './planning.plans.shapes.ts';
import { Figures, JobView } from './planning.shapes.ts';
import { instant, may, read, seen } from './planning.shared.ts';

/** A plan while it is made. */
export const planOperations = {
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
            /** The name of the point that takes over. */
            instead: z.string().nullable(),
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
        costs: Costs.nullable(),
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
  answer: op('GET', '/planning/scenarios/{id}/answer', read, 'The plan as it would be with the answer taken over')
    .input(z.object({ id: Id }))
    .output(
      z.object({
        seq: z.number(),
        changes: z.array(Change),
        /** The plan is so already. */
        taken: z.boolean(),
        figures: Figures,
        costs: Costs.nullable(),
        /** Only those whose way the answer changes. */
        demand: z.array(z.object({ id: z.string(), seconds: z.number().nullable(), site: z.string().nullable() })),
      }),
    ),
  takeAnswer: op(
    'POST',
    '/planning/scenarios/{id}/use',
    may('planning.plan'),
    'Take the answer over as the changes of this plan',
  )
    .input(z.strictObject(seen))
    .output(z.object({ seq: z.number() })),
  dropAnswer: op(
    'POST',
    '/planning/scenarios/{id}/answer/away',
    may('planning.plan'),
    'Put the answer away: the plan stays as it is',
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
};

import type { Comparison, Explanation } from '#api/planning.ts';
import { Refused } from '#domain/kernel/problem.ts';
import type { UnitLevel } from '#domain/organisation/units.ts';
import { type NetworkChange, plannedOf } from '#domain/planning/changes.ts';
import { type Compared, costsOf, countyTable, differenceOf, winnersAndLosers } from '#domain/planning/compare.ts';
import { loadHistogram, overallFigures, travelHistogram, withoutEach } from '#domain/planning/evaluate.ts';
import type { Ctx } from '../context.ts';
import { today } from '../organisation/index.ts';
import { jobView, lookedAt } from './coverage.service.ts';
import { evaluationOf, TravelMissing } from './evaluations.ts';
import { jobsOfScenario } from './jobs.repository.ts';
import { clerksByUnit, pointRows } from './points.repository.ts';
import { commentsOf } from './review.service.ts';
import { busesFor } from './roads.bus.ts';
import { roadsFor } from './roads.ts';
import { closingsOfPlan } from './scenarios.closings.ts';
import type { ScenarioRow } from './scenarios.repository.ts';
import * as repository from './scenarios.repository.ts';
import { getScenario, scenarioView } from './scenarios.service.ts';
import { settingsOf } from './settings.service.ts';
import { type World, worldOf } from './worlds.ts';

/** While travel times are computed there is nothing to say of travel; everything else of a plan can be read. */
async function orWhileWaiting<T>(run: () => Promise<T>, meanwhile: T): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof TravelMissing) return meanwhile;
    throw error;
  }
}

/** The same where nothing can be said without travel times. */
async function orNotYet<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof TravelMissing) throw new Refused('planning.no-travel');
    throw error;
  }
}

export async function showScenario(ctx: Ctx, id: string) {
  const row = await getScenario(ctx, id);
  const world = await worldOf(ctx.app, row.snapshot_id);
  warmRoads(ctx, world, row.scope);
  const [scenario, jobs, comments, steps, { costs }] = await Promise.all([
    scenarioView(ctx, row),
    jobsOfScenario(ctx, id),
    commentsOf(ctx, id),
    repository.stepsOf(ctx, id),
    settingsOf(ctx),
  ]);
  const planned = plannedOf(world.content, row.changes);
  const difference = differenceOf(plannedOf(world.content, []), planned);
  return {
    scenario,
    changes: row.changes,
    names: namesIn(world, row.changes),
    closings: await orWhileWaiting(
      () => closingsOfPlan(world, row),
      planned.closed.map(({ id: site, name }) => ({
        site,
        name,
        people: 0,
        beyond: 0,
        nearest: null,
        replacement: row.replacements[site] ?? null,
      })),
    ),
    wish: row.wish,
    result: row.result,
    jobs: jobs.map(jobView),
    comments,
    history: steps.map((step) => ({
      at: step.at.toISOString(),
      by: step.by ?? '',
      what: step.what,
      reason: typeof step.data.reason === 'string' ? step.data.reason : null,
    })),
    costs: costs && costsOf(difference, planned.standing, costs),
  };
}

/** What the changes name, by id: a point may have closed since the snapshot, and what the plan opens is nowhere else. */
function namesIn(world: World, changes: readonly NetworkChange[]): Record<string, string> {
  const { points, villages } = world.content;
  const names: Record<string, string> = {};
  for (const change of changes) {
    if (change.kind === 'open') names[change.site] = change.name;
    else if ('site' in change) {
      const name = points[world.pointAt.get(change.site) ?? -1]?.name;
      if (name !== undefined) names[change.site] ??= name;
    } else if ('place' in change) {
      const { place } = change;
      names[place] =
        world.placeName.get(place) ??
        villages.find(({ id, village }) => id === place || village === place)?.name ??
        place;
    }
  }
  return names;
}

/** Whoever opens a plan is about to move a point on it: the roads are made ready meanwhile. */
function warmRoads({ app }: Ctx, world: World, { mode }: ScenarioRow['scope']): void {
  for (const each of new Set([mode.urban, mode.rural])) {
    if (each === 'bus' && world.content.bus === undefined) continue;
    (each === 'bus' ? busesFor(world) : roadsFor(world, each)).catch((error: unknown) =>
      app.log.warn({ operation: 'planning.warm', err: error }),
    );
  }
}

const explained = 200;

/** Of the points named, else of those that most depend on: what they are there for, or who does without them. */
export async function explain(
  ctx: Ctx,
  wish: { id: string; sites?: string | string[] | undefined },
): Promise<Explanation[]> {
  const row = await getScenario(ctx, wish.id);
  const world = await worldOf(ctx.app, row.snapshot_id);
  const wanted = wish.sites === undefined ? undefined : new Set([wish.sites].flat());
  return orNotYet(async () => {
    const [today_, after] = [
      await evaluationOf(world, [], row.scope, 'village'),
      await evaluationOf(world, row.changes, row.scope, 'village'),
    ];
    const without = withoutEach(after);
    const keep = new Set(row.changes.flatMap((change) => (change.kind === 'keep' ? [change.site] : [])));
    const staying = [...without].flatMap(([at, one]): Explanation[] => {
      const point = after.points[at]!;
      if (wanted && !wanted.has(point.id)) return [];
      const next = after.points[one.next];
      const [beyond, people] = [Math.round(one.beyond), Math.round(after.loads[at]!)];
      return [
        {
          site: point.id,
          name: point.name,
          stays: true,
          because:
            beyond > 0
              ? 'only-one'
              : keep.has(point.id)
                ? 'must-keep'
                : people === 0
                  ? 'nobody-nearest'
                  : 'nearest-to-people',
          without: {
            people: beyond,
            villages: one.villages.slice(0, 10).map(({ demand, people: count }) => ({
              id: world.content.villages[demand]!.id,
              name: world.content.villages[demand]!.name,
              people: Math.round(count),
            })),
          },
          next: next && one.extra < Infinity ? { site: next.id, name: next.name, extra: one.extra } : null,
        },
      ];
    });
    const closings = await closingsOfPlan(world, row);
    const before = withoutEach(today_);
    const numberOf = new Map(today_.points.flatMap((point, at) => (point ? [[point.id, at] as const] : [])));
    const going = closings
      .filter(({ site }) => !wanted || wanted.has(site))
      .map(({ site, name, people, beyond, nearest }): Explanation => {
        const one = before.get(numberOf.get(site) ?? -1);
        return {
          site,
          name,
          stays: false,
          because: people === 0 ? 'nobody-nearest' : beyond > 0 ? 'leaves-people-beyond' : 'all-reach-another',
          without: {
            people: beyond,
            villages: (one?.villages ?? []).slice(0, 10).map(({ demand, people: count }) => ({
              id: world.content.villages[demand]!.id,
              name: world.content.villages[demand]!.name,
              people: Math.round(count),
            })),
          },
          next: nearest && {
            site: nearest.site,
            name: nearest.name,
            extra: one && one.extra < Infinity ? one.extra : 0,
          },
        };
      });
    return [...staying, ...going]
      .sort((a, b) => b.without.people - a.without.people || (a.site < b.site ? -1 : 1))
      .slice(0, explained);
  });
}

const listed = 200;

export async function compare(
  ctx: Ctx,
  wish: { before?: string | undefined; after: string; level: UnitLevel },
): Promise<Comparison> {
  const after = await lookedAt(ctx, { scenario: wish.after });
  const before =
    wish.before === undefined
      ? { ...after, changes: [] as NetworkChange[] }
      : await lookedAt(ctx, { scenario: wish.before });
  const { peoplePerClerk, costs } = await settingsOf(ctx);
  const row = await getScenario(ctx, wish.after);
  return orNotYet(async () => {
    const side = async ({ world, changes, scope }: typeof after): Promise<Compared> => ({
      content: world.content,
      evaluation: await evaluationOf(world, changes, scope, wish.level),
    });
    const [was, is] = [await side(before), await side(after)];
    const start = plannedOf(after.world.content, []);
    const view = ({ evaluation }: Compared) => ({
      figures: overallFigures(evaluation, peoplePerClerk),
      costs: costs && costsOf(differenceOf(start, evaluation.planned), evaluation.planned.standing, costs),
      travel: travelHistogram(evaluation),
      load: loadHistogram(evaluation),
    });
    const difference = differenceOf(was.evaluation.planned, is.evaluation.planned);
    const { winners, losers } = winnersAndLosers(was, is);
    const closings = new Map((await closingsOfPlan(after.world, row)).map((closing) => [closing.site, closing]));
    const moved = ({ demand, ...rest }: (typeof winners)[number]) => {
      const village = after.world.content.villages[demand]!;
      return {
        ...rest,
        id: village.id,
        name: village.name,
        county: after.world.placeName.get(village.county ?? '') ?? '',
        town: after.world.placeName.get(village.town ?? '') ?? '',
        lon: village.lon,
        lat: village.lat,
      };
    };
    const side_ = (villages: typeof winners) => ({
      people: villages.reduce((sum, { people }) => sum + people, 0),
      villages: villages.slice(0, listed).map(moved),
    });
    return {
      before: view(was),
      after: view(is),
      counties: countyTable(was, is, peoplePerClerk),
      winners: side_(winners),
      losers: side_(losers),
      closed: difference.closed.map(({ id, name }) => ({
        site: id,
        name,
        people: closings.get(id)?.people ?? 0,
        replacement: closings.get(id)?.replacement ?? null,
      })),
      opened: difference.opened.map(({ id, name, level, lon, lat }) => ({ site: id, name, level, lon, lat })),
      moved: difference.moved.map(({ point, metres }) => ({
        site: point.id,
        name: point.name,
        metres,
        lon: point.lon,
        lat: point.lat,
      })),
      upgraded: difference.upgraded.map(({ point, ...rest }) => ({ site: point.id, name: point.name, ...rest })),
    };
  });
}

/** What would have to change for a snapshot's points to be those of today. */
async function changesSince(ctx: Ctx, world: World): Promise<NetworkChange[]> {
  const on = today(ctx);
  const [rows, clerks] = [await pointRows(ctx, on, false), await clerksByUnit(ctx, on)];
  const present = new Map(rows.map((row) => [row.id, row]));
  const known = new Set(world.content.points.map(({ id }) => id));
  return [
    ...world.content.points.flatMap((point): NetworkChange[] => {
      const row = present.get(point.id);
      if (!row) return [{ kind: 'close', site: point.id }];
      if (row.lon === null || row.lat === null || (row.lon === point.lon && row.lat === point.lat)) return [];
      return [{ kind: 'move', site: point.id, lon: row.lon, lat: row.lat }];
    }),
    ...rows.flatMap((row): NetworkChange[] =>
      known.has(row.id) || row.lon === null || row.lat === null
        ? []
        : [
            {
              kind: 'open',
              site: row.id,
              name: row.name,
              level: row.level,
              lon: row.lon,
              lat: row.lat,
              clerks: clerks.get(row.unit_id) ?? row.counters,
              ...(row.class && { class: row.class }),
            },
          ],
    ),
  ];
}

/** What the plan promised, what is so today, and where they differ: each work that is late, and each point that is otherwise. */
export async function track(ctx: Ctx, wish: { scenario: string }) {
  const row = await getScenario(ctx, wish.scenario);
  const world = await worldOf(ctx.app, row.snapshot_id);
  const { peoplePerClerk } = await settingsOf(ctx);
  const on = today(ctx);
  const figures = (changes: readonly NetworkChange[]) =>
    orWhileWaiting(
      async () => overallFigures(await evaluationOf(world, changes, row.scope, 'village'), peoplePerClerk),
      null,
    );
  const works = await repository.worksOf(ctx, row.id);
  const present = new Set((await pointRows(ctx, on, false)).map(({ id }) => id));
  const otherwise = works.flatMap(({ kind, site_id: site, name, due_on, status }) => {
    // A look back changes nothing on the ground.
    if (kind === 'review') return [];
    const stands = present.has(site);
    const asPlanned = (kind === 'close' || kind === 'move') !== stands;
    const found = status === 'called-off' ? status : due_on > on || asPlanned ? null : stands ? 'stands' : 'missing';
    return found === null ? [] : [{ site, name, planned: kind, found } as const];
  });
  return {
    planned: await figures(row.changes),
    now: await figures(await changesSince(ctx, world)),
    ...(await repository.countWorks(ctx, row.id, on)),
    differs: otherwise,
  };
}

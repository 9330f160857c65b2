import type { Figures, JobView, VillageView } from '#api/planning.ts';
import { isCode } from '#api/problem.ts';
import { problem, Refused } from '#domain/kernel/problem.ts';
import type { Language } from '#domain/kernel/text.ts';
import type { UnitLevel } from '#domain/organisation/units.ts';
import type { NetworkChange } from '#domain/planning/changes.ts';
import {
  type Evaluation,
  figuresByPlace,
  isNeedless,
  openSites,
  overallFigures,
  travelHistogram,
  villageTimes,
  withoutEach,
} from '#domain/planning/evaluate.ts';
import { groundOf } from '#domain/planning/ground.ts';
import { layoutScores } from '#domain/planning/indicators.ts';
import type { Mode } from '#domain/planning/travel/network.ts';
import { crowMetres, type Scope } from '#domain/planning/world.ts';
import type { Ctx } from '../context.ts';
import { say } from '../platform/problem-words.ts';
import { evaluationOf, newestWorld, TravelMissing, usualScope } from './evaluations.ts';
import { findJob, type JobRow } from './jobs.repository.ts';
import * as repository from './planning.repository.ts';
import { alteredLines, roadModesOf } from './roads.ts';
import { whyUnreached } from './roads.unreached.ts';
import * as scenarios from './scenarios.repository.ts';
import { settingsOf } from './settings.service.ts';
import type { SolveInput } from './solve.service.ts';
import { type World, worldOf } from './worlds.ts';

export interface Looked {
  snapshot?: string | undefined;
  scenario?: string | undefined;
}

/** The snapshot, changes and rules that are asked about. */
export async function lookedAt(
  ctx: Ctx,
  { snapshot, scenario }: Looked,
): Promise<{ world: World; changes: NetworkChange[]; scope: Scope }> {
  if (scenario !== undefined) {
    const row = await scenarios.findScenario(ctx, scenario);
    if (!row) throw new Refused('not-found');
    return { world: await worldOf(ctx.app, row.snapshot_id), changes: row.changes, scope: row.scope };
  }
  const world = snapshot === undefined ? await newestWorld(ctx) : await worldOf(ctx.app, snapshot);
  return { world, changes: [], scope: await usualScope(ctx) };
}

/** What is counted follows from what was wished. */
function bestOf({ best, input }: JobRow): JobView['best'] {
  const { wish } = input as Partial<SolveInput>;
  return best && wish ? { level: null, ...best, model: wish.model } : null;
}

export const jobView = (row: JobRow, language: Language): JobView => ({
  id: row.id,
  kind: row.kind,
  status: row.status,
  progress: row.progress,
  stage: row.stage,
  best: bestOf(row),
  stopping: row.stop_at !== null && row.ended_at === null,
  startedAt: row.started_at?.toISOString() ?? null,
  endedAt: row.ended_at?.toISOString() ?? null,
  problem: row.problem && {
    ...row.problem,
    message: isCode(row.problem.code) ? say(problem(row.problem.code, row.problem.params), language) : row.problem.code,
  },
  scenario: row.scenario_id,
  snapshot: row.snapshot_id,
});

export async function getJob(ctx: Ctx, id: string): Promise<JobView> {
  const row = await findJob(ctx, id);
  if (!row) throw new Refused('not-found');
  return jobView(row, ctx.language);
}

/** The job that is awaited, if anybody has asked for it; a read asks for nothing. */
async function waitingFor(ctx: Ctx, world: World, modes: readonly Mode[]) {
  const travel = await repository.travelOf(ctx, world.id);
  const row = travel.find(({ mode }) => modes.includes(mode));
  return {
    ready: false as const,
    job: row ? await getJob(ctx, row.job_id) : null,
    problem: row ? null : 'planning.no-travel',
    snapshot: world.id,
    missing: [...modes],
  };
}

export async function villageView(
  world: World,
  evaluation: Evaluation,
  demand: number,
  seconds: number,
  site: number,
): Promise<VillageView> {
  const village = world.content.villages[demand]!;
  const { limits } = evaluation.scope;
  return {
    id: village.id,
    name: village.name,
    village: village.village,
    county: world.placeName.get(village.county ?? '') ?? '',
    town: world.placeName.get(village.town ?? '') ?? '',
    lon: village.lon,
    lat: village.lat,
    people: Math.round(evaluation.planned.people[demand]!),
    urban: village.urban,
    seconds: seconds === Infinity ? null : seconds,
    why: seconds === Infinity ? await whyUnreached(world, evaluation, demand) : null,
    limit: village.urban ? limits.urban : limits.rural,
    site: evaluation.points[site]?.id ?? null,
  };
}

const listed = 100;

interface RuleWish extends Looked {
  level: UnitLevel;
  urban?: Mode | undefined;
  rural?: Mode | undefined;
  acrossBorders?: boolean | undefined;
}

const asked = (usual: Scope, { urban, rural, acrossBorders }: RuleWish): Scope => ({
  ...usual,
  mode: { urban: urban ?? usual.mode.urban, rural: rural ?? usual.mode.rural },
  acrossBorders: acrossBorders ?? usual.acrossBorders,
});

export interface CoverageWish extends RuleWish {
  division?: string | undefined;
}

export async function coverage(ctx: Ctx, wish: CoverageWish) {
  const { world, changes, scope: usual } = await lookedAt(ctx, wish);
  const scope = asked(usual, wish);
  let evaluation: Evaluation;
  try {
    evaluation = await evaluationOf(world, changes, scope, wish.level);
  } catch (error) {
    if (error instanceof TravelMissing) return waitingFor(ctx, world, error.modes);
    throw error;
  }
  const { peoplePerClerk } = await settingsOf(ctx);
  const { content } = world;
  const inside = (place: { county: string | null; town: string | null }) =>
    wish.division === undefined ||
    place.county === wish.division ||
    place.town === wish.division ||
    isCity(world, wish.division);
  const times = villageTimes(evaluation, content.villages.length);
  const order = content.villages
    .map((_, demand) => demand)
    .filter((demand) => evaluation.planned.people[demand]! > 0 && inside(content.villages[demand]!))
    .sort(
      (a, b) =>
        times.seconds[b]! - times.seconds[a]! || evaluation.planned.people[b]! - evaluation.planned.people[a]! || a - b,
    );
  const show = (demand: number) => villageView(world, evaluation, demand, times.seconds[demand]!, times.site[demand]!);
  const unreachable = order.filter((demand) => times.seconds[demand] === Infinity);
  const worst = order.filter((demand) => times.seconds[demand]! < Infinity).slice(0, listed);
  const sites = openSites(evaluation).filter(({ point }) => inside(point));
  const without = withoutEach(evaluation);
  const named = ({ at, point }: (typeof sites)[number], people: number) => ({
    site: point.id,
    name: point.name,
    people: Math.round(people),
    at,
  });
  const indispensable = sites
    .map((site) => named(site, without.get(site.at)!.beyond))
    .filter(({ people }) => people > 0)
    .sort((a, b) => b.people - a.people);
  const needless = sites
    .filter(({ at, point }) => point.level === wish.level && isNeedless(without.get(at)!))
    .map((site) => named(site, site.people))
    .sort((a, b) => a.people - b.people);
  const ground = groundOf(content, times.site, evaluation.points.length);
  const grounds = sites.map(({ at, people }) => ({ people, squareKm: ground[at]! }));
  const scores = layoutScores(grounds);
  const divisions = figuresByPlace(content, evaluation, peoplePerClerk);
  const own = wish.division === undefined ? undefined : divisions.find(({ id }) => id === wish.division);
  const natural = content.villages.filter(inside).reduce((sum, village) => sum + village.natural, 0);
  const counters = sites.reduce((sum, { point }) => sum + point.counters, 0);
  const strip = ({ at: _, ...rest }: (typeof indispensable)[number]) => rest;
  return {
    ready: true as const,
    snapshot: world.id,
    labels: world.labels,
    level: wish.level,
    scope,
    figures: (own?.figures ?? overallFigures(evaluation, peoplePerClerk)) satisfies Figures,
    divisions: divisions
      .filter(
        (each) =>
          wish.division === undefined ||
          each.id === wish.division ||
          parentOf(world, each.id) === wish.division ||
          isCity(world, wish.division),
      )
      .map(({ figures, ...place }) => ({ ...figures, ...place })),
    worst: await Promise.all(worst.map(show)),
    unreachable: await Promise.all(unreachable.map(show)),
    needless: needless.map(strip),
    indispensable: indispensable.map(strip),
    // Where nobody has counted natural villages there is no such figure.
    natural: { villages: natural, counters, perCounter: natural > 0 && counters > 0 ? natural / counters : null },
    layout: sites
      .map(({ point, people }, at) => ({
        site: point.id,
        name: point.name,
        people: Math.round(people),
        squareKm: Math.round(10 * grounds[at]!.squareKm) / 10,
        score: scores[at]!,
      }))
      .sort((a, b) => a.score - b.score),
    premises: premisesNear(
      world,
      sites.map(({ point }) => point),
    ),
    travel: travelHistogram(evaluation, (demand) => inside(content.villages[demand]!)),
  };
}

const isCity = (world: World, place: string): boolean =>
  world.content.places.some(({ id, level }) => id === place && level === 'city');
const parentOf = (world: World, place: string): string | null =>
  world.content.places.find(({ id }) => id === place)?.parent ?? null;

/** Closer than this, a public building is worth a visit before anything is built. */
const nearby = 1000;

function premisesNear(world: World, points: readonly { id: string; name: string; lon: number; lat: number }[]) {
  return points
    .flatMap((point) =>
      world.content.premises.map((premises) => ({ point, premises, metres: Math.round(crowMetres(point, premises)) })),
    )
    .filter(({ metres }) => metres <= nearby)
    .sort((a, b) => a.metres - b.metres)
    .slice(0, 500)
    .map(({ point, premises, metres }) => ({
      site: point.id,
      name: point.name,
      premises: premises.id,
      premisesName: premises.name,
      metres,
    }));
}

/** Every village as columns, for the map; without travel times while they are computed. */
export async function demandColumns(ctx: Ctx, wish: RuleWish) {
  const { world, changes, scope: usual } = await lookedAt(ctx, wish);
  const scope = asked(usual, wish);
  const { villages } = world.content;
  const columns = {
    id: villages.map(({ id }) => id),
    name: villages.map(({ name }) => name),
    town: villages.map(({ town }) => world.placeName.get(town ?? '') ?? ''),
    lon: villages.map(({ lon }) => lon),
    lat: villages.map(({ lat }) => lat),
    urban: villages.map(({ urban }) => urban),
    roads: await alteredLines(world, roadModesOf(scope), changes),
  };
  try {
    const evaluation = await evaluationOf(world, changes, scope, wish.level);
    const { seconds, site } = villageTimes(evaluation, villages.length);
    return {
      ready: true,
      ...columns,
      people: Array.from(evaluation.planned.people, Math.round),
      seconds: Array.from(seconds, (each) => (each === Infinity ? null : each)),
      site: Array.from(site, (each) => evaluation.points[each]?.id ?? null),
    };
  } catch (error) {
    if (!(error instanceof TravelMissing)) throw error;
    const nothing = villages.map(() => null);
    return { ready: false, ...columns, people: villages.map(({ people }) => people), seconds: nothing, site: nothing };
  }
}

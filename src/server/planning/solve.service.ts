import { createHash } from 'node:crypto';
import type { ResultView, Wish } from '#api/planning.ts';
import { Refused } from '#domain/kernel/problem.ts';
import type { UnitLevel } from '#domain/organisation/units.ts';
import { fold, type NetworkChange, type Planned, type Standing, unknownIn } from '#domain/planning/changes.ts';
import { modesOf } from '#domain/planning/evaluate.ts';
import {
  askedTogether,
  type Candidate,
  changesFor,
  lastHundredth,
  problemFor,
  withClasses,
  withOnlyWays,
} from '#domain/planning/propose.ts';
import type { Mode } from '#domain/planning/travel/network.ts';
import { crowMetres, rankOf, type Scope } from '#domain/planning/world.ts';
import { rowsTo, wholeEvaluationOf } from './evaluations.ts';
import type { Running } from './running.ts';
import * as scenarios from './scenarios.repository.ts';
import { settingsOf } from './settings.service.ts';
import { jointOf, readJoint, startIn, toldOf } from './solve.joint.ts';
import { cutOf, decidedIn, type Found, keepsRules, levelsWith, resultOf, withoutPlan } from './solve.result.ts';
import { solve } from './solver/index.ts';
import { type World, worldOf } from './worlds.ts';

/** A village whose nearest point is nearer than this has no need of one of its own. */
const hasOwn = 300;

export interface SolveInput {
  wish: Wish;
  curve: boolean;
  changes: NetworkChange[];
  scope: Scope;
  /** The division in whose ground the plan may change points; null: the whole city. */
  within: string | null;
}

/** Premises and villages where a point could be opened, each with who would reach it. Ids are made from what they stand for. */
async function candidatesFor(
  world: World,
  wish: Wish,
  level: UnitLevel,
  modes: readonly Mode[],
  input: SolveInput,
  { standing, roads }: Planned,
  running: Pick<Running, 'signal' | 'report'>,
): Promise<Candidate[]> {
  const { content } = world;
  if (wish.candidates === 'existing') return [];
  const inside = (place: { county: string | null; town: string | null }) =>
    input.within === null || place.county === input.within || place.town === input.within;
  const not = new Set(wish.mayNot);
  const premises = content.premises.filter(({ id }) => !not.has(id));
  const spots: Omit<Candidate, 'rows'>[] = premises.map(({ id, name, lon, lat }) => ({
    id: candidateId(`premises ${id}`),
    name: calledAt(name),
    level,
    lon,
    lat,
    clerks: 1,
    premises: id,
  }));
  if (wish.candidates === 'villages') {
    for (const village of content.villages) {
      if (!inside(village) || village.people === 0 || not.has(village.id)) continue;
      if (standing.some((point) => Math.abs(point.lat - village.lat) < 0.01 && crowMetres(point, village) < hasOwn))
        continue;
      const { id, lon, lat } = village;
      const name = calledAt(`${world.placeName.get(village.town ?? '') ?? ''}${village.name}`);
      spots.push({ id: candidateId(`village ${id}`), name, level, lon, lat, clerks: 1, premises: null });
    }
  }
  if (spots.length === 0) return [];
  running.report({ stage: 'candidates' });
  const rows = await Promise.all(modes.map((mode) => rowsTo(world, mode, spots, roads, { signal: running.signal })));
  return spots.map((spot, at) => ({ ...spot, rows: rows.map((mode) => mode[at]!) }));
}

/** What a point is called that somebody has yet to name: as the ones that there are, by where it stands. */
const calledAt = (place: string): string => `${place.slice(0, 50)}便民服务点`;

/** The same premises or village is the same point in every run: a UUID out of its name. */
function candidateId(name: string): string {
  const hex = createHash('sm3').update(name).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/**
 * First from the top: what a county hall and a town centre do for a village is known when its own point is judged, and each level's answer
 * is proved for itself, given those above it. Then all levels as one problem, begun from there: what that finds is never worse, and its
 * bound is for all of them together.
 */
export async function runSolve(running: Running): Promise<Record<string, unknown>> {
  const { app, job, signal, report } = running;
  const input = job.input as unknown as SolveInput;
  const { wish, scope } = input;
  const world = await worldOf(app, job.snapshot_id!);
  const { costs } = await settingsOf(app);
  const levels = [...wish.levels].sort((a, b) => rankOf(b) - rankOf(a));
  const together = askedTogether(wish);
  const shares = 1 / (levels.length + (together ? levels.length : 0) + (input.curve ? 1 : 0));
  let changes: NetworkChange[] = input.changes;
  let found: (Found & { level: UnitLevel })[] = [];
  const started = app.clock.now();
  for (const level of levels) {
    // A stop between two levels keeps what was decided; the levels below stay as they are.
    if (signal.aborted && found.length > 0) break;
    const evaluation = await wholeEvaluationOf(world, changes, scope, level);
    const { standing } = evaluation.planned;
    const modes = modesOf(scope, evaluation.planned);
    const candidates = await candidatesFor(world, wish, level, modes, input, evaluation.planned, running).catch(
      (error: unknown) => {
        if (signal.aborted && found.length > 0) return null;
        throw error;
      },
    );
    if (!candidates) break;
    const proposal = problemFor(world.content, evaluation, level, wish, mineWithin(input.within), candidates, costs);
    const answer = await solve(withOnlyWays(proposal.problem), {
      timeLimitSeconds: wish.seconds * shares,
      signal,
      onProgress: ({ phase, objective, bound, gap, seconds }) =>
        report({
          stage: phase,
          progress: Math.min(1, (found.length + seconds / (wish.seconds * shares)) * shares),
          best: objective === null ? null : { level, objective, bound, gap },
        }),
    });
    const lacking = answer.uncoverable.map((one) => ({ ...one, level }));
    found.push({ level, decided: [level], answer, lacking, candidates, villageOf: proposal.villageOf });
    const open = new Set(answer.sites);
    if (answer.sites.length > 0) changes = fold(changes, changesFor(standing, candidates, [level], open), []);
  }
  let joined: ResultView['cut'] | 'whole' = signal.aborted ? 'stopped' : 'whole';
  if (together && !signal.aborted) {
    const lowest = found.at(-1)!;
    const spots = new Map(
      found.flatMap((each) => each.candidates).map((spot) => [spot.id, { ...spot, level: lowest.level }]),
    );
    const joint = await jointOf(world, wish, input, [...spots.values()], mineWithin(input.within), costs);
    const timeLimitSeconds = wish.seconds * shares * levels.length;
    const answer = await solve(joint.problem, {
      timeLimitSeconds,
      signal,
      start: startIn(joint, found),
      onProgress: ({ phase, objective, bound, gap, seconds }) =>
        report({
          stage: phase,
          progress: Math.min(1, (found.length + (seconds / timeLimitSeconds) * levels.length) * shares),
          best:
            objective === null
              ? null
              : {
                  level: null,
                  objective: toldOf(joint, objective),
                  bound: bound === null ? null : toldOf(joint, bound),
                  gap,
                },
        }),
    });
    if (answer.objective !== null) {
      const read = readJoint(joint, answer);
      found = [{ level: lowest.level, decided: levels, ...read }];
      changes = fold(input.changes, read.changes, []);
    } else joined = cutOf(answer);
  }
  if (!keepsRules(wish, found)) {
    found = found.map(withoutPlan);
    changes = input.changes;
  }
  changes = withClasses(world.content, input.changes, changes, wish, decidedIn(found), mineWithin(input.within));
  const curve = input.curve ? await curveOf(running, world, input, costs, found) : [];
  const result = resultOf(
    world,
    input,
    found,
    { levels: await levelsWith(world, input, changes), curve },
    // Each level proved for itself, given those above it, is no proof for all of them.
    together ? joined : levels.length > 1 ? null : 'whole',
    changes,
    app.clock.now(),
  );
  const bad = unknownIn(world.content, changes);
  if (bad.length > 0)
    throw new Refused('planning.unknown-place', { count: bad.length, names: bad.slice(0, 5).join('、') });
  if (job.scenario_id) await scenarios.keepResult(app.db, job.scenario_id, wish, result, app.clock.now());
  return { result, changes, since: started.toISOString() };
}

export const mineWithin =
  (within: string | null) =>
  (point: Pick<Standing, 'county' | 'town'>): boolean =>
    within === null || point.county === within || point.town === within;

/** How the greatest cover grows with the number of points, up to those of the answer, closest where the last hundredth begins. */
async function curveOf(
  running: Running,
  world: World,
  { scope, wish, within, changes }: SolveInput,
  costs: Awaited<ReturnType<typeof settingsOf>>['costs'],
  found: readonly (Found & { level: UnitLevel })[],
): Promise<ResultView['curve']> {
  const last = found.at(-1);
  if (!last || last.answer.sites.length === 0) return [];
  running.report({ stage: 'curve' });
  const evaluation = await wholeEvaluationOf(world, changes, scope, last.level);
  const { p: _, budget: __, ...rest } = wish;
  const proposal = problemFor(
    world.content,
    evaluation,
    last.level,
    { ...rest, model: 'mclp', backup: 1, preferExisting: false },
    mineWithin(within),
    [...last.candidates],
    costs,
  );
  const people = proposal.problem.demands.reduce((sum, { weight }) => sum + weight, 0);
  const least = proposal.problem.sites.filter(({ required }) => required).length;
  const most = last.answer.sites.length;
  const counts = [
    ...new Set([0, 0.2, 0.4, 0.6, 0.8, 0.9, 1].map((part) => Math.round(least + part * (most - least)))),
  ].filter((count) => count > 0);
  const curve: ResultView['curve'] = [];
  const until = performance.now() + 500 * wish.seconds;
  const step = async (points: number): Promise<void> => {
    const left = (until - performance.now()) / 1000;
    if (running.signal.aborted || left <= 0) return;
    const timeLimitSeconds = Math.min(left, Math.max(1, wish.seconds / (2 * counts.length)));
    const answer = await solve(
      { ...proposal.problem, p: points, stages: [] },
      { timeLimitSeconds, signal: running.signal },
    );
    if (answer.objective === null) return;
    curve.push({ points, share: people > 0 ? Math.min(1, answer.objective / people) : 1, status: answer.status });
    curve.sort((one, other) => one.points - other.points);
  };
  // The end first: what the last hundredth costs is asked of every plan.
  for (const points of counts.toReversed()) await step(points);
  for (let tries = 0; tries < mostTries; tries++) {
    const last = lastHundredth(curve);
    const under = last && curve[curve.indexOf(last.near) - 1];
    if (!under || last.near.points - under.points < 2) break;
    const before = curve.length;
    await step((under.points + last.near.points) >> 1);
    if (curve.length === before) break;
  }
  return curve;
}

/** Where the last hundredth of cover begins is looked for between the steps of the curve by halving. */
const mostTries = 8;

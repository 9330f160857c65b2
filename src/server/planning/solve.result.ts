import { createHash } from 'node:crypto';
import type { ResultView, Wish } from '#api/planning.ts';
import type { UnitLevel } from '#domain/organisation/units.ts';
import { type NetworkChange, type Planned, plannedOf } from '#domain/planning/changes.ts';
import { shareWithin } from '#domain/planning/evaluate.ts';
import { type Candidate, isLimited, limitFor } from '#domain/planning/propose.ts';
import type { Answer } from '#domain/planning/solve/problem.ts';
import { rankOf, type Scope } from '#domain/planning/world.ts';
import { wholeEvaluationOf } from './evaluations.ts';
import type { World } from './worlds.ts';

/** Whom nothing of a level reaches in time, and with which limit, seconds, it would; null: with none. */
export interface Lacking {
  demand: string;
  level: UnitLevel;
  possibleLimit: number | null;
}

/** What was found of one level, or of all of them together. */
export interface Found {
  decided: readonly UnitLevel[];
  answer: Answer;
  lacking: readonly Lacking[];
  candidates: readonly Candidate[];
  villageOf: ReadonlyMap<string, number>;
}

interface Asked {
  wish: Wish;
  scope: Scope;
  changes: readonly NetworkChange[];
}

export const cutOf = (answer: Answer): ResultView['cut'] =>
  answer.stopped === undefined ? null : answer.stopped === 'cancelled' ? 'stopped' : answer.stopped;

/** The levels of which an answer was found. */
export const decidedIn = (found: readonly Found[]): UnitLevel[] => [
  ...new Set(found.flatMap(({ answer, decided }) => (answer.sites.length > 0 ? decided : []))),
];

/**
 * Whether what was decided is a plan. Where one level has none, the others are none for the whole; and a number of points, or a budget,
 * holds for all levels, so that some of them do not keep to it yet.
 */
export const keepsRules = ({ p, budget, levels }: Wish, found: readonly Found[]): boolean =>
  !found.some(({ answer }) => answer.status === 'infeasible') &&
  ((p === undefined && budget === undefined) || decidedIn(found).length === new Set(levels).size);

/** What was learnt, without what was decided. */
export const withoutPlan = <One extends Found>(one: One): One => {
  const { answer } = one;
  const status = answer.status === 'infeasible' ? answer.status : 'unknown';
  return {
    ...one,
    answer: { ...answer, status, objective: null, bound: null, gap: null, sites: [], assignment: {} },
  };
};

/** Points that stand before and after at another level or in another class. */
const raisedIn = (before: Planned, after: Planned): ResultView['raised'] => {
  const was = new Map(before.standing.map((point) => [point.id, point]));
  return after.standing.flatMap(({ id, level, class: grade }) => {
    const old = was.get(id);
    if (!old || (old.level === level && old.class === grade)) return [];
    return [{ site: id, ...(old.level !== level && { level }), ...(old.class !== grade && grade && { class: grade }) }];
  });
};

/** How each level of a wish would stand with the answer: its points before and after, and who is within its limit. */
export async function levelsWith(
  world: World,
  { wish, scope, changes: before }: Asked,
  changes: readonly NetworkChange[],
): Promise<ResultView['levels']> {
  const pointsOf = (list: readonly NetworkChange[], level: UnitLevel) =>
    plannedOf(world.content, list).standing.filter((point) => point.level === level).length;
  const levels: ResultView['levels'] = [];
  for (const level of [...new Set(wish.levels)].sort((a, b) => rankOf(a) - rankOf(b))) {
    const limit = isLimited(wish) ? limitFor(wish, level) : undefined;
    levels.push({
      level,
      limit: limit === undefined ? null : limit / 60,
      points: [pointsOf(before, level), pointsOf(changes, level)],
      share: shareWithin(await wholeEvaluationOf(world, changes, scope, level), limit),
    });
  }
  return levels;
}

/** Villages whom no candidate reaches, each named once, with the levels that it lacks and the limit that would do for all of them. */
function uncoverableIn(world: World, found: readonly Found[]): ResultView['uncoverable'] {
  const villages = new Map<string, ResultView['uncoverable'][number]>();
  for (const { lacking, villageOf } of found)
    for (const { demand, level, possibleLimit } of lacking) {
      const village = world.content.villages[villageOf.get(demand) ?? -1];
      if (!village) continue;
      const { id, name, people } = village;
      const limit = possibleLimit === null ? null : Math.ceil(possibleLimit / 6) / 10;
      const known = villages.get(id) ?? { village: id, name, people, limit: 0, levels: [] };
      const same = known.levels.find((one) => one.level === level);
      const wider = (a: number | null, b: number | null) => (a === null || b === null ? null : Math.max(a, b));
      if (same) same.limit = wider(same.limit, limit);
      else known.levels.push({ level, limit });
      villages.set(id, { ...known, limit: wider(known.limit, limit) });
    }
  return [...villages.values()];
}

/** Whose clerks are too few, where a load per clerk leaves no plan. */
function crowdIn(world: World, wish: Wish, found: readonly Found[]): ResultView['crowd'] {
  const short = found.find(({ answer }) => answer.crowd);
  if (!short) return null;
  const { demands, load, room } = short.answer.crowd!;
  const of = wish.casesPerClerk === undefined ? 'people' : 'cases';
  const villages = new Map<string, { village: string; name: string; people: number }>();
  for (const demand of demands) {
    const village = world.content.villages[short.villageOf.get(demand) ?? -1];
    if (village) villages.set(village.id, { village: village.id, name: village.name, people: village.people });
  }
  return { of, load, room, villages: [...villages.values()].sort((a, b) => b.people - a.people) };
}

/**
 * What is kept of an answer, in the words of points.
 * @param together why several levels were not decided as one question; `whole` where they were, or where there is but one
 */
export function resultOf(
  world: World,
  { wish, changes: before }: Asked,
  found: readonly Found[],
  { levels, curve }: Pick<ResultView, 'levels' | 'curve'>,
  together: ResultView['cut'] | 'whole',
  changes: readonly NetworkChange[],
  at: Date,
): ResultView {
  const last = found.at(-1)!.answer;
  const statuses = found.map(({ answer }) => answer.status);
  const decided = new Set(decidedIn(found));
  const undecided = wish.levels.filter((level) => !decided.has(level));
  const whole = together === 'whole' && undecided.length === 0;
  const status =
    (['infeasible', 'unknown'] as const).find((each) => statuses.includes(each)) ??
    (whole && statuses.every((each) => each === 'optimal') ? ('optimal' as const) : ('feasible' as const));
  // A level that was not decided stays as it is: its points are no less part of the answer.
  const after = plannedOf(world.content, changes);
  const staying = after.standing.filter(({ level }) => undecided.includes(level));
  const classOf = new Map(after.standing.map((point) => [point.id, point.class]));
  const sites = [
    ...new Set([
      ...found.flatMap(({ answer }) => answer.sites),
      ...(decided.size > 0 ? staying.map(({ id }) => id) : []),
    ]),
  ].sort();
  return {
    model: wish.model,
    status,
    // What was proved of one level is no bound for all of them.
    objective: undecided.length > 0 && decided.size > 0 ? null : last.objective,
    bound: whole || decided.size === 0 ? last.bound : null,
    gap: whole || decided.size === 0 ? last.gap : null,
    seconds: Math.round(10 * found.reduce((sum, { answer }) => sum + answer.seconds, 0)) / 10,
    cut:
      found.map(({ answer }) => cutOf(answer)).find((cut) => cut !== null) ?? (together === 'whole' ? null : together),
    reason: found.map(({ answer }) => answer.reason).find((reason) => reason !== undefined) ?? null,
    sites,
    levels,
    uncoverable: uncoverableIn(world, found),
    crowd: crowdIn(world, wish, found),
    curve,
    opened: found.flatMap(({ answer, candidates }) => {
      const open = new Set(answer.sites);
      return candidates
        .filter(({ id }) => open.has(id))
        .map(({ id, rows: _, premises, ...one }) => {
          const grade = classOf.get(id) ?? null;
          return { site: id, ...one, ...(grade && { class: grade }), ...(premises !== null && { premises }) };
        });
    }),
    raised: raisedIn(plannedOf(world.content, before), after),
    // Of what was answered, not of how long it took: the same answer again has the same digest.
    digest: createHash('sm3')
      .update(JSON.stringify([world.id, wish, status, sites, changes]))
      .digest('hex'),
    at: at.toISOString(),
  };
}

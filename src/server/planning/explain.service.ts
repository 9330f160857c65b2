import type { Explanation } from '#api/planning.ts';
import type { Standing } from '#domain/planning/changes.ts';
import { withoutEach } from '#domain/planning/evaluate.ts';
import { advisedClass, centresAfter, threeCentres } from '#domain/planning/standards.ts';
import type { Ctx } from '../context.ts';
import { evaluationOf, orNotYet } from './evaluations.ts';
import { closingsOfPlan } from './scenarios.closings.ts';
import { getScenario } from './scenarios.service.ts';
import { type World, worldOf } from './worlds.ts';

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
    const [now, after] = [
      await evaluationOf(world, [], row.scope, 'village'),
      await evaluationOf(world, row.changes, row.scope, 'village'),
    ];
    const without = withoutEach(after);
    const classOf = classesGiven(world, row.wish?.mayNot ?? [], now.planned.standing, after.planned.standing);
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
          class: classOf(point),
        },
      ];
    });
    const closings = await closingsOfPlan(world, row);
    const before = withoutEach(now);
    const numberOf = new Map(now.points.flatMap((point, at) => (point ? [[point.id, at] as const] : [])));
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
          class: null,
        };
      });
    return [...staying, ...going]
      .sort((a, b) => b.without.people - a.without.people || (a.site < b.site ? -1 : 1))
      .slice(0, explained);
  });
}

/** Which class a plan gives a point, and for which reason of the standard where it is the one that this advises. */
function classesGiven(
  { content }: World,
  mayNot: readonly string[],
  now: readonly Standing[],
  after: readonly Standing[],
) {
  const today = new Map(content.points.map((point) => [point.id, point]));
  const [stays, not] = [new Set(after.map(({ id }) => id)), new Set(mayNot)];
  const kept = threeCentres(now.filter(({ id }) => stays.has(id) && !not.has(id)));
  const centres = centresAfter(now, after, kept);
  return ({ id, level, class: to }: Standing): Explanation['class'] => {
    const from = today.get(id)?.class ?? null;
    if (to === null || to === from) return null;
    const advised = advisedClass(level, centres.has(id));
    return { from, to, because: advised.class === to ? advised.because : null };
  };
}

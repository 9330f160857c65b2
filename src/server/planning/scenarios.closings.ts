import type { Replacement } from '#api/planning.ts';
import { plannedOf, whatIfs } from '#domain/planning/changes.ts';
import { closingsOf } from '#domain/planning/compare.ts';
import { evaluationOf } from './evaluations.ts';
import type { ScenarioRow } from './scenarios.repository.ts';
import type { World } from './worlds.ts';

/** Each closed point: who went there, where they go now, and what comes instead. Each is judged at its own level. */
export async function closingsOfPlan(world: World, row: Pick<ScenarioRow, 'changes' | 'scope' | 'replacements'>) {
  const { closed, standing } = plannedOf(world.content, row.changes);
  const names = new Map(standing.map(({ id, name }) => [id, name]));
  const found = [];
  for (const level of new Set(closed.map((point) => point.level))) {
    // What-ifs hold before and after: only what the plan does itself is looked at.
    const worldOnly = row.changes.filter(({ kind }) => whatIfs.some((each) => each === kind));
    const before = await evaluationOf(world, worldOnly, row.scope, level);
    const after = await evaluationOf(world, row.changes, row.scope, level);
    found.push(
      ...closingsOf(
        before,
        after,
        closed.filter((point) => point.level === level),
      ),
    );
  }
  return found
    .map((closing) => {
      const replacement = row.replacements[closing.site] ?? usualReplacement(closing);
      return { ...closing, replacement, instead: names.get(replacement?.site ?? '') ?? null };
    })
    .sort((a, b) => b.beyond - a.beyond || b.people - a.people || (a.site < b.site ? -1 : 1));
}

/** Where everybody still reaches a point in time, that point is what comes instead; where not, somebody must say. */
const usualReplacement = ({
  beyond,
  nearest,
}: {
  beyond: number;
  nearest: { site: string } | null;
}): Replacement | null => (beyond === 0 && nearest ? { how: 'nearer-point', site: nearest.site } : null);

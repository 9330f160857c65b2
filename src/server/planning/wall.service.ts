import { overallFigures } from '#domain/planning/evaluate.ts';
import type { Ctx } from '../context.ts';
import { evaluationToday } from './evaluations.ts';
import { listPoints } from './points.service.ts';
import { settingsOf } from './settings.service.ts';

/** Figures of points and of all together: nothing of it is about a person, so that whoever passes by may see it. */
export async function wall(ctx: Ctx) {
  const [{ on, points }, found, { peoplePerClerk }] = [
    await listPoints(ctx, { all: false }),
    await evaluationToday(ctx, 'village'),
    await settingsOf(ctx),
  ];
  return { on, points, within: 'evaluation' in found ? overallFigures(found.evaluation, peoplePerClerk).share : null };
}

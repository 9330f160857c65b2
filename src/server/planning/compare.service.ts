import type { Comparison } from '#api/planning.ts';
import type { UnitLevel } from '#domain/organisation/units.ts';
import type { NetworkChange } from '#domain/planning/changes.ts';
import { type Compared, countyTable, differenceOf, winnersAndLosers } from '#domain/planning/compare.ts';
import { costsOf } from '#domain/planning/costs.ts';
import { loadHistogram, overallFigures, travelHistogram } from '#domain/planning/evaluate.ts';
import type { Ctx } from '../context.ts';
import { lookedAt } from './coverage.service.ts';
import { evaluationOf, orNotYet } from './evaluations.ts';
import { closingsOfPlan } from './scenarios.closings.ts';
import { getScenario } from './scenarios.service.ts';
import { settingsOf } from './settings.service.ts';

/** So many villages of each kind are told on a screen; a file tells them all. */
const listed = 200;

export async function compare(
  ctx: Ctx,
  wish: { before?: string | undefined; after: string; level: UnitLevel },
  most = listed,
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
    const view = ({ evaluation }: Compared) => ({
      figures: overallFigures(evaluation, peoplePerClerk),
      costs: costs && costsOf(after.world.content.points, evaluation.planned, costs),
      travel: travelHistogram(evaluation),
      load: loadHistogram(evaluation),
    });
    const difference = differenceOf(was.evaluation.planned, is.evaluation.planned);
    const { winners, losers } = winnersAndLosers(was, is);
    const closings = new Map((await closingsOfPlan(after.world, row)).map((closing) => [closing.site, closing]));
    const peopleOf = ({ id }: { id: string }) => closings.get(id)?.people ?? 0;
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
    const moves = (villages: typeof winners) => ({
      people: villages.reduce((sum, { people }) => sum + people, 0),
      villages: villages.slice(0, most).map(moved),
    });
    return {
      before: view(was),
      after: view(is),
      counties: countyTable(was, is, peoplePerClerk),
      winners: moves(winners),
      losers: moves(losers),
      closed: difference.closed
        .toSorted((a, b) => peopleOf(b) - peopleOf(a) || (a.id < b.id ? -1 : 1))
        .map(({ id, name }) => ({
          site: id,
          name,
          people: peopleOf({ id }),
          replacement: closings.get(id)?.replacement ?? null,
          instead: closings.get(id)?.instead ?? null,
        })),
      opened: difference.opened.map(({ id, name, level, class: grade, lon, lat }) => ({
        site: id,
        name,
        level,
        class: grade,
        lon,
        lat,
      })),
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

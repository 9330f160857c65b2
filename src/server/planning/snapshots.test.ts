import { expect, it } from 'vitest';
import { testKit } from '../testing.ts';
import { countLoads, runPlanningJobs } from './planning.jobs.ts';

const kit = await testKit({ now: '2026-03-12T10:00:00+08:00' });
const spots = { a1: [104.5, 29.1], a2: [104.53, 29.1], b1: [104.56, 29.1] } as const;
for (const [name, [lon, lat]] of Object.entries(spots))
  await kit.app.db
    .updateTable('sites')
    .set({ lon, lat })
    .where('id', '=', kit.site[name as keyof typeof spots])
    .execute();
const table = (text: string) => new File([text], 'villages.csv', { type: 'text/csv' });
const planner = await kit.staff('guihua', 'planner', 'city');
await planner.planning.import({
  layer: 'villages',
  file: table(
    [
      '村代码,名称,经度,纬度,人口,60岁以上,城乡,自然村数',
      `990101100001,近坡,${spots.a1.join(',')},200,0,乡村,1`,
      '990101100001,远坡,104.49,29.1,100,0,乡村,1',
      `990101100002,二村,${spots.a2.join(',')},300,0,乡村,1`,
    ].join('\n'),
  ),
  commit: true,
});

let numbered = 0;
const cases = (village: string | null, at: string, count: number) =>
  kit.app.db
    .insertInto('cases')
    .values(
      Array.from({ length: count }, () => ({
        id: kit.app.id(),
        number: String(++numbered),
        seq: 1,
        status: 'completed' as const,
        item_code: 'x',
        item_version: 1,
        person_id: null,
        employer_id: null,
        agent_id: null,
        village_id: village,
        confidential: false,
        submitted_at: new Date(at),
        decided_at: null,
        due_on: null,
        calendar: 1,
        clock: '[]',
        state: '{}',
        updated_at: new Date(at),
      })),
    )
    .execute();
const newest = async () => {
  await planner.planning.takeSnapshot({ name: '三月' });
  await runPlanningJobs(kit.app);
  return (await planner.planning.snapshots())[0]!;
};

it('counts the cases of a year from the city’s own records where no table says how many there are', async () => {
  const { a1, a2 } = kit.division;
  await cases(a1, '2025-11-20T10:00:00+08:00', 5);
  await cases(a1, '2025-12-01T00:00:00+08:00', 4);
  await countLoads(kit.app);
  // The city began in November: of whole months there are December, January and February.
  expect((await newest()).cases).toMatchObject({ year: 16, months: 3 });
  await cases(a1, '2026-01-31T23:59:59+08:00', 2);
  await cases(a2, '2026-02-10T10:00:00+08:00', 3);
  await cases(null, '2026-02-10T10:00:00+08:00', 9);
  await cases(a2, '2026-03-01T00:00:00+08:00', 7);
  await countLoads(kit.app);
  await countLoads(kit.app);
  const taken = await newest();
  expect(taken.cases).toEqual({ year: 36, months: 3 });

  const { id } = await planner.planning.createScenario({ name: '按件', snapshot: taken.id });
  const wish = { model: 'lscp', threeCentres: false, seconds: 10, casesPerClerk: 10 } as const;
  const { seq } = (await planner.planning.scenario({ id })).scenario;
  await planner.planning.solve({ id, seq, wish, curve: false });
  await runPlanningJobs(kit.app);
  const { result } = await planner.planning.scenario({ id });
  // 24 from the first village (16 and 8 from its two hamlets), 12 from the second; nobody has written down a clerk.
  expect(result?.crowd).toMatchObject({ of: 'cases', load: 36, room: 0 });
});

it('takes the word of a table where there is one', async () => {
  await planner.planning.import({
    layer: 'villages',
    file: table(
      ['村代码,名称,经度,纬度,人口,城乡,年办件量', `990101100001,甲一村,${spots.a1.join(',')},300,乡村,90`].join('\n'),
    ),
    commit: true,
  });
  expect((await newest()).cases).toEqual({ year: 90, months: null });
});

import ExcelJS from 'exceljs';
import { expect, it } from 'vitest';
import { testKit } from '../testing.ts';
import { runPlanningJobs } from './planning.jobs.ts';

const kit = await testKit({ now: '2026-03-02T10:00:00+08:00' });
const planner = await kit.staff('guihua', 'planner', 'city');
const { a1, a2, b1 } = kit.site;
/** The villages of the small city on a line, each with its point. */
const places = { a1: [104.5, 29.1], a2: [104.503, 29.1], townA: [104.505, 29.1], b1: [104.56, 29.1] } as const;
for (const [name, [lon, lat]] of Object.entries(places)) {
  const site = kit.site[name as keyof typeof places];
  await kit.app.db.updateTable('sites').set({ lon, lat, class: 'III' }).where('id', '=', site).execute();
}
const villages = ['村代码,名称,经度,纬度,人口,60岁以上,城乡,自然村数'];
for (const [key, code] of [
  ['a1', '990101100001'],
  ['a2', '990101100002'],
  ['b1', '990101101001'],
] as const)
  villages.push(`${code},${key},${places[key].join(',')},300,0,乡村,1`);
await planner.planning.import({
  layer: 'villages',
  file: new File([villages.join('\n')], 'villages.csv', { type: 'text/csv' }),
  commit: true,
});
const { id: snapshot } = await planner.planning.takeSnapshot({ name: '三月' });
await runPlanningJobs(kit.app);

const seqOf = async (id: string) => (await planner.planning.scenario({ id })).scenario.seq;

/** The rows of a sheet of the spreadsheet, each cell as text. */
async function sheet(id: string, name: RegExp): Promise<string[][]> {
  const file = await planner.planning.report({ scenario: id, format: 'xlsx' });
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(await file.arrayBuffer());
  const rows: string[][] = [];
  book.worksheets
    .find((one) => name.test(one.name))
    ?.eachRow((row) => {
      const cells: string[] = [];
      row.eachCell((cell) => cells.push(cell.text));
      rows.push(cells);
    });
  return rows;
}

it('says what was proved only of the plan that was answered, and tells when it is another', async () => {
  const { id } = await planner.planning.createScenario({ name: '少开几个', snapshot });
  const levels: ('village' | 'town')[] = ['village', 'town'];
  const wish = { model: 'lscp', levels, threeCentres: true, raiseClasses: true, seconds: 20 } as const;
  await planner.planning.solve({ id, seq: await seqOf(id), wish });
  await runPlanningJobs(kit.app);
  const { result } = await planner.planning.scenario({ id });
  expect(result?.status).toBe('optimal');
  const [proved, other] = ['已证明是最好的答案。', '本方案和电脑的建议不完全一样。下面说的是电脑的建议：'];
  const said = async () => (await sheet(id, /一句话/u)).flat().filter((line) => line === proved || line === other);

  // Nothing of the answer is in the plan yet.
  expect(await said()).toEqual([other, proved]);
  expect(await sheet(id, /各级点位/u)).toEqual([]);
  await planner.planning.takeAnswer({ id, seq: await seqOf(id) });
  expect(await said()).toEqual([proved]);
  expect(await sheet(id, /各级点位/u)).toHaveLength(3);

  // Whoever takes it over and closes one more has another plan.
  const stays = [a1, a2, b1].find((site) => result!.sites.includes(site))!;
  await planner.planning.edit({ id, seq: await seqOf(id), add: [{ kind: 'close', site: stays }] });
  expect(await said()).toEqual([other, proved]);
});

it('has one row for each point that changes, whatever of it changes', async () => {
  const { id } = await planner.planning.createScenario({ name: '升一升', snapshot });
  await planner.planning.edit({
    id,
    seq: await seqOf(id),
    add: [{ kind: 'upgrade', site: a1, level: 'town', class: 'II', clerks: 9 }],
  });
  const rows = await sheet(id, /有变/u);
  expect(rows).toHaveLength(2);
  expect(rows[1]![1]).toMatch(/乡镇.* · .*II 类.* · .*9/u);
});

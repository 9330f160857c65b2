import { expect, it } from 'vitest';
import { refusal, testKit } from '../testing.ts';
import { runPlanningJobs } from './planning.jobs.ts';

const kit = await testKit({ now: '2026-03-02T10:00:00+08:00' });
const spots = { a1: [104.5, 29.1], a2: [104.53, 29.1], b1: [104.56, 29.1], townA: [104.545, 29.1] } as const;
for (const [name, [lon, lat]] of Object.entries(spots))
  await kit.app.db
    .updateTable('sites')
    .set({ lon, lat })
    .where('id', '=', kit.site[name as keyof typeof spots])
    .execute();
const planner = await kit.staff('guihua', 'planner', 'city');
const approver = await kit.staff('guishen', 'planning-approver', 'city');
// Nobody lives where b1 stands.
const rows = [`990101100001,甲一村,${spots.a1.join(',')},300`, `990101100002,甲二村,${spots.a2.join(',')},900`];
await planner.planning.import({
  layer: 'villages',
  file: new File([['村代码,名称,经度,纬度,人口', ...rows].join('\n')], 'villages.csv'),
  commit: true,
});
const { id: snapshot } = await planner.planning.takeSnapshot({ name: '三月' });
await runPlanningJobs(kit.app);

const approved = async (close: string, heir?: string) => {
  const { id } = await planner.planning.createScenario({ name: '撤站', snapshot });
  const seq = async () => (await planner.planning.scenario({ id })).scenario.seq;
  await planner.planning.edit({ id, seq: await seq(), add: [{ kind: 'close', site: close }] });
  if (heir !== undefined) {
    const replacement = { how: 'agent', site: heir } as const;
    await planner.planning.setReplacement({ id, seq: await seq(), sites: [close], replacement });
  }
  await planner.planning.submit({ id, seq: await seq() });
  await approver.planning.decide({ id, seq: await seq(), approve: true });
  return { id, seq: await seq(), on: '2026-04-01', document: '人社〔2026〕3号' };
};
const adopted = async (close: string, heir?: string) => {
  const plan = await approved(close, heir);
  await approver.planning.adopt(plan);
  const { id } = plan;
  const { items } = await approver.planning.works({ scenario: id, open: true });
  return items.find(({ kind }) => kind === 'close')!;
};
const villagesOf = (site: string) =>
  kit.app.db
    .selectFrom('site_villages')
    .select(['village_id', 'valid_from', 'valid_to'])
    .where('site_id', '=', site)
    .where('village_id', '=', kit.division.b1)
    .execute();
const endOf = async (site: string) =>
  (await kit.app.db.selectFrom('sites').select('valid_to').where('id', '=', site).executeTakeFirstOrThrow()).valid_to;

it('what lies at a point where nobody went moves with its day all the same, and back when it stays', async () => {
  const work = await adopted(kit.site.b1);
  expect(work.replacement).toBeNull();
  const heirs = async (from: string) =>
    kit.app.db
      .selectFrom('site_villages')
      .select(['site_id'])
      .where('village_id', '=', kit.division.b1)
      .where('valid_from', '=', from)
      .where('site_id', '<>', kit.site.b1)
      .where('valid_to', 'is', null)
      .execute();
  expect(await endOf(kit.site.b1)).toBe('2026-04-01');
  const heir = { site_id: kit.site.townA };
  expect(await heirs('2026-04-01')).toEqual([heir]);

  await approver.planning.settleWork({ id: work.id, to: 'put-off', on: '2026-04-20', note: '' });
  expect(await endOf(kit.site.b1)).toBe('2026-04-20');
  expect(await heirs('2026-04-20')).toEqual([heir]);
  expect(await villagesOf(kit.site.b1)).toMatchObject([{ valid_to: '2026-04-20' }]);

  await approver.planning.settleWork({ id: work.id, to: 'called-off', note: '不撤了' });
  expect(await endOf(kit.site.b1)).toBeNull();
  expect(await heirs('2026-04-20')).toEqual([]);
  expect(await villagesOf(kit.site.b1)).toMatchObject([{ valid_to: null }]);
});

it('refuses a plan that relies on what an adopted one closes by then, and names it', async () => {
  // Somebody comes from a2 to those of a1, and another plan closes a2 on the same day.
  const relying = await approved(kit.site.a1, kit.site.a2);
  await adopted(kit.site.a2, kit.site.townA);
  const refused = await refusal(approver.planning.adopt(relying));
  expect(refused).toMatchObject({ problem: 'planning.gone-by-then', params: { count: 1, day: '2026-04-01' } });
  expect(await endOf(kit.site.a1)).toBeNull();
});

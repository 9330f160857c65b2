import { applyChange, type DivisionChange } from '#domain/organisation/divisions.ts';
import { demoId } from './ids.ts';
import type { DemoDivision } from './schema.ts';

/** Two orders of the past, so that the demonstration has old names to show: a township became a town, two villages one. */
export function withPast(divisions: readonly DemoDivision[]): DemoDivision[] {
  let all: readonly DemoDivision[] = divisions;
  const order = (change: DivisionChange) => {
    const { divisions: after, problems } = applyChange(all, change);
    if (problems.length > 0) throw new Error(`The demo's own history is impossible: ${JSON.stringify(problems)}`);
    const changed = new Map(after.map((division) => [division.id, division]));
    all = all.map((division) => ({ ...division, ...changed.get(division.id) }));
  };
  const promoted = all.findLast((division) => division.level === 'town' && division.name.endsWith('镇'));
  if (promoted) {
    const oldName = promoted.name.replace(/镇$/, '乡');
    all = all.map((division) => (division === promoted ? { ...division, name: oldName } : division));
    order({
      kind: 'rename',
      effectiveOn: '2022-03-01',
      document: '榕府函〔2022〕8号',
      from: [promoted.id],
      to: [{ name: promoted.name }],
    });
  }
  const heir = all.findLast((division) => division.level === 'village' && division.name.endsWith('村'));
  if (heir) {
    const code = `${heir.code.slice(0, 9)}399`;
    const gone: DemoDivision = {
      ...heir,
      id: demoId('division', code),
      code,
      name: '老石桥村',
      nameEn: 'Laoshiqiao Village',
      population: 0,
    };
    all = [...all, gone];
    const target = { id: heir.id, code: heir.code, name: heir.name, parentId: heir.parentId! };
    order({
      kind: 'merge',
      effectiveOn: '2023-06-01',
      document: '榕府函〔2023〕21号',
      from: [heir.id, gone.id],
      to: [target],
    });
  }
  return [...all];
}

import { expect, it } from 'vitest';
import { testKit } from '../testing.ts';

it('says how every name is read in English: by its English name, else as it sounds', async () => {
  const kit = await testKit();
  const planner = await kit.staff('guihua', 'planner', 'city');
  const { name, nameEn, pinyin } = await planner.planning.names();
  const of = (wanted: string) => [nameEn[name.indexOf(wanted)], pinyin[name.indexOf(wanted)]];
  expect(of('甲镇')).toEqual(['', 'Jiǎ zhèn']);
  expect(of('甲镇点位')).toEqual(['', 'Jiǎ zhèn diǎn wèi']);
  expect(new Set(name).size).toBe(name.length);
  expect(name.every((_, at) => (nameEn[at] === '') !== (pinyin[at] === ''))).toBe(true);
});

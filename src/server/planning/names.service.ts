import type { Ctx } from '../context.ts';
import { organisationOf, today } from '../organisation/index.ts';
import { spoken } from '../platform/pinyin.ts';
import * as repository from './planning.repository.ts';
import { pointRows } from './points.repository.ts';
import { worldOf } from './worlds.ts';

/**
 * Every name that the map and the planner say, once, with its English one or how it is said: divisions, points, and the villages
 * of the newest snapshot, which need be no divisions.
 */
export async function showNames(ctx: Ctx) {
  const [{ divisions }, points, row] = await Promise.all([
    organisationOf(ctx),
    pointRows(ctx, today(ctx), true),
    repository.newestSnapshot(ctx),
  ]);
  const english = new Map<string, string>();
  for (const { name } of row ? (await worldOf(ctx.app, row.id)).content.villages : []) english.set(name, '');
  for (const { name, nameEn } of divisions.values()) english.set(name, nameEn);
  for (const { name, name_en } of points) english.set(name, name_en);
  const name = [...english.keys()];
  return {
    name,
    nameEn: [...english.values()],
    pinyin: name.map((each) => (english.get(each) === '' ? spoken(each) : '')),
  };
}

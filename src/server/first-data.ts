import { demoPersonAt, demoPersons } from '#db/demo/persons.ts';
import { generatePrefecture } from '#db/demo/prefecture.ts';
import { referenceCatalogue } from '#db/reference/catalogue/index.ts';
import { makeResidentId } from '#domain/identity/resident-id.ts';
import type { Language } from '#domain/kernel/text.ts';
import { insertItems, knownItems } from './catalogue/index.ts';
import type { App, Ctx } from './context.ts';
import { loadDemoAppointments } from './first-appointments.ts';
import { loadDemoCases } from './first-cases.ts';
import { insertPeople, type NewPersonRow } from './identity/index.ts';
import { systemCtx } from './operations.ts';
import {
  type DemoProgress,
  demoProgress,
  insertAccounts,
  insertOrganisation,
  isEmpty,
  loadReference as loadOrganisation,
  noteDemo,
} from './organisation/index.ts';
import { loadDemoPlanning } from './planning/index.ts';
import { hashPassword } from './platform/passwords.ts';
import { insertSites, metres } from './sites/index.ts';

const inTransaction = <T>(app: App, operation: string, run: (ctx: Ctx) => Promise<T>): Promise<T> =>
  app.db.transaction().execute(async (db) => {
    const ctx = systemCtx(app, db, operation);
    const result = await run(ctx);
    for (const wake of ctx.afterCommit) wake();
    return result;
  });

/** What every installation begins with, empty or not. Versions of items that are there already are left as they are. */
export async function loadReference(app: App): Promise<void> {
  await inTransaction(app, 'system.reference', async (ctx) => {
    await loadOrganisation(ctx);
    const known = await knownItems(ctx);
    const fresh = referenceCatalogue.filter((item) => !known.has(`${item.code}/${item.version}`));
    if (fresh.length > 0) await insertItems(ctx, fresh);
  });
}

type Where = { level: 'village' | 'town' | 'county' | 'city'; department: string | null };

/** One account for each part of the story, all in one village's own line up to the city. */
export const demoAccounts: {
  login: string;
  name: string;
  role: string;
  at: Where;
  substitute?: string;
  password: string;
  totp?: string;
  can: Record<Language, string>;
}[] = [
  {
    login: 'cun',
    name: '李春梅',
    role: 'village-clerk',
    at: { level: 'village', department: null },
    can: { 'zh-CN': '村级协办员：帮办、收件、受理、送达', en: 'village clerk: helps, receives, accepts, delivers' },
  },
  {
    login: 'zhen',
    name: '王建国',
    role: 'reviewer',
    at: { level: 'town', department: 'social-insurance' },
    can: { 'zh-CN': '镇便民服务中心：初审', en: 'town service centre: first review' },
  },
  {
    login: 'zhengui',
    name: '何晓燕',
    role: 'teller',
    at: { level: 'town', department: null },
    can: { 'zh-CN': '镇综合柜员：任何事项、任何村的人', en: 'town teller: every item, people of every village' },
  },
  {
    login: 'guiyuan',
    name: '周敏',
    role: 'teller',
    at: { level: 'county', department: null },
    can: { 'zh-CN': '县政务大厅综合柜员', en: 'universal teller in the county hall' },
  },
  {
    login: 'fuhe',
    name: '陈静',
    role: 'reviewer',
    at: { level: 'county', department: 'social-insurance' },
    can: { 'zh-CN': '县社保：复核', en: 'county social insurance: second review' },
  },
  {
    login: 'jingban',
    name: '吴芳',
    role: 'handler',
    at: { level: 'county', department: 'social-insurance' },
    can: { 'zh-CN': '县社保经办：办理、把结果送下去', en: 'county social insurance: handles, sends results down' },
  },
  {
    login: 'xian',
    name: '刘志强',
    role: 'approver',
    at: { level: 'county', department: 'social-insurance' },
    substitute: 'xianb',
    totp: 'JBSWY3DPEHPK3PXP',
    can: { 'zh-CN': '县社保：审批（要动态码）', en: 'county social insurance: decides (second factor)' },
  },
  {
    login: 'xianb',
    name: '赵红',
    role: 'approver',
    at: { level: 'county', department: 'social-insurance' },
    totp: 'KRSXG5CTMVRXEZLU',
    can: { 'zh-CN': '刘志强的 B 角', en: 'stands in for Liu Zhiqiang' },
  },
  {
    login: 'juzhang',
    name: '孙立军',
    role: 'head',
    at: { level: 'county', department: 'social-insurance' },
    totp: 'GEZDGNBVGY3TQOJQ',
    can: {
      'zh-CN': '县社保负责人：延期、请假、合并档案',
      en: 'head of county social insurance: extensions, leave, merging',
    },
  },
  {
    login: 'jiuye',
    name: '马超',
    role: 'approver',
    at: { level: 'county', department: 'employment' },
    totp: 'MFRGGZDFMZTWQ2LK',
    can: { 'zh-CN': '县就业：审批', en: 'county employment: decides' },
  },
  {
    login: 'duban',
    name: '高翔',
    role: 'supervisor',
    at: { level: 'city', department: null },
    can: { 'zh-CN': '市级督查：看全市，不能办理', en: 'city supervisor: sees, does not handle' },
  },
  {
    login: 'guihua',
    name: '林可',
    role: 'planner',
    at: { level: 'city', department: null },
    totp: 'MRSXMZLMN5YHGZLS',
    can: { 'zh-CN': '市规划员：数据、现状、方案', en: 'city planner: data, coverage, plans' },
  },
  {
    login: 'xianguihua',
    name: '方圆',
    role: 'planner',
    at: { level: 'county', department: 'social-insurance' },
    totp: 'NVQXAIDUN5SGC6JB',
    can: { 'zh-CN': '县规划员：只能改本县的点位', en: 'county planner: changes points of the county' },
  },
  {
    login: 'guishen',
    name: '罗文',
    role: 'planning-approver',
    at: { level: 'city', department: null },
    totp: 'OBWGC3TOMVSCA5DP',
    can: { 'zh-CN': '规划审定：审定、公示、采用方案', en: 'approves, publishes and adopts plans' },
  },
  {
    login: 'shixiang',
    name: '梁雨',
    role: 'catalogue-editor',
    at: { level: 'city', department: null },
    totp: 'NBSWY3DPO5XXE3DE',
    can: { 'zh-CN': '事项管理', en: 'catalogue office' },
  },
  {
    login: 'xitong',
    name: '唐杰',
    role: 'system-administrator',
    at: { level: 'city', department: null },
    totp: 'ONSWG4TFORVWK6JB',
    can: { 'zh-CN': '系统管理员：机构、点位、节假日', en: 'system administrator: units, sites, calendar' },
  },
  {
    login: 'anquan',
    name: '许诺',
    role: 'security-administrator',
    at: { level: 'city', department: null },
    totp: 'PFXXK4TTMVRXEZLU',
    can: { 'zh-CN': '安全管理员：账号、岗位', en: 'security administrator: accounts, posts' },
  },
  {
    login: 'shenji',
    name: '沈清',
    role: 'audit-administrator',
    at: { level: 'city', department: null },
    totp: 'ORUGK43FMNZGK5DT',
    can: { 'zh-CN': '审计管理员：查日志、验链', en: 'audit administrator: the log and its chain' },
  },
].map((account) => ({ ...account, password: 'jiamenkou-2026' })) as never;

/** The resident of the story; her ID number is one of the fictional region. */
const storyPerson = {
  name: '王秀兰',
  idNumber: makeResidentId('990101', '1966-03-08', 26),
  birthDate: '1966-03-08',
  sex: 'female',
  mobile: '19900000001',
  account: '6217000000000000004',
} as const;

/**
 * Fills an empty installation with a fictional prefecture. Does nothing where there is one already; goes on where an
 * earlier start was cut off.
 * @throws what `signal` was aborted with, between two steps, each of which is whole.
 */
export async function loadDemo(
  app: App,
  size: { sites: number; persons?: number; cases?: boolean },
  tell: (key: string, params: Record<string, string | number>) => void,
  signal?: AbortSignal,
): Promise<void> {
  const begun = await inTransaction(app, 'system.demo', demoProgress);
  if (!begun && !(await inTransaction(app, 'system.demo', isEmpty))) return;
  tell(begun ? 'demo.on' : 'demo.loading', { sites: size.sites });
  const { sites, persons } = begun ?? { sites: size.sites, persons: size.persons ?? 600 };
  const prefecture = generatePrefecture({ sites });
  const village = storyVillage(prefecture);
  const villages = prefecture.divisions.filter((division) => division.level === 'village');
  const homes = villages.filter((division) => division.id === village);
  const neighbour = demoPersonAt(prefecture.seed, homes);
  const people: NewPersonRow[] = [
    { ...storyPerson, villageId: village },
    ...Array.from({ length: 60 }, (_, n) => neighbour(persons + 4 * n)),
    ...demoPersons(persons, prefecture.seed, villages),
  ].map((person) => ({ account: null, address: null, ...person }));
  signal?.throwIfAborted();
  let progress = begun ?? (await layGround());
  // Kept layers and snapshots are there already when an earlier start came this far.
  await inTransaction(app, 'system.demo', (ctx) => loadDemoPlanning(ctx, prefecture));
  signal?.throwIfAborted();
  if (size.cases !== false) {
    const from = { done: progress.cases, signal };
    const neighbours = progress.neighbours.map((id, n) => ({ id, birthDate: people[n + 1]!.birthDate }));
    await loadDemoCases(app, village, neighbours, from, async (cases) => {
      progress = { ...progress, cases };
      await inTransaction(app, 'system.demo', (ctx) => noteDemo(ctx, progress));
    });
    await loadDemoAppointments(app, village, neighbours);
  }
  await inTransaction(app, 'system.demo', (ctx) => noteDemo(ctx, undefined));
  tell('demo.loaded', {
    divisions: prefecture.divisions.length,
    units: prefecture.units.length,
    sites: prefecture.sites.length,
    persons: people.length,
    cases: progress.cases,
  });

  /** Everything but the cases, at once or not at all. */
  async function layGround(): Promise<DemoProgress> {
    const password = await hashPassword('jiamenkou-2026');
    const telephones = new Map(prefecture.sites.map((site) => [site.unitId, site.telephone]));
    return inTransaction(app, 'system.demo', async (ctx) => {
      await insertOrganisation(ctx, prefecture.divisions, prefecture.units, telephones);
      await insertSites(ctx, prefecture.sites, prefecture.links);
      await insertAccounts(ctx, village, password, demoAccounts);
      const ids = await insertPeople(ctx, people);
      const first = { sites, persons, neighbours: ids.slice(1, 61), cases: 0 };
      await noteDemo(ctx, first);
      return first;
    });
  }
}

/** A mountain village with a station of its own, far from its county hall. */
function storyVillage({ sites, links, divisions }: ReturnType<typeof generatePrefecture>): string {
  const byId = new Map(divisions.map((division) => [division.id, division]));
  const stations = new Set(sites.filter((site) => site.level === 'village').map((site) => site.id));
  const far = (id: string) => {
    const village = byId.get(id)!;
    const town = byId.get(village.parentId ?? '');
    const county = byId.get(town?.parentId ?? '');
    return town && county && /[镇乡]$/.test(town.name) ? metres(village, county) : 0;
  };
  const villages = links.filter((link) => stations.has(link.siteId)).map((link) => link.villageId);
  return villages.reduce((best, id) => (far(id) > far(best) ? id : best), villages[0] ?? '');
}

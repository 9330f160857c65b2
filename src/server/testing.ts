import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { afterAll } from 'vitest';
import { problemOf } from '#api/problem.ts';
import { makeResidentId } from '#domain/identity/resident-id.ts';
import type { Problem } from '#domain/kernel/problem.ts';
import type { Language } from '#domain/kernel/text.ts';
import { type Division, levelOf, parentCode } from '#domain/organisation/divisions.ts';
import type { Unit, UnitKind } from '#domain/organisation/units.ts';
import { createApp } from './app.ts';
import type { App, Ctx } from './context.ts';
import { authenticate } from './identity/index.ts';
import { systemCtx } from './operations.ts';
import { insertOrganisation, loadReference } from './organisation/index.ts';
import { createKeyFile } from './platform/key-file.ts';
import { createLogger } from './platform/log.ts';
import type { CodeMessage } from './platform/notifier.ts';
import { hashPassword } from './platform/passwords.ts';
import { folderStore } from './platform/storage.ts';
import { testDatabase } from './platform/testing/test-database.ts';
import { demoTotp } from './platform/totp.ts';
import { forgetYoung } from './platform/young.ts';
import { router } from './router.ts';
import { insertSites } from './sites/index.ts';

/** A city small enough to be known by heart. Keys are what the tests call the places and units. */
const places = {
  city: ['990100000000', '榕川市'],
  county: ['990101000000', '云汀县'],
  other: ['990102000000', '岚屏县'],
  townA: ['990101100000', '甲镇'],
  townB: ['990101101000', '乙镇'],
  a1: ['990101100001', '甲一村'],
  a2: ['990101100002', '甲二村'],
  b1: ['990101101001', '乙一村'],
} as const;
export type PlaceName = keyof typeof places;

const offices = {
  city: ['government', '榕川市人民政府', null, []],
  county: ['bureau', '云汀县人力资源和社会保障局', 'city', ['social-insurance', 'employment']],
  other: ['bureau', '岚屏县人力资源和社会保障局', 'city', ['social-insurance', 'employment']],
  townA: ['service-centre', '甲镇便民服务中心', 'county', []],
  townB: ['service-centre', '乙镇便民服务中心', 'county', []],
  a1: ['station', '甲一村服务站', 'townA', []],
  a2: ['station', '甲二村服务站', 'townA', []],
  b1: ['station', '乙一村服务站', 'townB', []],
} as const satisfies Record<PlaceName, readonly [UnitKind, string, PlaceName | null, readonly string[]]>;

const placeNames = Object.keys(places) as PlaceName[];
const since = '2020-01-01';
const whenever = { aliases: [], validFrom: since, validTo: null, past: [], became: [] };

async function fillCity(ctx: Ctx) {
  const divisionIds = Object.fromEntries(placeNames.map((name) => [name, ctx.app.id()])) as Record<PlaceName, string>;
  const unitIds = Object.fromEntries(placeNames.map((name) => [name, ctx.app.id()])) as Record<PlaceName, string>;
  const siteIds = Object.fromEntries(placeNames.map((name) => [name, ctx.app.id()])) as Record<PlaceName, string>;
  const byCode = new Map<string, string>(placeNames.map((name) => [places[name][0], divisionIds[name]]));
  const divisions = placeNames.map(
    (at): Division & { nameEn: string; population: number; lon: number; lat: number } => {
      const [code, name] = places[at];
      const parent = parentCode(code);
      const facts = { nameEn: '', population: 1000, lon: 104.5, lat: 29.1 };
      return {
        ...whenever,
        ...facts,
        id: divisionIds[at],
        code,
        name,
        level: levelOf(code)!,
        parentId: parent === null ? null : byCode.get(parent)!,
      };
    },
  );
  const units = placeNames.map((at): Unit => {
    const [kind, name, parent, departments] = offices[at];
    const parentId = parent === null ? null : unitIds[parent];
    return {
      ...whenever,
      id: unitIds[at],
      divisionId: divisionIds[at],
      parentId,
      name,
      kind,
      departments: [...departments],
    };
  });
  await insertOrganisation(ctx, divisions, units, new Map());
  const office = [{ from: '09:00', to: '12:00' }];
  const sites = (['townA', 'a1', 'a2', 'b1'] as const).map((at) => ({
    id: siteIds[at],
    unitId: unitIds[at],
    level: at === 'townA' ? ('town' as const) : ('village' as const),
    name: `${places[at][1]}点位`,
    nameEn: '',
    aliases: [],
    address: `${places[at][1]}1号`,
    telephone: '0990-5550100',
    lon: 104.5,
    lat: 29.1,
    openingHours: { weekly: [office, office, office, office, office, [], []], exceptions: [] },
    counters: [],
    rooms: [],
    class: null,
    validFrom: since,
    validTo: null,
  }));
  const links = (['a1', 'a2', 'b1'] as const).map((at) => ({
    siteId: siteIds[at],
    villageId: divisionIds[at],
    validFrom: since,
    validTo: null,
  }));
  await insertSites(ctx, sites, links);
  return { division: divisionIds, unit: unitIds, site: siteIds };
}

/** Known to every test account. */
export const password = '两棵老核桃树和一口井';
const totpSecret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';

export interface CallContext {
  /** The idempotency key; a fresh one unless given. */
  key?: string | undefined;
}

const clientOf = (app: App, token: string | undefined, language: Language) =>
  createRouterClient(router, {
    context: async ({ key }: CallContext) => ({
      app,
      actor: await authenticate(app, token),
      language,
      idempotencyKey: key ?? app.id(),
    }),
  });
export type TestClient = ReturnType<typeof clientOf>;

/** The problem with which a call is refused; fails when it is not. */
export async function refusal(call: Promise<unknown>): Promise<Problem> {
  try {
    await call;
  } catch (error) {
    const problem = problemOf(error);
    if (problem) return problem;
    throw error;
  }
  throw new Error('it was not refused');
}

/**
 * An application on a database of its own, with reference data and the small city, driven through the router as the pages
 * in this process are. Call it once at the top of a test file.
 */
export async function testKit(options: { now?: string } = {}) {
  const { url } = await testDatabase();
  let now = new Date(options.now ?? '2026-03-02T10:00:00+08:00');
  const clock = { now: () => new Date(now) };
  const dataDir = mkdtempSync(join(tmpdir(), 'doorstep-kit-'));
  createKeyFile(join(dataDir, 'keys.json'), now);
  const codes: CodeMessage[] = [];
  const app = createApp({
    databaseUrl: url,
    connections: 6,
    keyFile: join(dataDir, 'keys.json'),
    anchorFile: join(dataDir, 'anchor.json'),
    clock,
    log: createLogger('silent'),
    notifier: { sendCode: async (message) => void codes.push(message), sendNotice: async () => undefined },
    blobs: (vault) => folderStore(join(dataDir, 'papers'), vault),
    demo: true,
    publicUrl: 'http://localhost',
  });
  afterAll(async () => {
    await app.close();
    rmSync(dataDir, { recursive: true });
  });

  /** As the system, in one transaction. */
  const asSystem = <T>(run: (ctx: Ctx) => Promise<T>): Promise<T> =>
    app.db.transaction().execute(async (db) => {
      const ctx = systemCtx(app, db, 'test');
      const result = await run(ctx);
      for (const wake of ctx.afterCommit) wake();
      return result;
    });
  await asSystem(loadReference);
  const city = await asSystem(fillCity);
  const cheapHash = await hashPassword(password, { memory: 64, passes: 1, parallelism: 1 });

  /** An account with one post from today on; with a second factor unless told otherwise. */
  async function openAccount(
    login: string,
    role: string,
    at: PlaceName,
    more: { totp?: boolean } = {},
  ): Promise<{ account: string; post: string }> {
    const [account, post] = [app.id(), app.id()];
    const secret = app.vault.sealText(totpSecret, { table: 'accounts', column: 'totp', row: account });
    await app.db
      .insertInto('accounts')
      .values({
        id: account,
        login,
        name: `${login}员`,
        password_hash: cheapHash,
        totp_sealed: more.totp === false ? null : secret,
        locked_until: null,
        disabled_at: null,
        created_at: now,
      })
      .execute();
    await app.db
      .insertInto('posts')
      .values({
        id: post,
        account_id: account,
        unit_id: city.unit[at],
        role,
        substitute_id: null,
        valid_from: since,
        valid_to: null,
      })
      .execute();
    forgetYoung(app);
    return { account, post };
  }

  const client = (token?: string, language: Language = 'zh-CN'): TestClient => clientOf(app, token, language);
  const codeNow = (): string => demoTotp(totpSecret, now.getTime());
  let serial = 0;

  return {
    app,
    url,
    ...city,
    codes,
    asSystem,
    openAccount,
    client,
    codeNow,
    set: (instant: string) => {
      now = new Date(instant);
    },
    advance: (minutes: number) => {
      now = new Date(now.getTime() + minutes * 60_000);
    },
    /** Signs in with password and second factor, half a minute later: no code serves twice. */
    async signIn(login: string, language: Language = 'zh-CN'): Promise<TestClient> {
      now = new Date(now.getTime() + 30_000);
      const { token } = await client().session.staff({ login, password, code: codeNow() });
      return client(token, language);
    },
    /** Opens an account and signs in with it. */
    async staff(login: string, role: string, at: PlaceName): Promise<TestClient> {
      await openAccount(login, role, at);
      return this.signIn(login);
    },
    /** A sample person of the fictional region, different each time. */
    samplePerson(name: string, birthDate = '1966-03-08') {
      serial += 2;
      return { name, idNumber: makeResidentId('990101', birthDate, serial) };
    },
    /** A resident who has registered under a telephone, and their client. */
    async resident(
      name: string,
      mobile: string,
      birthDate?: string,
    ): Promise<{ id: string; idNumber: string; client: TestClient }> {
      const person = this.samplePerson(name, birthDate);
      const asked = await client().session.askCode({ mobile });
      const { token } = await client().session.resident({ challenge: asked.challenge, code: codes.at(-1)!.code });
      const me = await client(token).session.register(person);
      if (me.kind !== 'resident') throw new Error(`registered as ${me.kind}`);
      return { id: me.person.id, idNumber: person.idNumber, client: client(token) };
    },
  };
}

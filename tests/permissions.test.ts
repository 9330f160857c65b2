import { randomUUID } from 'node:crypto';
import { call } from '@orpc/server';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { problemOf } from '#api/problem.ts';
import { makeUscc } from '#domain/identity/uscc.ts';
import { reachFor } from '#domain/organisation/roles.ts';
import { insertItems } from '#server/catalogue/index.ts';
import type { Actor, App, Tables } from '#server/context.ts';
import { loadReference } from '#server/first-data.ts';
import { authenticate, insertPeople } from '#server/identity/index.ts';
import { openSession, welcome } from '#server/identity/sessions.service.ts';
import { type Described, operationsOf } from '#server/openapi.ts';
import { systemCtx } from '#server/operations.ts';
import { touchOrganisation } from '#server/organisation/index.ts';
import { insertWorks } from '#server/planning/scenarios.repository.ts';
import { takeSnapshot } from '#server/planning/snapshots.service.ts';
import { router } from '#server/router.ts';
import { type PlaceName, testKit } from '#server/testing.ts';
import roles from '../db/reference/roles.json' with { type: 'json' };
import type { Client } from './support/client.ts';
import {
  type CaseName,
  type Fixture,
  fixtures,
  instantItem,
  type OperationName,
  placesFor,
  type Relation,
  relations,
  townItem,
  type World,
  wholeItem,
} from './support/permissions.ts';
import { act, file, opinion, paper, pension, personToken, serve, staffToken } from './support/story.ts';
import { undoable } from './support/undo.ts';

type Permissions = Record<string, 'own' | 'below' | 'city'>;
const permissionsOf = (role: string): Permissions =>
  (roles as Record<string, { permissions: Permissions }>)[role]?.permissions ?? {};
const roleNames = Object.keys(roles);
const operations = operationsOf();

/** Refusals that say: not you. Anything else is about the moment or the input. */
const notYou = [
  'auth.required',
  'auth.say-who',
  'permission.denied',
  'not-found',
  'case.elsewhere',
  'case.not-yours',
  'identity.not-own',
];

const kit = await testKit({ now: '2026-03-02T10:00:00+08:00' });
const undo = undoable<Tables>(kit.url);
afterAll(() => undo.close());
/** The same application on a database in which nothing lasts. */
const app: App = { ...kit.app, db: undo.db };
const staffActors = new Map<string, Actor>();
const residents = new Map<string, Actor>();
let world: World;

beforeAll(async () => {
  await loadReference(kit.app);
  await kit.asSystem(async (ctx) => {
    await insertItems(ctx, [wholeItem, instantItem, townItem]);
    // The county's office has a counter of its own here, so that nobody below it has had the case in hand.
    await touchOrganisation(ctx);
    await sql`update units set departments = array_append(departments, 'general') where id = ${kit.unit.county}`.execute(
      ctx.db,
    );
  });
  world = await makeWorld();
  for (const place of ['city', 'county', 'other', 'townA', 'townB', 'a1', 'b1'] as const) {
    for (const role of roleNames) {
      await kit.openAccount(`${role}-${place.toLowerCase()}`, role, place);
      const token = await staffToken(kit.app, `${role}-${place.toLowerCase()}`);
      staffActors.set(`${role} ${place}`, await authenticate(kit.app, token));
    }
  }
  residents.set('anonymous', { kind: 'anyone' });
  const ctx = systemCtx(kit.app, kit.app.db, 'test');
  const line = { persons: [world.person.she], mobile: '19900000001' };
  const caller = await welcome(ctx, await openSession(ctx, { person: null, ...line }));
  residents.set('caller', caller.actor);
  const she = await welcome(ctx, await openSession(ctx, { person: world.person.she, ...line }));
  residents.set('herself', she.actor);
  residents.set(
    'by consent',
    await authenticate(kit.app, await personToken(kit.app, world.person.twin, '19900000002')),
  );
  residents.set('stranger', await authenticate(kit.app, await personToken(kit.app, world.person.above, '19900000003')));
}, 120_000);

const clientFor = (token: string) => kit.client(token) as unknown as Client;
async function makeWorld(): Promise<World> {
  const birthDate = '1966-03-08';
  const sample = (name: string, villageId: string, mobile: string) => ({
    ...kit.samplePerson(name, birthDate),
    birthDate,
    sex: 'female' as const,
    mobile,
    account: '6217000000000000004',
    address: '三组12号',
    villageId,
  });
  const people = [
    sample('王秀兰', kit.division.a1, '19900000001'),
    sample('王秀兰', kit.division.a1, '19900000002'),
    sample('王秀兰', kit.division.townA, '19900000003'),
  ];
  const [she = '', twin = '', above = ''] = await kit.asSystem((ctx) => insertPeople(ctx, people));
  const logins = ['teller', 'handler', 'reviewer', 'approver', 'head'] as const;
  const built = new Map<string, string>();
  for (const role of logins) built.set(role, (await kit.openAccount(`b.${role}`, role, 'county')).account);
  await kit.openAccount('b.carrier', 'teller', 'townA');
  await kit.openAccount('b.reviewer.city', 'reviewer', 'city');
  const as = async (login: string) => clientFor(await staffToken(kit.app, login));
  const her = clientFor(await personToken(kit.app, she, '19900000001'));
  const answers = { applyingAs: 'self', onePension: true, truth: true } as const;

  const cases = {} as World['cases'];
  const keep = <T extends { id: string; seq: number }>(name: CaseName, ticket: T): T => {
    cases[name] = { id: ticket.id, seq: ticket.seq };
    return ticket;
  };
  const submitted = (papers?: string[]) =>
    file(her, kit.app, { item: 'ZZ-ALL-01', answers, ...(papers && { papers }) });
  const received = async (papers?: string[]) =>
    act(await as('b.teller'), await submitted(papers), 'receive', { papers: ['form'] });
  const handling = async () => act(await as('b.teller'), await received(), 'accept', { owed: [] });
  const review = async () => act(await as('b.handler'), await handling(), 'pass', opinion);
  const deciding = async () => act(await as('b.reviewer'), await review(), 'pass', opinion);
  const decided = async () =>
    act(await as('b.approver'), await deciding(), 'decide', { granted: true, opinion: '准予', result: pension });
  const county = { unit: kit.unit.county };

  keep('submitted', await submitted());
  keep('received', await received());
  const missing = [{ kind: 'material' as const, code: 'idcard' }];
  keep('correcting', await act(await as('b.teller'), await received(['sscard']), 'notify', { missing }));
  const owed = { owed: ['sscard'], owedDue: '2026-03-06' };
  keep('owing', await act(await as('b.teller'), await received(['idcard']), 'accept', owed));
  keep('handling', await handling());
  keep('review', await review());
  const asked = keep(
    'asked',
    await act(await as('b.reviewer'), await review(), 'addReviewer', { ...county, reason: '请看' }),
  );
  const { steps } = await (await as('b.reviewer')).cases.get({ id: asked.id });
  keep('reported', await act(await as('b.reviewer'), await review(), 'reportUp', { reason: '请定' }));
  const outage = { kind: 'outage' as const, reason: '停机', document: '通知', plannedDays: 3 };
  keep('suspended', await act(await as('b.reviewer'), await review(), 'suspend', outage));
  keep('extending', await act(await as('b.reviewer'), await review(), 'requestExtension', { reason: '复杂' }));
  keep('deciding', await deciding());
  const done = keep('decided', await decided());
  keep('transit', await act(await as('b.teller'), await decided(), 'handOver', { unit: kit.unit.townA }));
  keep('posted', await act(await as('b.teller'), await decided(), 'post', { carrier: '邮政', tracking: 'EMS-1' }));
  const completed = keep(
    'completed',
    await act(await as('b.teller'), await decided(), 'deliver', { way: 'in-person' }),
  );
  const instant = await file(her, kit.app, { item: 'ZZ-NOW-01', answers, submission: { mode: 'direct' } });
  keep('instant', instant);

  const counter = await serve(await as('b.teller'), she);
  const draft = await counter.cases.begin({ item: 'ZZ-ALL-01', person: she });
  const ofDraft = await counter.papers.upload({ case: draft.id, material: 'hukou', file: paper() });
  const view = await her.cases.get({ id: done.id });
  const clerk = await kit.openAccount('clerk', 'teller', 'townA');
  const colleague = await kit.openAccount('colleague', 'teller', 'townA');
  const atCounty = await kit.openAccount('at-county', 'handler', 'county');
  const leave = kit.app.id();
  const whole = {
    first_day: '2026-05-01',
    last_day: '2026-05-02',
    recorded_by: colleague.account,
    recorded_at: kit.app.clock.now(),
    cancelled_at: null,
  };
  await kit.app.db
    .insertInto('leaves')
    .values({ account_id: clerk.account, id: leave, ...whole })
    .execute();
  const { id: consent } = await her.identity.consent({
    id: she,
    receiverIdNumber: people[1]?.idNumber ?? '',
    receiverName: '王秀兰',
  });
  const { id: consentOfAbove } = await clientFor(await personToken(kit.app, above, '19900000003')).identity.consent({
    id: above,
    receiverIdNumber: people[1]?.idNumber ?? '',
    receiverName: '王秀兰',
  });
  const employer = makeUscc('91', '990101', 777);
  await counter.identity.createEmployer({ uscc: employer, name: '云汀县纸厂' });
  await kit.openAccount('b.planner', 'planner', 'townA');
  const snapshot = await kit.asSystem((ctx) => takeSnapshot(ctx, { name: '快照' }));
  const planner = await as('b.planner');
  const { id: planned } = await planner.planning.createScenario({ name: '方案', snapshot: snapshot.id });
  const [job] = await planner.planning.jobs();
  const work = kit.app.id();
  const again = { kind: 'review', site_id: kit.site.a1, name: '甲一村点位', unit_id: kit.unit.a1 } as const;
  await insertWorks(kit.app, [
    {
      ...again,
      scenario_id: planned,
      id: work,
      due_on: '2026-06-01',
      status: 'planned',
      change: null,
      replacement: null,
      heir_id: null,
      reroute_id: null,
      cases: 0,
      note: '',
      applied_at: null,
      done_on: null,
    },
  ]);
  await kit.openAccount('b.security', 'security-administrator', 'city');
  const { id: screen } = await (await as('b.security')).screens.make({ name: '大厅屏', place: '一楼大厅', days: 30 });
  const { id: appointment } = await her.appointments.book({
    person: she,
    site: kit.site.townA,
    item: 'ZZ-TOWN-01',
    day: '2026-03-03',
    time: '10:00',
  });
  const { challenge } = await her.session.askCode({ mobile: '19900000077' });
  return {
    ...kit,
    person: { she, twin, above, numberOfTwin: people[1]?.idNumber ?? '' },
    clerk: {
      account: clerk.account,
      post: clerk.post,
      leave,
      colleague: colleague.account,
      atCounty: atCounty.account,
      login: 'clerk',
    },
    cases,
    draft: { id: draft.id, seq: draft.seq },
    paper: {
      ofCase: view.materials.flatMap(({ papers }) => papers)[0]?.id ?? '',
      ofDraft: ofDraft.id,
    },
    document: view.documents.find(({ kind }) => kind === 'decision')?.id ?? '',
    reviewer: steps.find(({ kind }) => kind === 'reviewer')?.id ?? '',
    invitation: (await her.feedback.invitations()).find((each) => each.case === completed.id)?.invitation ?? '',
    consent,
    consentOfAbove,
    number: done.number,
    employer,
    challenge,
    screen,
    appointment,
    plan: { id: planned, seq: 1, snapshot: snapshot.id, job: job?.id ?? '', work },
  };
}

const covers = (reach: string | undefined, relation: Relation): boolean =>
  reach === 'city' || (reach !== undefined && relation === 'own') || (reach === 'below' && relation === 'below');

/** What the roles, read as they are written, say: may this role do this to a subject that lies there? */
function staffMay({ meta }: Described, fixture: Fixture, held: Permissions, relation: Relation): boolean {
  const { access } = meta;
  if (fixture.telephone) return false;
  if (access.anyone || access.signedIn) return true;
  if (!access.staff || !reachFor(held, access.staff)) return false;
  const permission = fixture.needs ?? access.staff;
  const reach = held[permission];
  if (!reach) return false;
  // Who has handled a case may read it, whatever else their role says of reading.
  const reads = covers(held['case.read'] ?? 'own', relation);
  switch (fixture.on) {
    case 'unit':
      return covers(reach, relation);
    case 'person':
      return reach === 'city' || relation === 'own' || relation === 'below';
    case 'draft':
      return relation === 'own';
    case 'reader':
    case 'counter':
      return reads || held['case.search'] === 'city';
    case 'staff':
      return reads;
    case 'step':
      // To read of a case below is no power over it.
      return permission === 'case.read' ? relation === 'own' : covers(reach, relation) && reads;
    case 'unit-of-case':
      return relation === 'own';
    default:
      return true;
  }
}

/** A large screen reads what the contract opens to screens, and else no more than whoever has no sign-in at all. */
const screenMay = (described: Described, fixture: Fixture): boolean =>
  described.meta.access.screen === true || residentMay(described, fixture, 'anonymous');

function residentMay({ meta }: Described, { resident, telephone }: Fixture, who: string): boolean {
  if (telephone && who === 'anonymous') return false;
  if (resident === 'self' && meta.access.anyone) return who === 'herself' || who === 'caller';
  if (meta.access.anyone) return true;
  if (who === 'anonymous' || who === 'caller' || !meta.access.resident) return false;
  if (resident === 'anybody') return true;
  return who === 'herself' || (who === 'by consent' && resident === 'own');
}

const procedureOf = (name: string) =>
  name.split('.').reduce<unknown>((node, key) => (node as Record<string, unknown>)[key], router) as Parameters<
    typeof call
  >[0];

/** Undefined when it was done, else the code of the refusal. */
async function attempt(name: string, fixture: Fixture, relation: Relation, actor: Actor): Promise<string | undefined> {
  const context = { app, actor, language: 'zh-CN' as const, idempotencyKey: randomUUID() };
  try {
    const input = fixture.input?.(world, relation, actor);
    await call(procedureOf(name), input as never, { context: context as never, path: name.split('.') });
    return undefined;
  } catch (error) {
    const problem = problemOf(error);
    if (!problem) throw error;
    return problem.problem;
  }
}

const tables = [
  'divisions',
  'units',
  'sites',
  'site_villages',
  'accounts',
  'posts',
  'leaves',
  'persons',
  'person_keys',
  'person_merges',
  'employers',
  'consents',
  'promises',
  'calendars',
  'drafts',
  'cases',
  'case_events',
  'case_steps',
  'case_texts',
  'case_outside_numbers',
  'case_number_blocks',
  'papers',
  'documents',
  'reminders',
  'notices',
  'planning_layers',
  'planning_snapshots',
  'planning_jobs',
  'planning_travel',
  'planning_scenarios',
  'planning_steps',
  'planning_comments',
  'planning_works',
  'outbox',
  'ratings',
  'screens',
  'appointments',
  'appointment_moves',
  'idempotency',
];
/** Everything that a command could change, in one number for each table. */
async function fingerprint(): Promise<string> {
  const parts = tables.map(
    (table) =>
      sql`select ${table} as name, count(*) || ' ' || coalesce(sum(hashtextextended(t::text, 0)), 0) as sum from ${sql.table(table)} t`,
  );
  const { rows } = await sql<{ name: string; sum: string }>`${sql.join(parts, sql` union all `)}`.execute(undo.db);
  return rows.map(({ name, sum }) => `${name}: ${sum}`).join('\n');
}
/** Every role in every relation, every kind of resident: what came of it, held against what the roles say. */
async function walk(operation: Described): Promise<string[]> {
  const fixture = fixtures[operation.name as OperationName];
  const wrong: string[] = [];
  const judge = async (who: string, may: boolean, relation: Relation, actor: Actor) => {
    const run = async () => {
      const before = undo.inserted('audit');
      const outcome = await attempt(operation.name, fixture, relation, actor);
      const silent = operation.meta.audit === 'none' || (outcome !== undefined && actor.kind === 'anyone');
      if (!silent && undo.inserted('audit') === before)
        wrong.push(`${who} ${relation}: ${outcome ?? 'done'} left no trace`);
      return outcome;
    };
    const outcome = may ? await undo.undone(run) : await run();
    const refused = outcome !== undefined && notYou.includes(outcome);
    const personal = may && fixture.personal === true && outcome === 'case.elsewhere';
    if (refused === may && !personal)
      wrong.push(`${who} ${relation}: ${outcome ?? 'done'}, should be ${may ? 'let' : 'refused'}`);
  };
  const place: PlaceName = fixture.at ?? (fixture.on === 'unit' ? 'townA' : 'county');
  const subject = fixture.on !== 'nothing';
  for (const relation of subject ? relations : (['own'] as const)) {
    const at = placesFor[place]?.[relation];
    if (!at) continue;
    for (const role of roleNames) {
      const actor = staffActors.get(`${role} ${at}`);
      if (actor?.kind !== 'staff') throw new Error(`no ${role} at ${at}`);
      const sitting = fixture.serving ? { person: world.person.she, since: app.clock.now().toISOString() } : null;
      await judge(role, staffMay(operation, fixture, permissionsOf(role), relation), relation, { ...actor, sitting });
    }
  }
  for (const [who, actor] of residents) await judge(who, residentMay(operation, fixture, who), 'own', actor);
  await judge('a screen', screenMay(operation, fixture), 'own', { kind: 'screen', screen: world.screen });
  return wrong;
}

describe('every operation, by every role, at every distance', () => {
  it('stands in the table', () => {
    expect(operations.map(({ name }) => name).sort()).toEqual(Object.keys(fixtures).sort());
  });

  it('finds the world as it was made', () => {
    expect(staffActors.size).toBe(7 * roleNames.length);
    for (const [name, actor] of staffActors) {
      if (actor.kind !== 'staff') throw new Error(`${name} is not signed in`);
      expect(actor.permissions, name).toEqual(permissionsOf(actor.role));
    }
    expect([...residents.values()].map(({ kind }) => kind)).toEqual([
      'anyone',
      'caller',
      'resident',
      'resident',
      'resident',
    ]);
    expect(JSON.stringify(world)).not.toMatch(/:""/);
  });

  it.each(operations.map((operation) => [operation.name, operation] as const))('%s', async (_, operation) => {
    const before = await fingerprint();
    expect(await walk(operation)).toEqual([]);
    // Whatever was refused changed nothing.
    expect(await fingerprint()).toBe(before);
  });
});

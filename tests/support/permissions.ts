import type { Contract } from '#api/index.ts';
import { referenceCatalogue } from '#db/reference/catalogue/index.ts';
import type { CommandData } from '#domain/cases/commands.ts';
import { Item } from '#domain/catalogue/item.ts';
import { makeResidentId } from '#domain/identity/resident-id.ts';
import { makeUscc } from '#domain/identity/uscc.ts';
import type { Actor } from '#server/context.ts';
import type { PlaceName } from '#server/testing.ts';
import { paper, pension } from './story.ts';

type Names<Node, Path extends string = ''> = Node extends { '~orpc': unknown }
  ? Path
  : { [K in keyof Node & string]: Names<Node[K], Path extends '' ? K : `${Path}.${K}`> }[keyof Node & string];
/** Every operation of the contract by its name: a new one does not compile before it stands in the table below. */
export type OperationName = Names<Contract>;

/** Where the subject lies, seen from whoever acts. */
export const relations = ['own', 'below', 'above', 'stranger'] as const;
export type Relation = (typeof relations)[number];

/** Who acts for each relation to a subject at a place. Nothing stands above the city, nothing below a village. */
export const placesFor: Partial<Record<PlaceName, Partial<Record<Relation, PlaceName>>>> = {
  city: { own: 'city', above: 'county', stranger: 'other' },
  county: { own: 'county', below: 'city', above: 'townA', stranger: 'other' },
  townA: { own: 'townA', below: 'county', above: 'a1', stranger: 'townB' },
  a1: { own: 'a1', below: 'townA', above: 'a1', stranger: 'b1' },
};

export type CaseName =
  | 'submitted'
  | 'received'
  | 'correcting'
  | 'owing'
  | 'handling'
  | 'review'
  | 'asked'
  | 'reported'
  | 'suspended'
  | 'extending'
  | 'deciding'
  | 'decided'
  | 'transit'
  | 'posted'
  | 'completed'
  | 'instant';

/** What every try is about: all of it real rows. */
export interface World {
  unit: Record<PlaceName, string>;
  division: Record<PlaceName, string>;
  site: Record<PlaceName, string>;
  /** She lives in village a1; `above` is registered at the town itself, `twin` may be the same person. */
  person: { she: string; above: string; twin: string; numberOfTwin: string };
  /** An account at townA that is nobody else's, its post and a leave of it; a colleague there and one at the county. */
  clerk: { account: string; post: string; leave: string; colleague: string; atCounty: string; login: string };
  cases: Record<CaseName, { id: string; seq: number }>;
  draft: { id: string; seq: number };
  paper: { ofCase: string; ofDraft: string };
  document: string;
  reviewer: string;
  invitation: string;
  consent: string;
  consentOfAbove: string;
  number: string;
  employer: string;
  challenge: string;
  /** A large screen that is let in. */
  screen: string;
  /** Hers, at townA's point tomorrow. */
  appointment: string;
  /** A plan of townA, a snapshot and a job, a point and a piece of work. */
  plan: { id: string; seq: number; snapshot: string; job: string; work: string };
}

export interface Fixture {
  input?: (world: World, relation: Relation, actor: Actor) => unknown;
  /** What reach is measured by; where the subject lies unless said otherwise: a unit at townA, a person in a1, a case at the county. */
  on: 'nothing' | 'unit' | 'person' | 'draft' | 'reader' | 'counter' | 'step' | 'staff' | 'unit-of-case';
  at?: PlaceName;
  /** What the stage at which it is tried asks for. */
  needs?: string;
  /** A resident's: their own, or that of whoever let them act; `self` where nobody can act for them; `anybody` where it has no subject. */
  resident?: 'own' | 'self' | 'anybody';
  /** Staff act while they serve her. */
  serving?: true;
  /** Beyond role and unit it is one person's: the one responsible, the one who passed it on. */
  personal?: true;
  /** Open to anybody, and it asks itself for a telephone that was proved. */
  telephone?: true;
}

/** One item with everything in it, all of it the county's, so that nobody else has had the case in hand. */
const model = referenceCatalogue.find(({ code }) => code === 'HR-INS-03');
if (!model) throw new Error('HR-INS-03 is gone');
const stage = (id: string, kind: 'handle' | 'review' | 'decide') => ({
  ...model.flow[0],
  id,
  kind,
  level: 'county' as const,
  department: null,
});
export const wholeItem = Item.parse({
  ...model,
  code: 'ZZ-ALL-01',
  rights: {
    help: ['village', 'town', 'county', 'city'],
    receive: ['county', 'city'],
    accept: ['county', 'city'],
    decide: 'county',
  },
  modes: ['promised'],
  flow: [stage('check', 'handle'), stage('review', 'review'), stage('decide', 'decide')],
  materials: model.materials.map((material) => ({
    ...material,
    deferrable: material.code === 'sscard' || material.deferrable,
  })),
  extension: { amount: 10, unit: 'wd', basis: { 'zh-CN': '行政许可法第42条', en: 'art. 42' } },
  delivery: { ...model.delivery, ways: ['site', 'post', 'online'] },
});
export const instantItem = Item.parse({
  ...wholeItem,
  code: 'ZZ-NOW-01',
  instant: true,
  modes: ['direct'],
  flow: [stage('settle', 'decide')],
  materials: [],
});

export const townItem = Item.parse({
  ...wholeItem,
  code: 'ZZ-TOWN-01',
  rights: { ...wholeItem.rights, receive: ['town', 'county', 'city'], accept: ['town', 'county', 'city'] },
});

const reason = '请协助办理';
const opinion = { agree: true, opinion: '同意' };
const granted: CommandData<'decide'> = { granted: true, opinion: '准予', result: pension };
const day = '2026-03-02';
const csv = (text: string): File => new File([text], 'table.csv', { type: 'text/csv' });

const open = (input?: Fixture['input']): Fixture => ({ on: 'nothing', resident: 'anybody', ...(input && { input }) });
const free = (input?: Fixture['input']): Fixture => ({ on: 'nothing', ...(input && { input }) });
const unit = (input: (world: World) => object): Fixture => ({ on: 'unit', input });
const person = (input: (world: World, id: string) => object, more: Partial<Fixture> = {}): Fixture => ({
  on: 'person',
  at: 'a1',
  input: (world, relation) => input(world, relation === 'above' ? world.person.above : world.person.she),
  ...more,
});
const action = (
  at: CaseName,
  on: Fixture['on'],
  data: (world: World) => object,
  more: Partial<Fixture> = {},
): Fixture => ({ on, resident: 'own', input: (world) => ({ ...world.cases[at], data: data(world) }), ...more });
const step = (at: CaseName, data: (world: World) => object, more: Partial<Fixture> = {}) =>
  action(at, 'step', data, more);
const review = { needs: 'case.review' };
/** The plan is townA's: what its unit is to whoever acts, it is. */
const plan = (more: (world: World) => object): Fixture =>
  unit((world) => ({ id: world.plan.id, seq: world.plan.seq, ...more(world) }));
const account = (world: World) => ({ account: world.clerk.account, unit: world.unit.townA });

export const fixtures: Record<OperationName, Fixture> = {
  'session.me': open(),
  'session.askCode': open(() => ({ mobile: '19900000099' })),
  'session.resident': open((world) => ({ challenge: world.challenge, code: '000000' })),
  'session.register': {
    ...open(() => ({ name: '新来者', idNumber: makeResidentId('990101', '1991-01-01', 88) })),
    telephone: true,
  },
  'session.choose': { ...open((world) => ({ person: world.person.she })), telephone: true, resident: 'self' },
  'session.staff': open((world) => ({ login: world.clerk.login, password: '不对的口令' })),
  'session.screen': open(() => ({ code: 'ABCDE-FGHJK' })),
  'session.act': free((world, _, actor) => ({ post: actor.kind === 'staff' ? actor.post : world.clerk.post })),
  'session.out': open(),
  'session.outEverywhere': open(),
  'session.password': free(() => ({ old: '不对的口令', new: '一个更长的新口令' })),
  'session.secondFactor': free(() => ({})),
  'session.sit': free((world) => ({ person: world.person.she })),
  'session.rise': free(),

  'screens.list': free(),
  'screens.make': free(() => ({ name: '大厅', place: '一楼' })),
  'screens.code': free((world) => ({ id: world.screen })),
  'screens.extend': free((world) => ({ id: world.screen })),
  'screens.revoke': free((world) => ({ id: world.screen })),

  'organisation.divisions': open(() => ({})),
  'organisation.division': open((world) => ({ id: world.division.a1 })),
  'organisation.changeDivision': free((world) => ({
    kind: 'rename',
    effectiveOn: day,
    document: '批复',
    from: [world.division.a1],
    to: [{ name: '新甲一村' }],
  })),
  'organisation.units': open(() => ({})),
  'organisation.createUnit': unit((world) => ({
    parent: world.unit.townA,
    division: world.division.townA,
    kind: 'agency',
    departments: [],
    name: '甲镇劳动站',
  })),
  'organisation.renameUnit': unit((world) => ({ unit: world.unit.townA, name: '甲镇新中心', from: day })),
  'organisation.changeUnits': free((world) => ({
    kind: 'rename',
    effectiveOn: day,
    document: '批复',
    from: [world.unit.townA],
    names: ['甲镇新中心'],
  })),
  'organisation.openGrid': free((world) => ({ village: world.division.a1, name: '第一网格' })),
  'organisation.closeGrid': free((world) => ({ grid: world.division.a1, on: day, document: '批复' })),
  'organisation.reroute': free((world) => ({
    from: world.site.a1,
    to: world.site.a2,
    on: '2026-03-01',
    document: '批复',
  })),
  'organisation.reroutes': free(() => ({})),
  'organisation.departments': open(),
  'organisation.sites': open(() => ({})),
  'organisation.site': open((world) => ({ id: world.site.a1 })),
  'organisation.createSite': unit((world) => ({
    unit: world.unit.townA,
    name: '甲镇第二点位',
    address: '甲镇2号',
    telephone: '0990-5550101',
  })),
  'organisation.linkVillage': free((world) => ({ site: world.site.a1, village: world.division.a2, from: day })),
  'organisation.import': free((_, __, actor) => {
    // People are the security administrator's to import, places the system administrator's.
    const kind = actor.kind === 'staff' && actor.role === 'security-administrator' ? 'accounts' : 'divisions';
    return { kind, file: csv('区划代码,名称\n'), commit: 'false' };
  }),
  'organisation.accounts': unit((world) => ({ unit: world.unit.townA })),
  'organisation.createAccount': unit((world) => ({
    unit: world.unit.townA,
    login: 'neuer',
    name: '新人',
    password: '一个很长的第一口令',
    role: 'teller',
  })),
  'organisation.addPost': unit((world) => ({ ...account(world), role: 'reviewer', from: day })),
  'organisation.endPost': unit((world) => ({ ...account(world), post: world.clerk.post, on: day })),
  'organisation.disableAccount': unit(account),
  'organisation.resetAccount': unit(account),
  'organisation.substitute': unit((world) => ({
    post: world.clerk.post,
    unit: world.unit.townA,
    account: world.clerk.colleague,
  })),
  'organisation.leave': unit((world) => ({ ...account(world), firstDay: '2026-04-01', lastDay: '2026-04-02' })),
  'organisation.cancelLeave': unit((world) => ({ ...account(world), id: world.clerk.leave })),
  'organisation.roles': free(),
  'organisation.colleagues': free((world) => ({ unit: world.unit.townA })),
  'organisation.calendar': open(),
  'organisation.redated': free(() => ({ revision: 1 })),
  'organisation.setCalendar': free(() => ({
    year: '2031',
    confirmed: false,
    document: '',
    holidays: [],
    workdays: [],
  })),

  'identity.search': free(() => ({ text: '王秀兰' })),
  'identity.create': free(() => ({ name: '新来者', idNumber: makeResidentId('990101', '1991-01-01', 90) })),
  'identity.get': person((_, id) => ({ id }), { resident: 'own' }),
  'identity.unmask': person((_, id) => ({ id, purpose: 'service' })),
  'identity.change': person((_, id) => ({ id, seq: 1, address: '甲一村三组' }), { resident: 'self' }),
  'identity.duplicates': free(() => ({})),
  'identity.merge': person((world, id) => ({
    id,
    gone: id === world.person.above ? world.person.she : world.person.twin,
    reason: '同一个人',
  })),
  'identity.looks': person((_, id) => ({ id }), { resident: 'self' }),
  'identity.consents': person((_, id) => ({ id }), { resident: 'self' }),
  'identity.consent': person(
    (world, id) => ({ id, receiverIdNumber: world.person.numberOfTwin, receiverName: '王秀兰' }),
    { resident: 'self' },
  ),
  'identity.revoke': person(
    (world, id) => ({ id, consent: id === world.person.she ? world.consent : world.consentOfAbove }),
    { resident: 'own' },
  ),
  'identity.employer': { ...free((world) => ({ uscc: world.employer })), resident: 'anybody' },
  'identity.createEmployer': {
    ...free(() => ({ uscc: makeUscc('91', '990101', 4242), name: '云汀县新厂' })),
    resident: 'anybody',
  },

  'catalogue.search': open(() => ({})),
  'catalogue.get': open(() => ({ code: 'HR-INS-03' })),
  'catalogue.cityLimits': open(() => ({})),
  'catalogue.publish': free(() => ({ item: { ...model, version: model.version + 1, validFrom: '2026-06-01' } })),
  'catalogue.tighten': unit((world) => ({
    code: 'HR-INS-03',
    unit: world.unit.townA,
    amount: 5,
    limitUnit: 'wd',
    from: day,
    document: '承诺',
  })),

  'appointments.items': open((world) => ({ site: world.site.townA })),
  'appointments.freeTimes': open((world) => ({ site: world.site.townA, item: 'ZZ-TOWN-01' })),
  'appointments.book': person(
    (world, id) => ({ person: id, site: world.site.townA, item: 'ZZ-TOWN-01', day: '2026-03-04', time: '09:30' }),
    { resident: 'own' },
  ),
  'appointments.mine': { ...free(), resident: 'anybody' },
  'appointments.cancel': { ...unit((world) => ({ id: world.appointment })), resident: 'own' },
  'appointments.day': unit((world) => ({ unit: world.unit.townA, day: '2026-03-03' })),
  'appointments.mark': unit((world) => ({ id: world.appointment, as: 'came' })),

  'cases.drafts': { ...free((world) => ({ person: world.person.she })), resident: 'anybody' },
  'cases.draft': { on: 'draft', resident: 'own', input: (world) => ({ id: world.draft.id }) },
  'cases.begin': {
    ...free((world) => ({ item: 'HR-INS-03', person: world.person.she })),
    resident: 'own',
    serving: true,
  },
  'cases.save': { on: 'draft', resident: 'own', input: (world) => ({ ...world.draft, answers: {} }) },
  'cases.discard': { on: 'draft', resident: 'own', input: (world) => ({ id: world.draft.id }) },
  'cases.submit': {
    on: 'draft',
    resident: 'own',
    input: (world) => ({
      draft: world.draft.id,
      seq: world.draft.seq,
      submission: { mode: 'promised', channel: 'phone', delivery: { way: 'site', unit: null } },
    }),
  },
  'cases.settle': {
    on: 'step',
    needs: 'case.settle',
    input: (world) => ({ ...world.cases.instant, granted: true, opinion: '当场办结', result: pension }),
  },
  'cases.get': { on: 'reader', resident: 'own', input: (world) => ({ id: world.cases.review.id }) },
  'cases.byNumber': { ...free((world) => ({ number: world.number })), resident: 'anybody' },
  'cases.mine': { ...free(() => ({})), resident: 'anybody' },
  'cases.ofPerson': person((_, id) => ({ person: id })),
  'cases.queue': free(() => ({})),
  'cases.queueCounts': free(),
  'cases.batch': free((world) => ({ action: 'claim', cases: [world.cases.review], data: {} })),
  'cases.importOutcomes': free(() => ({
    system: '省系统',
    file: csv('办件编号,外部流水号,办理结果,是否同意\n'),
    commit: 'false',
  })),
  'cases.opinions': free(() => ({ action: 'pass' })),
  'cases.reserveNumbers': free(() => ({ count: 2 })),

  'cases.act.claim': step('review', () => ({})),
  'cases.act.assign': step('review', (world) => ({ account: world.clerk.atCounty, reason })),
  'cases.act.receive': step('submitted', () => ({ papers: [] })),
  'cases.act.notify': step('received', () => ({ missing: [{ kind: 'material', code: 'idcard' }] })),
  'cases.act.supplement': action('correcting', 'counter', () => ({ counter: false, papers: ['idcard'] })),
  'cases.act.accept': step('received', () => ({ owed: [] })),
  'cases.act.refuse': step('received', () => ({ reason, basis: '第一条' })),
  'cases.act.supplyOwed': action('owing', 'counter', () => ({ materials: ['sscard'] })),
  'cases.act.pass': step('review', () => opinion, review),
  'cases.act.returnTo': step('review', () => ({ stage: 'check', reason }), review),
  'cases.act.takeBack': action('review', 'staff', () => ({ reason }), { personal: true }),
  'cases.act.transfer': step('handling', (world) => ({
    unit: world.unit.county,
    account: world.clerk.atCounty,
    reason,
  })),
  'cases.act.delegate': step(
    'review',
    (world) => ({ unit: world.unit.county, account: world.clerk.atCounty, reason }),
    review,
  ),
  'cases.act.addReviewer': step('review', (world) => ({ unit: world.unit.townB, reason }), review),
  'cases.act.removeReviewer': step('asked', (world) => ({ step: world.reviewer }), review),
  'cases.act.reportUp': step('review', () => ({ reason }), review),
  'cases.act.sendDown': step('reported', () => ({ reason }), { ...review, at: 'city' }),
  'cases.act.recordOutside': step(
    'review',
    () => ({ system: '省系统', serial: 'S-1', outcome: '一致', agree: true }),
    review,
  ),
  'cases.act.addNumber': action('review', 'staff', () => ({ system: '省系统', number: 'N-1' })),
  'cases.act.suspend': step('review', () => ({ kind: 'outage', reason, document: '通知', plannedDays: 3 }), review),
  'cases.act.resume': step('suspended', () => ({ reason }), review),
  'cases.act.requestExtension': step('review', () => ({ reason }), review),
  'cases.act.approveExtension': step('extending', () => ({ opinion: '同意' })),
  'cases.act.denyExtension': step('extending', () => ({ opinion: '不同意' })),
  'cases.act.decide': step('deciding', () => granted, { needs: 'case.decide' }),
  'cases.act.correctDecision': action('decided', 'unit-of-case', () => ({ granted: true, reason, result: pension })),
  'cases.act.recordPayment': action('decided', 'unit-of-case', () => ({ outcome: 'paid', on: day })),
  'cases.act.handOver': step('decided', (world) => ({ unit: world.unit.a1 })),
  'cases.act.signHandOver': step('transit', () => ({}), { at: 'townA' }),
  'cases.act.post': step('decided', () => ({ carrier: '邮政', tracking: 'EMS-1' })),
  'cases.act.recallParcel': action('posted', 'unit-of-case', () => ({ reason })),
  'cases.act.deliver': {
    on: 'step',
    resident: 'own',
    // She says that the post has come; a counter hands over what lies there.
    input: ({ cases }, _, actor) =>
      actor.kind === 'resident'
        ? { ...cases.posted, data: { way: 'post' } }
        : { ...cases.decided, data: { way: 'in-person' } },
  },
  'cases.act.closeUncollected': step('decided', () => ({ reason })),
  'cases.act.changeDelivery': action('received', 'staff', () => ({ way: 'online' })),
  'cases.act.handResponsibility': action(
    'review',
    'staff',
    (world) => ({ unit: world.unit.county, account: world.clerk.atCounty, reason }),
    { personal: true },
  ),
  'cases.act.withdraw': action('review', 'staff', () => ({ reason })),
  'cases.act.terminate': action('review', 'staff', () => ({ reason, basis: '第一条' })),
  'cases.act.archive': action('completed', 'staff', () => ({})),
  'cases.act.countVisit': action('review', 'counter', () => ({})),

  'papers.upload': {
    on: 'draft',
    resident: 'own',
    input: (world) => ({ case: world.draft.id, material: 'idcard', file: paper() }),
  },
  'papers.remove': {
    on: 'draft',
    resident: 'own',
    input: (world) => ({ case: world.draft.id, id: world.paper.ofDraft }),
  },
  'papers.download': {
    on: 'reader',
    resident: 'own',
    input: (world) => ({ case: world.cases.decided.id, id: world.paper.ofCase }),
  },
  'papers.document': {
    on: 'reader',
    resident: 'own',
    input: (world) => ({ case: world.cases.decided.id, id: world.document }),
  },
  'papers.verify': open(() => ({ code: 'ABCD-EFGH-JKLM' })),
  'feedback.invitations': { ...free(), resident: 'anybody' },
  'feedback.rate': {
    ...free((world) => ({ case: world.cases.completed.id, invitation: world.invitation, level: 5 })),
    resident: 'self',
  },
  'feedback.notices': { ...free(() => ({})), resident: 'anybody' },
  'feedback.readNotices': { ...free(() => ({ ids: [] })), resident: 'anybody' },
  'planning.settings': open(),
  'planning.setSettings': free(() => ({
    revision: 0,
    approval: null,
    tiles: { kind: 'own' },
    limits: { urban: 10, rural: 30 },
    modes: { urban: 'walk', rural: 'ebike' },
    peoplePerClerk: 3000,
    speeds: {},
    costs: null,
  })),
  'planning.map': open(),
  'planning.layer': open(() => ({ layer: 'divisions' })),
  'planning.relief': open(),
  'planning.points': free(() => ({})),
  'planning.names': free(),
  'planning.wall': free(),
  'planning.point': free((world) => ({ id: world.site.a1 })),
  'planning.area': free((world) => ({ id: world.site.a1, minutes: 10 })),
  'planning.areas': free(() => ({ minutes: 10 })),
  'planning.coverage': free(() => ({})),
  'planning.demand': free(() => ({})),
  'planning.import': free(() => ({ layer: 'premises', file: csv('名称,类型\n') })),
  'planning.template': free(() => ({ layer: 'villages' })),
  'planning.imports': free(() => ({})),
  'planning.snapshots': free(),
  'planning.takeSnapshot': free(() => ({ name: '又一份' })),
  'planning.computeTravel': free((world) => ({ id: world.plan.snapshot, modes: ['car'] })),
  'planning.network': free((world) => ({ id: world.plan.snapshot })),
  'planning.jobs': free(),
  'planning.job': free((world) => ({ id: world.plan.job })),
  'planning.stop': free((world) => ({ id: world.plan.job })),
  'planning.scenarios': free(() => ({})),
  'planning.scenario': free((world) => ({ id: world.plan.id })),
  'planning.createScenario': free(() => ({ name: '另一个方案' })),
  'planning.edit': plan(() => ({ add: [] })),
  'planning.setReplacement': plan((world) => ({ sites: [world.site.a1], replacement: null })),
  'planning.rename': plan(() => ({ name: '改了名' })),
  'planning.solve': plan(() => ({ wish: { model: 'lscp' } })),
  'planning.answer': free((world) => ({ id: world.plan.id })),
  'planning.takeAnswer': plan(() => ({})),
  'planning.dropAnswer': plan(() => ({})),
  'planning.explain': free((world) => ({ id: world.plan.id })),
  'planning.compare': free((world) => ({ after: world.plan.id })),
  'planning.comment': free((world) => ({ id: world.plan.id, text: '看过了' })),
  'planning.submit': plan(() => ({})),
  'planning.decide': plan(() => ({ approve: true })),
  'planning.publish': plan(() => ({ until: '2026-05-01' })),
  'planning.adopt': plan(() => ({ on: '2026-05-01', document: '批复' })),
  'planning.drop': plan(() => ({})),
  'planning.works': free(() => ({})),
  'planning.settleWork': unit((world) => ({ id: world.plan.work, to: 'done' })),
  'planning.tracking': free((world) => ({ scenario: world.plan.id })),
  'planning.export': free(() => ({ what: 'points', format: 'geojson' })),
  'planning.report': free((world) => ({ scenario: world.plan.id, format: 'xlsx' })),
  'planning.nearest': open(() => ({})),
  'planning.publicPlans': open(),
  'planning.say': { ...free((world) => ({ id: world.plan.id, text: '我住得远' })), resident: 'anybody' },

  'supervision.audit': free(() => ({})),
  'supervision.verifyAudit': free(),
};

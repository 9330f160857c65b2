import { describe, expect, it } from 'vitest';
import { allowedActions, mayRead } from './allowed.ts';
import { itemNamed, madeUpItems } from './items.testing.ts';
import {
  accounts,
  agent,
  applicant,
  as,
  byApplicant,
  bySystem,
  relative,
  unitNamed,
  type Wish,
  World,
} from './world.testing.ts';

const pension = itemNamed('HR-INS-03');
const [, , deemed, secret] = madeUpItems as [Item, Item, Item, Item];
type Item = (typeof madeUpItems)[number];
const clerk = as('village', 'village-clerk');
const teller = as('town', 'teller');
const card = { code: 'sscard', mayBeOwed: false };
const household = { code: 'hukou', mayBeOwed: true };
const about = (...codes: string[]) => ({ missing: codes.map((code) => ({ kind: 'material', code })) });

function begun(wish: Wish = {}, item = pension, by: Parameters<World['submit']>[0] = byApplicant): World {
  const world = new World(item);
  expect(world.submit(by, wish)).toBeUndefined();
  return world;
}

describe('any counter of the city', () => {
  it('may take a case for any village; it then goes home', () => {
    const elsewhere = as('other-county-hall', 'teller');
    const world = begun({}, pension, elsewhere);
    expect(world.stepOf('intake')).toMatchObject({ unit: 'other-county-hall', holder: elsewhere.staff.id });
    world.do(elsewhere, 'receive').do(elsewhere, 'accept');
    expect(world.stepOf('stage')).toMatchObject({ unit: 'town' });
    expect(world.state.visits).toEqual([{ unit: elsewhere.staff.unit.id, day: '2026-03-02' }]);
  });

  it('that may receive and not accept sends it to the lowest on the way that may', () => {
    const world = begun({}, itemNamed('HR-INS-10'), clerk);
    expect(world.no(clerk, 'accept')).toBe('case.no-power');
    world.do(clerk, 'receive');
    expect(world.stepOf('intake')).toMatchObject({ unit: 'town', holder: null });
    expect(world.no(clerk, 'accept')).toBe('case.elsewhere');
    world.do(teller, 'accept');
  });

  it('that may only help counts the visit all the same', () => {
    const item = itemNamed('HR-UI-03'); // received in the county only
    const world = begun({}, item, clerk);
    expect(world.state).toMatchObject({ responsible: clerk.staff.id, openedAt: unitNamed('village').id });
    world.pass(1).do(as('county-hall', 'teller'), 'receive');
    expect(world.state.visits).toEqual([{ unit: unitNamed('village').id, day: '2026-03-03' }]);
    expect(mayRead(world.state, world.viewer(clerk))).toBe(true);
  });

  it('offers only what the item offers', () => {
    const world = new World(pension);
    expect(world.submit(byApplicant, { mode: 'direct' })?.problem).toBe('case.mode-not-offered');
    expect(world.submit(byApplicant, { delivery: { way: 'post', unit: null } })?.problem).toBe(
      'case.delivery-not-offered',
    );
    expect(world.submit(byApplicant, { mode: 'proxy' })?.problem).toBe('case.no-agent');
    expect(world.submit(byApplicant, { parties: { person: null } })?.problem).toBe('case.no-applicant');
  });
});

describe('the one-time notice', () => {
  it('names everything, and nothing can be asked for later', () => {
    const answer = { code: 'birthDate.0.day', mayBeOwed: false };
    const mended = begun({ missing: [answer] }).do(clerk, 'receive');
    mended.do(clerk, 'notify', { missing: [{ kind: 'answer', code: 'birthDate' }] });
    const world = begun({ missing: [card, { code: 'idcard', mayBeOwed: false }] });
    world.do(clerk, 'receive');
    expect(world.no(clerk, 'notify', about('sscard'))).toBe('case.notice-incomplete');
    expect(world.no(clerk, 'notify', about('sscard', 'idcard', 'certificate'))).toBe('case.unknown-code');
    world.do(clerk, 'notify', about('sscard', 'idcard'));
    world.missing = [card];
    world.changesAnswers = false;
    world.do(byApplicant, 'supplement');
    expect(world.no(clerk, 'notify', about('sscard', 'hukou'))).toBe('case.notice-once');
    world.do(clerk, 'notify', about('sscard'));
    // Other answers may call for other papers.
    world.changesAnswers = true;
    world.do(byApplicant, 'supplement').do(clerk, 'notify', about('sscard', 'hukou'));
    expect(world.state.correction?.round).toBe(3);
  });

  it('before the papers were received leads back to where it was', () => {
    const world = begun({ missing: [{ code: 'idcard', mayBeOwed: false }] }, itemNamed('HR-INS-10'));
    world.do(clerk, 'notify', about('idcard'));
    world.missing = [];
    world.do(byApplicant, 'supplement');
    expect(world.state.status).toBe('submitted');
    world.do(clerk, 'receive');
    expect(world.stepOf('intake').unit).toBe('town');
  });

  it('lapses on its day and not before; the case is returned and its papers are kept', () => {
    const world = begun({ missing: [card] });
    world.do(clerk, 'receive', { papers: ['idcard'] }).do(clerk, 'notify', about('sscard'));
    expect(world.no(byApplicant, 'lapse')).toBe('case.not-yours');
    world.pass(15);
    expect(world.today).toBe(world.due('correction'));
    expect(world.no(bySystem, 'lapse')).toBe('case.not-yet');
    world.pass(1).do(bySystem, 'lapse');
    expect(world.state).toMatchObject({ status: 'ended', ending: 'returned', papers: ['idcard'], steps: [] });
    expect(world.clocks).toEqual([]);
  });

  it('that comes too late comes to nothing: the case is accepted from the day of receipt', () => {
    const world = begun({ missing: [card] }, deemed);
    world.do(clerk, 'receive');
    expect(world.due('notice')).toBe('2026-03-09');
    expect(world.no(bySystem, 'deemAccepted')).toBe('case.not-yet');
    world.pass(8);
    expect(world.no(clerk, 'notify', about('sscard'))).toBe('case.notice-late');
    expect(world.no(clerk, 'refuse', { reason: '不符合', basis: '条例' })).toBe('case.notice-late');
    world.do(bySystem, 'deemAccepted');
    expect(world.state).toMatchObject({ status: 'accepted', acceptance: world.state.receipt });
    expect(world.stepOf('stage').unit).toBe('town');
  });
});

describe('accepted with papers owed', () => {
  const owing = () => {
    const world = begun({ missing: [household] });
    world.do(clerk, 'receive');
    expect(world.no(clerk, 'accept')).toBe('case.incomplete');
    expect(world.no(clerk, 'accept', { owed: ['hukou'] })).toBe('case.owed-due');
    return world.do(clerk, 'accept', { owed: ['hukou'], owedDue: '2026-03-16' });
  };

  it('is handled, but not decided before they are there; they can be brought while the clock stands', () => {
    const world = owing();
    expect(world.state).toMatchObject({ status: 'owing', owed: ['hukou'] });
    world.do(as('town', 'reviewer'), 'pass', { agree: true, opinion: '同意' });
    world.do(as('county-bureau', 'reviewer'), 'pass', { agree: true, opinion: '同意' });
    const approver = as('county-bureau', 'approver');
    const result = { kind: 'money', title: '养老金', amount: 1 };
    expect(world.no(approver, 'decide', { granted: true, opinion: '准予', result })).toBe('case.papers-owed');
    world.do(approver, 'suspend', { kind: 'outage', reason: '停机', document: '公告1号', plannedDays: 3 });
    expect(world.no(byApplicant, 'supplyOwed', { materials: ['idcard'] })).toBe('case.not-owed');
    world.do(byApplicant, 'supplyOwed', { materials: ['hukou'] });
    expect(world.state).toMatchObject({ status: 'suspended', owed: [], papers: ['hukou'] });
    world.do(approver, 'resume', { reason: '恢复' });
    expect(world.state.status).toBe('accepted');
    world.do(approver, 'decide', { granted: true, opinion: '准予', result });
  });

  it('is ended on the agreed day and not before', () => {
    const world = owing().pass(14);
    expect(world.no(bySystem, 'lapseOwed')).toBe('case.not-yet');
    world.pass(1).do(bySystem, 'lapseOwed');
    expect(world.state).toMatchObject({ status: 'ended', ending: 'terminated' });
  });
});

describe('those who act for somebody', () => {
  it('begin with the power of attorney, checked where it was accepted', () => {
    const world = begun({ mode: 'proxy', parties: { agent } }, pension, as('county-hall', 'teller'));
    world.do(as('county-hall', 'teller'), 'receive').do(as('county-hall', 'teller'), 'accept');
    expect(world.state.stage).toBe('check-proxy');
    expect(world.stepOf('stage').unit).toBe('county-hall');
    world.do(as('county-hall', 'teller'), 'pass', { agree: true, opinion: '双方到场' });
    expect(world.stepOf('stage').unit).toBe('town');
    const reviewer = as('town', 'reviewer');
    world.do(reviewer, 'returnTo', { stage: 'check-proxy', reason: '委托书缺页' });
    expect(world.stepOf('stage')).toMatchObject({ unit: 'county-hall', holder: as('county-hall', 'teller').staff.id });
  });

  it('may withdraw what is not accepted yet, and then the person alone, or a relative whom they let', () => {
    const world = begun({ mode: 'proxy', parties: { agent } });
    const may = (resident: string) => allowedActions(world.state, pension, world.viewer({ resident }));
    for (const each of [applicant, agent, relative]) expect(may(each)).toContain('withdraw');
    world.do(clerk, 'receive').do(clerk, 'accept');
    for (const each of [applicant, relative]) expect(may(each)).toContain('withdraw');
    expect(may(agent)).not.toContain('withdraw');
  });
});

describe('a complaint', () => {
  const barred = ['village', 'town'].map((name) => unitNamed(name).id);

  it('goes past the units that it names, whoever helped to write it', () => {
    const world = begun({ barred }, secret, clerk);
    expect(world.stepOf('intake').unit).toBe('county-hall');
    expect(world.state).toMatchObject({ responsible: null, openedAt: null });
    const hall = as('county-hall', 'teller');
    world.do(hall, 'receive').do(hall, 'accept');
    expect(world.stepOf('stage').unit).toBe('county-bureau');
    const reviewer = as('county-bureau', 'reviewer');
    const send = { unit: unitNamed('town').id, reason: '请核实' };
    expect(world.no(reviewer, 'addReviewer', send)).toBe('case.unit-barred');
    expect(world.no(reviewer, 'transfer', send)).toBe('case.unit-barred');
    expect(world.submit(clerk, { barred, delivery: { way: 'site', unit: barred[0]! } })?.problem).toBe(
      'case.unit-barred',
    );
  });

  it('goes to nobody below the unit that it names', () => {
    const bureau = unitNamed('county-bureau').id;
    const world = begun(
      { barred: [bureau], delivery: { way: 'site', unit: null } },
      secret,
      as('village', 'village-clerk'),
    );
    expect(world.stepOf('intake').unit).toBe('city-bureau');
    expect(world.state).toMatchObject({ responsible: null, openedAt: null });
    for (const staff of accounts.filter(({ unit }) => unit.name === 'county-hall' || unit.name === 'other-town'))
      expect(mayRead(world.state, world.viewer({ staff }))).toBe(false);
    const city = as('city-bureau', 'reviewer');
    const send = { unit: unitNamed('other-town').id, reason: '请核实' };
    const desk = as('city-bureau', 'handler');
    world.do(desk, 'receive').do(desk, 'accept');
    expect(world.no(city, 'addReviewer', send)).toBe('case.unit-barred');
  });

  it('is known to nobody but those who handle it or did', () => {
    const world = begun({ barred }, secret);
    const hall = as('county-hall', 'teller');
    world.do(hall, 'receive').do(hall, 'accept');
    const readers = accounts.filter((staff) => mayRead(world.state, world.viewer({ staff })));
    expect(new Set(readers.map(({ unit }) => unit.name))).toEqual(new Set(['county-bureau', 'county-hall']));
    expect(readers.filter(({ unit }) => unit.name === 'county-hall')).toEqual([hall.staff]);
    const head = as('county-hall', 'head');
    expect(allowedActions(world.state, secret, world.viewer(head))).toEqual([]);
    expect(mayRead(world.state, world.viewer({ resident: applicant }))).toBe(true);
  });
});

describe('what is done in one sitting', () => {
  it('is settled by whoever accepts it, as far as the power of the counter goes', () => {
    const item = itemNamed('HR-INS-04'); // of the county
    const hall = as('other-county-hall', 'teller');
    const world = begun({}, item, hall);
    world.do(hall, 'receive').do(hall, 'accept');
    expect(world.stepOf('stage')).toMatchObject({ unit: 'other-county-hall', holder: hall.staff.id });
    const result = { kind: 'certificate', title: '参保证明', reference: '1' };
    world.do(hall, 'decide', { granted: true, opinion: '当场办结', result }).do(hall, 'deliver', { way: 'in-person' });
    expect(world.state).toMatchObject({ status: 'completed' });
    expect(world.state.visits.length).toBe(1);

    const below = begun({}, item, clerk);
    below.do(clerk, 'receive').do(clerk, 'accept');
    expect(below.stepOf('stage')).toMatchObject({ unit: 'county-bureau', holder: null });
  });
});

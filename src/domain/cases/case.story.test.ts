import { describe, expect, it } from 'vitest';
import { allowedActions, mayRead } from './allowed.ts';
import { itemNamed } from './items.testing.ts';
import { agent, applicant, as, byApplicant, stranger, unitNamed, World } from './world.testing.ts';

const pension = itemNamed('HR-INS-03');
const village = unitNamed('village').id;
const money = { kind: 'money', title: '养老金', amount: 22_933, firstMonth: '2026-04', accountTail: '0004' };
const agreed = { agree: true, opinion: '情况属实' };

describe('she claims her pension on the phone and signs for it in the village', () => {
  const world = new World(pension, 1, '2026-03-02T10:00:00+08:00');
  /** Whoever has nothing to do with it finds nothing to do. */
  const strangers = () => {
    for (const other of [{ resident: stranger }, { resident: agent }, as('other-village', 'village-clerk')]) {
      const allowed = allowedActions(world.state, pension, world.viewer(other));
      // Any counter of the city may take what she brings, and count that she came.
      expect(allowed.filter((action) => action !== 'supplement' && action !== 'countVisit')).toEqual([]);
      expect(mayRead(world.state, world.viewer(other))).toBe(false);
    }
  };

  it('goes to her own village, and the law counts from there', () => {
    const missing = [{ code: 'sscard', mayBeOwed: false }];
    expect(world.submit(byApplicant, { delivery: { way: 'site', unit: village }, missing })).toBeUndefined();
    expect(world.stepOf('intake')).toMatchObject({ unit: 'village', holder: null });
    expect(world.due('decision')).toBe('2026-03-16');
    strangers();
  });

  it('is received there, and she is told once of everything that is missing', () => {
    const clerk = as('village', 'village-clerk');
    world.do(clerk, 'receive', { papers: ['idcard'] });
    expect(world.state).toMatchObject({ status: 'received', papers: ['idcard'], responsible: clerk.staff.id });
    world.do(clerk, 'notify', { missing: [{ kind: 'material', code: 'sscard', note: '拍得不清楚' }] });
    expect(world.state.status).toBe('correcting');
    expect(world.due('decision')).toBeNull();
    expect(world.due('correction')).toBe('2026-03-17');
    strangers();
  });

  it('waits for her, and the days that she took are not the office’s', () => {
    world.pass(2);
    world.missing = [];
    world.do(as('village', 'village-clerk'), 'supplement', { counter: true, papers: ['sscard'] });
    expect(world.state).toMatchObject({ status: 'received', visits: [{ unit: village, day: '2026-03-04' }] });
    expect(world.due('decision')).toBe('2026-03-17');
    strangers();
  });

  it('is accepted in the village, checked in the town, and decided in the county', () => {
    world.do(as('village', 'village-clerk'), 'accept', {});
    expect(world.stepOf('stage')).toMatchObject({ unit: 'town' });
    strangers();
    world.do(as('town', 'reviewer'), 'pass', agreed);
    expect(world.stepOf('stage')).toMatchObject({ unit: 'county-bureau' });
    world.do(as('county-bureau', 'reviewer'), 'recordOutside', {
      system: '省社会保险信息系统',
      serial: 'SB-2026-0417',
      outcome: '账户金额已核',
      agree: true,
      doneBy: '王五',
      doneOn: '2026-03-04',
    });
    expect(world.state).toMatchObject({ stage: 'county-decide', numbers: [{ number: 'SB-2026-0417' }] });
    strangers();
    world.do(as('county-bureau', 'approver'), 'decide', { granted: true, opinion: '准予', result: money });
    expect(world.state).toMatchObject({ status: 'decided', granted: true });
    expect(world.due('decision')).toBeUndefined();
    expect(world.due('delivery')).toBe('2026-03-11');
    strangers();
  });

  it('travels down, each hand-over signed for', () => {
    world.do(as('county-bureau', 'handler'), 'handOver', { unit: unitNamed('town').id });
    expect(world.no(as('county-bureau', 'handler'), 'signHandOver')).toBe('case.elsewhere');
    world.do(as('town', 'teller'), 'signHandOver');
    world.do(as('town', 'teller'), 'handOver', { unit: village });
    expect(world.no(as('village', 'village-clerk'), 'deliver', { way: 'in-person' })).toBe('case.not-now');
    world.nextWorkingDay().do(as('village', 'village-clerk'), 'signHandOver');
    // It lies where she wants it: from here on nobody is late.
    expect(world.due('delivery')).toBeUndefined();
    expect(world.due('collection')).toBe('2026-05-06');
    strangers();
  });

  it('and is over when she has it', () => {
    world.do(as('village', 'village-clerk'), 'deliver', { way: 'in-person', signature: '<svg/>' });
    expect(world.state).toMatchObject({ status: 'completed', steps: [] });
    expect(world.clocks).toEqual([]);
    expect(world.state.visits.map(({ day }) => day)).toEqual(['2026-03-04', '2026-03-05']);
    world.do(as('county-bureau', 'handler'), 'archive');
    expect(world.state.status).toBe('archived');
    expect(allowedActions(world.state, pension, world.viewer({ resident: applicant }))).toEqual([]);
  });

  it('as its events tell', () => {
    expect(world.events.map(({ type }) => type)).toEqual([
      ...['submitted', 'received', 'correction-noticed', 'supplemented', 'visit-counted', 'accepted'],
      ...['stage-entered', 'opinion-given', 'stage-passed', 'stage-entered', 'opinion-given', 'stage-passed'],
      ...['stage-entered', 'decided', 'handed-over', 'hand-over-signed', 'handed-over', 'hand-over-signed'],
      ...['delivered', 'visit-counted', 'archived'],
    ]);
  });
});

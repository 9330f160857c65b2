import { describe, expect, it } from 'vitest';
import { allowedActions, may, type Viewer } from './allowed.ts';
import { itemNamed } from './items.testing.ts';
import { inStage, until } from './play.testing.ts';
import { as, byApplicant, bySystem, unitNamed, type Wish, World } from './world.testing.ts';

const pension = itemNamed('HR-INS-03');
const card = itemNamed('HR-CARD-02'); // on site or by post
const handler = as('county-bureau', 'handler');
const approver = as('county-bureau', 'approver');
const clerk = as('village', 'village-clerk');
const teller = as('town', 'teller');
const village = unitNamed('village').id;
const money = { kind: 'money', title: '养老金', amount: 22_933 };
const why = { reason: '说明' };
const parcel = { carrier: '邮政', tracking: 'EA123456789CN' };

/** A case that has just been decided. */
const decided = (item = pension, wish: Wish = { delivery: { way: 'site', unit: village } }): World =>
  until(item, ({ status }) => status === 'decided', wish);
const brought = (world = decided()): World =>
  world.do(handler, 'handOver', { unit: village }).do(clerk, 'signHandOver');

describe('a decision', () => {
  it('issues what the item issues, and refuses with a basis and a notice', () => {
    const world = inStage(pension, 'county-decide');
    const decide = (data: object) => world.no(approver, 'decide', { opinion: '意见', ...data });
    expect(decide({ granted: true, result: { kind: 'card', title: '卡' } })).toBe('case.result-kind');
    expect(decide({ granted: true, result: { kind: 'money', title: '养老金' } })).toBe('case.result-amount');
    expect(decide({ granted: false, result: { kind: 'notice', title: '不予' } })).toBe('case.refusal-basis');
    expect(decide({ granted: false, basis: '条例', result: money })).toBe('case.result-kind');
    expect(world.no(approver, 'pass', { agree: true, opinion: '同意' })).toBe('case.not-now');
  });

  it('corrected after she has signed is delivered anew, by those who decided', () => {
    const world = brought().do(clerk, 'deliver', { way: 'in-person' });
    expect(world.state.status).toBe('completed');
    world.pass(30);
    const data = { reason: '金额有误', granted: true, result: { ...money, amount: 25_000 } };
    expect(world.no(as('city-bureau', 'approver'), 'correctDecision', data)).toBe('case.elsewhere');
    // Whoever goes on for a unit that has ended corrects what it decided, with the power that the item asks for.
    const elsewhere = world.viewer(as('city-bureau', 'approver'));
    const levels: string[] = [];
    const succeeds = (_: string, level: string) => levels.push(level) > 0;
    expect(may('correctDecision', world.state, world.item, { ...elsewhere, reach: true, succeeds } as Viewer)).toBe(
      true,
    );
    expect(levels).toEqual([world.item.rights.decide]);
    world.do(approver, 'correctDecision', data);
    expect(world.state).toMatchObject({ status: 'decided', parcel: { at: { id: handler.staff.unit.id } } });
    // The law's clock stays stopped; the new result has a date of its own.
    expect(world.clocks.map(({ obligation }) => obligation)).toEqual(['delivery']);
    expect(world.due('delivery')! > world.today).toBe(true);
    brought(world).do(clerk, 'deliver', { way: 'in-person' });
    expect(world.events.filter(({ type }) => type === 'delivered').length).toBe(2);
  });

  it('about money is paid, or comes back from the bank', () => {
    const world = decided();
    const on = world.today;
    expect(world.no(handler, 'recordPayment', { outcome: 'paid', on: '2027-01-01' })).toBe('case.future-day');
    expect(world.no(teller, 'recordPayment', { outcome: 'paid', on })).toBe('case.elsewhere');
    world.do(handler, 'recordPayment', { outcome: 'returned', on });
    world.do(approver, 'correctDecision', { reason: '账号有误', granted: true, result: money });
    expect(world.state.payment).toBeNull();
  });
});

describe('a result', () => {
  it('that was lost on the way or came back is sent again', () => {
    const world = decided().do(handler, 'handOver', { unit: unitNamed('other-village').id });
    expect(world.no(handler, 'handOver', { unit: village })).toBe('case.elsewhere');
    expect(world.no(teller, 'recallParcel', why)).toBe('case.elsewhere');
    world.do(handler, 'recallParcel', why);
    expect(world.stepOf('delivery').unit).toBe('county-bureau');
    brought(world);
  });

  it('in the post is confirmed by the applicant, or by whoever posted it', () => {
    const posted = () => decided(card, { delivery: { way: 'post', unit: null } }).do(handler, 'post', parcel);
    const world = posted();
    expect(world.due('delivery')).toBeUndefined();
    expect(world.no(byApplicant, 'deliver', { way: 'in-person' })).toBe('case.delivery-way');
    expect(world.no(handler, 'deliver', { way: 'in-person' })).toBe('case.delivery-way');
    world.do(byApplicant, 'deliver', { way: 'post' });
    expect(posted().do(handler, 'deliver', { way: 'post' }).state.status).toBe('completed');
    const back = posted().do(handler, 'recallParcel', why);
    expect(back.due('delivery')).toBe(decided(card).due('delivery'));
    back.pass(90);
    expect(back.no(bySystem, 'closeUncollected', why)).toBe('case.not-yet');
  });

  it('goes where the applicant has come to want it', () => {
    const world = decided(card, { delivery: { way: 'site', unit: village } });
    expect(world.no(byApplicant, 'changeDelivery', { way: 'online' })).toBe('case.delivery-not-offered');
    world.do(byApplicant, 'changeDelivery', { way: 'site', unit: handler.staff.unit.id });
    expect(world.clocks.map(({ obligation }) => obligation)).toEqual(['collection']);
    world.do(clerk, 'changeDelivery', { way: 'post' });
    expect(world.clocks.map(({ obligation }) => obligation)).toEqual(['delivery']);
    world.do(handler, 'post', parcel);
    expect(world.no(byApplicant, 'changeDelivery', { way: 'site' })).toBe('case.not-yours');
  });

  it('read online is signed for by the applicant alone', () => {
    const world = decided(pension, { delivery: { way: 'online', unit: null } });
    expect(world.due('collection')).toBe('2026-05-06');
    expect(world.no(handler, 'deliver', { way: 'online' })).toBe('case.delivery-way');
    world.do(byApplicant, 'deliver', { way: 'online' });
    expect(world.state.visits).toEqual([]);
  });

  it('brought to the door is signed for there, and no visit to a counter', () => {
    const world = brought();
    world.do(clerk, 'deliver', { way: 'door', signature: 'x' });
    expect(world.state).toMatchObject({ status: 'completed', visits: [] });
    const fetched = brought().do(clerk, 'deliver', { way: 'agent' });
    expect(fetched.state.visits).toHaveLength(1);
  });

  it('that nobody fetches makes nobody late, is closed in time, and can still be had', () => {
    const world = brought();
    expect(world.clocks.map(({ obligation }) => obligation)).toEqual(['collection']);
    expect(world.no(clerk, 'closeUncollected', why)).toBe('case.not-yet');
    world.pass(70).do(bySystem, 'closeUncollected', why);
    expect(world.state).toMatchObject({ status: 'ended', ending: 'uncollected', steps: [] });
    world.pass(30);
    expect(world.no(teller, 'deliver', { way: 'in-person' })).toBe('case.elsewhere');
    world.do(clerk, 'deliver', { way: 'in-person' });
    expect(world.state).toMatchObject({ status: 'completed', ending: null });
  });

  it('of a case that ended otherwise is not there to be had', () => {
    const world = new World(pension);
    world.submit(byApplicant);
    world.do(byApplicant, 'withdraw', why);
    expect(allowedActions(world.state, pension, world.viewer(byApplicant))).toEqual([]);
    expect(allowedActions(world.state, pension, world.viewer(clerk))).toEqual([]);
  });
});

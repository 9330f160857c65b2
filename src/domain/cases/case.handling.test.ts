import { describe, expect, it } from 'vitest';
import type { Item } from '#domain/catalogue/item.ts';
import { allowedActions, isOwnWork, may } from './allowed.ts';
import { commands } from './commands.ts';
import { decide } from './decide.ts';
import { itemNamed, madeUpItems } from './items.testing.ts';
import { inStage } from './play.testing.ts';
import { type Actor, as, byApplicant, bySystem, unitNamed, World } from './world.testing.ts';

const [all] = madeUpItems as [Item];
const pension = itemNamed('HR-INS-03');
const yes = { agree: true, opinion: '同意' };
const why = { reason: '请再核对' };
const townReviewer = as('town', 'reviewer');
const countyReviewer = as('county-bureau', 'reviewer');
const approver = as('county-bureau', 'approver');
const handler = as('county-bureau', 'handler');
const head = as('county-bureau', 'head');

const unitsOf = (world: World, kind: string) =>
  world.state.steps.filter((step) => step.kind === kind).map(({ unit }) => unit);
const may2 = (world: World, actor: Actor, action: Parameters<typeof may>[0]) =>
  may(action, world.state, world.item, world.viewer(actor)) !== false;

describe('a stage that goes back', () => {
  it('goes to whoever did it, wherever that was', () => {
    const world = inStage(pension, 'town-review');
    const other = as('other-town', 'reviewer');
    world.do(townReviewer, 'transfer', { unit: other.staff.unit.id, account: other.staff.id, ...why });
    world.do(other, 'pass', yes).do(countyReviewer, 'pass', yes);
    expect(world.no(approver, 'returnTo', { stage: 'county-decide', ...why })).toBe('case.no-such-stage');
    world.do(approver, 'returnTo', { stage: 'town-review', ...why });
    expect(world.stepOf('stage')).toMatchObject({ unit: 'other-town', holder: other.staff.id });
    expect(world.no(townReviewer, 'pass', yes)).toBe('case.elsewhere');
    world.do(other, 'pass', yes);
  });

  it('can be taken back only until somebody has it in hand', () => {
    const world = inStage(pension, 'town-review').do(townReviewer, 'pass', yes);
    expect(may2(world, townReviewer, 'takeBack')).toBe(true);
    world.do(countyReviewer, 'claim');
    expect(world.no(townReviewer, 'takeBack', why)).toBe('case.not-now');
  });

  it('keeps a request for more time, which waits for the head of the unit that decides', () => {
    const world = inStage(all, 'county-check');
    world.do(countyReviewer, 'requestExtension', why);
    const step = world.stepOf('extension').id;
    world.do(countyReviewer, 'returnTo', { stage: 'town-review', ...why });
    expect(world.stepOf('extension').id).toBe(step);
    const due = world.due('decision')!;
    world.do(head, 'approveExtension', { opinion: '同意延长' });
    expect(world.due('decision')! > due).toBe(true);
    expect(world.no(townReviewer, 'requestExtension', why)).toBe('case.not-now');
  });
});

describe('more time', () => {
  it('is neither granted by whoever asked for it nor asked for when it is too late', () => {
    const world = inStage(all, 'county-check');
    const two = as('county-bureau', 'head', 1);
    world.do(head, 'assign', { account: head.staff.id, ...why }, world.stepOf('stage').id);
    expect(may2(world, head, 'requestExtension')).toBe(false); // a head handles, and does not review
    world.do(head, 'assign', { account: countyReviewer.staff.id, ...why }, world.stepOf('stage').id);
    world.do(countyReviewer, 'requestExtension', why);
    expect(isOwnWork(world.state, all, countyReviewer.staff.id, 'extension')).toBe(true);
    world.do(two, 'denyExtension', { opinion: '请按期办结' });
    expect(world.state.steps.map(({ kind }) => kind)).not.toContain('extension');
    world.pass(30);
    expect(world.no(countyReviewer, 'requestExtension', why)).toBe('case.too-late-to-extend');
  });

  it('asked for in time and answered too late is refused', () => {
    const world = inStage(all, 'county-check').do(countyReviewer, 'requestExtension', why).pass(30);
    expect(world.no(head, 'approveExtension', { opinion: '同意' })).toBe('case.too-late-to-extend');
    world.do(head, 'denyExtension', { opinion: '已过期' });
  });
});

describe('one’s own work', () => {
  it('is judged by somebody else: who helped or accepted does not review or decide', () => {
    const item: Item = { ...pension, flow: pension.flow.slice(2) };
    const world = new World(item);
    world.submit(as('county-bureau', 'handler'));
    world.do(as('county-bureau', 'handler'), 'receive').do(as('county-bureau', 'handler'), 'accept');
    for (const nth of [0, 1]) expect(may2(world, as('county-bureau', 'approver', nth), 'decide')).toBe(true);
    expect(isOwnWork(world.state, item, as('county-bureau', 'handler').staff.id, 'stage')).toBe(true);
  });

  it('nor through the post of a colleague who is away', () => {
    const world = inStage(pension, 'county-check');
    const [one, two] = [countyReviewer, as('county-bureau', 'reviewer', 1)];
    world.do(one, 'delegate', { unit: two.staff.unit.id, account: two.staff.id, ...why });
    const delegated = world.stepOf('delegate').id;
    expect(world.no(one, 'pass', yes)).toBe('case.reviewers-open');
    world.do(two, 'pass', yes, delegated).do(one, 'claim');
    // `two` is the substitute of `one`, and has done part of the work.
    world.absent.add(one.staff.id);
    expect(world.viewer(two)).toMatchObject({ standsInFor: [one.staff.id] });
    expect(world.no(two, 'pass', yes)).toBe('case.own-work');
    expect(world.no(one, 'delegate', { unit: one.staff.unit.id, account: one.staff.id, ...why })).toBe(
      'case.already-here',
    );
  });

  it('is not put into one’s hands by somebody else either', () => {
    const world = inStage(pension, 'county-check');
    const step = world.stepOf('stage').id;
    const to = (account: string, unit = countyReviewer.staff.unit.id) => ({ unit, account, ...why });
    expect(world.no(countyReviewer, 'transfer', to(townReviewer.staff.id))).toBe('case.no-such-colleague');
    const town = townReviewer.staff;
    expect(world.no(countyReviewer, 'addReviewer', to(town.id, town.unit.id))).toBe('case.own-work');
    expect(world.no(head, 'assign', { account: town.id, ...why }, step)).toBe('case.no-such-colleague');
  });
});

describe('a task in somebody’s hands', () => {
  it('is called back, when the colleague who was asked does not answer', () => {
    const world = inStage(pension, 'county-check');
    world.do(countyReviewer, 'addReviewer', { unit: unitNamed('county-tax').id, ...why });
    world.do(countyReviewer, 'delegate', { unit: head.staff.unit.id, account: head.staff.id, ...why });
    for (const kind of ['reviewer', 'delegate'] as const)
      world.do(countyReviewer, 'removeReviewer', { step: world.stepOf(kind).id });
    world.do(countyReviewer, 'pass', yes);
  });

  it('goes with its questions when it is passed to a colleague', () => {
    const world = inStage(pension, 'county-check');
    world.do(countyReviewer, 'addReviewer', { unit: unitNamed('county-tax').id, ...why });
    const two = as('county-bureau', 'reviewer', 1);
    world.do(countyReviewer, 'transfer', { unit: two.staff.unit.id, account: two.staff.id, ...why });
    expect(unitsOf(world, 'reviewer')).toEqual([unitNamed('county-tax').id]);
    world.do(as('county-tax', 'handler'), 'pass', yes).do(two, 'pass', yes);
  });

  it('is nobody’s prisoner: the head puts it into other hands, a substitute acts, the unit above stands in', () => {
    const world = inStage(pension, 'county-check').do(countyReviewer, 'claim');
    const two = as('county-bureau', 'reviewer', 1);
    const step = world.stepOf('stage').id;
    expect(world.no(two, 'pass', yes)).toBe('case.held-by-other');
    expect(may2(world, two, 'assign')).toBe(false);
    world.do(head, 'assign', { account: null, ...why }, step);
    world.do(two, 'claim').absent.add(two.staff.id);
    expect(world.no(countyReviewer, 'pass', yes)).toBe('case.held-by-other');
    world.absent.add(approver.staff.id); // the substitute of `two`
    world.do(countyReviewer, 'pass', yes);
  });

  it('falls to others only at the unit from which its holder is away, not where they are at work', () => {
    const world = inStage(pension, 'county-check').do(countyReviewer, 'claim');
    const holder = countyReviewer.staff.id;
    const seen = (actor: Actor, unit: string) => {
      const viewer = world.viewer(actor);
      const covers = { holders: [{ unit: unitNamed(unit).id, account: holder }], units: [] };
      if (viewer.kind !== 'staff') throw new Error('no clerk');
      return may('pass', world.state, pension, { ...viewer, covers }) !== false;
    };
    const above = as('city-bureau', 'reviewer');
    expect(seen(above, 'county-bureau')).toBe(true);
    expect(seen(above, 'county-land')).toBe(false);
    expect(seen(as('county-bureau', 'reviewer', 1), 'county-land')).toBe(false);
  });

  it('in a unit where nobody is in today is done above, but not carried off', () => {
    const world = inStage(pension, 'town-review');
    for (const each of ['teller', 'handler', 'reviewer', 'approver', 'head'])
      for (const nth of [0, 1]) if (as('town', each, nth).staff) world.absent.add(as('town', each, nth).staff.id);
    expect(may2(world, countyReviewer, 'claim')).toBe(false);
    world.do(countyReviewer, 'pass', yes);
    expect(world.state.worked.at(-1)?.at.id).toBe(unitNamed('town').id);
  });

  it('goes to the successor of a unit that was closed', () => {
    const world = inStage(pension, 'town-review').do(townReviewer, 'claim');
    const [from, to] = [unitNamed('town').id, unitNamed('other-town').id];
    world.closed.add(from);
    world.do(bySystem, 'reroute', { from, to });
    expect(world.stepOf('stage')).toMatchObject({ unit: 'other-town', holder: null });
    world.do(as('other-town', 'reviewer'), 'pass', yes);
    world.do(countyReviewer, 'returnTo', { stage: 'town-review', ...why });
    // What the closed unit had passed before would come back to its level, never to a closed door.
    expect(world.stepOf('stage').unit).toBe('other-town');
    expect(world.events.filter(({ type }) => type === 'rerouted').length).toBe(1);
    world.do(bySystem, 'reroute', { from, to });
    expect(world.events.filter(({ type }) => type === 'rerouted').length).toBe(1);
  });

  it('goes to the unit above where nobody carries on, or where whoever does may not see it', () => {
    const alone = inStage(pension, 'town-review');
    const from = unitNamed('town').id;
    alone.closed.add(from);
    alone.do(bySystem, 'reroute', { from, to: null });
    expect(alone.stepOf('stage').unit).toBe('county-bureau');

    const gone = inStage(pension, 'town-review');
    gone.closed.add(from).add(unitNamed('other-town').id);
    gone.do(bySystem, 'reroute', { from, to: unitNamed('other-town').id });
    expect(gone.stepOf('stage').unit).toBe('county-bureau');
  });

  it('goes to whoever has the power, where the unit that carries on has it not', () => {
    const world = inStage(pension, 'county-check');
    const from = unitNamed('county-bureau').id;
    world.closed.add(from);
    world.do(bySystem, 'reroute', { from, to: unitNamed('county-tax').id });
    expect(world.stepOf('stage').unit).toBe('city-bureau');
    expect(world.events.at(-1)).toMatchObject({ type: 'rerouted', data: { to: { id: unitNamed('county-tax').id } } });
  });
});

describe('reported up', () => {
  it('goes to the unit above with the same power, and down to whoever reported it', () => {
    const world = inStage(pension, 'county-check');
    expect(may2(world, countyReviewer, 'sendDown')).toBe(false);
    world.do(countyReviewer, 'reportUp', why);
    expect(world.stepOf('stage').unit).toBe('city-bureau');
    const city = as('city-bureau', 'reviewer');
    expect(may2(world, city, 'reportUp')).toBe(false);
    world.do(city, 'sendDown', why);
    expect(world.stepOf('stage').unit).toBe('county-bureau');

    const elsewhere = inStage(pension, 'town-review');
    const other = as('other-town', 'reviewer');
    elsewhere.do(townReviewer, 'transfer', { unit: other.staff.unit.id, ...why }).do(other, 'reportUp', why);
    expect(elsewhere.stepOf('stage').unit).toBe('county-bureau');
    elsewhere.do(countyReviewer, 'reportUp', why).do(city, 'sendDown', why).do(countyReviewer, 'sendDown', why);
    expect(elsewhere.stepOf('stage').unit).toBe('other-town');
  });

  it('as a way of handling begins with a report where it was accepted', () => {
    const clerk = as('village', 'village-clerk');
    const world = new World(pension);
    world.submit(clerk, { mode: 'reported' });
    world.do(clerk, 'receive').do(clerk, 'accept');
    expect(world.stepOf('stage').unit).toBe('village');
    world.do(clerk, 'pass', yes);
    expect(world.state.stage).toBe('town-review');
  });
});

describe('a step done in another system', () => {
  const outcome = { system: '省社会保险信息系统', serial: 'SB-1', outcome: '账户已核', agree: true };

  it('is told with its number, once, and with who did it there and when', () => {
    const world = inStage(pension, 'county-check');
    expect(world.no(countyReviewer, 'recordOutside', { ...outcome, doneOn: '2026-03-09' })).toBe('case.future-day');
    world.do(countyReviewer, 'recordOutside', { ...outcome, doneBy: '王五', doneOn: '2026-03-02' });
    expect(world.state.stage).toBe('county-decide');
    world.do(approver, 'recordOutside', outcome).do(handler, 'addNumber', { system: outcome.system, number: 'SB-1' });
    expect(world.state.numbers).toEqual([{ system: outcome.system, number: 'SB-1' }]);
    expect(world.state.stage).toBe('county-decide'); // a decision is never left to another system
    const told = world.events.find(({ type }) => type === 'opinion-given' && world.state.seq > 0);
    expect(JSON.stringify(told)).not.toContain('王五');
  });

  it('has no room for the number of a person', () => {
    const number = (system: string, value: string) => commands.addNumber.safeParse({ system, number: value }).success;
    expect(number('省系统12333', 'P-1')).toBe(true);
    expect(number('990101198506150020', 'P-1')).toBe(false);
    expect(number('省系统', '张三')).toBe(false);
  });
});

describe('a text', () => {
  it('that was not sealed stops the command, rather than be lost', () => {
    const world = inStage(pension, 'county-check');
    const context = { ...world.context(countyReviewer, yes), notes: {} };
    expect(() => decide(world.state, { action: 'pass', data: yes }, context)).toThrow('"opinion" was not sealed');
  });
});

describe('a suspension', () => {
  it('needs a ground that the item knows, and ends on a day that was told', () => {
    const world = inStage(all, 'county-check');
    const stop = { reason: '听证', document: '通知〔2026〕3号', plannedDays: 10 };
    expect(world.no(countyReviewer, 'suspend', { kind: 'testing', ...stop })).toBe('case.no-such-stop');
    world.do(countyReviewer, 'suspend', { kind: 'hearing', ...stop });
    expect(world.due('decision')).toBeNull();
    expect(world.due('suspension')).toBe('2026-03-12');
    expect(allowedActions(world.state, all, world.viewer(as('county-tax', 'handler')))).not.toContain('pass');
    world.pass(8).do(countyReviewer, 'resume', why);
    expect(unitsOf(world, 'joint').length).toBe(2);
    expect(world.due('suspension')).toBeUndefined();
  });
});

describe('first asked, first responsible', () => {
  it('until it is handed to a named colleague', () => {
    const clerk = as('village', 'village-clerk');
    const world = new World(pension);
    world.submit(byApplicant);
    expect(world.state.responsible).toBeNull();
    world.do(clerk, 'receive');
    const colleague = as('town', 'teller').staff;
    const to = { unit: colleague.unit.id, account: colleague.id, ...why };
    expect(may2(world, as('village', 'village-clerk', 1), 'handResponsibility')).toBe(false);
    expect(world.no(clerk, 'handResponsibility', { ...to, unit: clerk.staff.unit.id })).toBe('case.no-such-colleague');
    world.do(clerk, 'handResponsibility', to);
    expect(world.state.responsible).toBe(colleague.id);
    expect(world.no(clerk, 'handResponsibility', to)).toBe('case.elsewhere');
  });
});

import { describe, expect, it } from 'vitest';
import type { Item } from '#domain/catalogue/item.ts';
import { madeUpItems } from './items.testing.ts';
import { forward, inStage } from './play.testing.ts';
import { as, unitNamed, type World } from './world.testing.ts';

const [all, any, vote] = madeUpItems as [Item, Item, Item];
const yes = { agree: true, opinion: '同意' };
const no = { agree: false, opinion: '不同意' };
const why = { reason: '请再核对' };
const countyReviewer = as('county-bureau', 'reviewer');
const approver = as('county-bureau', 'approver');
const money = { kind: 'money', title: '养老金', amount: 1 };
const grant = { granted: true, opinion: '准予', result: money };
const refuse = { granted: false, opinion: '不予', basis: '条例', result: { kind: 'notice', title: '不予办理' } };

const unitsOf = (world: World, kind: string) =>
  world.state.steps.filter((step) => step.kind === kind).map(({ unit }) => unit);

describe('several units heard in one stage', () => {
  const tax = as('county-tax', 'handler');
  const land = as('county-land', 'handler');

  it('all of them: the one that leads has no task twice, and cannot agree over a no', () => {
    const world = inStage(all, 'county-check');
    // The bureau holds finance as well: it leads, and so is not asked besides.
    expect(unitsOf(world, 'joint')).toEqual([tax, land].map(({ staff }) => staff.unit.id));
    expect(world.no(countyReviewer, 'pass', yes)).toBe('case.joint-open');
    world.do(tax, 'pass', yes);
    expect(world.no(countyReviewer, 'pass', no)).toBe('case.joint-open');
    world.do(land, 'pass', no);
    expect(world.no(countyReviewer, 'pass', yes)).toBe('case.joint-against');
    world.do(countyReviewer, 'pass', no);
    world.do(approver, 'decide', refuse);
    expect(world.state.granted).toBe(false);
  });

  it('any of them: one yes is enough, and then nobody else’s task is left open', () => {
    const world = inStage(any, 'county-decide');
    world.do(tax, 'pass', no);
    expect(world.no(approver, 'decide', grant)).toBe('case.joint-open');
    world.do(land, 'pass', yes);
    world.do(approver, 'decide', grant);
    expect(unitsOf(world, 'joint')).toEqual([]);

    const refused = inStage(any, 'county-decide');
    refused.do(tax, 'pass', no).do(land, 'pass', no);
    expect(refused.no(approver, 'decide', grant)).toBe('case.joint-against');
  });

  it('by vote: decided as soon as more than half say the same', () => {
    // In the town every department is the town's own counter; what it lacks is asked of the county.
    const world = inStage(vote, 'county-check');
    expect(world.stepOf('stage').unit).toBe('city-bureau');
    expect(unitsOf(world, 'joint')).toEqual([]);
    world.do(as('city-bureau', 'reviewer'), 'pass', yes);
    expect(world.state.stage).toBe('county-decide');
  });

  it('after a return are asked again, so that no task is lost', () => {
    const world = inStage(all, 'county-check');
    world.do(tax, 'pass', yes).do(countyReviewer, 'returnTo', { stage: 'town-review', ...why });
    expect(unitsOf(world, 'joint')).toEqual([]);
    forward(world, 1);
    expect(world.state.stage).toBe('county-check');
    expect(unitsOf(world, 'joint').length).toBe(2);
    expect(world.state.opinions).not.toContainEqual(expect.objectContaining({ kind: 'joint' }));
  });

  it('after a stage was taken back need not be heard twice', () => {
    const world = inStage(all, 'county-check');
    world.do(tax, 'pass', yes).do(land, 'pass', yes).do(countyReviewer, 'pass', yes);
    expect(world.no(approver, 'takeBack', why)).toBe('case.not-now');
    world.do(countyReviewer, 'takeBack', why);
    expect(world.stepOf('stage')).toMatchObject({ unit: 'county-bureau', holder: countyReviewer.staff.id });
    world.do(countyReviewer, 'pass', yes);
    expect(world.state.stage).toBe('county-decide');
  });

  it('may pass their part to a unit with the same power, and to no other', () => {
    const world = inStage(all, 'county-check');
    const send = (unit: string) => ({ unit: unitNamed(unit).id, ...why });
    const step = world.stepOf('joint').id;
    expect(world.no(tax, 'transfer', send('county-hall'), step)).toBe('case.no-department');
    expect(world.no(tax, 'transfer', send('town'), step)).toBe('case.no-power');
    world.do(tax, 'transfer', send('city-bureau'), step);
    world.do(as('city-bureau', 'handler'), 'pass', yes, step).do(land, 'pass', yes).do(countyReviewer, 'pass', yes);
  });
});

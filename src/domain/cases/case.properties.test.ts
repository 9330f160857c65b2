import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isProblem } from '#domain/kernel/problem.ts';
import { languages } from '#domain/kernel/text.ts';
import en from '../../../locales/en/clock.json' with { type: 'json' };
import zh from '../../../locales/zh-CN/clock.json' with { type: 'json' };
import { allowedActions, may } from './allowed.ts';
import { render } from './clock.explain.ts';
import { dueOf } from './clock.ts';
import { clocksOf, explainedClocks, officeDue, runningInputs } from './dues.ts';
import type { CaseEvent } from './events.ts';
import { items, madeUpItems } from './items.testing.ts';
import { type ActionName, actionNames, ruleOf } from './lifecycle.ts';
import { dataFor, dataProblems, finish, forward } from './play.testing.ts';
import { stagesOf } from './stages.ts';
import { type CaseState, evolve } from './state.ts';
import {
  type Actor,
  accounts,
  agent,
  ancestors,
  applicant,
  calendar,
  everybody,
  marker,
  stranger,
  type TestUnit,
  termed,
  unitNamed,
  units,
  World,
} from './world.testing.ts';

const messages = { 'zh-CN': zh, en };
/** Now and then, so that they do not end every life before it has begun. */
const rare: readonly ActionName[] = ['withdraw', 'terminate', 'refuse', 'archive', 'reroute'];

/** Somebody begins a case in some way. */
function begin(seed: number): World {
  const pool = seed % 4 === 0 ? madeUpItems : items;
  const item = pool[Math.floor(seed / 4) % pool.length]!;
  const world = new World(item, seed);
  const mode = world.oneOf(item.modes);
  const missing = item.materials.slice(0, world.some(3)).map(({ code }) => ({ code, mayBeOwed: world.some(2) === 0 }));
  const helped = world.some(2) === 0;
  const clerk = world.oneOf(accounts.filter(({ role }) => role === 'village-clerk' || role === 'teller'));
  const complainedOf = world.oneOf([[], ['village'], ['town'], ['county-bureau'], ['village', 'town']]);
  const barred = item.confidential ? complainedOf.map((name) => unitNamed(name).id) : [];
  const free = (unit: TestUnit) => [unit.id, ...ancestors(unit)].every((id) => !barred.includes(id));
  const refused = world.submit(helped ? { staff: clerk } : { resident: applicant }, {
    mode,
    missing,
    channel: helped ? world.oneOf(['counter', 'visit', 'hotline']) : 'phone',
    delivery: {
      way: world.oneOf(item.delivery.ways),
      unit: world.oneOf([
        null,
        ...['county-hall', 'other-village']
          .map(unitNamed)
          .filter(free)
          .map(({ id }) => id),
      ]),
    },
    parties: { agent: mode === 'proxy' || world.some(4) === 0 ? agent : null },
    barred,
  });
  if (refused) throw new Error(`${item.code} cannot be submitted: ${refused.problem}`);
  // Not every life is watched from its beginning.
  if (world.some(3) === 0) forward(world, world.some(9));
  return world;
}

/** Those who have to do with a case, and two who happen to come by. */
function people(world: World): Actor[] {
  const { handledBy, steps } = world.state;
  const near = new Set([...handledBy, ...steps.map((step) => step.unit), unitNamed('city-bureau').id]);
  return [
    ...everybody.filter((actor) => !('staff' in actor) || near.has(actor.staff.unit.id)),
    { staff: world.oneOf(accounts) },
    { staff: world.oneOf(accounts) },
  ];
}

type Law = (world: World, before: CaseState, fresh: readonly CaseEvent[], action: ActionName) => void;

/** Some people come and go; somebody does something that is allowed, and sooner what was not `done` before. */
function live(world: World, moments: number, look: Law, done?: ReadonlySet<ActionName>): void {
  for (let n = 0; n < moments; n += 1) {
    if (world.some(3) === 0) world.pass(world.oneOf([0, 0, 1, 1, 1, 2, 2, 3, 3, 4, 20, 61]));
    if (world.some(6) === 0) world.absent.clear();
    if (world.some(6) === 0) world.absent.add(world.oneOf(accounts).id);
    const before = world.state;
    const now = actionNames.filter(
      (action) => ruleOf(action).in.includes(before.status) && (!rare.includes(action) || world.some(12) === 0),
    );
    const choices = people(world).flatMap((actor) => {
      const viewer = world.viewer(actor);
      return now.flatMap((action) => {
        const step = may(action, before, world.item, viewer);
        return step === false ? [] : [{ actor, action, step: step === true ? null : step }];
      });
    });
    if (choices.length === 0) return;
    // Every action has its turn, whether one person may take it or everybody.
    const actions = [...new Set(choices.map((choice) => choice.action))];
    const untried = done ? actions.filter((each) => !done.has(each)) : [];
    const action = world.oneOf(untried.length > 0 ? untried : actions);
    const { actor, step } = world.oneOf(choices.filter((choice) => choice.action === action));
    const outcome = world.try(actor, action, dataFor(world, action, actor, step), step?.id);
    if (isProblem(outcome)) {
      if (!dataProblems[action].includes(outcome.problem)) throw new Error(`${action} was refused: ${outcome.problem}`);
      expect(world.state).toBe(before);
    } else look(world, before, outcome, action);
  }
}

const isOpen = (state: CaseState) => !['completed', 'ended', 'archived'].includes(state.status);

const laws: Record<string, Law> = {
  'events are numbered one by one': (world, before, fresh) => {
    expect(fresh.map((event) => event.seq)).toEqual(fresh.map((_, n) => before.seq + 1 + n));
    expect(world.state.seq).toBe(before.seq + fresh.length);
  },

  'replaying the events gives the same case, which a row can keep': ({ state, events }, _, fresh) => {
    expect(events.reduce<CaseState | null>((now, event) => evolve(now, event), null)).toEqual(state);
    expect(JSON.parse(JSON.stringify(state))).toEqual(state);
    expect(JSON.parse(JSON.stringify(fresh))).toEqual(fresh);
  },

  'no word that anybody wrote stands in an event or in the case': ({ state }, _, fresh) => {
    const kept = JSON.stringify([fresh, state]);
    expect(kept).not.toContain(marker);
    expect(kept).not.toContain('张三');
  },

  'one open step leads as long as the case is open, and every other belongs to it': ({ state }) => {
    const leads = state.steps.filter((step) => ['intake', 'stage', 'delivery'].includes(step.kind));
    expect(leads.length).toBe(isOpen(state) ? 1 : 0);
    const ids = state.steps.map((step) => step.id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const step of state.steps) {
      if (step.parent !== undefined) expect(ids).toContain(step.parent);
      if (step.kind !== 'extension') expect(step.stage).toBe(leads[0]!.stage);
    }
    const asked = state.extension?.state === 'requested' && isOpen(state);
    expect(state.steps.filter((step) => step.kind === 'extension').length).toBe(asked ? 1 : 0);
  },

  'no unit that is complained of holds, keeps or may do anything with it': (world) => {
    const { state, item } = world;
    const places = [...state.steps.map((step) => step.unit), state.parcel?.at.id, state.parcel?.inTransit?.id];
    const below = units.filter((unit) => state.barred.some((id) => unit.id === id || ancestors(unit).includes(id)));
    for (const { id: unit } of below) {
      expect([...places, ...state.handledBy]).not.toContain(unit);
      const staff = accounts.find((each) => each.unit.id === unit)!;
      expect(allowedActions(state, item, world.viewer({ staff }))).toEqual([]);
    }
    expect(allowedActions(state, item, world.viewer({ resident: stranger }))).toEqual([]);
  },

  'a visit is counted once for a counter and a day, and more time is given once': ({ state, events }) => {
    const visits = state.visits.map(({ unit, day }) => `${unit} ${day}`);
    expect(new Set(visits).size).toBe(visits.length);
    expect(events.filter(({ type }) => type === 'extension-approved').length).toBeLessThan(2);
  },

  'nothing that is not allowed succeeds': (world) => {
    const actor = world.oneOf(everybody);
    const viewer = world.viewer(actor);
    const before = world.state;
    for (const action of [world.oneOf(actionNames), world.oneOf(actionNames)]) {
      const step = before.steps[0];
      if (!step || may(action, before, world.item, viewer) !== false) continue;
      const missing = world.missing;
      expect(isProblem(world.try(actor, action, dataFor(world, action, actor, step)))).toBe(true);
      expect(world.state).toBe(before);
      world.missing = missing;
    }
  },

  'nobody passes judgement on their own work, nor through a colleague’s post': (world, before, fresh) => {
    const { item, state, events } = world;
    if (item.instant) return;
    const stages = stagesOf(item, state.mode);
    const place = (id: string | null) => stages.findIndex((stage) => stage.id === id);
    for (const event of fresh) {
      if (event.actor.kind !== 'staff') continue;
      const { account } = event.actor;
      const earlier = events.filter((each) => each.seq < event.seq);
      if (event.type === 'extension-approved' || event.type === 'extension-denied') {
        expect(earlier.findLast(({ type }) => type === 'extension-requested')?.actor).not.toMatchObject({ account });
      }
      const judged = event.type === 'stage-passed' ? event.data.stage : event.type === 'decided' && before.stage;
      if (!judged || stages[place(judged)]?.kind === 'handle') continue;
      expect(events[0]!.data).not.toMatchObject({ helper: account });
      for (const each of earlier) {
        if (each.actor.kind !== 'staff' || each.actor.account !== account) continue;
        expect(each.type).not.toBe('accepted');
        if (each.type === 'stage-passed') expect(place(each.data.stage)).toBeGreaterThanOrEqual(place(judged));
      }
    }
  },

  'every date can be asked why in both languages, and is the same when it is reckoned again': (world) => {
    const { state, item, clocks } = world;
    expect(clocksOf(state, termed(item), calendar, clocks)).toEqual(clocks);
    const explained = explainedClocks(state, termed(item), calendar, clocks, world.today);
    expect(explained.map((clock) => clock.obligation)).toEqual(clocks.map((clock) => clock.obligation));
    for (const { explanation } of explained)
      for (const language of languages)
        expect(render(explanation, language, messages[language])).not.toMatch(
          /^$|[{}]|undefined|NaN|\b(start|count|kind|event|stop|owed)\.\w/,
        );
  },

  'the decision stops the law’s clock; what waits to be fetched is nobody’s delay; something always runs': (world) => {
    const { state, clocks } = world;
    const running = clocks.map((clock) => clock.obligation);
    expect(new Set(running).size).toBe(running.length);
    if (state.decision !== null) expect(running).not.toContain('decision');
    if (['decided', 'delivering'].includes(state.status))
      expect(running).toEqual([state.available === null ? 'delivery' : 'collection']);
    if (state.available !== null) expect(officeDue(clocks)).toBeNull();
    if (isOpen(state)) expect(running.length).toBeGreaterThan(0);
    else expect(running).toEqual([]);
  },

  'a stop never makes a date earlier': ({ state, item }) => {
    for (const { input } of runningInputs(state, termed(item))) {
      if (typeof input === 'string' || !input.stops) continue;
      const { due } = dueOf(input, calendar);
      expect(due === null || due >= dueOf({ ...input, stops: [] }, calendar).due!).toBe(true);
    }
  },
};

const someLife = fc.record({ seed: fc.integer({ min: 0, max: 2 ** 30 }), moments: fc.integer({ min: 0, max: 45 }) });

describe('whatever people do with a case', () => {
  it.each(Object.entries(laws))(
    '%s',
    (_, law) => {
      fc.assert(
        fc.property(someLife, ({ seed, moments }) => live(begin(seed), moments, law)),
        { numRuns: 60 },
      );
    },
    30_000,
  );

  it('it can always be brought to its end', () => {
    fc.assert(
      fc.property(someLife, ({ seed, moments }) => {
        const world = begin(seed);
        live(world, moments, () => {});
        expect(finish(world)).toBeUndefined();
      }),
      { numRuns: 250 },
    );
  }, 30_000);

  it('every action has been taken there', () => {
    const taken = new Set<ActionName>();
    for (let seed = 0; seed < 1000 && taken.size < actionNames.length; seed += 1)
      live(begin(seed), 40, (_, __, ___, action) => void taken.add(action), taken);
    expect(actionNames.filter((action) => !taken.has(action))).toEqual([]);
  }, 30_000);
});

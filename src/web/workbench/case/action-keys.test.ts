import { describe, expect, it } from 'vitest';
import { type ActionName, actionNames, actions, ruleOf, statuses } from '#domain/cases/lifecycle.ts';
import en from '../../../../locales/en/actions.json' with { type: 'json' };
import zh from '../../../../locales/zh-CN/actions.json' with { type: 'json' };
import { actionKeys, type BarAction, barOf } from './action-keys.ts';
import { caseView, shapeOf } from './case.testing.ts';
import { panelFields } from './fields.ts';

const callable = actionNames.filter((name) => actions[name].permission !== null);
const settling: readonly string[] = ['submitted', 'received'];

describe('keys of actions', () => {
  it('are there for every action that somebody can take', () => {
    for (const action of [...callable, 'settle'] as BarAction[]) expect(actionKeys[action], action).toMatch(/^[a-z]$/);
  });

  it.each(statuses)('tell the actions of a case that is %s apart', (status) => {
    const open: BarAction[] = callable.filter((action) => ruleOf(action).in.includes(status));
    if (settling.includes(status)) open.push('settle');
    const keys = open.map((action) => actionKeys[action]);
    expect(new Set(keys).size, open.map((action) => `${action} ${actionKeys[action]}`).join(', ')).toBe(keys.length);
  });
});

describe('words of actions', () => {
  it.each([
    ['zh-CN', zh],
    ['en', en],
  ] as const)('are complete in %s', (_, words: Record<string, string>) => {
    for (const action of callable)
      for (const part of ['label', 'verb', 'explain', 'done'])
        expect(words[`${action}.${part}`], `${action}.${part}`).toBeTruthy();
    for (const action of actionNames) expect(words[`${action}.label`], action).toBeTruthy();
    for (const action of callable)
      for (const { name } of panelFields(action, shapeOf(action), { serial: 'A-1', owed: ['a'], granted: false }))
        expect(words[`${action}.${name}`] ?? words[`field.${name}`], `${action} ${name}`).toBeTruthy();
  });
});

describe('the bar', () => {
  const bar = (allowed: ActionName[], change = {}, settle = false) =>
    barOf(caseView({ allowedActions: allowed, ...change }), settle);

  it('shows every allowed action once and no other', () => {
    for (const status of statuses) {
      const allowed = callable.filter((action) => ruleOf(action).in.includes(status));
      const { first, near, more } = bar(allowed, { status });
      const shown = [first, ...near, ...more].filter((action) => action !== undefined);
      expect(shown.toSorted(), status).toEqual([...allowed].toSorted());
    }
  });

  it('puts acceptance first when all is there, and the one-time notice when something is missing', () => {
    expect(bar(['notify', 'accept', 'refuse']).first).toBe('accept');
    const view = caseView();
    const materials = view.materials.map((material, at) =>
      at === 0 ? { ...material, state: 'missing' as const } : material,
    );
    expect(bar(['notify', 'accept', 'refuse'], { materials }).first).toBe('notify');
  });

  it('offers to settle an instant item only to whoever may, and first', () => {
    const item = { ...caseView().item, instant: true };
    expect(bar(['notify', 'accept'], { item }, true).first).toBe('settle');
    expect(bar(['notify', 'accept'], { item }, false).first).toBe('accept');
    expect(bar(['pass'], { item, status: 'accepted' }, true).first).toBe('pass');
  });

  it('hands the result on before anybody can fetch it, and delivers it where it is to be fetched', () => {
    const here = caseView().delivery.unit!;
    const there = { ...here, id: '01941f29-7c00-7a00-8000-000000000042' };
    const parcel = { at: here, inTransit: null, posted: false };
    expect(bar(['handOver', 'deliver', 'post'], { status: 'decided', parcel }).first).toBe('deliver');
    const away = { status: 'decided', parcel, delivery: { way: 'site', unit: there } };
    expect(bar(['handOver', 'deliver', 'post'], away).first).toBe('handOver');
    expect(bar(['handOver', 'deliver', 'post'], { ...away, delivery: { way: 'post', unit: null } }).first).toBe('post');
  });

  it('says nothing where nothing may be done', () => {
    expect(bar([])).toEqual({ first: undefined, near: [], more: [] });
  });
});

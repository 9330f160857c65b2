import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { createContext, runInContext } from 'node:vm';
import { expect, it } from 'vitest';

/** A world of its own, with what Chromium 86 lacks taken away: the test runner itself could not do without. */
it('lends Chromium 86 the methods that it lacks', () => {
  const world = createContext({ DOMException, AbortSignal: class {} });
  const run = (code: string): unknown => runInContext(code, world);
  run(`for (const [target, name] of [[Array.prototype, 'at'], [String.prototype, 'at'], [Array.prototype, 'findLast'],
    [Array.prototype, 'findLastIndex'],
    [Array.prototype, 'toSorted'], [Array.prototype, 'toReversed'], [Object, 'hasOwn']]) delete target[name];`);
  expect(run('[].at')).toBeUndefined();

  run(stripTypeScriptTypes(readFileSync(new URL('./old-chromium.ts', import.meta.url), 'utf8')));
  const json = (code: string): unknown => JSON.parse(String(run(`JSON.stringify(${code})`)));
  expect(json("[[3, 1, 2].at(-1), [3, 1, 2].at(0), 'abc'.at(-1), [3].at(9) === undefined]")).toEqual([2, 3, 'c', true]);
  expect(json('[3, 1, 2].findLast((one) => one > 1)')).toBe(2);
  expect(json('[[3, 1, 2].findLastIndex((one) => one > 1), [1].findLastIndex((_, at) => at > 0)]')).toEqual([2, -1]);
  expect(json('[[3, 1, 2].toSorted(), [3, 1, 2].toSorted((a, b) => b - a), [3, 1, 2].toReversed()]')).toEqual([
    [1, 2, 3],
    [3, 2, 1],
    [2, 1, 3],
  ]);
  expect(
    json("[Object.hasOwn({ a: 1 }, 'a'), Object.hasOwn({}, 'toString'), Object.hasOwn(Object.create(null), 'a')]"),
  ).toEqual([true, false, false]);
  expect(json('(() => { const list = []; for (const key in [1]) list.push(key); return list; })()')).toEqual(['0']);
  expect(() => run('Object.assign(new AbortSignal(), { aborted: true }).throwIfAborted()')).toThrow('stopped');
  expect(() => run('new AbortSignal().throwIfAborted()')).not.toThrow();
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { batchLimit, emptyList, type ListMove, type ListState, moveInList } from './queue.keys.ts';

const ids = ['a', 'b', 'c', 'd'];
const play = (moves: ListMove[], list = ids): ListState =>
  moves.reduce((state, move) => moveInList(state, move, list), emptyList);

describe('keys of a list', () => {
  it('moves within the list', () => {
    expect(
      play([
        { do: 'move', by: 1 },
        { do: 'move', by: 1 },
      ]).at,
    ).toBe(2);
    expect(play([{ do: 'move', by: -5 }]).at).toBe(0);
    expect(play([{ do: 'move', by: 50 }]).at).toBe(3);
    expect(play([{ do: 'go', to: 2 }]).at).toBe(2);
  });

  it('chooses the marked row, or the one clicked, and lets go again', () => {
    expect([...play([{ do: 'move', by: 1 }, { do: 'toggle' }]).chosen]).toEqual(['b']);
    expect([
      ...play([
        { do: 'toggle', id: 'c' },
        { do: 'toggle', id: 'd' },
      ]).chosen,
    ]).toEqual(['c', 'd']);
    expect(
      play([
        { do: 'toggle', id: 'c' },
        { do: 'toggle', id: 'c' },
      ]).chosen.size,
    ).toBe(0);
    expect(play([{ do: 'toggle' }], []).chosen.size).toBe(0);
  });

  it('chooses all, and none the second time', () => {
    expect(play([{ do: 'all' }]).chosen.size).toBe(4);
    expect(play([{ do: 'all' }, { do: 'all' }]).chosen.size).toBe(0);
    const many = Array.from({ length: 150 }, (_, at) => `row ${at}`);
    expect(play([{ do: 'all' }], many).chosen.size).toBe(batchLimit);
  });

  it('stays with its row when the list is read anew', () => {
    const at2 = play([{ do: 'go', to: 2 }, { do: 'toggle' }, { do: 'toggle', id: 'a' }, { do: 'go', to: 2 }]);
    const after = moveInList(at2, { do: 'list', before: ids }, ['x', 'c', 'd']);
    expect(after.at).toBe(1);
    expect([...after.chosen]).toEqual(['c']);
    expect(moveInList(at2, { do: 'list', before: ids }, []).at).toBe(0);
  });

  it('never marks or chooses what is not there', () => {
    const move = fc.oneof(
      fc.integer({ min: -20, max: 20 }).map((by): ListMove => ({ do: 'move', by })),
      fc.constantFrom<ListMove>({ do: 'toggle' }, { do: 'all' }, { do: 'none' }, { do: 'toggle', id: 'b' }),
    );
    fc.assert(
      fc.property(fc.array(move), fc.uniqueArray(fc.constantFrom(...ids)), (moves, next) => {
        const state = moveInList(play(moves), { do: 'list', before: ids }, next);
        expect(state.at).toBeGreaterThanOrEqual(0);
        expect(state.at).toBeLessThan(Math.max(1, next.length));
        for (const id of state.chosen) expect(next).toContain(id);
      }),
    );
  });
});

/** Where the reader is in a list and what is chosen: by step, since one case may wait with several steps. */
export interface ListState {
  at: number;
  chosen: ReadonlySet<string>;
}

export type ListMove =
  | { do: 'move'; by: number }
  | { do: 'go'; to: number }
  | { do: 'toggle'; id?: string }
  | { do: 'all' }
  | { do: 'none' }
  /** The list was read anew: the place stays with its row, and what has left the list is no longer chosen. */
  | { do: 'list'; before: readonly string[] };

export const emptyList: ListState = { at: 0, chosen: new Set() };

/** The most that one batch takes. */
export const batchLimit = 100;

const within = (at: number, count: number) => Math.max(0, Math.min(count - 1, at));

export function moveInList(state: ListState, move: ListMove, ids: readonly string[]): ListState {
  switch (move.do) {
    case 'move':
      return { ...state, at: within(state.at + move.by, ids.length) };
    case 'go':
      return { ...state, at: within(move.to, ids.length) };
    case 'toggle': {
      const id = move.id ?? ids[state.at];
      if (id === undefined) return state;
      const chosen = new Set(state.chosen);
      if (!chosen.delete(id) && chosen.size < batchLimit) chosen.add(id);
      return { at: move.id === undefined ? state.at : within(ids.indexOf(id), ids.length), chosen };
    }
    case 'all': {
      const every = ids.slice(0, batchLimit);
      const chosen = every.every((id) => state.chosen.has(id)) ? [] : every;
      return { ...state, chosen: new Set(chosen) };
    }
    case 'none':
      return { ...state, chosen: new Set() };
    case 'list': {
      const here = move.before[state.at];
      const found = here === undefined ? -1 : ids.indexOf(here);
      const left = [...state.chosen].filter((id) => ids.includes(id));
      return { at: found >= 0 ? found : within(state.at, ids.length), chosen: new Set(left) };
    }
  }
}

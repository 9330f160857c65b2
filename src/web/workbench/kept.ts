import { useCallback, useState } from 'react';

/**
 * What was typed and not yet sent, kept in the tab's own storage: it outlives a reload, a crash of the page and a lost line,
 * and is gone when the tab is closed, because the computers of a station are shared.
 */
const prefix = 'typed:';

export const recall = <Value>(shelf: Pick<Storage, 'getItem'>, place: string): Value | undefined => {
  const text = shelf.getItem(prefix + place);
  if (text === null) return undefined;
  try {
    return JSON.parse(text) as Value;
  } catch {
    // Written by an older version of the page: as good as nothing.
    return undefined;
  }
};

export const keep = (shelf: Pick<Storage, 'setItem' | 'removeItem'>, place: string, value: unknown): void => {
  if (value === undefined) shelf.removeItem(prefix + place);
  else shelf.setItem(prefix + place, JSON.stringify(value));
};

/** Everything that was typed and the keys that wait: thrown away when somebody signs out. */
export const forgetAll = (shelf: Storage): void => {
  for (const name of Object.keys(shelf)) if (name.startsWith(prefix) || name.startsWith('key:')) shelf.removeItem(name);
};

/** State that survives a reload. `place` names it: the case and the action. A component keeps one place for its life. */
export function useKept<Value>(place: string, first: () => Value): [Value, (next: Value) => void, () => void] {
  const [value, set] = useState<Value>(() => recall<Value>(sessionStorage, place) ?? first());
  const change = useCallback(
    (next: Value) => {
      set(next);
      keep(sessionStorage, place, next);
    },
    [place],
  );
  const forget = useCallback(() => keep(sessionStorage, place, undefined), [place]);
  return [value, change, forget];
}

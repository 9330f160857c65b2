import { Refused } from '#domain/kernel/problem.ts';

/** An id in a place of a list. */
export const anId = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';

/**
 * The parts of a place in a list, which the answer before gave as `next`; undefined for the beginning. A place that no answer gives is
 * refused: taken for the beginning, it would show the first page for ever.
 */
export function readCursor(cursor: string | undefined, shape: string): string[] | undefined {
  if (cursor === undefined) return undefined;
  const parts = new RegExp(`^${shape}$`).exec(cursor);
  if (!parts) throw new Refused('input.unreadable');
  return parts.slice(1);
}

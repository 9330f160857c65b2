/**
 * Answers that everybody asks for again and again and that change a few times a day: who is at work in a unit, where a site
 * is. Each is given out for a second, so that another process's change is seen within it; `forgetYoung` makes a process see
 * its own at once. Never for what is about a case or a person. Only an answer that is there is given to others: whoever asks
 * holds a connection, perhaps behind a lock, and nobody who holds another may wait for theirs.
 */
export interface Young<T> {
  /** @param owner whose answers these are: one application's are not another's. */
  of(owner: object, key: string, load: () => Promise<T>): Promise<T>;
}

const longest = 1000;
const most = 10_000;

interface Kept<T> {
  at: number;
  answer: T;
}
const forgetters: ((owner: object) => void)[] = [];

export function young<T>(): Young<T> {
  const owners = new WeakMap<object, Map<string, Kept<T>>>();
  forgetters.push((owner) => owners.delete(owner));
  return {
    async of(owner, key, load) {
      let answers = owners.get(owner);
      if (!answers || answers.size >= most) {
        answers = new Map();
        owners.set(owner, answers);
      }
      const now = performance.now();
      const known = answers.get(key);
      if (known && now - known.at < longest) return known.answer;
      const answer = await load();
      // Of several that asked at once, the last to ask knows best.
      if ((answers.get(key)?.at ?? 0) <= now) answers.set(key, { at: now, answer });
      return answer;
    },
  };
}

/** After a change that others must see in the very next answer. */
export function forgetYoung(owner: object): void {
  for (const forget of forgetters) forget(owner);
}

/**
 * Answers that everybody asks for again and again and that change a few times a day: who is at work in a unit, where a site
 * is. Each is given out for a second, so that another process's change is seen within it; `forgetYoung` makes a process see
 * its own at once. Never for what is about a case or a person.
 */
export interface Young<T> {
  /** @param owner whose answers these are: one application's are not another's. */
  of(owner: object, key: string, load: () => Promise<T>): Promise<T>;
}

const longest = 1000;
const most = 10_000;

interface Kept<T> {
  at: number;
  answer: Promise<T>;
}
const forgetters: ((owner: object) => void)[] = [];

export function young<T>(): Young<T> {
  const owners = new WeakMap<object, Map<string, Kept<T>>>();
  forgetters.push((owner) => owners.delete(owner));
  return {
    of(owner, key, load) {
      let answers = owners.get(owner);
      if (!answers || answers.size >= most) {
        answers = new Map();
        owners.set(owner, answers);
      }
      const now = performance.now();
      const known = answers.get(key);
      if (known && now - known.at < longest) return known.answer;
      const mine: Kept<T> = { at: now, answer: load() };
      const place = answers;
      place.set(key, mine);
      mine.answer.catch(() => {
        if (place.get(key) === mine) place.delete(key);
      });
      return mine.answer;
    },
  };
}

/** After a change that others must see in the very next answer. */
export function forgetYoung(owner: object): void {
  for (const forget of forgetters) forget(owner);
}

import type { Answer, Answers } from '#domain/catalogue/form.ts';

const same = (one: Answer | undefined, other: Answer | undefined): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

/**
 * Two hands on one draft (the resident's telephone and the counter): what I changed since both were alike wins, everything
 * else is theirs. `both` is what the server last told me.
 */
export function mergeAnswers(both: Answers, mine: Answers, theirs: Answers): { answers: Answers; taken: string[] } {
  const answers: Answers = {};
  const taken: string[] = [];
  for (const id of new Set([...Object.keys(mine), ...Object.keys(theirs)])) {
    const changedHere = !same(mine[id], both[id]);
    const answer = changedHere ? mine[id] : theirs[id];
    if (answer !== undefined) answers[id] = answer;
    if (!changedHere && !same(mine[id], theirs[id])) taken.push(id);
  }
  return { answers, taken };
}

/** Sets or takes away one answer. */
export function withAnswer(answers: Answers, id: string, answer: Answer | undefined): Answers {
  const { [id]: _, ...rest } = answers;
  return answer === undefined ? rest : { ...rest, [id]: answer };
}

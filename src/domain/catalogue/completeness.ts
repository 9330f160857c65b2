import type { FieldProblem } from '#domain/kernel/problem.ts';
import type { Text } from '#domain/kernel/text.ts';
import { type CheckContext, checkAnswers } from './answers.ts';
import { type Answers, holds, questionsOf } from './form.ts';
import type { Item, Material } from './item.ts';

/**
 * How a paper came into the case: brought or uploaded, a licence held from an earlier case, answered by data sharing,
 * promised for later under conditional acceptance; or sharing was asked and had no answer.
 */
export const holdings = ['supplied', 'licence', 'shared', 'owed', 'fetch-failed'] as const;
export interface HeldMaterial {
  code: string;
  how: (typeof holdings)[number];
}

/** One paper, or the papers of a group of which any one suffices. `key` is the material's code, or the group's name. */
export interface PaperNeed {
  key: string;
  alternatives: Material[];
}

export interface Completeness {
  satisfied: PaperNeed[];
  satisfiedGroups: string[];
  /** To be looked up by the office; asked of the applicant only when that fails (在线政务服务若干规定 art. 7). */
  toFetch: PaperNeed[];
  /** To be asked of the applicant. */
  missing: PaperNeed[];
  /** Of those missing, the ones that may be owed under conditional acceptance. */
  owedAllowed: PaperNeed[];
  /** Accepted as owed and still to come; no result is issued before. */
  owed: PaperNeed[];
  /** Not required here; the applicant may add them. */
  optional: PaperNeed[];
  /** `conditional`: what is missing may all be owed; `incomplete`: a principal paper is missing or still to be looked up. */
  verdict: 'complete' | 'conditional' | 'incomplete';
}

/** The papers that apply to these answers, those of one group together, in the item's order. */
export const paperNeeds = (item: Pick<Item, 'materials'>, answers: Readonly<Answers>): PaperNeed[] => {
  const needs = new Map<string, PaperNeed>();
  for (const material of item.materials) {
    if (material.when && !holds(material.when, answers)) continue;
    const key = material.anyOfGroup ?? material.code;
    const need = needs.get(key);
    if (need) need.alternatives.push(material);
    else needs.set(key, { key, alternatives: [material] });
  }
  return [...needs.values()];
};

/** What is there and what is missing among the papers. Answers are clean ones (`checkAnswers`). */
export const completeness = (
  item: Pick<Item, 'materials'>,
  answers: Readonly<Answers>,
  held: readonly HeldMaterial[],
): Completeness => {
  const how = new Map(held.map((one) => [one.code, one.how]));
  const result: Completeness = {
    satisfied: [],
    satisfiedGroups: [],
    toFetch: [],
    missing: [],
    owedAllowed: [],
    owed: [],
    optional: [],
    verdict: 'complete',
  };
  const isThere = ({ code, suppliedBy }: Material) =>
    ['supplied', 'licence', 'shared'].includes(how.get(code) ?? '') ||
    (suppliedBy !== undefined && holds(suppliedBy, answers));

  for (const need of paperNeeds(item, answers)) {
    if (need.alternatives.some(isThere)) {
      result.satisfied.push(need);
      if (need.alternatives[0]!.anyOfGroup !== null) result.satisfiedGroups.push(need.key);
    } else if (need.alternatives.some((material) => how.get(material.code) === 'owed')) result.owed.push(need);
    else if (!need.alternatives.some((material) => material.required)) result.optional.push(need);
    else if (need.alternatives.some((material) => material.source === 'S' && !how.has(material.code)))
      result.toFetch.push(need);
    else result.missing.push(need);
  }
  result.owedAllowed = result.missing.filter((need) => need.alternatives.some((material) => material.deferrable));
  const mayAllBeOwed = result.owedAllowed.length === result.missing.length && result.toFetch.length === 0;
  if (result.missing.length + result.toFetch.length > 0) result.verdict = mayAllBeOwed ? 'conditional' : 'incomplete';
  return result;
};

/** One numbered line of the one-time notice: an answer to mend, or a paper to bring. */
export type NoticeRow = { number: number; code: string; title: Text } & (
  | { kind: 'answer'; found: FieldProblem }
  | { kind: 'material'; alternatives: Material[]; mayBeOwed: boolean }
);

/**
 * Everything that is missing, in answers and in papers, told once and numbered (优化营商环境条例 art. 36): what is not on
 * this list may not be asked for later as if it had been known. What the office can look up itself is not on it.
 */
export const oneTimeNotice = (
  item: Pick<Item, 'form' | 'materials'>,
  answers: Readonly<Record<string, unknown>>,
  held: readonly HeldMaterial[],
  context: Omit<CheckContext, 'mode'>,
): NoticeRow[] => {
  const { clean, problems } = checkAnswers(item.form, answers, { ...context, mode: 'submit' });
  const labels = new Map(questionsOf(item.form).map((question) => [question.id, question.label]));
  const rows: Omit<Extract<NoticeRow, { kind: 'answer' }>, 'number'>[] = problems.flatMap((found) => {
    const code = found.path.split('.')[0]!;
    const title = labels.get(code);
    return title ? [{ kind: 'answer', code, title, found }] : [];
  });
  const { missing, owedAllowed } = completeness(item, clean, held);
  const papers: Omit<Extract<NoticeRow, { kind: 'material' }>, 'number'>[] = missing.map((need) => ({
    kind: 'material',
    code: need.key,
    title: need.alternatives[0]!.name,
    alternatives: need.alternatives,
    mayBeOwed: owedAllowed.includes(need),
  }));
  return [...rows, ...papers].map((row, at) => ({ ...row, number: at + 1 }));
};

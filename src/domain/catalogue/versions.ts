import { z } from 'zod';
import type { FieldProblem } from '#domain/kernel/problem.ts';
import { type Answers, type Form, type Question, questionsOf } from './form.ts';
import { type Item, Limit } from './item.ts';
import { isLooser, isShorter } from './limits.ts';
import type { Yardsticks } from './yardsticks.ts';

const Length = Limit.pick({ amount: true, unit: true });
/** What a division may tighten: it promises a decision, acceptance or delivery sooner, or keeps a result ready for longer. */
export const tightened = ['promised', 'acceptance', 'delivery', 'collection'] as const;

/** What a division may change in the city's template: be faster, keep results longer, and name its own telephones. */
export const Override = z.strictObject({
  promised: Length.optional(),
  acceptance: Length.optional(),
  delivery: Length.optional(),
  collection: Length.optional(),
  enquiryTelephone: z.string().optional(),
  complaintTelephone: z.string().optional(),
});
export type Override = z.infer<typeof Override>;

/** The steps share a shorter promise as they shared the longer one. */
const shorten = (flow: Item['flow'], days: number): Item['flow'] => {
  const total = flow.reduce((sum, stage) => sum + stage.workingDays, 0);
  if (total <= days) return flow;
  return flow.map((stage) => ({ ...stage, workingDays: Math.floor((stage.workingDays * days) / total) }));
};

const pledge: Limit['basis'] = { 'zh-CN': '服务承诺', en: 'Pledge of service' };

/** The item as a division offers it: limits may be tightened, never loosened, and the law is not touched. */
export const tighten = (
  item: Item,
  override: Override,
  yardsticks: Pick<Yardsticks, 'acceptance' | 'delivery' | 'collection'>,
): { item: Item } | { problems: FieldProblem[] } => {
  const problems: FieldProblem[] = [];
  const looser = (path: string, { amount }: Pick<Limit, 'amount'>) =>
    problems.push({ path, code: 'publish.override-looser', params: { amount } });
  const shorter = (path: string, limit: Limit, change: Pick<Limit, 'amount' | 'unit'>): Limit => {
    const changed = { ...limit, ...change };
    if (isLooser(changed, limit)) looser(path, limit);
    return changed;
  };
  const { promised, acceptance, delivery, collection } = override;
  const cityOwn = (kind: 'acceptance' | 'delivery', from: Limit['from']): Limit => ({
    ...yardsticks[kind],
    basis: pledge,
    kind: 'promised',
    from,
  });
  const ready = item.collectWithin ?? yardsticks.collection;
  // To keep a result for a shorter time would bind the applicant, not the office.
  if (collection && isShorter(collection, ready)) looser('collection', ready);
  const changed: Item = {
    ...item,
    enquiryTelephone: override.enquiryTelephone ?? item.enquiryTelephone,
    complaintTelephone: override.complaintTelephone ?? item.complaintTelephone,
    limits: item.limits.map((limit) =>
      promised && limit.kind === 'promised' ? shorter('promised', limit, promised) : limit,
    ),
    flow: promised?.unit === 'wd' ? shorten(item.flow, promised.amount) : item.flow,
    acceptWithin: acceptance
      ? shorter('acceptance', item.acceptWithin ?? cityOwn('acceptance', 'receipt'), acceptance)
      : item.acceptWithin,
    delivery: delivery
      ? {
          ...item.delivery,
          limit: shorter('delivery', item.delivery.limit ?? cityOwn('delivery', 'decision'), delivery),
        }
      : item.delivery,
    collectWithin: collection ? { ...collection, basis: pledge } : item.collectWithin,
  };
  return problems.length > 0 ? { problems } : { item: changed };
};

/** Ids that the newer form uses for another kind of question: an old draft would be misread. */
export const reusedIds = (old: Form, next: Form): string[] => {
  const kinds = new Map(questionsOf(old).map((question) => [question.id, question.kind]));
  return questionsOf(next)
    .filter((question) => kinds.has(question.id) && kinds.get(question.id) !== question.kind)
    .map((question) => question.id);
};

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

export interface ItemDiff {
  /** Question ids, in the order of the form that has them. */
  questionsAdded: string[];
  questionsRemoved: string[];
  /** Asked otherwise than before: other words, options, bounds or condition. */
  questionsChanged: string[];
  /** Breaks the rule that ids are never reused; keeps the newer version from being published. */
  idsReused: string[];
  materialsAdded: string[];
  materialsRemoved: string[];
  materialsChanged: string[];
  limitsChanged: boolean;
  flowChanged: boolean;
  feeChanged: boolean;
}

/** What changed between two versions, to be shown to whoever carries a draft over or reviews a release. */
export const diffVersions = (old: Item, next: Item): ItemDiff => {
  const questions = [
    new Map(questionsOf(old.form).map((one) => [one.id, one])),
    new Map(questionsOf(next.form).map((one) => [one.id, one])),
  ] as const;
  const materials = [
    new Map(old.materials.map((one) => [one.code, one])),
    new Map(next.materials.map((one) => [one.code, one])),
  ] as const;
  const compare = <Value>([before, after]: readonly [Map<string, Value>, Map<string, Value>]) => ({
    added: [...after.keys()].filter((key) => !before.has(key)),
    removed: [...before.keys()].filter((key) => !after.has(key)),
    changed: [...after.keys()].filter((key) => before.has(key) && !same(before.get(key), after.get(key))),
  });
  const asked = compare<Question>(questions);
  const papers = compare(materials);
  return {
    questionsAdded: asked.added,
    questionsRemoved: asked.removed,
    questionsChanged: asked.changed,
    idsReused: reusedIds(old.form, next.form),
    materialsAdded: papers.added,
    materialsRemoved: papers.removed,
    materialsChanged: papers.changed,
    limitsChanged: !same(old.limits, next.limits),
    flowChanged: !same(old.flow, next.flow),
    feeChanged: !same(old.fee, next.fee),
  };
};

/** A draft begun under an older version, under the newer one: what no longer fits is left behind and named. */
export const carryOver = (
  old: Item,
  next: Item,
  answers: Readonly<Answers>,
): { answers: Answers; left: string[]; diff: ItemDiff } => {
  const diff = diffVersions(old, next);
  const gone = new Set([...diff.questionsRemoved, ...diff.idsReused]);
  const kept = Object.entries(answers).filter(([id]) => !gone.has(id));
  return { answers: Object.fromEntries(kept), left: Object.keys(answers).filter((id) => gone.has(id)), diff };
};

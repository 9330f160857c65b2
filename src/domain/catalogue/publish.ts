import type { FieldProblem, ProblemParams } from '#domain/kernel/problem.ts';
import { languages } from '#domain/kernel/text.ts';
import { questionsOf } from './form.ts';
import { conditionProblems, formProblems, repeated } from './form-problems.ts';
import { guide } from './guide.ts';
import { type Item, type Limit, levels } from './item.ts';
import { isLooser, isShorter } from './limits.ts';
import { reusedIds } from './versions.ts';
import type { Yardsticks } from './yardsticks.ts';

const rank = (level: Item['rights']['decide']) => levels.indexOf(level);

const han = /\p{Script=Han}/u;

/** Every authored text, with its place in the item. */
const textsIn = (value: unknown, path = ''): { path: string; zh: string; en: string }[] => {
  if (typeof value !== 'object' || value === null) return [];
  if ('zh-CN' in value && 'en' in value) return [{ path, zh: String(value['zh-CN']), en: String(value.en) }];
  return Object.entries(value).flatMap(([key, part]) => textsIn(part, path === '' ? key : `${path}.${key}`));
};

const languageProblems = (item: Item): FieldProblem[] =>
  textsIn(item).flatMap(({ path, zh, en }) => {
    if (zh.trim() === '' || en.trim() === '') return [{ path, code: 'publish.text-empty' }];
    return han.test(zh) && !han.test(en) ? [] : [{ path, code: 'publish.text-language' }];
  });

const rightsProblems = ({ rights }: Item): FieldProblem[] => {
  const beyond = rights.accept.filter((level) => !rights.receive.includes(level));
  const problems: FieldProblem[] = beyond.map((level) => ({
    path: 'rights.accept',
    code: 'publish.accept-not-receive',
    params: { level },
  }));
  // Somebody who accepts must be able to hand the case to whoever decides without sending it down first.
  if (!rights.accept.some((level) => rank(level) <= rank(rights.decide)))
    problems.push({ path: 'rights.accept', code: 'publish.accept-above' });
  return problems;
};

const flowProblems = (item: Item): FieldProblem[] => {
  const problems: FieldProblem[] = [];
  const report = (path: string, code: string, params?: ProblemParams) =>
    problems.push({ path, code, ...(params && { params }) });
  const { flow, rights } = item;
  for (const id of repeated(flow.map((stage) => stage.id))) report('flow', 'publish.id-twice', { id });
  const last = flow.at(-1)!;
  if (last.kind !== 'decide' || last.level !== rights.decide)
    report(`flow.${last.id}`, 'publish.last-stage', { level: rights.decide });
  flow.forEach((stage, at) => {
    const path = `flow.${stage.id}`;
    if (stage.kind === 'decide' && at < flow.length - 1) report(path, 'publish.decide-early');
    if (at > 0 && rank(stage.level) < rank(flow[at - 1]!.level)) report(path, 'publish.level-down');
    // A village helps and takes papers; it works on a case only where the power to decide is its own.
    if (stage.level === 'village' && rights.decide !== 'village') report(path, 'publish.village-stage');
  });
  if (item.instant && flow.length > 1) report('flow', 'publish.instant-stages');
  if (flow.some((stage) => stage.joint) !== item.modes.includes('joint')) report('modes', 'publish.mode-joint');
  if (item.instant !== item.modes.includes('direct')) report('modes', 'publish.mode-direct');
  if (item.instant === item.modes.includes('promised')) report('modes', 'publish.mode-promised');
  return problems;
};

/** @param city the city's own limits, which an item may tighten; only a law may set a longer one. */
const limitProblems = (item: Item, city?: Yardsticks): FieldProblem[] => {
  const problems: FieldProblem[] = [];
  const report = (path: string, code: string) => problems.push({ path, code });
  const promises = item.limits.filter((limit) => limit.kind === 'promised');
  const statutory = item.limits.filter((limit) => limit.kind === 'statutory');
  if (promises.length === 0) report('limits', 'publish.no-promise');
  if (promises.some((promise) => statutory.some((law) => isLooser(promise, law))))
    report('limits', 'publish.promise-looser');
  const steps = item.flow.reduce((sum, stage) => sum + stage.workingDays, 0);
  if (promises.some((promise) => promise.unit === 'wd' && steps > promise.amount))
    report('flow', 'publish.steps-too-long');
  if (item.delivery.limit && item.delivery.limit.from !== 'decision')
    report('delivery.limit', 'publish.delivery-start');
  if (item.acceptWithin && item.acceptWithin.from !== 'receipt') report('acceptWithin', 'publish.acceptance-start');
  const bound = (path: string, limit: Limit | null, own: Yardsticks['delivery'] | undefined) => {
    if (limit?.kind === 'promised' && own && isShorter(own, limit)) report(path, 'publish.city-looser');
  };
  bound('acceptWithin', item.acceptWithin, city?.acceptance);
  bound('delivery.limit', item.delivery.limit, city?.delivery);
  if (item.collectWithin && city && isShorter(item.collectWithin, city.collection))
    report('collectWithin', 'publish.collection-short');
  if (item.extension && statutory.length === 0) report('extension', 'publish.extension-no-law');
  if (item.deemedAcceptance && item.acceptWithin?.kind !== 'statutory')
    report('deemedAcceptance', 'publish.deemed-no-law');
  if (item.validTo !== null && item.validTo <= item.validFrom) report('validTo', 'publish.validity');
  return problems;
};

const materialProblems = (item: Item): FieldProblem[] => {
  const problems: FieldProblem[] = [];
  for (const id of repeated(item.materials.map((material) => material.code)))
    problems.push({ path: 'materials', code: 'publish.id-twice', params: { id } });
  item.materials.forEach((material) => {
    const path = `materials.${material.code}`;
    if (material.legalBasis['zh-CN'].trim() === '') problems.push({ path, code: 'publish.no-basis' });
    if (material.source === 'S' && material.form !== 'fetched') problems.push({ path, code: 'publish.shared-asked' });
    const group = item.materials.filter(
      (other) => material.anyOfGroup !== null && other.anyOfGroup === material.anyOfGroup,
    );
    if (group.length === 1) problems.push({ path, code: 'publish.group-of-one' });
    for (const condition of [material.when, material.suppliedBy]) {
      if (condition) problems.push(...conditionProblems(condition, item.form, path));
    }
  });
  return problems;
};

/** Every one of the eight public fields and of the eleven elements must have something to say. */
const disclosureProblems = (item: Item): FieldProblem[] =>
  languages.flatMap((language) => {
    const { elements, publicFields } = guide(item, language);
    const silent = [...elements, ...publicFields].filter(
      (entry) => entry.lines.length === 0 || entry.lines.some((line) => line.trim() === ''),
    );
    return silent.map((entry) => ({ path: entry.key, code: 'publish.silent-element' }));
  });

const telephone = /^(?:0\d{2,3}-)?\d{3,8}$/;

const contactProblems = (item: Item): FieldProblem[] =>
  (['enquiryTelephone', 'complaintTelephone'] as const).flatMap((path) =>
    telephone.test(item[path]) ? [] : [{ path, code: 'publish.telephone' }],
  );

/** Where a report may be anonymous, nothing may ask who reports. */
const anonymityProblems = (item: Item): FieldProblem[] =>
  item.anonymousAllowed
    ? questionsOf(item.form)
        .filter(
          (question) =>
            question.required && !question.when && ['person-name', 'resident-id', 'mobile'].includes(question.kind),
        )
        .map((question) => ({ path: `form.${question.id}`, code: 'publish.anonymous' }))
    : [];

/**
 * What keeps this version of an item from being published; empty when nothing does. `earlier` are the item's former
 * versions, whose question ids may not come back as another kind. Sources: the disclosure guide of 2019, 社会保险经办条例
 * art. 31 (no paper without a basis), 优化营商环境条例 art. 36 (limits and one notice).
 */
export const publishProblems = (item: Item, earlier: readonly Item[] = [], city?: Yardsticks): FieldProblem[] => [
  ...languageProblems(item),
  ...rightsProblems(item),
  ...formProblems(item.form),
  ...materialProblems(item),
  ...flowProblems(item),
  ...limitProblems(item, city),
  ...anonymityProblems(item),
  ...contactProblems(item),
  ...(item.keywords.length === 0 ? [{ path: 'keywords', code: 'publish.no-keywords' }] : []),
  ...disclosureProblems(item),
  ...earlier
    .flatMap((old) => reusedIds(old.form, item.form))
    .map((id) => ({ path: `form.${id}`, code: 'publish.id-reused' })),
];

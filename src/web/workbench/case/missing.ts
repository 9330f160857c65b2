import type { CaseView } from '#api/cases.ts';
import { checkAnswers, standardCheckers } from '#domain/catalogue/answers.ts';
import { type Answers, questionsOf } from '#domain/catalogue/form.ts';
import type { Item } from '#domain/catalogue/item.ts';
import type { FieldProblem } from '#domain/kernel/problem.ts';
import type { Text } from '#domain/kernel/text.ts';

/** One line of the one-time notice as the panel holds it. */
export interface MissingThing {
  kind: 'answer' | 'material';
  code: string;
  note?: string;
}

/** A value that the server masked: it cannot be checked here, and need not be, because it was checked when it was given. */
const isMasked = (value: unknown): boolean => typeof value === 'string' && value.includes('*');

const hasMasked = (value: unknown): boolean =>
  isMasked(value) ||
  (Array.isArray(value) && value.some((row) => typeof row === 'object' && Object.values(row).some(isMasked)));

/** The checks beside the answers of a case: the same rules that the server applies, over what may be seen. */
export function answerFaults(item: Pick<Item, 'form'>, answers: Readonly<Answers>, today: string): FieldProblem[] {
  const masked = new Set(Object.keys(answers).filter((id) => hasMasked(answers[id])));
  const { problems } = checkAnswers(item.form, answers, {
    today,
    mode: 'submit',
    checkers: standardCheckers({ today, sampleRegion: true }),
  });
  // A rule across two answers says nothing where one of them is hidden.
  const about = new Map(item.form.checks.map((check) => [check.id, [check.left, check.right]]));
  return problems.filter((found) => {
    const check = found.params?.check;
    const ids = (typeof check === 'string' && about.get(check)) || [found.path.split('.')[0]!];
    return !ids.some((id) => masked.has(id));
  });
}

/** Everything that could be asked for: each question of the form and each paper that applies, with whether it is missing now. */
export function missingChoices(
  view: Pick<CaseView, 'materials' | 'answers'>,
  item: Pick<Item, 'form'>,
  today: string,
): { kind: 'answer' | 'material'; code: string; label: Text; missing: boolean }[] {
  const wrong = new Set(answerFaults(item, view.answers, today).map((found) => found.path.split('.')[0]!));
  const asked = questionsOf(item.form).filter((question) => question.id in view.answers || wrong.has(question.id));
  const papers = new Map<string, { code: string; label: Text; missing: boolean }>();
  for (const material of view.materials) {
    const key = material.anyOfGroup ?? material.code;
    const known = papers.get(key);
    // Of a group any one paper is enough: it is asked for once.
    if (known) {
      known.label = {
        'zh-CN': `${known.label['zh-CN']}或${material.name['zh-CN']}`,
        en: `${known.label.en} or ${material.name.en}`,
      };
      known.missing &&= material.state === 'missing';
    } else papers.set(key, { code: key, label: { ...material.name }, missing: material.state === 'missing' });
  }
  return [
    ...asked.map((question) => ({
      kind: 'answer' as const,
      code: question.id,
      label: question.label,
      missing: wrong.has(question.id),
    })),
    ...[...papers.values()].map((paper) => ({ kind: 'material' as const, ...paper })),
  ];
}

/** What the one-time notice asks for before anybody has touched it: everything that the check finds missing. */
export const missingThings = (
  view: Pick<CaseView, 'materials' | 'answers'>,
  item: Pick<Item, 'form'>,
  today: string,
): MissingThing[] =>
  missingChoices(view, item, today)
    .filter((choice) => choice.missing)
    .map(({ kind, code }) => ({ kind, code }));

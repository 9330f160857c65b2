import { useMemo, useState } from 'react';
import type { CaseView } from '#api/cases.ts';
import type { Answers } from '#domain/catalogue/form.ts';
import { questionsOf } from '#domain/catalogue/form.ts';
import { problemMessage } from '#domain/catalogue/format.ts';
import type { Item } from '#domain/catalogue/item.ts';
import { QuestionField } from '../form/question.tsx';
import { today } from '../say.ts';
import { formMessages, inWords, language, t, tx } from '../words.ts';
import { answerFaults } from './missing.ts';

/**
 * Completes a case with the resident at the counter: the answers that the notice asked for, to be mended on the spot. The
 * papers are added in the check-list below. Only answers that were changed travel; they are mended while the person sits here
 * and sees them in clear.
 */
export function SupplementForm({
  view,
  item,
  onChange,
}: {
  view: CaseView;
  item: Item;
  onChange: (answers: Answers | undefined) => void;
}) {
  const asked = view.correction?.missing ?? [];
  const ids = new Set(asked.filter((thing) => thing.kind === 'answer').map((thing) => thing.code));
  const questions = questionsOf(item.form).filter((question) => ids.has(question.id));
  const papers = asked.filter((thing) => thing.kind === 'material');
  const [changed, setChanged] = useState<Answers>({});
  const answers = useMemo(() => ({ ...view.answers, ...changed }), [view.answers, changed]);
  const problems = useMemo(
    () =>
      new Map(
        answerFaults(item, answers, today()).map((found) => [
          found.path,
          problemMessage(item.form, found, formMessages(), language()),
        ]),
      ),
    [item, answers],
  );
  return (
    <>
      {papers.length > 0 && (
        <div className="field wide">
          <p className="label">{t('supplement.papers')}</p>
          <ul className="plain">
            {papers.map((paper) => {
              const state = view.materials.find(
                (one) => one.code === paper.code || one.anyOfGroup === paper.code,
              )?.state;
              return (
                <li key={paper.code}>
                  {inWords(paper.label)} {state && <b className={`state ${state}`}>{tx(`status.material.${state}`)}</b>}
                  {paper.note && <small>{paper.note}</small>}
                </li>
              );
            })}
          </ul>
        </div>
      )}
      {questions.length > 0 && !view.applicant.unmasked && <p className="notice warn">{t('supplement.masked')}</p>}
      {view.applicant.unmasked &&
        questions.map((question) => (
          <QuestionField
            key={question.id}
            question={question}
            answer={answers[question.id]}
            problems={problems}
            onChange={(answer) => {
              const { [question.id]: _, ...rest } = changed;
              const next = answer === undefined ? rest : { ...rest, [question.id]: answer };
              setChanged(next);
              onChange(Object.keys(next).length === 0 ? undefined : next);
            }}
          />
        ))}
    </>
  );
}

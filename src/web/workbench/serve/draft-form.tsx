import { useQueryClient } from '@tanstack/react-query';
import { type FocusEvent, useEffect, useMemo, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import type { DraftView, PaperView } from '#api/cases.ts';
import { problemOf } from '#api/problem.ts';
import { checkAnswers, standardCheckers, visibleQuestions } from '#domain/catalogue/answers.ts';
import { completeness } from '#domain/catalogue/completeness.ts';
import { questionsOf } from '#domain/catalogue/form.ts';
import { problemMessage } from '#domain/catalogue/format.ts';
import type { Item } from '#domain/catalogue/item.ts';
import type { FieldProblem } from '#domain/kernel/problem.ts';
import { api, client } from '../api.ts';
import { useCommand } from '../command.ts';
import { QuestionField } from '../form/question.tsx';
import { caseNumber, today } from '../say.ts';
import { useKeys } from '../ui/keys.ts';
import { Button, Refusal } from '../ui/kit.tsx';
import { tell } from '../ui/told.tsx';
import { formMessages, inWords, language, t } from '../words.ts';
import { DraftPapers } from './draft-papers.tsx';
import { SubmitBox, type SubmitWish } from './submit-box.tsx';
import { useDraft } from './use-draft.ts';

export function DraftForm({ draft, item }: { draft: DraftView; item: Item }) {
  const queries = useQueryClient();
  const [, go] = useLocation();
  const { answers, change, saving, failure, taken, flush, seq } = useDraft(draft);
  const [papers, setPapers] = useState<PaperView[]>(draft.papers);
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [attempted, setAttempted] = useState(false);
  const [theirs, setTheirs] = useState<FieldProblem[]>([]);
  const form = useRef<HTMLDivElement>(null);

  const checked = useMemo(
    () =>
      checkAnswers(item.form, answers, {
        today: today(),
        mode: 'submit',
        checkers: standardCheckers({ today: today(), sampleRegion: true }),
      }),
    [item, answers],
  );
  const visible = new Set(visibleQuestions(item.form, answers).map((question) => question.id));
  const check = completeness(
    item,
    checked.clean,
    papers.map((paper) => ({ code: paper.material, how: 'supplied' as const })),
  );
  const problems = [
    ...checked.problems,
    ...theirs.filter((one) => !checked.problems.some((mine) => mine.path === one.path)),
  ];
  // What is only missing is not held against anybody before they try to send it.
  const shown = new Map(
    problems
      .filter((found) => attempted || (left.has(found.path.split('.')[0]!) && !found.code.startsWith('form.required')))
      .map((found) => [found.path, problemMessage(item.form, found, formMessages(), language())]),
  );

  const submit = useCommand(
    `submit ${draft.id}`,
    async (wish: SubmitWish, options) =>
      client.cases.submit({ draft: draft.id, seq: seq(), submission: wish }, options),
    (ticket) => {
      tell(t('draft.submitted', { number: caseNumber(ticket.number) }));
      void queries.invalidateQueries({ queryKey: api.cases.queue.key() });
      void queries.invalidateQueries({ queryKey: api.cases.queueCounts.key() });
      go(`/case/${ticket.id}`, { replace: true, state: { fresh: true } });
    },
  );
  const jump = (question: string) => {
    const target = form.current?.querySelector<HTMLElement>(`[data-question="${question}"]`);
    target?.scrollIntoView({ block: 'center' });
    target?.querySelector<HTMLElement>('input, select, textarea')?.focus();
  };
  const send = async (wish: SubmitWish) => {
    setAttempted(true);
    setTheirs([]);
    const first = checked.problems[0];
    if (first) return jump(first.path.split('.')[0]!);
    await flush();
    submit.mutate(wish, { onError: (error) => setTheirs(problemOf(error)?.fields ?? []) });
  };
  useKeys({ 'mod+s': () => void flush() });
  // Opened to be filled in: the hand begins at the first question without an answer.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when the page opens
  useEffect(() => {
    const open = form.current?.querySelector<HTMLElement>('[data-question]');
    const first = checked.problems[0]?.path.split('.')[0];
    (first === undefined ? open : form.current?.querySelector<HTMLElement>(`[data-question="${first}"]`))
      ?.querySelector<HTMLElement>('input, select, textarea')
      ?.focus({ preventScroll: true });
  }, []);

  const onBlur = (event: FocusEvent) => {
    const question = (event.target as HTMLElement).closest<HTMLElement>('[data-question]')?.dataset.question;
    if (question && !left.has(question)) setLeft((before) => new Set(before).add(question));
  };
  const labels = new Map(questionsOf(item.form).map((question) => [question.id, inWords(question.label)]));
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: listens for fields that are left, wherever they stand
    <div className="draft" onBlur={onBlur}>
      <header className="page-head">
        <h1>{inWords(item.name)}</h1>
        <span className={`saving ${saving}`} role="status">
          {t(`draft.${saving}`)}
        </span>
        {saving === 'refused' && failure && <Refusal error={failure} />}
      </header>
      {draft.changed.length > 0 && <p className="notice warn">{t('draft.changed', { count: draft.changed.length })}</p>}
      {taken.length > 0 && (
        <p className="notice warn" role="alert">
          {t('draft.taken', { fields: taken.map((id) => labels.get(id) ?? id).join(t('list.comma')) })}
        </p>
      )}
      <div className="draft-columns">
        <div className="draft-form" ref={form}>
          {item.form.sections.map((section) => {
            const questions = section.questions.filter((question) => visible.has(question.id));
            if (questions.length === 0) return null;
            return (
              <section key={section.id} className="section" aria-labelledby={`section-${section.id}`}>
                <header>
                  <h2 id={`section-${section.id}`}>{inWords(section.title)}</h2>
                </header>
                <div className="grid-form">
                  {questions.map((question) => (
                    <div
                      key={question.id}
                      data-question={question.id}
                      className={
                        ['rows', 'longtext', 'declaration', 'choices', 'address'].includes(question.kind) ? 'wide' : ''
                      }
                    >
                      <QuestionField
                        question={question}
                        answer={answers[question.id]}
                        problems={shown}
                        onChange={(answer) => change(question.id, answer)}
                      />
                    </div>
                  ))}
                </div>
              </section>
            );
          })}
        </div>
        <aside className="draft-aside">
          <section className="section" aria-labelledby="completeness">
            <header>
              <h2 id="completeness">{t('complete.title')}</h2>
            </header>
            <p className={checked.problems.length === 0 ? 'good' : ''}>
              {checked.problems.length === 0
                ? t('complete.answers')
                : t('complete.answers-left', { count: checked.problems.length })}
            </p>
            {checked.problems.length > 0 && (
              <ul className="jumps">
                {[...new Set(checked.problems.map((found) => found.path.split('.')[0]!))].slice(0, 8).map((id) => (
                  <li key={id}>
                    <button type="button" className="link" onClick={() => jump(id)}>
                      {labels.get(id) ?? id}
                    </button>
                  </li>
                ))}
              </ul>
            )}
          </section>
          <DraftPapers
            draft={draft.id}
            item={item}
            answers={checked.clean}
            check={check}
            papers={papers}
            onChange={setPapers}
          />
          <SubmitBox
            draft={draft}
            item={item}
            busy={submit.isPending}
            ready={checked.problems.length === 0}
            verdict={check.verdict}
            onSend={(wish) => void send(wish)}
          >
            {submit.error && <Refusal error={submit.error} />}
            {attempted && checked.problems.length > 0 && (
              <p className="field-problem" role="alert">
                {t('complete.first', { count: checked.problems.length })}
              </p>
            )}
          </SubmitBox>
          <Discard id={draft.id} />
        </aside>
      </div>
    </div>
  );
}

function Discard({ id }: { id: string }) {
  const [, go] = useLocation();
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const discard = useCommand(
    `discard ${id}`,
    (_: undefined, options) => client.cases.discard({ id }, options),
    () => {
      void queries.invalidateQueries({ queryKey: api.cases.drafts.key() });
      go('/serve');
    },
  );
  if (!asking) {
    return (
      <Button look="quiet" onClick={() => setAsking(true)}>
        {t('draft.discard')}
      </Button>
    );
  }
  return (
    <p className="notice warn">
      {t('draft.discard-sure')}{' '}
      <Button look="grave" busy={discard.isPending} onClick={() => discard.mutate(undefined)}>
        {t('draft.discard')}
      </Button>
      <Button look="quiet" onClick={() => setAsking(false)}>
        {t('cancel')}
      </Button>
      {discard.error && <Refusal error={discard.error} />}
    </p>
  );
}

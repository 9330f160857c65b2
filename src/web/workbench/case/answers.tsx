import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { CaseView } from '#api/cases.ts';
import { questionsOf } from '#domain/catalogue/form.ts';
import { problemMessage } from '#domain/catalogue/format.ts';
import type { Item } from '#domain/catalogue/item.ts';
import { reviewOf } from '#domain/catalogue/view.ts';
import { client } from '../api.ts';
import { today } from '../say.ts';
import { formMessages, language, t } from '../words.ts';
import { answerFaults } from './missing.ts';

/** Names of the places that the answers name by code. */
function useDivisionNames(codes: readonly string[]): Map<string, string> {
  const names = useQuery({
    queryKey: ['division-names', ...codes],
    queryFn: async ({ signal }) => {
      const found = await Promise.all(
        codes.map((find) => client.organisation.divisions({ find, limit: 1 }, { signal })),
      );
      return found.flatMap(({ items }) => items.slice(0, 1)).map((division) => [division.code, division.name] as const);
    },
    enabled: codes.length > 0,
  });
  return new Map(names.data ?? []);
}

/** What was answered, by section, each answer with its check beside it: the same check that the server made. */
export function AnswersSection({ view, item }: { view: CaseView; item: Item }) {
  const codes = questionsOf(item.form)
    .filter((question) => question.kind === 'division')
    .flatMap((question) => {
      const answer = view.answers[question.id];
      return typeof answer === 'string' ? [answer] : [];
    });
  const names = useDivisionNames(codes);
  const sections = reviewOf(item.form, view.answers, language(), { divisionName: (code) => names.get(code) });
  const faults = useMemo(() => answerFaults(item, view.answers, today()), [item, view.answers]);
  const faultAt = (question: string) => faults.find((found) => found.path.split('.')[0] === question);
  return (
    <>
      {faults.length > 0 && <p className="notice warn">{t('answers.faults', { count: faults.length })}</p>}
      {sections.map((section) => (
        <div key={section.id} className="answers">
          <h3>{section.title}</h3>
          <dl>
            {section.rows.map((row) => {
              const fault = faultAt(row.question);
              return (
                <div key={row.question} className={`${fault ? 'wrong' : ''}${row.table ? ' wide' : ''}`}>
                  <dt>{row.label}</dt>
                  <dd>
                    {row.value ?? <span className="none">{t('answers.none')}</span>}
                    {fault && (
                      <span className="field-problem">
                        {problemMessage(item.form, fault, formMessages(), language())}
                      </span>
                    )}
                    {row.table && (
                      <div className="rows-scroll">
                        <table>
                          <thead>
                            <tr>
                              {row.table.columns.map((column) => (
                                <th key={column} scope="col">
                                  {column}
                                </th>
                              ))}
                            </tr>
                          </thead>
                          <tbody>
                            {row.table.rows.map((cells, at) => (
                              // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity but their place
                              <tr key={at}>
                                {cells.map((cell, column) => (
                                  // biome-ignore lint/suspicious/noArrayIndexKey: as above
                                  <td key={column}>{cell}</td>
                                ))}
                              </tr>
                            ))}
                          </tbody>
                        </table>
                      </div>
                    )}
                  </dd>
                </div>
              );
            })}
          </dl>
        </div>
      ))}
    </>
  );
}

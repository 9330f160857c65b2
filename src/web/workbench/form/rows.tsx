import { type Answer, type Answers, holds, type Question } from '#domain/catalogue/form.ts';
import { Button } from '../ui/kit.tsx';
import { inWords, t } from '../words.ts';
import { type Change, ValueInput } from './value-input.tsx';

/** A list typed in: a table with a row for each, added with a button or with Ctrl+Enter in the last row. */
export function Rows({
  question,
  rows,
  problems,
  onChange,
}: {
  question: Question;
  rows: Answers[];
  problems: ReadonlyMap<string, string>;
  onChange: Change;
}) {
  const columns = question.columns ?? [];
  const put = (next: Answers[]) => onChange(next.length === 0 ? undefined : next);
  const setCell = (at: number, column: string, answer: Answer | undefined) => {
    put(
      rows.map((row, index) => {
        if (index !== at) return row;
        const { [column]: _, ...rest } = row;
        return answer === undefined ? rest : { ...rest, [column]: answer };
      }),
    );
  };
  const problem = problems.get(question.id);
  return (
    <fieldset className={`field wide rows${problem === undefined ? '' : ' wrong'}`}>
      <legend>
        {inWords(question.label)}
        {!question.required && <span className="optional">{t('form.optional')}</span>}
      </legend>
      {question.hint && <p className="hint">{inWords(question.hint)}</p>}
      {rows.length > 0 && (
        <div className="rows-scroll">
          <table>
            <thead>
              <tr>
                <th scope="col" aria-label={t('form.row')} />
                {columns.map((column) => (
                  <th key={column.id} scope="col">
                    {inWords(column.label)}
                  </th>
                ))}
                <th scope="col" aria-label={t('form.remove-row')} />
              </tr>
            </thead>
            <tbody>
              {rows.map((row, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity but their place
                <tr key={at}>
                  <th scope="row">{at + 1}</th>
                  {columns.map((column) => {
                    const wrong = problems.get(`${question.id}.${at}.${column.id}`);
                    const asked = !column.when || holds(column.when, row);
                    return (
                      <td key={column.id} className={wrong === undefined ? '' : 'wrong'}>
                        {asked && (
                          <ValueInput
                            parts={{
                              'aria-label': `${inWords(column.label)} ${at + 1}`,
                              ...(wrong !== undefined && { 'aria-invalid': true }),
                            }}
                            question={column}
                            answer={row[column.id]}
                            onChange={(answer) => setCell(at, column.id, answer)}
                          />
                        )}
                        {wrong !== undefined && <p className="field-problem">{wrong}</p>}
                      </td>
                    );
                  })}
                  <td>
                    <Button
                      look="quiet"
                      aria-label={t('form.remove-row-at', { row: at + 1 })}
                      onClick={() => put(rows.filter((_, index) => index !== at))}
                    >
                      ×
                    </Button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <Button onClick={() => put([...rows, {}])}>{t('form.add-row')}</Button>
      {problem !== undefined && <p className="field-problem">{problem}</p>}
    </fieldset>
  );
}

import { useQuery } from '@tanstack/react-query';
import type { Answer, Answers, Column, Question } from '#domain/catalogue/form.ts';
import { parseNumber } from '#domain/catalogue/posted.ts';
import { client } from '../api.ts';
import { Combo } from '../ui/combo.tsx';
import { DayInput } from '../ui/day-input.tsx';
import { Choices, Field, type FieldParts } from '../ui/kit.tsx';
import { MoneyInput } from '../ui/money-input.tsx';
import { inWords, language, t } from '../words.ts';
import { Rows } from './rows.tsx';

export type Change = (answer: Answer | undefined) => void;

interface QuestionProps {
  question: Question;
  answer: Answer | undefined;
  /** What is wrong, by path: the question itself, or a cell of its rows. */
  problems: ReadonlyMap<string, string>;
  onChange: Change;
}

/** More than this and a drop-down is quicker to read than buttons. */
const fewOptions = 5;

/** One question of a form, drawn by its kind; dense enough that a whole section stands on one screen. */
export function QuestionField({ question, answer, problems, onChange }: QuestionProps) {
  const label = inWords(question.label);
  const problem = problems.get(question.id);
  const common = {
    label,
    optional: !question.required,
    problem,
    ...(question.hint && { hint: inWords(question.hint) }),
  };
  const { kind } = question;
  if (kind === 'yesno' || (kind === 'choice' && (question.options?.length ?? 0) <= fewOptions)) {
    const options = question.options?.map((option) => ({ value: option.value, label: inWords(option.label) })) ?? [
      { value: 'true', label: t('yes') },
      { value: 'false', label: t('no') },
    ];
    return (
      <Choices
        {...common}
        options={options}
        value={answer === undefined ? undefined : String(answer)}
        onChange={(value) => onChange(kind === 'yesno' ? value === 'true' : value)}
      />
    );
  }
  if (kind === 'choices') {
    const chosen = (answer ?? []) as string[];
    return (
      <fieldset className={`field wide${problem === undefined ? '' : ' wrong'}`}>
        <legend>
          {label}
          {!question.required && <span className="optional">{t('form.optional')}</span>}
        </legend>
        {question.hint && <p className="hint">{inWords(question.hint)}</p>}
        <div className="choices">
          {question.options?.map((option) => (
            <label key={option.value} className="choice">
              <input
                type="checkbox"
                checked={chosen.includes(option.value)}
                onChange={(event) => {
                  const next = event.target.checked
                    ? [...chosen, option.value]
                    : chosen.filter((one) => one !== option.value);
                  onChange(next.length === 0 ? undefined : next);
                }}
              />
              <span>{inWords(option.label)}</span>
            </label>
          ))}
        </div>
        {problem !== undefined && <p className="field-problem">{problem}</p>}
      </fieldset>
    );
  }
  if (kind === 'declaration') {
    return (
      <fieldset className={`field wide declaration${problem === undefined ? '' : ' wrong'}`}>
        <legend>{label}</legend>
        {question.statement && <p className="statement">{inWords(question.statement)}</p>}
        <label className="choice">
          <input
            type="checkbox"
            checked={answer === true}
            onChange={(event) => onChange(event.target.checked ? true : undefined)}
          />
          <span>{t('form.declared')}</span>
        </label>
        {problem !== undefined && <p className="field-problem">{problem}</p>}
      </fieldset>
    );
  }
  if (kind === 'rows') {
    return <Rows question={question} rows={(answer ?? []) as Answers[]} problems={problems} onChange={onChange} />;
  }
  return (
    <Field {...common} wide={kind === 'longtext' || kind === 'address'}>
      {(parts) => <ValueInput parts={parts} question={question} answer={answer} onChange={onChange} />}
    </Field>
  );
}

const inputModes: Partial<Record<Column['kind'], 'numeric' | 'decimal' | 'tel'>> = {
  number: 'decimal',
  'resident-id': 'numeric',
  mobile: 'tel',
  telephone: 'tel',
  'bank-account': 'numeric',
  'corporate-account': 'numeric',
};

/** The box for one value: also the cell of a row. */
export function ValueInput({
  parts,
  question,
  answer,
  onChange,
}: {
  parts: Partial<FieldParts> & { 'aria-label'?: string };
  question: Column;
  answer: Answer | undefined;
  onChange: Change;
}) {
  const { kind } = question;
  const text = typeof answer === 'string' || typeof answer === 'number' ? String(answer) : '';
  const give = (value: string) => onChange(value === '' ? undefined : value);
  if (kind === 'money')
    return <MoneyInput {...parts} value={answer} onChange={(value) => onChange(value === '' ? undefined : value)} />;
  if (kind === 'date' || kind === 'month')
    return <DayInput {...parts} month={kind === 'month'} value={text} onChange={give} />;
  if (kind === 'longtext')
    return <textarea {...parts} rows={3} value={text} onChange={(event) => give(event.target.value)} />;
  if (kind === 'division') return <DivisionBox parts={parts} code={text} onChange={onChange} />;
  if (kind === 'choice' || kind === 'yesno') {
    const options = question.options ?? [];
    return (
      <select
        {...parts}
        value={answer === undefined ? '' : String(answer)}
        onChange={(event) =>
          onChange(
            event.target.value === ''
              ? undefined
              : kind === 'yesno'
                ? event.target.value === 'true'
                : event.target.value,
          )
        }
      >
        <option value="">{t('form.choose')}</option>
        {kind === 'yesno'
          ? [true, false].map((value) => (
              <option key={String(value)} value={String(value)}>
                {t(value ? 'yes' : 'no')}
              </option>
            ))
          : options.map((option) => (
              <option key={option.value} value={option.value}>
                {inWords(option.label)}
              </option>
            ))}
      </select>
    );
  }
  const box = (
    <input
      {...parts}
      type="text"
      autoComplete="off"
      inputMode={inputModes[kind]}
      className={
        kind === 'number'
          ? 'short'
          : kind === 'resident-id' || kind === 'uscc' || kind === 'bank-account'
            ? 'number'
            : ''
      }
      value={text}
      onChange={(event) => {
        const typed = event.target.value;
        if (kind !== 'number') give(typed);
        // "12." and "1e" are on the way to a number: kept as typed until they are one.
        else
          onChange(typed === '' ? undefined : /^\d+(\.\d*[1-9])?$/.test(typed) ? (parseNumber(typed) ?? typed) : typed);
      }}
    />
  );
  if (!question.unit) return box;
  return (
    <span className="with-unit">
      {box}
      <span>{inWords(question.unit)}</span>
    </span>
  );
}

/** A place by its name; the answer is the 12-digit code, read back as the name. */
function DivisionBox({
  parts,
  code,
  onChange,
}: {
  parts: Partial<FieldParts> & { 'aria-label'?: string };
  code: string;
  onChange: Change;
}) {
  const known = useQuery({
    queryKey: ['division-name', code, language()],
    queryFn: async ({ signal }) => {
      const { items } = await client.organisation.divisions({ find: code, limit: 1 }, { signal });
      return items[0]?.code === code ? items[0].name : code;
    },
    enabled: code !== '',
  });
  return (
    <Combo<string>
      {...parts}
      value={code === '' ? '' : (known.data ?? code)}
      placeholder={t('pick.village')}
      find={async (text, signal) => {
        if (text === '') return [];
        const { items } = await client.organisation.divisions({ find: text, limit: 20 }, { signal });
        return items.map((division) => ({
          key: division.id,
          value: division.code,
          text: division.name,
          label: division.name,
          hint: division.code,
        }));
      }}
      onPick={(picked) => onChange(picked)}
    />
  );
}

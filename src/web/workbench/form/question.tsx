import type { Answer, Answers, Question } from '#domain/catalogue/form.ts';
import { Choices, Field } from '../ui/kit.tsx';
import { inWords, t } from '../words.ts';
import { Rows } from './rows.tsx';
import { type Change, ValueInput } from './value-input.tsx';

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

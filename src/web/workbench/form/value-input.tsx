import { useQuery } from '@tanstack/react-query';
import type { Answer, Column } from '#domain/catalogue/form.ts';
import { parseNumber } from '#domain/catalogue/posted.ts';
import { client } from '../api.ts';
import { Combo } from '../ui/combo.tsx';
import { DayInput } from '../ui/day-input.tsx';
import type { FieldParts } from '../ui/kit.tsx';
import { MoneyInput } from '../ui/money-input.tsx';
import { inWords, language, t } from '../words.ts';

export type Change = (answer: Answer | undefined) => void;

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

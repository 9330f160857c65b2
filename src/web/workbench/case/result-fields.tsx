import type { Item } from '#domain/catalogue/item.ts';
import { DayInput } from '../ui/day-input.tsx';
import { Field } from '../ui/kit.tsx';
import { MoneyInput } from '../ui/money-input.tsx';
import { sayFieldProblem, t, tx } from '../words.ts';
import { type Faults, fieldsOfKind, type Values } from './fields.ts';

/** What is issued or paid, by the kind of the result: money in yuan, a certificate or card by its number. */
export function ResultFields({
  item,
  value,
  granted,
  faults,
  onChange,
}: {
  item: Item;
  value: Values;
  granted: boolean | undefined;
  faults: Faults;
  onChange: (result: Values) => void;
}) {
  if (granted === undefined) return null;
  const kind = String(value.kind ?? item.results[0]);
  const set = (name: string, next: unknown) => onChange({ ...value, [name]: next });
  const text = (name: string) => String(value[name] ?? '');
  const problem = (name: string) => {
    const fault = faults[`result.${name}`];
    return fault && sayFieldProblem(fault.code, { label: tx(`actions.result.${name}`), ...fault.params });
  };
  const box = (name: string) => {
    const common = { label: tx(`actions.result.${name}`), problem: problem(name), optional: name !== 'amount' };
    if (name === 'amount')
      return (
        <Field key={name} {...common}>
          {(parts) => <MoneyInput {...parts} value={value.amount} onChange={(fen) => set('amount', fen)} />}
        </Field>
      );
    if (name === 'firstMonth' || name === 'validUntil')
      return (
        <Field key={name} {...common}>
          {(parts) => (
            <DayInput {...parts} month={name === 'firstMonth'} value={text(name)} onChange={(day) => set(name, day)} />
          )}
        </Field>
      );
    return (
      <Field key={name} {...common}>
        {(parts) => (
          <input
            {...parts}
            type="text"
            className={name === 'accountTail' ? 'short' : ''}
            maxLength={name === 'accountTail' ? 4 : 64}
            value={text(name)}
            onChange={(event) => set(name, event.target.value)}
          />
        )}
      </Field>
    );
  };
  return (
    <>
      {granted && item.results.length > 1 && (
        <Field label={t('result.kind')}>
          {(parts) => (
            <select {...parts} value={kind} onChange={(event) => set('kind', event.target.value)}>
              {item.results.map((one) => (
                <option key={one} value={one}>
                  {tx(`status.result.${one}`)}
                </option>
              ))}
            </select>
          )}
        </Field>
      )}
      <Field label={t('result.title')} problem={problem('title')}>
        {(parts) => (
          <input
            {...parts}
            type="text"
            maxLength={120}
            value={text('title')}
            onChange={(event) => set('title', event.target.value)}
          />
        )}
      </Field>
      {granted && (fieldsOfKind[kind] ?? []).map(box)}
    </>
  );
}

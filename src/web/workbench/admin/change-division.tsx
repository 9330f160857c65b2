import { useState } from 'react';
import type { DivisionView } from '#api/organisation.ts';
import { api, client, queryClient } from '../api.ts';
import { useCommand } from '../command.ts';
import { today } from '../say.ts';
import { Combo } from '../ui/combo.tsx';
import { DayInput } from '../ui/day-input.tsx';
import { Button, Choices, Field, Refusal } from '../ui/kit.tsx';
import { tell } from '../ui/told.tsx';
import { t } from '../words.ts';

const kinds = ['rename', 'recode', 'merge', 'move'] as const;
type Kind = (typeof kinds)[number];

/** A change by an order from above: it takes effect on its day and old cases keep the old name. */
export function ChangeDivision({ division }: { division: DivisionView }) {
  const [kind, setKind] = useState<Kind>();
  const [typed, setTyped] = useState({ name: division.name, code: division.code, document: '', on: today() });
  const [other, setOther] = useState<DivisionView>();
  const change = useCommand(
    `division ${division.id}`,
    (input: Parameters<typeof client.organisation.changeDivision>[0], options) =>
      client.organisation.changeDivision(input, options),
    () => {
      setKind(undefined);
      tell(t('divisions.changed'));
      void queryClient.invalidateQueries({ queryKey: api.organisation.key() });
    },
  );
  if (!kind) {
    return (
      <p className="row-actions">
        {kinds.map((one) => (
          <Button key={one} look="quiet" onClick={() => setKind(one)}>
            {t(`divisions.${one}`)}
          </Button>
        ))}
      </p>
    );
  }
  const to = {
    rename: { name: typed.name.trim() },
    recode: { code: typed.code.trim() },
    merge: { name: typed.name.trim(), code: typed.code.trim() },
    move: { parent: other?.id ?? '' },
  }[kind];
  const needsOther = kind === 'merge' || kind === 'move';
  const ready = typed.document.trim() !== '' && (!needsOther || other !== undefined);
  const set = (name: keyof typeof typed) => (value: string) => setTyped((now) => ({ ...now, [name]: value }));
  return (
    <form
      className="grid-form framed"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!ready) return;
        change.mutate({
          kind,
          effectiveOn: typed.on,
          document: typed.document.trim(),
          from: kind === 'merge' && other ? [division.id, other.id] : [division.id],
          to: [to],
        });
      }}
    >
      <Choices
        label={t('divisions.what')}
        options={kinds.map((value) => ({ value, label: t(`divisions.${value}`) }))}
        value={kind}
        onChange={(value) => setKind(value as Kind)}
        wide
      />
      {needsOther && (
        <Field label={t(kind === 'merge' ? 'divisions.merge-with' : 'divisions.move-under')}>
          {(parts) => (
            <Combo<DivisionView>
              {...parts}
              value={other?.name ?? ''}
              placeholder={t('divisions.find')}
              find={async (text, signal) => {
                if (text === '') return [];
                const { items } = await client.organisation.divisions({ find: text, limit: 20 }, { signal });
                return items.map((one) => ({
                  key: one.id,
                  value: one,
                  text: one.name,
                  label: one.name,
                  hint: one.code,
                }));
              }}
              onPick={setOther}
            />
          )}
        </Field>
      )}
      {(kind === 'rename' || kind === 'merge') && (
        <Field label={t('divisions.new-name')}>
          {(parts) => (
            <input {...parts} type="text" value={typed.name} onChange={(event) => set('name')(event.target.value)} />
          )}
        </Field>
      )}
      {(kind === 'recode' || kind === 'merge') && (
        <Field label={t('divisions.new-code')}>
          {(parts) => (
            <input
              {...parts}
              type="text"
              className="number"
              value={typed.code}
              onChange={(event) => set('code')(event.target.value)}
            />
          )}
        </Field>
      )}
      <Field label={t('divisions.on')}>
        {(parts) => <DayInput {...parts} value={typed.on} onChange={set('on')} />}
      </Field>
      <Field label={t('divisions.document')} hint={t('divisions.document-hint')}>
        {(parts) => (
          <input
            {...parts}
            type="text"
            value={typed.document}
            onChange={(event) => set('document')(event.target.value)}
          />
        )}
      </Field>
      <footer className="wide">
        {change.error && <Refusal error={change.error} />}
        <Button type="submit" look="main" busy={change.isPending} disabled={!ready}>
          {t('divisions.change')}
        </Button>
        <Button look="quiet" onClick={() => setKind(undefined)}>
          {t('cancel')}
        </Button>
      </footer>
    </form>
  );
}

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { DivisionView, UnitView } from '#api/organisation.ts';
import { api, client, queryClient } from '../api.ts';
import { useCommand } from '../command.ts';
import { may, useMe } from '../me.tsx';
import { today } from '../say.ts';
import { DayInput } from '../ui/day-input.tsx';
import { Button, Choices, Field, Refusal, Section, Shown } from '../ui/kit.tsx';
import { type Picked, UnitPicker } from '../ui/pickers.tsx';
import { tell } from '../ui/told.tsx';
import { inWords, t } from '../words.ts';
import { OpenUnit } from './open-unit.tsx';

/** The units of a division: their departments, other names and telephone; opened under a unit above, changed by an order. */
export function Units({ division }: { division: DivisionView }) {
  const me = useMe();
  const manages = may(me, 'organisation.manage');
  const [opening, setOpening] = useState(false);
  const [changing, setChanging] = useState<string>();
  const units = useQuery(api.organisation.units.queryOptions({ input: { division: division.id, limit: 100 } }));
  const departments = useQuery(api.organisation.departments.queryOptions());
  const nameOf = (code: string) => {
    const known = departments.data?.find((department) => department.code === code)?.name;
    return known ? inWords(known) : code;
  };
  const again = () => {
    setOpening(false);
    setChanging(undefined);
    void queryClient.invalidateQueries({ queryKey: api.organisation.key() });
  };
  return (
    <Section
      title={t('units.title')}
      aside={
        manages ? (
          <Button look="quiet" aria-expanded={opening} onClick={() => setOpening(!opening)}>
            {t('units.open')}
          </Button>
        ) : undefined
      }
    >
      {opening && <OpenUnit division={division} departments={departments.data ?? []} onDone={again} />}
      <Shown query={units} rows={2}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="none">{t('units.none')}</p>
          ) : (
            <ul className="entries">
              {items.map((unit) => (
                <li key={unit.id}>
                  <span>
                    <b>{unit.name}</b>
                    {unit.aliases.length > 0 && <small>{unit.aliases.join(t('list.comma'))}</small>}
                    <small>
                      {[unit.departments.map(nameOf).join(t('list.comma')), unit.telephone].filter(Boolean).join(' · ')}
                    </small>
                  </span>
                  {manages && (
                    <Button
                      look="quiet"
                      aria-expanded={changing === unit.id}
                      onClick={() => setChanging(changing === unit.id ? undefined : unit.id)}
                    >
                      {t('units.change')}
                    </Button>
                  )}
                  {changing === unit.id && <ChangeUnit unit={unit} onDone={again} />}
                </li>
              ))}
            </ul>
          )
        }
      </Shown>
    </Section>
  );
}

const kinds = ['rename', 'merge', 'move', 'close'] as const;
type Kind = (typeof kinds)[number];

/** A unit is renamed, merged, moved or closed by an order and from a day on; its staff and open cases go along. */
function ChangeUnit({ unit, onDone }: { unit: UnitView; onDone: () => void }) {
  const [kind, setKind] = useState<Kind>('rename');
  const [typed, setTyped] = useState({ name: unit.name, on: today(), document: '' });
  const [other, setOther] = useState<Picked>();
  const change = useCommand(
    `unit ${unit.id}`,
    (input: Parameters<typeof client.organisation.changeUnits>[0], options) =>
      client.organisation.changeUnits(input, options),
    () => {
      tell(t('units.changed'));
      onDone();
    },
  );
  const ready =
    typed.document.trim() !== '' && (kind === 'rename' ? typed.name.trim().length >= 2 : kind === 'close' || other);
  const send = () => {
    if (!ready) return;
    change.mutate({
      kind,
      effectiveOn: typed.on,
      document: typed.document.trim(),
      from: [unit.id],
      ...(kind === 'rename' && { names: [typed.name.trim()] }),
      ...(kind === 'merge' && other && { into: other.id }),
      ...(kind === 'move' && other && { parent: other.id }),
      ...(kind === 'close' && other && { became: [other.id] }),
    });
  };
  const otherLabel = { rename: '', merge: t('units.into'), move: t('units.parent'), close: t('units.became') }[kind];
  return (
    <form
      className="grid-form framed"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <Choices
        label={t('divisions.what')}
        options={kinds.map((value) => ({ value, label: t(`units.${value}`) }))}
        value={kind}
        onChange={(value) => setKind(value as Kind)}
        wide
      />
      {kind === 'rename' ? (
        <Field label={t('units.new-name')}>
          {(parts) => (
            <input
              {...parts}
              type="text"
              value={typed.name}
              onChange={(event) => setTyped({ ...typed, name: event.target.value })}
            />
          )}
        </Field>
      ) : (
        <Field label={otherLabel} optional={kind === 'close'}>
          {(parts) => <UnitPicker {...parts} value={other} onPick={setOther} />}
        </Field>
      )}
      <Field label={t('divisions.on')}>
        {(parts) => <DayInput {...parts} value={typed.on} onChange={(on) => setTyped({ ...typed, on })} />}
      </Field>
      <Field label={t('divisions.document')} hint={t('divisions.document-hint')}>
        {(parts) => (
          <input
            {...parts}
            type="text"
            value={typed.document}
            onChange={(event) => setTyped({ ...typed, document: event.target.value })}
          />
        )}
      </Field>
      <footer className="wide">
        {change.error && <Refusal error={change.error} />}
        <Button type="submit" look="main" busy={change.isPending} disabled={!ready}>
          {t('units.change')}
        </Button>
      </footer>
    </form>
  );
}

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { DivisionView, UnitView } from '#api/organisation.ts';
import { api, client, queryClient } from '../api.ts';
import { useCommand } from '../command.ts';
import { may, useMe } from '../me.tsx';
import { today } from '../say.ts';
import { DayInput } from '../ui/day-input.tsx';
import { Button, Field, Refusal, Section, Shown } from '../ui/kit.tsx';
import { type Picked, UnitPicker } from '../ui/pickers.tsx';
import { inWords, t } from '../words.ts';

const again = () => void queryClient.invalidateQueries({ queryKey: api.organisation.units.key() });

/** The units of a division: their departments, other names and telephone; renamed with a day, opened under a unit above. */
export function Units({ division }: { division: DivisionView }) {
  const me = useMe();
  const manages = may(me, 'organisation.manage');
  const [opening, setOpening] = useState(false);
  const [renaming, setRenaming] = useState<string>();
  const units = useQuery(api.organisation.units.queryOptions({ input: { division: division.id, limit: 100 } }));
  const departments = useQuery(api.organisation.departments.queryOptions());
  const nameOf = (code: string) => {
    const known = departments.data?.find((department) => department.code === code)?.name;
    return known ? inWords(known) : code;
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
      {opening && (
        <OpenUnit division={division} departments={departments.data ?? []} onDone={() => setOpening(false)} />
      )}
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
                    <Button look="quiet" onClick={() => setRenaming(renaming === unit.id ? undefined : unit.id)}>
                      {t('units.rename')}
                    </Button>
                  )}
                  {renaming === unit.id && <RenameUnit unit={unit} onDone={() => setRenaming(undefined)} />}
                </li>
              ))}
            </ul>
          )
        }
      </Shown>
    </Section>
  );
}

function RenameUnit({ unit, onDone }: { unit: UnitView; onDone: () => void }) {
  const [name, setName] = useState(unit.name);
  const [from, setFrom] = useState(today());
  const rename = useCommand(
    `unit-name ${unit.id}`,
    (input: { name: string; from: string }, options) =>
      client.organisation.renameUnit({ unit: unit.id, ...input }, options),
    () => {
      again();
      onDone();
    },
  );
  return (
    <form
      className="grid-form framed"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        rename.mutate({ name: name.trim(), from });
      }}
    >
      <Field label={t('units.new-name')}>
        {(parts) => <input {...parts} type="text" value={name} onChange={(event) => setName(event.target.value)} />}
      </Field>
      <Field label={t('units.from')}>{(parts) => <DayInput {...parts} value={from} onChange={setFrom} />}</Field>
      <footer className="wide">
        {rename.error && <Refusal error={rename.error} />}
        <Button type="submit" look="main" busy={rename.isPending} disabled={name.trim().length < 2}>
          {t('units.rename')}
        </Button>
      </footer>
    </form>
  );
}

function OpenUnit({
  division,
  departments,
  onDone,
}: {
  division: DivisionView;
  departments: { code: string; name: { 'zh-CN': string; en: string } }[];
  onDone: () => void;
}) {
  const [typed, setTyped] = useState({ name: '', kind: 'service-centre', telephone: '' });
  const [parent, setParent] = useState<Picked>();
  const [chosen, setChosen] = useState<string[]>([]);
  const open = useCommand(
    `open-unit ${division.id}`,
    (input: Parameters<typeof client.organisation.createUnit>[0], options) =>
      client.organisation.createUnit(input, options),
    () => {
      again();
      onDone();
    },
  );
  return (
    <form
      className="grid-form framed"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!parent) return;
        open.mutate({
          parent: parent.id,
          division: division.id,
          kind: typed.kind,
          departments: chosen,
          name: typed.name.trim(),
          ...(typed.telephone.trim() !== '' && { telephone: typed.telephone.trim() }),
        });
      }}
    >
      <Field label={t('units.name')}>
        {(parts) => (
          <input
            {...parts}
            type="text"
            value={typed.name}
            onChange={(event) => setTyped({ ...typed, name: event.target.value })}
          />
        )}
      </Field>
      <Field label={t('units.parent')}>{(parts) => <UnitPicker {...parts} value={parent} onPick={setParent} />}</Field>
      <Field label={t('units.kind')}>
        {(parts) => (
          <select {...parts} value={typed.kind} onChange={(event) => setTyped({ ...typed, kind: event.target.value })}>
            {(['government', 'bureau', 'agency', 'service-centre', 'station'] as const).map((kind) => (
              <option key={kind} value={kind}>
                {t(`units.kind-${kind}`)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label={t('units.telephone')} optional>
        {(parts) => (
          <input
            {...parts}
            type="text"
            inputMode="tel"
            value={typed.telephone}
            onChange={(event) => setTyped({ ...typed, telephone: event.target.value })}
          />
        )}
      </Field>
      <fieldset className="field wide">
        <legend>{t('units.departments')}</legend>
        <div className="choices">
          {departments.map((department) => (
            <label key={department.code} className="choice">
              <input
                type="checkbox"
                checked={chosen.includes(department.code)}
                onChange={(event) =>
                  setChosen(
                    event.target.checked
                      ? [...chosen, department.code]
                      : chosen.filter((one) => one !== department.code),
                  )
                }
              />
              <span>{inWords(department.name)}</span>
            </label>
          ))}
        </div>
      </fieldset>
      <footer className="wide">
        {open.error && <Refusal error={open.error} />}
        <Button type="submit" look="main" busy={open.isPending} disabled={!parent || typed.name.trim().length < 2}>
          {t('units.open')}
        </Button>
      </footer>
    </form>
  );
}

import { useState } from 'react';
import type { DivisionView } from '#api/organisation.ts';
import type { Text } from '#domain/kernel/text.ts';
import { client } from '../api.ts';
import { useCommand } from '../command.ts';
import { Button, Field, Refusal } from '../ui/kit.tsx';
import { type Picked, UnitPicker } from '../ui/pickers.tsx';
import { inWords, t } from '../words.ts';

const kinds = ['government', 'bureau', 'agency', 'service-centre', 'station'] as const;

export function OpenUnit({
  division,
  departments,
  onDone,
}: {
  division: DivisionView;
  departments: { code: string; name: Text }[];
  onDone: () => void;
}) {
  const [typed, setTyped] = useState({ name: '', kind: 'service-centre', telephone: '' });
  const [parent, setParent] = useState<Picked>();
  const [chosen, setChosen] = useState<string[]>([]);
  const open = useCommand(
    `open-unit ${division.id}`,
    (input: Parameters<typeof client.organisation.createUnit>[0], options) =>
      client.organisation.createUnit(input, options),
    onDone,
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
            {kinds.map((kind) => (
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

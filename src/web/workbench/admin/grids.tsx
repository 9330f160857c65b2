import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { DivisionView } from '#api/organisation.ts';
import { api, client, queryClient } from '../api.ts';
import { useCommand } from '../command.ts';
import { may, useMe } from '../me.tsx';
import { today } from '../say.ts';
import { DayInput } from '../ui/day-input.tsx';
import { Button, Field, Refusal, Section, Shown, TextField } from '../ui/kit.tsx';
import { tell } from '../ui/told.tsx';
import { t } from '../words.ts';

const again = () => void queryClient.invalidateQueries({ queryKey: api.organisation.key() });

/** The grids of a village (网格): named, numbered and closed here; a resident is found by them, a case goes by the village. */
export function Grids({ village }: { village: DivisionView }) {
  const manages = may(useMe(), 'organisation.manage');
  const [changing, setChanging] = useState<string>();
  const [name, setName] = useState('');
  const grids = useQuery(api.organisation.divisions.queryOptions({ input: { parent: village.id, limit: 100 } }));
  const open = useCommand(
    `grid ${village.id}`,
    (input: { village: string; name: string }, options) => client.organisation.openGrid(input, options),
    () => {
      setName('');
      tell(t('grids.opened'));
      again();
    },
  );
  return (
    <Section title={t('grids.title')}>
      <Shown query={grids} rows={2}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="none">{t('grids.none')}</p>
          ) : (
            <ul className="entries">
              {items.map((grid) => (
                <li key={grid.id}>
                  <span>
                    <b>{grid.name}</b>
                    <small className="num">{grid.code}</small>
                  </span>
                  {manages && (
                    <Button
                      look="quiet"
                      aria-expanded={changing === grid.id}
                      onClick={() => setChanging(changing === grid.id ? undefined : grid.id)}
                    >
                      {t('grids.change')}
                    </Button>
                  )}
                  {changing === grid.id && <ChangeGrid grid={grid} onDone={() => setChanging(undefined)} />}
                </li>
              ))}
            </ul>
          )
        }
      </Shown>
      {manages && (
        <form
          className="grid-form"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            if (name.trim()) open.mutate({ village: village.id, name: name.trim() });
          }}
        >
          <TextField
            label={t('grids.name')}
            hint={t('grids.name-hint')}
            maxLength={60}
            value={name}
            onChange={setName}
          />
          <footer className="wide">
            {open.error && <Refusal error={open.error} />}
            <Button type="submit" busy={open.isPending} disabled={name.trim() === ''}>
              {t('grids.open')}
            </Button>
          </footer>
        </form>
      )}
    </Section>
  );
}

/** Its new name, or its last day; both by a document, so that it can be read later why. */
function ChangeGrid({ grid, onDone }: { grid: DivisionView; onDone: () => void }) {
  const [typed, setTyped] = useState({ name: grid.name, on: today(), document: '' });
  const done = () => {
    tell(t('divisions.changed'));
    again();
    onDone();
  };
  const rename = useCommand(
    `division ${grid.id}`,
    (input: Parameters<typeof client.organisation.changeDivision>[0], options) =>
      client.organisation.changeDivision(input, options),
    done,
  );
  const close = useCommand(
    `close ${grid.id}`,
    (input: Parameters<typeof client.organisation.closeGrid>[0], options) =>
      client.organisation.closeGrid(input, options),
    done,
  );
  const document = typed.document.trim();
  const name = typed.name.trim();
  const error = rename.error ?? close.error;
  const busy = rename.isPending || close.isPending;
  return (
    <form
      className="grid-form framed"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!document || !name || name === grid.name) return;
        rename.mutate({ kind: 'rename', effectiveOn: typed.on, document, from: [grid.id], to: [{ name }] });
      }}
    >
      <TextField
        label={t('grids.name')}
        maxLength={60}
        value={typed.name}
        onChange={(text) => setTyped({ ...typed, name: text })}
      />
      <Field label={t('divisions.on')}>
        {(parts) => <DayInput {...parts} value={typed.on} onChange={(on) => setTyped({ ...typed, on })} />}
      </Field>
      <TextField
        label={t('divisions.document')}
        hint={t('grids.document-hint')}
        wide
        maxLength={200}
        value={typed.document}
        onChange={(text) => setTyped({ ...typed, document: text })}
      />
      <footer className="wide">
        {error && <Refusal error={error} />}
        <Button type="submit" look="main" busy={busy} disabled={!document || !name || name === grid.name}>
          {t('divisions.rename')}
        </Button>
        <Button
          busy={busy}
          disabled={!document}
          onClick={() => close.mutate({ grid: grid.id, on: typed.on, document })}
        >
          {t('grids.close')}
        </Button>
        <Button look="quiet" onClick={onDone}>
          {t('cancel')}
        </Button>
      </footer>
    </form>
  );
}

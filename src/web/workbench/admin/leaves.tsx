import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, client, queryClient } from '../api.ts';
import { useCommand } from '../command.ts';
import { useMe } from '../me.tsx';
import { today } from '../say.ts';
import { DayInput } from '../ui/day-input.tsx';
import { Button, Field, Refusal, Section, Shown } from '../ui/kit.tsx';
import { tell } from '../ui/told.tsx';
import { t } from '../words.ts';
import { useRoles } from './role-field.tsx';

/** For the head of a unit: who works here and who is away; a leave is recorded and the substitute takes over by itself. */
export default function Leaves() {
  const me = useMe();
  const unit = me.post?.unit;
  const { nameOf } = useRoles();
  const [open, setOpen] = useState<string>();
  const query = api.organisation.colleagues.queryOptions({ input: { unit: unit?.id ?? '' } });
  const people = useQuery({ ...query, enabled: unit !== undefined, staleTime: 0 });
  return (
    <Section title={t('admin.leaves')} aside={<span className="aside">{unit?.name}</span>}>
      <p className="lead">{t('leaves.lead')}</p>
      <Shown query={people}>
        {(list) => (
          <ul className="entries">
            {list.map((person) => (
              <li key={person.id}>
                <span>
                  <b>{person.name}</b>
                  <small>
                    {nameOf(person.role)}
                    {person.absent && ` · ${t('leaves.absent')}`}
                  </small>
                </span>
                <Button
                  look="quiet"
                  aria-expanded={open === person.id}
                  onClick={() => setOpen(open === person.id ? undefined : person.id)}
                >
                  {t('accounts.leave')}
                </Button>
                {open === person.id && unit && (
                  <AddLeave
                    account={person}
                    unit={unit.id}
                    onDone={() => {
                      setOpen(undefined);
                      void queryClient.invalidateQueries({ queryKey: query.queryKey });
                    }}
                  />
                )}
              </li>
            ))}
          </ul>
        )}
      </Shown>
    </Section>
  );
}

export function AddLeave({
  account,
  unit,
  onDone,
}: {
  account: { id: string; name: string };
  unit: string;
  onDone: () => void;
}) {
  const [from, setFrom] = useState(today());
  const [to, setTo] = useState(today());
  const add = useCommand(
    `leave ${account.id}`,
    (input: { firstDay: string; lastDay: string }, options) =>
      client.organisation.leave({ account: account.id, unit, ...input }, options),
    ({ substitutes }) => {
      const names = substitutes.map((one) => one.name ?? t('accounts.unit-above'));
      tell(t('accounts.leave-done', { name: account.name, substitutes: [...new Set(names)].join(t('list.comma')) }));
      onDone();
    },
  );
  return (
    <form
      className="grid-form framed"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        add.mutate({ firstDay: from, lastDay: to });
      }}
    >
      <Field label={t('accounts.first-day')}>
        {(parts) => <DayInput {...parts} value={from} onChange={setFrom} />}
      </Field>
      <Field label={t('accounts.last-day')}>{(parts) => <DayInput {...parts} value={to} onChange={setTo} />}</Field>
      <footer className="wide">
        {add.error && <Refusal error={add.error} />}
        <Button type="submit" look="main" busy={add.isPending}>
          {t('accounts.leave')}
        </Button>
      </footer>
    </form>
  );
}

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, client, queryClient } from '../api.ts';
import { useCommand } from '../command.ts';
import { useMe } from '../me.tsx';
import { day as sayDay } from '../say.ts';
import { Button, Field, focused, Refusal, Section, Shown } from '../ui/kit.tsx';
import { ItemPicker, type Picked } from '../ui/pickers.tsx';
import { tell } from '../ui/told.tsx';
import { t } from '../words.ts';

/** A time at one of this unit's points, for whoever sits here and will not book it themselves. */
export function BookTime({ person }: { person: string }) {
  const [open, setOpen] = useState<boolean>();
  return (
    <Section title={t('book.title')}>
      {open ? (
        <Booking person={person} onDone={() => setOpen(false)} />
      ) : (
        // Whoever booked by keyboard goes on from here.
        <Button look="quiet" {...(open === false && { ref: focused })} onClick={() => setOpen(true)}>
          {t('book.open')}
        </Button>
      )}
    </Section>
  );
}

function Booking({ person, onDone }: { person: string; onDone: () => void }) {
  const me = useMe();
  const [item, setItem] = useState<Picked>();
  const [site, setSite] = useState<string>();
  const sites = useQuery(api.organisation.sites.queryOptions({ input: { unit: me.post?.unit.id ?? '', limit: 20 } }));
  const doors = sites.data?.items ?? [];
  const door = site ?? doors[0]?.id;
  return (
    <div className="grid-form">
      {doors.length > 1 && (
        <Field label={t('book.site')}>
          {(parts) => (
            <select {...parts} value={door} onChange={(event) => setSite(event.target.value)}>
              {doors.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </select>
          )}
        </Field>
      )}
      <Field label={t('book.item')}>{(parts) => <ItemPicker {...parts} focus value={item} onPick={setItem} />}</Field>
      {sites.data && door === undefined && <p className="none">{t('book.no-site')}</p>}
      {item && door !== undefined && (
        <Times key={`${item.id} ${door}`} person={person} item={item.id} site={door} onDone={onDone} />
      )}
    </div>
  );
}

function Times({ onDone, ...wish }: { person: string; item: string; site: string; onDone: () => void }) {
  const options = api.appointments.freeTimes.queryOptions({ input: { site: wish.site, item: wish.item } });
  const free = useQuery({ ...options, staleTime: 0 });
  const [chosen, setChosen] = useState<{ day?: string; time?: string }>({});
  const book = useCommand(
    `book ${wish.person} ${wish.item}`,
    (at: { day: string; time: string }, sent) => client.appointments.book({ ...wish, ...at }, sent),
    ({ day, time }) => {
      tell(t('book.done', { day: sayDay(day), time }));
      void queryClient.invalidateQueries({ queryKey: api.appointments.key() });
      onDone();
    },
  );
  return (
    <Shown query={free} rows={2}>
      {({ days }) => {
        const at = days.find(({ day }) => day === chosen.day) ?? days[0];
        const time = at?.times.find((one) => one === chosen.time) ?? at?.times[0];
        if (!at || time === undefined) return <p className="none">{t('book.none')}</p>;
        return (
          <form
            onSubmit={(event) => {
              event.preventDefault();
              book.mutate({ day: at.day, time });
            }}
          >
            <Field label={t('book.day')}>
              {(parts) => (
                <select {...parts} value={at.day} onChange={(event) => setChosen({ day: event.target.value })}>
                  {days.map(({ day }) => (
                    <option key={day} value={day}>
                      {sayDay(day)}
                    </option>
                  ))}
                </select>
              )}
            </Field>
            <Field label={t('book.time')}>
              {(parts) => (
                <select
                  {...parts}
                  value={time}
                  onChange={(event) => setChosen({ day: at.day, time: event.target.value })}
                >
                  {at.times.map((one) => (
                    <option key={one} value={one}>
                      {one.replace(/^0/, '')}
                    </option>
                  ))}
                </select>
              )}
            </Field>
            {book.error && (
              <Refusal error={book.error}>
                <Button onClick={() => free.refetch()}>{t('again')}</Button>
              </Refusal>
            )}
            <Button type="submit" look="main" busy={book.isPending}>
              {t('book.yes')}
            </Button>
          </form>
        );
      }}
    </Shown>
  );
}

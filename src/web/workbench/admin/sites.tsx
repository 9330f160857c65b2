import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { DivisionView, SiteView } from '#api/organisation.ts';
import { api, client, queryClient } from '../api.ts';
import { useCommand } from '../command.ts';
import { may, useMe } from '../me.tsx';
import { today } from '../say.ts';
import { DayInput } from '../ui/day-input.tsx';
import { Button, Field, Refusal, Section, Shown } from '../ui/kit.tsx';
import { type Picked, UnitPicker, VillagePicker } from '../ui/pickers.tsx';
import { inWords, t } from '../words.ts';

const again = () => void queryClient.invalidateQueries({ queryKey: api.organisation.sites.key() });

/** Service points: those that serve a village, or those found by the name of the place. */
export function Sites({ division }: { division: DivisionView }) {
  const me = useMe();
  const [opening, setOpening] = useState(false);
  const [linking, setLinking] = useState<string>();
  const input = division.level === 'village' ? { village: division.id, limit: 50 } : { find: division.name, limit: 50 };
  const sites = useQuery(api.organisation.sites.queryOptions({ input }));
  return (
    <Section
      title={t('sites.title')}
      aside={
        may(me, 'site.manage') ? (
          <Button look="quiet" aria-expanded={opening} onClick={() => setOpening(!opening)}>
            {t('sites.open')}
          </Button>
        ) : undefined
      }
    >
      {opening && <OpenSite division={division} onDone={() => setOpening(false)} />}
      <Shown query={sites} rows={2}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="none">{t('sites.none')}</p>
          ) : (
            <ul className="entries">
              {items.map((site) => (
                <li key={site.id}>
                  <span>
                    <b>{site.name}</b>
                    <small className={site.openNow ? 'good' : ''}>
                      {t(site.openNow ? 'sites.open-now' : 'sites.closed-now')}
                    </small>
                    <small>{[site.address, site.telephone, inWords(site.hours)].filter(Boolean).join(' · ')}</small>
                    <small>
                      {t('sites.serves', {
                        villages: site.villages.map((village) => village.name).join(t('list.comma')) || t('none'),
                      })}
                    </small>
                  </span>
                  {may(me, 'organisation.manage') && (
                    <Button look="quiet" onClick={() => setLinking(linking === site.id ? undefined : site.id)}>
                      {t('sites.link')}
                    </Button>
                  )}
                  {linking === site.id && <LinkVillage site={site} onDone={() => setLinking(undefined)} />}
                </li>
              ))}
            </ul>
          )
        }
      </Shown>
    </Section>
  );
}

/** A station serves a village from a day on, or no longer: several villages may share one. */
function LinkVillage({ site, onDone }: { site: SiteView; onDone: () => void }) {
  const [village, setVillage] = useState<Picked>();
  const [from, setFrom] = useState(today());
  const [until, setUntil] = useState('');
  const link = useCommand(
    `link ${site.id}`,
    (input: Parameters<typeof client.organisation.linkVillage>[0], options) =>
      client.organisation.linkVillage(input, options),
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
        if (village) link.mutate({ site: site.id, village: village.id, from, ...(until !== '' && { until }) });
      }}
    >
      <Field label={t('person.village')}>
        {(parts) => <VillagePicker {...parts} value={village} onPick={setVillage} />}
      </Field>
      <Field label={t('sites.from')}>{(parts) => <DayInput {...parts} value={from} onChange={setFrom} />}</Field>
      <Field label={t('sites.until')} optional>
        {(parts) => <DayInput {...parts} value={until} onChange={setUntil} />}
      </Field>
      <footer className="wide">
        {link.error && <Refusal error={link.error} />}
        <Button type="submit" look="main" busy={link.isPending} disabled={!village}>
          {t('save')}
        </Button>
      </footer>
    </form>
  );
}

function OpenSite({ division, onDone }: { division: DivisionView; onDone: () => void }) {
  const [typed, setTyped] = useState({ name: '', address: '', telephone: '', hours: '', lon: '', lat: '' });
  const [unit, setUnit] = useState<Picked>();
  const open = useCommand(
    `open-site ${division.id}`,
    (input: Parameters<typeof client.organisation.createSite>[0], options) =>
      client.organisation.createSite(input, options),
    () => {
      again();
      onDone();
    },
  );
  const box = (name: keyof typeof typed, optional = false, hint?: string) => (
    <Field label={t(`sites.${name}`)} optional={optional} {...(hint !== undefined && { hint })}>
      {(parts) => (
        <input
          {...parts}
          type="text"
          value={typed[name]}
          onChange={(event) => setTyped({ ...typed, [name]: event.target.value })}
        />
      )}
    </Field>
  );
  const placed =
    typed.lon !== '' && typed.lat !== '' && Number.isFinite(Number(typed.lon)) && Number.isFinite(Number(typed.lat));
  return (
    <form
      className="grid-form framed"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!unit) return;
        open.mutate({
          unit: unit.id,
          name: typed.name.trim(),
          address: typed.address.trim(),
          telephone: typed.telephone.trim(),
          villages: division.level === 'village' ? [division.id] : [],
          ...(typed.hours.trim() !== '' && { hours: typed.hours.trim() }),
          ...(placed && { lon: Number(typed.lon), lat: Number(typed.lat) }),
        });
      }}
    >
      {box('name')}
      <Field label={t('sites.unit')}>{(parts) => <UnitPicker {...parts} value={unit} onPick={setUnit} />}</Field>
      {box('address')}
      {box('telephone')}
      {box('hours', true, t('sites.hours-hint'))}
      {box('lon', true)}
      {box('lat', true)}
      <footer className="wide">
        {open.error && <Refusal error={open.error} />}
        <Button type="submit" look="main" busy={open.isPending} disabled={!unit || typed.name.trim().length < 2}>
          {t('sites.open')}
        </Button>
      </footer>
    </form>
  );
}

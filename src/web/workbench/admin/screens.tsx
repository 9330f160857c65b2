import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ScreenView } from '#api/screens.ts';
import { localDate } from '#domain/kernel/dates.ts';
import { api, client, queryClient } from '../api.ts';
import { now } from '../clock.ts';
import { useCommand } from '../command.ts';
import { day, moment } from '../say.ts';
import { Button, Empty, NumberField, Refusal, Section, Shown, TextField } from '../ui/kit.tsx';
import { t } from '../words.ts';

const query = api.screens.list.queryOptions();
const readAgain = () => void queryClient.invalidateQueries({ queryKey: query.queryKey });
type Given = Awaited<ReturnType<typeof client.screens.make>>;
const minutes = (n: number) => n * 60_000;

/** Large screens that show the map without anybody signed in: who is let in, until when, and when each was last seen. */
export default function Screens() {
  const screens = useQuery({ ...query, refetchInterval: minutes(1) });
  const [adding, setAdding] = useState(false);
  const [given, setGiven] = useState<Given>();
  const take = (code: Given) => {
    setGiven(code);
    setAdding(false);
    readAgain();
  };
  return (
    <Section
      title={t('admin.screens')}
      aside={
        <Button look="main" aria-expanded={adding} onClick={() => setAdding(!adding)}>
          {t('screens.add')}
        </Button>
      }
    >
      <p className="lead">{t('screens.lead')}</p>
      {adding && <Add onMade={take} />}
      <Shown query={screens}>
        {(list) =>
          list.length === 0 ? (
            <Empty title={t('screens.none')}>{t('screens.none-hint')}</Empty>
          ) : (
            <ul className="entries">
              {list.map((screen) => (
                <One
                  key={screen.id}
                  of={screen}
                  given={given?.id === screen.id && screen.codeUntil !== null ? given : undefined}
                  onCode={take}
                />
              ))}
            </ul>
          )
        }
      </Shown>
    </Section>
  );
}

function Add({ onMade }: { onMade: (given: Given) => void }) {
  const [name, setName] = useState('');
  const [place, setPlace] = useState('');
  const [days, setDays] = useState('180');
  const make = useCommand(
    'new-screen',
    (input: { name: string; place: string; days: number }, options) => client.screens.make(input, options),
    onMade,
  );
  const good = name.trim().length > 1 && place.trim().length > 1 && Number(days) >= 1 && Number(days) <= 366;
  return (
    <form
      className="grid-form framed"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (good) make.mutate({ name: name.trim(), place: place.trim(), days: Number(days) });
      }}
    >
      <TextField
        label={t('screens.name')}
        hint={t('screens.name-hint')}
        maxLength={60}
        value={name}
        onChange={setName}
      />
      <TextField label={t('screens.place')} maxLength={100} value={place} onChange={setPlace} />
      <NumberField label={t('screens.days')} hint={t('screens.days-hint')} whole value={days} onChange={setDays} />
      {make.error && <Refusal error={make.error} />}
      <Button type="submit" look="main" busy={make.isPending} disabled={!good}>
        {t('screens.make')}
      </Button>
    </form>
  );
}

type Standing = 'revoked' | 'expired' | 'waiting' | 'unused' | 'on' | 'silent';

/** A wall asks every minute: one that has not for ten is off, or its line is. */
function standingOf({ revokedAt, expiresAt, codeUntil, seenAt }: ScreenView): Standing {
  const at = now().getTime();
  if (revokedAt !== null) return 'revoked';
  if (Date.parse(expiresAt) <= at) return 'expired';
  if (seenAt === null) return codeUntil === null ? 'unused' : 'waiting';
  return at - Date.parse(seenAt) < minutes(10) ? 'on' : 'silent';
}

function One({
  of: screen,
  given,
  onCode,
}: {
  of: ScreenView;
  given: Given | undefined;
  onCode: (given: Given) => void;
}) {
  const { id, name, place } = screen;
  const code = useCommand(`code ${id}`, (_: undefined, options) => client.screens.code({ id }, options), onCode);
  const extend = useCommand(
    `extend ${id}`,
    (_: undefined, options) => client.screens.extend({ id, days: 180 }, options),
    readAgain,
  );
  const revoke = useCommand(
    `revoke ${id}`,
    (_: undefined, options) => client.screens.revoke({ id }, options),
    readAgain,
  );
  const standing = standingOf(screen);
  const failed = code.error ?? extend.error ?? revoke.error;
  return (
    <li>
      <span>
        <b>{name}</b>
        <small>
          {place} · {t('screens.until', { day: day(localDate(screen.expiresAt)) })}
        </small>
        <small className={standing === 'on' ? 'good' : standing === 'waiting' ? undefined : 'bad'}>
          {t(`screens.is.${standing}`)}
          {screen.seenAt !== null && ` · ${t('screens.seen', { when: moment(screen.seenAt) })}`}
        </small>
        <small>{t('screens.by', { name: screen.madeBy, when: moment(screen.madeAt) })}</small>
      </span>
      {standing !== 'revoked' && (
        <span className="aside-buttons">
          <Button look="quiet" busy={code.isPending} onClick={() => code.mutate(undefined)}>
            {t('screens.code')}
          </Button>
          <Button look="quiet" busy={extend.isPending} onClick={() => extend.mutate(undefined)}>
            {t('screens.extend')}
          </Button>
          <Button look="quiet" busy={revoke.isPending} onClick={() => revoke.mutate(undefined)}>
            {t('screens.revoke')}
          </Button>
        </span>
      )}
      {failed && <Refusal error={failed} />}
      {given && (
        <div className="notice" role="status">
          <p>{t('screens.given', { address: given.address, time: moment(given.until) })}</p>
          <p className="screen-code">{given.code}</p>
        </div>
      )}
    </li>
  );
}

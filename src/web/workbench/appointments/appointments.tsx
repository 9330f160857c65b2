import './appointments.css';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { Link, useLocation } from 'wouter';
import type { AppointmentRow } from '#api/appointments.ts';
import { addDays, isLocalDate } from '#domain/kernel/dates.ts';
import { hasBegun } from '#domain/sites/appointments.ts';
import { api, client, queryClient } from '../api.ts';
import { now } from '../clock.ts';
import { useCommand } from '../command.ts';
import { may, useMe } from '../me.tsx';
import { day as sayDay, shortDay, today } from '../say.ts';
import { useKeys } from '../ui/keys.ts';
import { Button, Empty, Refusal, Shown } from '../ui/kit.tsx';
import { inWords, t } from '../words.ts';

type Day = Awaited<ReturnType<typeof client.appointments.day>>;

const listOf = (unit: string, day: string) => api.appointments.day.queryOptions({ input: { unit, day } });

/** Who comes to this unit's points on a day, by time, and whether they came. */
export default function Appointments({ day: given }: { day: string | undefined }) {
  const me = useMe();
  const [, go] = useLocation();
  const unit = me.post?.unit.id ?? '';
  const day = given !== undefined && isLocalDate(given) ? given : today();
  // Read when the page is opened, and when it is asked for: each reading is a look at everybody on it.
  const list = useQuery({ ...listOf(unit, day), staleTime: 10_000 });
  const turn = (by: number) => go(`/appointments/${addDays(day, by)}`, { replace: true });
  useKeys({ '[': () => turn(-1), ']': () => turn(1), '.': () => go('/appointments', { replace: true }) });
  const items = list.data?.items ?? [];
  const came = items.filter(({ status }) => status === 'came').length;
  return (
    <div className="appointments">
      <header className="page-head">
        <h1>{t('appointments.title')}</h1>
        <div className="day-turn">
          <Button keyCap="[" onClick={() => turn(-1)}>
            {t('appointments.previous')}
          </Button>
          <h2 aria-live="polite">{day === today() ? t('appointments.today', { day: sayDay(day) }) : sayDay(day)}</h2>
          <Button keyCap="]" onClick={() => turn(1)}>
            {t('appointments.next')}
          </Button>
          {day !== today() && (
            <Button look="quiet" keyCap="." onClick={() => go('/appointments', { replace: true })}>
              {t('appointments.to-today')}
            </Button>
          )}
        </div>
        <Button look="quiet" busy={list.isFetching} onClick={() => list.refetch()}>
          {t('appointments.again')}
        </Button>
      </header>
      <Shown query={list} rows={6}>
        {(known) =>
          known.items.length === 0 ? (
            <Nobody of={known} />
          ) : (
            <>
              <p className="hint">{t('appointments.count', { count: known.items.length, came })}</p>
              <List key={day} unit={unit} of={known} />
            </>
          )
        }
      </Shown>
    </div>
  );
}

function Nobody({ of: { sites, before, after } }: { of: Day }) {
  const nearest = [before, after].filter((one) => one !== null);
  return (
    <Empty title={t(sites.length === 0 ? 'appointments.no-site' : 'appointments.none')}>
      {nearest.length > 0 &&
        nearest.map((one) => (
          <Link key={one} href={`/appointments/${one}`} className="button plain">
            {t('appointments.nearest', { day: shortDay(one) })}
          </Link>
        ))}
    </Empty>
  );
}

/** The hands of the clock go on while the page stands open: what begins meanwhile can be marked without asking again. */
function useNow(): Date {
  const [at, setAt] = useState(now);
  useEffect(() => {
    const timer = setInterval(() => setAt(now()), 15_000);
    return () => clearInterval(timer);
  }, []);
  return at;
}

function List({ unit, of: { day, items, sites } }: { unit: string; of: Day }) {
  const [at, setAt] = useState(() =>
    Math.max(
      0,
      items.findIndex(({ status }) => status === 'booked'),
    ),
  );
  const clock = useNow();
  const body = useRef<HTMLTableSectionElement>(null);
  const move = (by: number) => setAt(Math.min(items.length - 1, Math.max(0, at + by)));
  useKeys({
    j: () => move(1),
    k: () => move(-1),
    arrowdown: () => move(1),
    arrowup: () => move(-1),
    home: () => setAt(0),
    end: () => setAt(items.length - 1),
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: follows the mark
  useEffect(() => {
    body.current?.querySelector('.at')?.scrollIntoView({ block: 'nearest' });
  }, [at]);
  const nameOf = (site: string) => (sites.length > 1 ? sites.find(({ id }) => id === site)?.name : undefined);
  return (
    <table className="rows-table">
      <thead>
        <tr>
          {(['time', 'person', 'item', 'state'] as const).map((name) => (
            <th key={name} scope="col">
              {t(`appointments.col-${name}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody ref={body}>
        {items.map((row, index) => (
          <Row
            key={row.id}
            row={row.begun ? row : { ...row, begun: hasBegun({ day, time: row.time }, clock) }}
            site={nameOf(row.site)}
            at={index === at}
            onPoint={() => setAt(index)}
            onMarked={(status) =>
              queryClient.setQueryData(
                listOf(unit, day).queryKey,
                (old: Day | undefined) =>
                  old && { ...old, items: old.items.map((one) => (one.id === row.id ? { ...one, status } : one)) },
              )
            }
          />
        ))}
      </tbody>
    </table>
  );
}

const marks = [
  ['came', 'c'],
  ['missed', 'm'],
] as const;

function Row({
  row,
  site,
  at,
  onPoint,
  onMarked,
}: {
  row: AppointmentRow;
  site: string | undefined;
  at: boolean;
  onPoint: () => void;
  onMarked: (status: AppointmentRow['status']) => void;
}) {
  const me = useMe();
  const mark = useCommand(
    `mark ${row.id}`,
    (as: 'came' | 'missed', options) => client.appointments.mark({ id: row.id, as }, options),
    ({ status }) => onMarked(status),
  );
  const say = (as: 'came' | 'missed') => row.begun && row.status !== as && mark.mutate(as);
  const [sure, setSure] = useState(false);
  const cancel = useCommand(
    `cancel ${row.id}`,
    (_: undefined, options) => client.appointments.cancel({ id: row.id }, options),
    ({ status }) => onMarked(status),
  );
  const cancellable = row.status === 'booked' && !row.begun;
  const asks = cancellable && sure;
  useKeys(
    {
      c: () => say('came'),
      m: () => say('missed'),
      x: () => cancellable && (asks ? cancel.mutate(undefined) : setSure(true)),
      escape: () => asks && setSure(false),
    },
    at,
  );
  /** Whose a button is, for whoever hears the page. */
  const whose = `time-${row.id} who-${row.id}`;
  const who = may(me, 'person.read') ? (
    <Link href={`/person/${row.person.id}`}>{row.person.name}</Link>
  ) : (
    row.person.name
  );
  return (
    <tr className={at ? 'at' : ''} aria-selected={at} onMouseDown={onPoint}>
      <td className="time num" id={`time-${row.id}`}>
        {row.time.replace(/^0/, '')}
        {site !== undefined && <small>{site}</small>}
      </td>
      <td className="applicant" id={`who-${row.id}`}>
        {who}
      </td>
      <td className="what">
        {row.item ? inWords(row.item.name) : <span className="none">{t('appointments.secret')}</span>}
        {row.moved && <small>{t('appointments.moved')}</small>}
      </td>
      <td className="state">
        {!asks && (
          <span className={`status ${row.status}`}>
            {t(cancellable ? 'appointments.early' : `appointments.status.${row.status}`)}
          </span>
        )}
        {cancellable && !asks && (
          <Button look="quiet" {...(at && { keyCap: 'x' })} aria-describedby={whose} onClick={() => setSure(true)}>
            {t('appointments.cancel')}
          </Button>
        )}
        {asks && (
          <div className="sure">
            <p role="alert">
              {t('appointments.cancel-sure', { name: row.person.name, time: row.time.replace(/^0/, '') })}
            </p>
            <Button
              look="grave"
              {...(at && { keyCap: 'x' })}
              busy={cancel.isPending}
              onClick={() => cancel.mutate(undefined)}
            >
              {t('appointments.cancel-yes')}
            </Button>
            <Button {...(at && { keyCap: 'Esc' })} onClick={() => setSure(false)}>
              {t('appointments.cancel-no')}
            </Button>
          </div>
        )}
        {row.begun &&
          row.status !== 'cancelled' &&
          marks
            .filter(([as]) => as !== row.status)
            .map(([as, key]) => (
              <Button
                key={as}
                look={row.status === 'booked' && as === 'came' ? 'main' : 'quiet'}
                {...(at && { keyCap: key })}
                busy={mark.isPending && mark.variables === as}
                aria-describedby={whose}
                onClick={() => say(as)}
              >
                {t(`appointments.${row.status === 'booked' ? as : (`rather-${as}` as const)}`)}
              </Button>
            ))}
        {mark.error && <Refusal error={mark.error} />}
        {cancel.error && <Refusal error={cancel.error} />}
      </td>
    </tr>
  );
}

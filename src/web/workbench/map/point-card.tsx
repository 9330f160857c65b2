import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useRef } from 'react';
import type { PointView } from '#api/planning.ts';
import { plainColour } from '../../shared/map/classes.ts';
import { api, type client } from '../api.ts';
import { day } from '../say.ts';
import { Button, Facts, Shown } from '../ui/kit.tsx';
import { inWords, language } from '../words.ts';
import { sayValue } from './layers.ts';
import { MarkIcon } from './legend.tsx';
import { said } from './names.ts';
import { nameOf, tm } from './words.ts';

type Card = Awaited<ReturnType<typeof client.planning.point>>;

/** Everything that is known of a point, beside the map. */
export function PointCard({
  point,
  names,
  onClose,
  onCompare,
  comparing,
  onNext,
  reach,
}: {
  point: PointView;
  names: ReadonlyMap<string, string>;
  onClose: () => void;
  onCompare: () => void;
  comparing: boolean;
  onNext: (id: string) => void;
  /** Controls of the travel-time area, where there is one to show. */
  reach: ReactNode;
}) {
  const heading = useRef<HTMLHeadingElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each point that is opened takes the focus, so that a keyboard goes on reading there
  useEffect(() => heading.current?.focus({ preventScroll: window.innerWidth > 960 }), [point.id]);
  const card = useQuery(api.planning.point.queryOptions({ input: { id: point.id } }));
  return (
    <section className="map-card" aria-labelledby="map-card-title">
      <header>
        <MarkIcon level={point.level} colour={plainColour.paper} size={26} />
        <div>
          <h2 id="map-card-title" ref={heading} tabIndex={-1}>
            {nameOf(point)}
            {language() === 'en' && point.pinyin !== '' && (
              <small className="map-said" lang="zh-Latn">
                {point.pinyin}
              </small>
            )}
          </h2>
          <p>
            {[
              tm(`level.${point.level}`),
              point.class && tm('class.of', { class: point.class }),
              names.get(point.county ?? ''),
              names.get(point.town ?? ''),
            ]
              .filter(Boolean)
              .join(' · ')}
          </p>
        </div>
        <Button look="quiet" keyCap="Esc" onClick={onClose}>
          {tm('card.close')}
        </Button>
      </header>
      <ul className="map-figures">
        <Figure word="people" say={sayValue('people', point.people)} />
        <Figure word="perClerk" say={sayValue('perClerk', point.peoplePerClerk)} />
        <Figure word="openCases" say={sayValue('openCases', point.openCases)} />
        <Figure word="overdue" say={sayValue('overdue', point.overdue)} late={point.overdue > 0} />
      </ul>
      <p className="map-card-actions">
        <Button aria-pressed={comparing} onClick={onCompare}>
          {tm(comparing ? 'compare.waiting' : 'compare')}
        </Button>
        {point.next && (
          <Button look="quiet" onClick={() => onNext(point.next!.id)}>
            {tm('card.next', { far: sayValue('next', point.next.metres) })}
          </Button>
        )}
      </p>
      {reach}
      {point.lon === null && <p className="notice">{tm('card.unplaced')}</p>}
      <Shown query={card} rows={5}>
        {(known) => <Details card={known} point={point} />}
      </Shown>
    </section>
  );
}

function Figure({
  word,
  say,
  late = false,
}: {
  word: 'people' | 'perClerk' | 'openCases' | 'overdue';
  say: string;
  late?: boolean;
}) {
  return (
    <li className={late ? 'late' : undefined}>
      <b>{say}</b>
      <span>{tm(`layer.${word}`)}</span>
    </li>
  );
}

function Details({ card, point }: { card: Card; point: PointView }) {
  const roles = useQuery(api.organisation.roles.queryOptions());
  const roleName = (code: string) => {
    const role = roles.data?.find((one) => one.code === code);
    return (language() === 'en' ? role?.nameEn : role?.name) ?? '';
  };
  const { site, items, rooms, staff, months, villages, standards, advised, layout, premises, plans } = card;
  return (
    <>
      <Facts
        of={[
          [
            tm('card.hours'),
            <>
              {inWords(site.hours)}{' '}
              <b className={site.openNow ? 'good' : 'shut'}>{tm(site.openNow ? 'card.open' : 'card.shut')}</b>
            </>,
          ],
          [tm('card.address'), site.address],
          [tm('card.telephone'), site.telephone],
          [tm('card.since'), day(point.validFrom)],
          point.validTo !== null && [tm('card.until'), day(point.validTo)],
          [tm('card.clerks'), tm('card.clerks.of', { clerks: point.clerks, counters: point.counters })],
          point.rating && [
            tm('layer.rating'),
            tm('card.rating', { mean: point.rating.mean.toFixed(1), count: point.rating.count }),
          ],
          point.within !== null && [tm('layer.within'), sayValue('within', point.within)],
          layout && [
            tm('card.layout'),
            tm('card.layout.of', {
              score: Math.round(layout.score),
              people: layout.people,
              km: layout.squareKm.toFixed(1),
            }),
          ],
          advised && [
            tm('card.advised'),
            `${tm('class.of', { class: advised.class })} · ${tm(`advised.${advised.because}`)}`,
          ],
        ]}
      />
      {months.length > 1 && <Months months={months} />}
      {standards.length > 0 && (
        <details>
          <summary>
            {tm('card.standards', { met: standards.filter(({ met }) => met).length, count: standards.length })}
          </summary>
          <ul className="map-lines">
            {standards.map((one) => (
              <li key={one.code} className={one.met === false ? 'late' : undefined}>
                <span>{tm(`standard.${one.code}`)}</span>
                <b>
                  {one.has ?? '–'} / {one.needed ?? '–'}
                </b>
              </li>
            ))}
          </ul>
        </details>
      )}
      <List
        title={tm('card.items', { count: items.length })}
        lines={items.map(({ code, name }) => [code, inWords(name), code])}
      />
      <List
        title={tm('card.villages', { count: villages.length })}
        lines={villages.map(({ id, name, people, seconds }) => [
          id,
          said(name),
          seconds === null ? tm('card.unreached') : tm('card.minutes', { people, minutes: Math.round(seconds / 60) }),
        ])}
      />
      <List
        title={tm('card.staff', { count: staff.length })}
        lines={staff.map(({ name, role, absent }) => [name + role, name, absent ? tm('card.absent') : roleName(role)])}
      />
      <List
        title={tm('card.rooms', { count: rooms.length })}
        lines={rooms.map(({ name, area }) => [name, name, area === null ? '' : `${area} m²`])}
      />
      <List
        title={tm('card.premises', { count: premises.length })}
        lines={premises.map(({ id, name, metres }) => [id, said(name), sayValue('next', metres)])}
      />
      {plans.map(({ scenario, kind, on }) => (
        <p key={scenario + kind} className="notice">
          {tm('card.plan', {
            kind: tm(`work.${kind}`),
            day: day(on),
          })}
        </p>
      ))}
    </>
  );
}

function List({ title, lines }: { title: string; lines: readonly (readonly [string, string, string])[] }) {
  if (lines.length === 0) return null;
  return (
    <details>
      <summary>{title}</summary>
      <ul className="map-lines">
        {lines.map(([key, text, aside]) => (
          <li key={key}>
            <span>{text}</span>
            <b>{aside}</b>
          </li>
        ))}
      </ul>
    </details>
  );
}

/** Cases received month by month: a column each, the figures for whoever hears them. */
function Months({ months }: { months: readonly { month: string; received: number; ended: number }[] }) {
  const most = Math.max(1, ...months.map(({ received }) => received));
  return (
    <figure className="map-months">
      <figcaption>{tm('card.months')}</figcaption>
      <ol>
        {months.map(({ month, received, ended }) => (
          <li key={month}>
            <i style={{ height: `${(received / most) * 100}%` }} aria-hidden="true" />
            <span className="sr">{tm('card.month', { month, received, ended })}</span>
            <small aria-hidden="true">{Number(month.slice(5, 7))}</small>
          </li>
        ))}
      </ol>
    </figure>
  );
}

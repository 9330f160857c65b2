import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { api, client } from '../api.ts';
import { useCommand } from '../command.ts';
import { said } from '../map/names.ts';
import { may, useMe } from '../me.tsx';
import { day } from '../say.ts';
import { DayInput } from '../ui/day-input.tsx';
import { Button, Choices, Empty, Field, Refusal, Section, Shown, TextField, Wide } from '../ui/kit.tsx';
import { t } from '../words.ts';
import { FigureTable } from './figures.tsx';
import { readAgain } from './jobs.tsx';
import { sayReplacement } from './replacement.tsx';
import { p } from './words.ts';

type Work = Awaited<ReturnType<typeof client.planning.works>>['items'][number];

/** The work of adopted plans by its dates: what is to be done, what is late, and what came of it. */
export default function Works() {
  const [open, setOpen] = useState(true);
  const works = useInfiniteQuery(
    api.planning.works.infiniteOptions({
      input: (cursor: string | undefined) => ({ open, limit: 50, ...(cursor !== undefined && { cursor }) }),
      initialPageParam: undefined,
      getNextPageParam: (last) => last.next ?? undefined,
    }),
  );
  const items = works.data?.pages.flatMap((page) => page.items);
  const plans = [...new Map((items ?? []).map((work) => [work.scenario, work.scenarioName]))];
  return (
    <>
      <Section
        title={p('works.title')}
        aside={
          <label className="choice">
            <input type="checkbox" checked={!open} onChange={() => setOpen(!open)} />
            <span>{p('works.all')}</span>
          </label>
        }
      >
        <Shown query={{ ...works, data: items }}>
          {(list) =>
            list.length === 0 ? (
              <Empty title={p('works.none')}>{p('works.none-hint')}</Empty>
            ) : (
              <ul className="works">
                {list.map((work) => (
                  <WorkRow key={work.id} of={work} />
                ))}
              </ul>
            )
          }
        </Shown>
        {works.hasNextPage && (
          <Button busy={works.isFetchingNextPage} onClick={() => works.fetchNextPage()}>
            {t('more')}
          </Button>
        )}
      </Section>
      {plans.map(([id, name]) => (
        <Tracking key={id} scenario={id} name={name} />
      ))}
    </>
  );
}

function WorkRow({ of }: { of: Work }) {
  const me = useMe();
  const [settling, setSettling] = useState(false);
  const over = of.status === 'done' || of.status === 'called-off';
  return (
    <li className={`work ${of.status}`}>
      <span className={`status-chip ${of.status}`}>{p(`work.status.${of.status}`)}</span>
      <span className="work-what">
        <b>{p(`work.${of.kind}`, { name: said(of.name) })}</b>
        <small>
          <Link href={`/planning/scenario/${of.scenario}`}>{of.scenarioName}</Link>
          {of.replacement && ` · ${sayReplacement(of.replacement, of.instead ?? undefined)}`}
          {of.cases > 0 && ` · ${p('work.cases', { count: of.cases })}`}
          {of.appointments > 0 && ` · ${p('work.appointments', { count: of.appointments })}`}
          {of.note && ` · ${of.note}`}
        </small>
      </span>
      <time className="num" dateTime={of.on}>
        {day(of.doneOn ?? of.on)}
      </time>
      {!over && may(me, 'planning.adopt') && (
        <Button look="quiet" aria-expanded={settling} onClick={() => setSettling(!settling)}>
          {p('work.settle')}
        </Button>
      )}
      {settling && <Settle id={of.id} onDone={() => setSettling(false)} />}
    </li>
  );
}

const outcomes = ['done', 'put-off', 'called-off'] as const;

function Settle({ id, onDone }: { id: string; onDone: () => void }) {
  const [to, setTo] = useState<(typeof outcomes)[number]>('done');
  const [on, setOn] = useState('');
  const [note, setNote] = useState('');
  const settle = useCommand(
    `settle ${id}`,
    (input: Parameters<typeof client.planning.settleWork>[0], options) => client.planning.settleWork(input, options),
    () => {
      readAgain();
      onDone();
    },
  );
  return (
    <form
      className="grid-form"
      onSubmit={(event) => {
        event.preventDefault();
        settle.mutate({ id, to, note, ...(to === 'put-off' && { on }) });
      }}
    >
      <Choices
        label={p('work.outcome')}
        options={outcomes.map((value) => ({ value, label: p(`work.to.${value}`) }))}
        value={to}
        onChange={(value) => setTo(value as typeof to)}
        wide
      />
      {to === 'put-off' && (
        <Field label={p('work.new-day')}>{(parts) => <DayInput {...parts} value={on} onChange={setOn} />}</Field>
      )}
      <TextField label={p('work.note')} optional={to === 'done'} maxLength={500} value={note} onChange={setNote} />
      {settle.error && <Refusal error={settle.error} />}
      <Button type="submit" look="main" busy={settle.isPending}>
        {t('save')}
      </Button>
    </form>
  );
}

/** An adopted plan against what is so today. */
function Tracking({ scenario, name }: { scenario: string; name: string }) {
  const tracking = useQuery(api.planning.tracking.queryOptions({ input: { scenario } }));
  return (
    <Section title={p('tracking.title', { name })}>
      <Shown query={tracking} rows={3}>
        {({ planned, now, done, late, ahead, differs }) => (
          <>
            <p className="num">{p('tracking.counts', { done, late, ahead })}</p>
            {planned && now && (
              <Wide label={p('figure.title')}>
                <FigureTable before={planned} after={now} names={[p('tracking.planned'), p('tracking.now')]} />
              </Wide>
            )}
            {differs.length > 0 && (
              <ul className="entries">
                {differs.map((one) => (
                  <li key={one.site}>
                    <span>{said(one.name)}</span>
                    <span>
                      {p('tracking.differs', {
                        planned: p(`kind.${one.planned}`),
                        found: p(`tracking.found.${one.found}`),
                      })}
                    </span>
                  </li>
                ))}
              </ul>
            )}
          </>
        )}
      </Shown>
    </Section>
  );
}

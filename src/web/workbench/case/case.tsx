import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import type { CaseView } from '#api/cases.ts';
import type { Item } from '#domain/catalogue/item.ts';
import { api } from '../api.ts';
import { may, useMe } from '../me.tsx';
import { neighbours } from '../queue/neighbours.ts';
import { useKeys } from '../ui/keys.ts';
import { Button, Loading, Refusal, Section, Shown } from '../ui/kit.tsx';
import { t } from '../words.ts';
import { ActionBar } from './action-bar.tsx';
import { actionKeys, type BarAction, barOf } from './action-keys.ts';
import { AnswersSection } from './answers.tsx';
import { ApplicantCard } from './applicant-card.tsx';
import { CaseFacts } from './case-facts.tsx';
import { CaseHead } from './case-head.tsx';
import { Clocks } from './clocks.tsx';
import { Fresh } from './fresh.tsx';
import { OtherCases } from './other-cases.tsx';
import { ActionPanel } from './panel.tsx';
import { PapersSection } from './papers.tsx';
import { Stages } from './stages.tsx';
import { Timeline } from './timeline.tsx';

/** A case on one page: what is asked, papers beside the check-list, the clock, the story, and what may be done now. */
export default function CasePage({ id }: { id: string }) {
  const view = useQuery(api.cases.get.queryOptions({ input: { id } }));
  return (
    <Shown query={view} rows={12}>
      {(known) => <WithItem view={known} />}
    </Shown>
  );
}

/** The case runs under the version with which it began, so that is the one whose form is drawn. */
function WithItem({ view }: { view: CaseView }) {
  const item = useQuery(
    api.catalogue.get.queryOptions({ input: { code: view.item.code, version: view.item.version } }),
  );
  return <Page view={view} item={item.data as Item | undefined} failed={item.error} />;
}

function Page({ view, item, failed }: { view: CaseView; item: Item | undefined; failed: Error | null }) {
  const me = useMe();
  const queries = useQueryClient();
  const [, go] = useLocation();
  const [action, setAction] = useState<BarAction>();
  const [fresh] = useState(() => (history.state as { fresh?: boolean } | null)?.fresh === true);
  const bar = barOf(view, may(me, 'case.settle'));
  const offered = [bar.first, ...bar.near, ...bar.more].filter((one) => one !== undefined);
  const { before, after } = neighbours(queries, view.id);

  // What was open is closed once it may not be done any more: somebody else did it, or it is done.
  useEffect(() => {
    if (action && !offered.includes(action)) setAction(undefined);
  });
  const handlers = Object.fromEntries(
    offered.flatMap((one) => {
      const key = actionKeys[one];
      return key === undefined ? [] : [[key, () => setAction(one)]];
    }),
  );
  useKeys({
    ...handlers,
    '[': () => before && go(`/case/${before}`),
    ']': () => after && go(`/case/${after}`),
  });

  return (
    <div className="case">
      {fresh && <Fresh view={view} />}
      <CaseHead view={view} before={before} after={after} />
      <ActionBar bar={bar} open={action} onPick={setAction} />
      {action && item && (
        <ActionPanel
          key={action}
          view={view}
          item={item}
          action={action}
          onClose={() => setAction(undefined)}
          onDone={(done) => {
            setAction(undefined);
            // The work on this one is over for this post: the next of the queue is one key away.
            const { first } = barOf({ ...view, ...done }, may(me, 'case.settle'));
            if (first === undefined || first === 'claim') document.getElementById('next-case')?.focus();
          }}
        />
      )}
      {action && !item && !failed && <Loading rows={3} />}
      <Stages view={view} />
      <div className="case-columns">
        <div className="case-main">
          <Section title={t('case.asked')}>
            {item ? <AnswersSection view={view} item={item} /> : failed ? <Refusal error={failed} /> : <Loading />}
          </Section>
          <PapersSection view={view} />
          <Section title={t('case.timeline')}>
            <Timeline view={view} />
          </Section>
        </div>
        <aside className="case-aside">
          <Clocks view={view} />
          <ApplicantCard view={view} />
          <CaseFacts view={view} />
          {view.applicant.id && may(me, 'case.search') && <OtherCases person={view.applicant.id} except={view.id} />}
        </aside>
      </div>
      {after && (
        <p className="case-next">
          <Button id="next-case" keyCap="]" onClick={() => go(`/case/${after}`)}>
            {t('case.next')}
          </Button>
        </p>
      )}
    </div>
  );
}

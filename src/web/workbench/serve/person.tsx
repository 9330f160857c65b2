import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation } from 'wouter';
import type { PersonView } from '#api/identity.ts';
import { documentKinds } from '#domain/identity/documents.ts';
import { api, client } from '../api.ts';
import { OtherCases } from '../case/other-cases.tsx';
import { useCommand } from '../command.ts';
import { becomeMe, may, useMe } from '../me.tsx';
import { day, moment, placeName } from '../say.ts';
import { Button, Facts, Field, Refusal, Section, Shown } from '../ui/kit.tsx';
import { tell } from '../ui/told.tsx';
import { Unmask } from '../ui/unmask.tsx';
import { inWords, t } from '../words.ts';
import { FindPerson } from './find-person.tsx';

/** A master record outside a sitting: masked, with the person's cases and, for auditors, who looked. */
export default function PersonPage({ id }: { id: string }) {
  const me = useMe();
  const queries = useQueryClient();
  const [, go] = useLocation();
  const query = api.identity.get.queryOptions({ input: { id } });
  const record = useQuery(query);
  const sit = useCommand(
    'sit',
    (person: string, options) => client.session.sit({ person }, options),
    (next) => {
      becomeMe(next);
      void queries.invalidateQueries({ queryKey: query.queryKey });
      go('/serve');
    },
  );
  return (
    <Shown query={record} rows={6}>
      {(person) => (
        <div className="person">
          <header className="page-head">
            <h1>{person.name}</h1>
            {may(me, 'person.serve') && me.sitting?.person !== id && (
              <Button look="main" busy={sit.isPending} onClick={() => sit.mutate(id)}>
                {t('serve.begin')}
              </Button>
            )}
          </header>
          {sit.error && <Refusal error={sit.error} />}
          <div className="case-columns">
            <div className="case-main">
              <Section title={t('person.facts')}>
                <PersonFacts person={person} />
                {!person.unmasked && may(me, 'person.unmask') && (
                  <Unmask person={id} onShown={(clear) => queries.setQueryData(query.queryKey, clear)} />
                )}
              </Section>
              {may(me, 'case.search') && <OtherCases person={id} />}
              {may(me, 'audit.read') && <Looks person={id} />}
            </div>
            <aside className="case-aside">{may(me, 'person.merge') && <Merge person={person} />}</aside>
          </div>
        </div>
      )}
    </Shown>
  );
}

const PersonFacts = ({ person }: { person: PersonView }) => (
  <Facts
    of={[
      [t('person.name'), person.name],
      [
        person.idKind in documentKinds
          ? inWords(documentKinds[person.idKind as keyof typeof documentKinds])
          : t('person.id'),
        <span key="id" className="num">
          {person.idNumber}
        </span>,
      ],
      person.birthDate !== null && [
        t('person.birth'),
        /^\d{4}-\d{2}-\d{2}$/.test(person.birthDate) ? day(person.birthDate) : person.birthDate,
      ],
      person.sex !== null && [t('person.sex'), t(`person.sex-${person.sex}`)],
      [
        t('person.mobile'),
        <span key="mobile" className="num">
          {person.mobile ?? t('none')}
        </span>,
      ],
      [
        t('person.account'),
        <span key="account" className="num">
          {person.account ?? t('none')}
        </span>,
      ],
      [t('person.village'), person.village ? placeName(person.village) : t('none')],
      [t('person.address'), person.address ?? t('none')],
    ]}
  />
);

function Looks({ person }: { person: string }) {
  const looks = useInfiniteQuery(
    api.identity.looks.infiniteOptions({
      input: (cursor: string | undefined) => ({ id: person, limit: 30, ...(cursor !== undefined && { cursor }) }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (last) => last.next ?? undefined,
    }),
  );
  return (
    <Section title={t('looks.title')}>
      <Shown query={looks}>
        {(data) => (
          <ul className="looks">
            {data.pages
              .flatMap((page) => page.items)
              .map((look, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a log has no other identity here
                <li key={at}>
                  <time dateTime={look.at}>{moment(look.at)}</time>
                  <span>{[look.by, look.unit].filter(Boolean).join(' · ')}</span>
                  <small>{[look.what, look.caseNumber].filter(Boolean).join(' · ')}</small>
                </li>
              ))}
          </ul>
        )}
      </Shown>
      {looks.hasNextPage && (
        <Button busy={looks.isFetchingNextPage} onClick={() => looks.fetchNextPage()}>
          {t('more')}
        </Button>
      )}
    </Section>
  );
}

/** Two records of one person become one; the other's number leads here from then on. */
function Merge({ person }: { person: PersonView }) {
  const queries = useQueryClient();
  const [gone, setGone] = useState<PersonView>();
  const [reason, setReason] = useState('');
  const merge = useCommand(
    `merge ${person.id}`,
    (input: { gone: string; reason: string }, options) => client.identity.merge({ id: person.id, ...input }, options),
    (after) => {
      queries.setQueryData(api.identity.get.queryOptions({ input: { id: person.id } }).queryKey, after);
      setGone(undefined);
      setReason('');
      tell(t('merge.done'));
    },
  );
  return (
    <Section title={t('merge.title')}>
      {!gone ? (
        <FindPerson
          label={t('merge.find')}
          pickWord={t('start.pick')}
          onPick={(found) => found.id !== person.id && setGone(found)}
        />
      ) : (
        <>
          <p className="notice warn">
            {t('merge.sure', { gone: `${gone.name} ${gone.idNumber}`, kept: `${person.name} ${person.idNumber}` })}
          </p>
          <Field label={t('merge.reason')}>
            {(parts) => (
              <textarea {...parts} rows={2} value={reason} onChange={(event) => setReason(event.target.value)} />
            )}
          </Field>
          {merge.error && <Refusal error={merge.error} />}
          <Button
            look="grave"
            busy={merge.isPending}
            disabled={reason.trim() === ''}
            onClick={() => merge.mutate({ gone: gone.id, reason: reason.trim() })}
          >
            {t('merge.merge')}
          </Button>
          <Button look="quiet" onClick={() => setGone(undefined)}>
            {t('cancel')}
          </Button>
        </>
      )}
    </Section>
  );
}

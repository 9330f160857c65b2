import { useQuery } from '@tanstack/react-query';
import { Link, useSearch } from 'wouter';
import { api, client } from '../api.ts';
import { OtherCases } from '../case/other-cases.tsx';
import { useCommand } from '../command.ts';
import { looksLike } from '../frame/looks-like.ts';
import { useKept } from '../kept.ts';
import { becomeMe, may, useMe } from '../me.tsx';
import { moment, today } from '../say.ts';
import { Button, Facts, focused, Refusal, Section, Shown } from '../ui/kit.tsx';
import { tell } from '../ui/told.tsx';
import { inWords, t } from '../words.ts';
import { BookTime } from './book-time.tsx';
import { Consents } from './consents.tsx';
import { Contact } from './contact.tsx';
import { FindPerson } from './find-person.tsx';
import { NewPerson } from './new-person.tsx';
import { StartItem } from './start-item.tsx';

/** The universal teller: find or open the person, sit down together, and everything they may need is on one page. */
export default function Serve() {
  const { sitting } = useMe();
  return sitting ? <AtTheCounter person={sitting.person} /> : <WhoIsIt />;
}

function WhoIsIt() {
  // Kept over a reload like the form itself; thrown away when the record is open.
  const [creating, setCreating, forget] = useKept<string | undefined>('new-person for', () => undefined);
  const sit = useCommand('sit', (person: string, options) => client.session.sit({ person }, options), becomeMe);
  const look = looksLike(creating ?? '', { today: today(), sampleRegion: true });
  const first = {
    text: creating ?? '',
    ...(look.kind === 'name' && { name: creating ?? '' }),
    ...(look.kind === 'resident-id' && { idNumber: look.value }),
    ...(look.kind === 'phone' && { mobile: look.value }),
  };
  return (
    <div className="narrow">
      <h1 className="page-title">{t('serve.title')}</h1>
      <p className="lead">{t('serve.lead')}</p>
      <FindPerson
        focus
        label={t('serve.who')}
        pickWord={t('serve.begin')}
        onPick={(person) => sit.mutate(person.id)}
        none={(text, nobody) => (
          <p className="find-new">
            {t('serve.not-there')}{' '}
            <Button
              key={text}
              {...(nobody && { ref: focused })}
              onClick={() => setCreating(text)}
              aria-expanded={creating !== undefined}
            >
              {t('serve.new')}
            </Button>
          </p>
        )}
      />
      {sit.error && <Refusal error={sit.error} />}
      {creating !== undefined && (
        <Section title={t('serve.new')}>
          <NewPerson
            key={creating}
            first={first}
            onOpened={(id, existed) => {
              forget();
              tell(t(existed ? 'serve.existed' : 'serve.opened'));
              sit.mutate(id);
            }}
          />
        </Section>
      )}
    </div>
  );
}

function AtTheCounter({ person }: { person: string }) {
  const me = useMe();
  const item = new URLSearchParams(useSearch()).get('item') ?? undefined;
  const record = useQuery(api.identity.get.queryOptions({ input: { id: person } }));
  const drafts = useQuery({ ...api.cases.drafts.queryOptions({ input: { person } }), staleTime: 0 });
  return (
    <div className="serve">
      <h1 className="sr">{t('serve.title')}</h1>
      <div className="serve-main">
        <StartItem key={item} person={person} item={item} />
        <Section title={t('drafts.title')}>
          <Shown query={drafts} rows={2}>
            {(list) =>
              list.length === 0 ? (
                <p className="none">{t('drafts.none')}</p>
              ) : (
                <ul className="drafts">
                  {list.map((draft) => (
                    <li key={draft.id}>
                      <DraftName code={draft.item} version={draft.version} />
                      <small>{t('drafts.saved', { at: moment(draft.updatedAt) })}</small>
                      <Link href={`/draft/${draft.id}`} className="button plain">
                        {t('drafts.resume')}
                      </Link>
                    </li>
                  ))}
                </ul>
              )
            }
          </Shown>
        </Section>
        {may(me, 'case.search') && <OtherCases person={person} open />}
      </div>
      <aside className="serve-aside">
        <Section title={t('person.here')}>
          <Shown query={record} rows={4}>
            {(known) => (
              <>
                <Facts
                  of={[
                    [t('person.name'), known.name],
                    [
                      t('person.id'),
                      <span key="id" className="num">
                        {known.idNumber}
                      </span>,
                    ],
                    [
                      t('person.mobile'),
                      <span key="mobile" className="num">
                        {known.mobile ?? t('none')}
                      </span>,
                    ],
                    [
                      t('person.account'),
                      <span key="account" className="num">
                        {known.account ?? t('none')}
                      </span>,
                    ],
                    [t('person.village'), known.village?.name ?? t('none')],
                    [t('person.address'), known.address ?? t('none')],
                  ]}
                />
                <Contact person={known} />
              </>
            )}
          </Shown>
        </Section>
        {may(me, 'appointment.keep') && <BookTime person={person} />}
        <Consents person={person} />
      </aside>
    </div>
  );
}

function DraftName({ code, version }: { code: string; version: number }) {
  const item = useQuery(api.catalogue.get.queryOptions({ input: { code, version } }));
  return <b>{item.data ? inWords(item.data.name) : code}</b>;
}

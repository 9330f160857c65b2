import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import type { PersonView } from '#api/identity.ts';
import { api } from '../api.ts';
import { Empty, Section, Shown } from '../ui/kit.tsx';
import { maybe, t } from '../words.ts';

const Side = ({ person }: { person: PersonView }) => (
  <div>
    <Link href={`/person/${person.id}`}>
      <b>{person.name}</b>
    </Link>
    <small className="num">{person.idNumber}</small>
    <small>{[person.mobile, person.village?.name].filter(Boolean).join(' · ')}</small>
  </div>
);

/** Records that may be one person: looked at side by side, merged from the record that is to stay. */
export default function Duplicates() {
  const pairs = useQuery({ ...api.identity.duplicates.queryOptions({ input: { limit: 40 } }), staleTime: 60_000 });
  return (
    <Section title={t('admin.people')}>
      <p className="lead">{t('duplicates.lead')}</p>
      <Shown query={pairs}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={t('duplicates.none')} />
          ) : (
            <ul className="pairs">
              {items.map(({ a, b, why }) => (
                <li key={`${a.id} ${b.id}`}>
                  <Side person={a} />
                  <span className="pair-why">
                    {why.map((reason) => maybe(`workbench.duplicates.${reason}`) ?? reason).join(t('list.comma'))}
                  </span>
                  <Side person={b} />
                </li>
              ))}
            </ul>
          )
        }
      </Shown>
    </Section>
  );
}

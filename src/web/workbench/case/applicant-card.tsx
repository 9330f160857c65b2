import { useQueryClient } from '@tanstack/react-query';
import { Link } from 'wouter';
import type { CaseView } from '#api/cases.ts';
import { api } from '../api.ts';
import { may, useMe } from '../me.tsx';
import { placeName } from '../say.ts';
import { Facts, Section } from '../ui/kit.tsx';
import { Unmask } from '../ui/unmask.tsx';
import { t } from '../words.ts';

/** The person beside the case: masked until they sit here or a purpose is given. */
export function ApplicantCard({ view }: { view: CaseView }) {
  const me = useMe();
  const queries = useQueryClient();
  const { applicant, employer, agent, village } = view;
  return (
    <Section
      title={t('person.title')}
      aside={
        applicant.id && may(me, 'person.read') ? (
          <Link href={`/person/${applicant.id}`} className="aside">
            {t('person.record')}
          </Link>
        ) : undefined
      }
    >
      <Facts
        of={[
          [t('person.name'), applicant.name],
          applicant.idNumber !== '' && [
            t('person.id'),
            <span key="id" className="num">
              {applicant.idNumber}
            </span>,
          ],
          [
            t('person.mobile'),
            <span key="mobile" className="num">
              {applicant.mobile ?? t('none')}
            </span>,
          ],
          village && [t('person.village'), placeName(village)],
          employer && [t('person.employer'), `${employer.name} ${employer.uscc}`],
          agent && [t('person.agent'), agent.name],
        ]}
      />
      {applicant.id && !applicant.unmasked && may(me, 'person.unmask') && (
        <Unmask
          person={applicant.id}
          caseId={view.id}
          onShown={(person) =>
            queries.setQueryData(
              api.cases.get.queryOptions({ input: { id: view.id } }).queryKey,
              (now: CaseView | undefined) =>
                now && {
                  ...now,
                  applicant: { ...now.applicant, name: person.name, idNumber: person.idNumber, mobile: person.mobile },
                },
            )
          }
        />
      )}
    </Section>
  );
}

import type { CaseView } from '#api/cases.ts';
import { formatMoney } from '#domain/catalogue/format.ts';
import { day, moment } from '../say.ts';
import { Facts, Section } from '../ui/kit.tsx';
import { t, tx } from '../words.ts';

/** Where the parcel is, in one sentence. */
function parcelOf(view: CaseView): string | undefined {
  const { parcel } = view;
  if (!parcel) return undefined;
  if (parcel.posted) return t('parcel.posted');
  return parcel.inTransit
    ? t('parcel.moving', { from: parcel.at.name, to: parcel.inTransit.name })
    : t('parcel.at', { unit: parcel.at.name });
}

/** Documents, result, delivery and the rest of what one may be asked about a case. */
export function CaseFacts({ view }: { view: CaseView }) {
  const parcel = parcelOf(view);
  const { result } = view;
  return (
    <>
      {view.documents.length > 0 && (
        <Section title={t('documents.title')}>
          <ul className="documents">
            {view.documents.map((document) => (
              <li key={document.id} className={document.revoked ? 'revoked' : ''}>
                <a href={`/api/cases/${view.id}/documents/${document.id}`} target="_blank" rel="noopener">
                  {tx(`status.document.${document.kind}`)}
                </a>
                <small>
                  {moment(document.createdAt)}
                  {document.revoked && ` · ${t('documents.revoked')}`}
                </small>
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Section title={t('facts.title')}>
        <Facts
          of={[
            [t('facts.submitted'), moment(view.submittedAt)],
            view.owedDue !== null && [t('facts.owed'), day(view.owedDue)],
            view.correction && [t('facts.correction'), day(view.correction.due)],
            result && [
              t('facts.result'),
              result.granted
                ? `${result.title}${result.amount === undefined ? '' : ` ${formatMoney(result.amount)}`}`
                : t('facts.refused'),
            ],
            [
              t('facts.delivery'),
              [tx(`status.delivery.${view.delivery.way}`), view.delivery.unit?.name].filter(Boolean).join(' · '),
            ],
            parcel !== undefined && [t('facts.parcel'), parcel],
            view.responsible !== null && [t('facts.responsible'), view.responsible],
            [t('facts.visits'), String(view.visits)],
            ...view.numbers.map(
              ({ system, number }) =>
                [
                  system,
                  <span key={number} className="num">
                    {number}
                  </span>,
                ] as const,
            ),
          ]}
        />
      </Section>
    </>
  );
}

import { Link } from 'wouter';
import type { CaseView } from '#api/cases.ts';
import { useMe } from '../me.tsx';
import { caseNumber } from '../say.ts';
import { t, tx } from '../words.ts';

/** Just submitted at the counter: the number in large figures, what to print and give, and what the person may do next. */
export function Fresh({ view }: { view: CaseView }) {
  const { sitting } = useMe();
  return (
    <div className="notice good case-fresh" role="status">
      <span className="num">{caseNumber(view.number)}</span>
      <span>{t('case.fresh')}</span>
      {view.documents
        .filter((document) => !document.revoked)
        .map((document) => (
          <a
            key={document.id}
            className="button plain"
            href={`/api/cases/${view.id}/documents/${document.id}`}
            target="_blank"
            rel="noopener"
          >
            {t('case.fresh-print', { document: tx(`status.document.${document.kind}`) })}
          </a>
        ))}
      {sitting && (
        <Link href="/serve" className="button plain">
          {t('case.fresh-another')}
        </Link>
      )}
    </div>
  );
}

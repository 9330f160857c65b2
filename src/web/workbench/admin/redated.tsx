import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { api } from '../api.ts';
import { caseNumber, day } from '../say.ts';
import { Button, Shown } from '../ui/kit.tsx';
import { t } from '../words.ts';

/** Which cases a revision of the holiday table moved, page by page; it goes on counting while cases are still to be dated. */
export function Redated({ revision }: { revision: number }) {
  const report = useInfiniteQuery({
    ...api.organisation.redated.infiniteOptions({
      input: (cursor: string | undefined) => ({ revision, limit: 50, ...(cursor !== undefined && { cursor }) }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (last) => last.next ?? undefined,
    }),
    refetchInterval: (query) => ((query.state.data?.pages.at(-1)?.pending ?? 0) > 0 ? 3000 : false),
  });
  return (
    <Shown query={report}>
      {({ pages }) => {
        const { total, hidden, pending } = pages.at(-1)!;
        const rows = pages.flatMap(({ items }) => items);
        return (
          <div className="report">
            <p role="status">
              {t('calendar.report', { revision, count: total })}
              {hidden > 0 && ` ${t('calendar.report-hidden', { count: hidden })}`}
              {pending > 0 && ` ${t('calendar.report-pending', { count: pending })}`}
            </p>
            {rows.length > 0 && (
              <table className="plain-table">
                <thead>
                  <tr>
                    <th scope="col">{t('queue.col-number')}</th>
                    <th scope="col">{t('calendar.was')}</th>
                    <th scope="col">{t('calendar.is')}</th>
                  </tr>
                </thead>
                <tbody>
                  {rows.map((one) => (
                    <tr key={one.case}>
                      <td className="num">
                        <Link href={`/case/${one.case}`}>{caseNumber(one.number)}</Link>
                      </td>
                      <td>{one.from === null ? '' : day(one.from)}</td>
                      <td>{one.to === null ? '' : day(one.to)}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            )}
            {report.hasNextPage && (
              <Button busy={report.isFetchingNextPage} onClick={() => void report.fetchNextPage()}>
                {t('calendar.report-more')}
              </Button>
            )}
          </div>
        );
      }}
    </Shown>
  );
}

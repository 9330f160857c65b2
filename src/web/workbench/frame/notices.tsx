import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { Link } from 'wouter';
import { api, client, queryClient } from '../api.ts';
import { useCommand } from '../command.ts';
import { moment } from '../say.ts';
import { Button, Empty, Section, Shown } from '../ui/kit.tsx';
import { inWords, t } from '../words.ts';

/** What happened to my cases while I looked elsewhere. Shown is read. */
export default function Notices() {
  const notices = useInfiniteQuery({
    ...api.feedback.notices.infiniteOptions({
      input: (cursor: string | undefined) => ({ limit: 40, ...(cursor !== undefined && { cursor }) }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (last) => last.next ?? undefined,
    }),
    staleTime: 0,
  });
  const items = notices.data?.pages.flatMap((page) => page.items) ?? [];
  const unread = items.filter((notice) => !notice.read).map((notice) => notice.id);
  const { mutate } = useCommand(
    'read-notices',
    (ids: string[], options) => client.feedback.readNotices({ ids }, options),
    () =>
      queryClient.invalidateQueries({ queryKey: api.feedback.notices.queryOptions({ input: { limit: 20 } }).queryKey }),
  );
  const waiting = unread.slice(0, 100).join(' ');
  useEffect(() => {
    if (waiting === '') return;
    const timer = setTimeout(() => mutate(waiting.split(' ')), 2000);
    return () => clearTimeout(timer);
  }, [waiting, mutate]);
  return (
    <Section page title={t('notices.title')}>
      <Shown query={notices}>
        {() =>
          items.length === 0 ? (
            <Empty title={t('notices.none')} />
          ) : (
            <ul className="notices">
              {items.map((notice) => (
                <li key={notice.id} className={notice.read ? '' : 'unread'}>
                  <time dateTime={notice.at}>{moment(notice.at)}</time>
                  <span>{inWords(notice.text)}</span>
                  {notice.case && <Link href={`/case/${notice.case}`}>{t('notices.open')}</Link>}
                </li>
              ))}
            </ul>
          )
        }
      </Shown>
      {notices.hasNextPage && (
        <Button busy={notices.isFetchingNextPage} onClick={() => notices.fetchNextPage()}>
          {t('more')}
        </Button>
      )}
    </Section>
  );
}

import { useQuery } from '@tanstack/react-query';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { api } from '../api.ts';
import { tm } from '../map/words.ts';
import { may, type Staff, useMe } from '../me.tsx';
import { useKeys } from '../ui/keys.ts';
import { KeyCap } from '../ui/kit.tsx';
import { Told } from '../ui/told.tsx';
import { t } from '../words.ts';
import { AwayBanner, PowerLine } from './banners.tsx';
import { MeMenu } from './me-menu.tsx';
import { Search } from './search.tsx';
import { SittingBar } from './sitting-bar.tsx';

const Help = lazy(() => import('./help.tsx'));

export const queueKinds = ['all', 'mine', 'intake', 'stage', 'delivery'] as const;
export type QueueKind = (typeof queueKinds)[number];

interface Place {
  to: string;
  label: string;
  key?: string;
  count?: number | undefined;
  late?: boolean;
}

/** Where this post has something to do, each with its key. */
function places(
  me: Staff,
  counts: Partial<Record<QueueKind | 'yellow' | 'red', number>>,
): { work: Place[]; office: Place[] } {
  const queues: Place[] = may(me, 'case.read')
    ? queueKinds.map((kind, at) => ({
        to: `/queue/${kind}`,
        label: t(`queue.${kind}`),
        key: String(at + 1),
        count: counts[kind],
        late: kind === 'all' && (counts.red ?? 0) > 0,
      }))
    : [];
  const serve: Place[] = may(me, 'person.serve') ? [{ to: '/serve', label: t('serve.title'), key: '0' }] : [];
  const appointments: Place[] = may(me, 'appointment.keep')
    ? [{ to: '/appointments', label: t('appointments.title'), key: '6' }]
    : [];
  const admin = [
    'organisation.manage',
    'organisation.import',
    'site.manage',
    'account.manage',
    'leave.manage',
    'calendar.manage',
    'catalogue.publish',
    'catalogue.tighten',
    'person.merge',
    'case.number',
  ].some((permission) => may(me, permission));
  const planning = ['planning.plan', 'planning.import', 'planning.approve', 'planning.adopt', 'planning.manage'].some(
    (permission) => may(me, permission),
  );
  const office: Place[] = [
    ...(may(me, 'planning.read') ? [{ to: '/map', label: tm('title') }] : []),
    // Everybody on duty may read plans, by a link they are sent; only those who make, decide or carry out plans are led there.
    ...(planning ? [{ to: '/planning', label: tm('nav.planning') }] : []),
    ...(admin ? [{ to: '/admin', label: t('admin.title') }] : []),
    ...(may(me, 'audit.read') ? [{ to: '/audit', label: t('audit.title') }] : []),
  ];
  return { work: [...serve, ...queues, ...appointments], office };
}

/** Where a post begins its day: at what waits for it, or at what it alone is there for; the map is everybody's. */
export function homeOf(me: Staff): string {
  if (may(me, 'case.read')) return '/queue/all';
  const { office } = places(me, {});
  return (office.find(({ to }) => to !== '/map') ?? office[0])?.to ?? '/account';
}

export function Frame({ children }: { children: ReactNode }) {
  const me = useMe();
  const [path, go] = useLocation();
  const [help, setHelp] = useState(false);
  const counts = useQuery({
    ...api.cases.queueCounts.queryOptions(),
    enabled: may(me, 'case.read'),
    refetchInterval: 30_000,
    refetchOnWindowFocus: true,
    staleTime: 5_000,
  });
  const { work, office } = places(me, counts.data ?? {});
  const jumps = Object.fromEntries(work.flatMap(({ key, to }) => (key === undefined ? [] : [[key, () => go(to)]])));
  useKeys({ ...jumps, '?': () => setHelp(true) });

  const link = ({ to, label, key, count, late }: Place) => {
    const here = path === to || (to.length > 1 && path.startsWith(`${to}/`));
    return (
      <li key={to}>
        <Link href={to} className={here ? 'here' : ''} aria-current={here ? 'page' : undefined}>
          <span>{label}</span>
          {count !== undefined && <b className={late ? 'late' : ''}>{count}</b>}
          {key !== undefined && <KeyCap>{key}</KeyCap>}
        </Link>
      </li>
    );
  };
  return (
    <div className="frame">
      <a className="skip" href="#main">
        {t('skip')}
      </a>
      <header className="top">
        <Link href="/" className="brand">
          <svg viewBox="0 0 32 32" width="26" height="26" aria-hidden="true">
            <path
              d="M4 15 16 5l12 10v13H4z"
              fill="none"
              stroke="currentColor"
              strokeWidth="2.5"
              strokeLinejoin="round"
            />
            <path d="M12 28V17h8v11" fill="none" stroke="currentColor" strokeWidth="2.5" />
          </svg>
          <span>{t('brand')}</span>
        </Link>
        <Search />
        <NoticesLink />
        <button
          type="button"
          className="help-button"
          aria-label={t('help.title')}
          title={t('help.title')}
          onClick={() => setHelp(true)}
        >
          ?
        </button>
        <MeMenu />
      </header>
      <AwayBanner />
      {me.sitting && <SittingBar sitting={me.sitting} />}
      <PowerLine />
      <nav className="side" aria-label={t('nav')}>
        {work.length > 0 && <ul>{work.map(link)}</ul>}
        {counts.data && (counts.data.red > 0 || counts.data.yellow > 0) && (
          <p className="side-late">
            {counts.data.red > 0 && (
              <Link href="/queue/all?colour=red" className="red">
                {t('queue.red', { count: counts.data.red })}
              </Link>
            )}
            {counts.data.yellow > 0 && (
              <Link href="/queue/all?colour=yellow" className="yellow">
                {t('queue.yellow', { count: counts.data.yellow })}
              </Link>
            )}
          </p>
        )}
        {office.length > 0 && <ul className="side-office">{office.map(link)}</ul>}
      </nav>
      <main id="main" tabIndex={-1}>
        {children}
      </main>
      <Told />
      {help && (
        <Suspense fallback={null}>
          <Help onClose={() => setHelp(false)} />
        </Suspense>
      )}
    </div>
  );
}

function NoticesLink() {
  const notices = useQuery({
    ...api.feedback.notices.queryOptions({ input: { limit: 20 } }),
    refetchInterval: 120_000,
    staleTime: 30_000,
  });
  const unread = notices.data?.items.filter((notice) => !notice.read).length ?? 0;
  return (
    <Link href="/notices" className="notices-link" aria-label={t('notices.count', { count: unread })}>
      <svg viewBox="0 0 20 20" width="18" height="18" aria-hidden="true">
        <path
          d="M10 3a5 5 0 0 0-5 5v4l-1.5 2.5h13L15 12V8a5 5 0 0 0-5-5zM8 16.5h4"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.6"
        />
      </svg>
      {unread > 0 && <b>{notices.data?.next ? `${unread}+` : unread}</b>}
    </Link>
  );
}

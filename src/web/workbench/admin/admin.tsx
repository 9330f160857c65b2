import { lazy, Suspense } from 'react';
import { Link } from 'wouter';
import { may, type Staff, useMe } from '../me.tsx';
import { Empty, Loading } from '../ui/kit.tsx';
import { t } from '../words.ts';

/** The rooms of administration, each with the permissions of which one opens it. */
const parts = {
  organisation: { needs: ['organisation.manage', 'site.manage'], page: lazy(() => import('./organisation.tsx')) },
  accounts: { needs: ['account.manage'], page: lazy(() => import('./accounts.tsx')) },
  screens: { needs: ['screen.manage'], page: lazy(() => import('./screens.tsx')) },
  leaves: { needs: ['leave.manage'], page: lazy(() => import('./leaves.tsx')) },
  import: { needs: ['organisation.import', 'case.number'], page: lazy(() => import('./imports.tsx')) },
  calendar: { needs: ['calendar.manage'], page: lazy(() => import('./calendar.tsx')) },
  catalogue: {
    needs: ['case.read', 'catalogue.publish', 'catalogue.tighten'],
    page: lazy(() => import('./catalogue.tsx')),
  },
  people: { needs: ['person.merge'], page: lazy(() => import('./duplicates.tsx')) },
  roles: { needs: [], page: lazy(() => import('./roles.tsx')) },
} as const;
type Part = keyof typeof parts;

const opens = (me: Staff, part: Part): boolean => {
  const { needs } = parts[part];
  // Whoever keeps the accounts records leaves there.
  if (part === 'leaves' && may(me, 'account.manage')) return false;
  return needs.length === 0 || needs.some((permission) => may(me, permission));
};

export default function Admin({ part }: { part: string | undefined }) {
  const me = useMe();
  const open = (Object.keys(parts) as Part[]).filter((one) => opens(me, one));
  const here = open.find((one) => one === part) ?? (part === undefined ? open[0] : undefined);
  const Page = here && parts[here].page;
  return (
    <div className="admin">
      <h1 className="sr">{t('admin.title')}</h1>
      <nav className="tabs" aria-label={t('admin.title')}>
        {open.map((one) => (
          <Link
            key={one}
            href={`/admin/${one}`}
            className={one === here ? 'here' : ''}
            aria-current={one === here ? 'page' : undefined}
          >
            {t(`admin.${one}`)}
          </Link>
        ))}
      </nav>
      {Page ? (
        <Suspense fallback={<Loading />}>
          <Page />
        </Suspense>
      ) : (
        <Empty title={t('admin.closed')}>{t('admin.closed-hint')}</Empty>
      )}
    </div>
  );
}

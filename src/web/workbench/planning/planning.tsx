import './planning.css';
import { lazy, Suspense } from 'react';
import { Link, Redirect, Route, Switch } from 'wouter';
import { useNames } from '../map/names.ts';
import { may, useMe } from '../me.tsx';
import { Empty, Loading } from '../ui/kit.tsx';
import { t } from '../words.ts';
import { p } from './words.ts';

const Coverage = lazy(() => import('./coverage.tsx'));
const Scenarios = lazy(() => import('./scenarios.tsx'));
const Scenario = lazy(() => import('./scenario.tsx'));
const Compare = lazy(() => import('./compare.tsx'));
const Works = lazy(() => import('./works.tsx'));
const Data = lazy(() => import('./data.tsx'));
const Settings = lazy(() => import('./settings.tsx'));

const tabs = [
  ['coverage', 'planning.read'],
  ['scenarios', 'planning.read'],
  ['works', 'planning.read'],
  ['data', 'planning.read'],
  ['settings', 'planning.manage'],
] as const;

/** Where the points are, where they could be, and how a plan becomes work. */
export default function Planning({ part }: { part: string | undefined }) {
  const me = useMe();
  const named = useNames();
  const here = part === 'scenario' || part === 'compare' ? 'scenarios' : part;
  return (
    <div className="planning">
      {here === part && <h1 className="sr">{p('title')}</h1>}
      <nav className="tabs" aria-label={p('title')}>
        {tabs
          .filter(([, permission]) => may(me, permission))
          .map(([tab]) => (
            <Link
              key={tab}
              href={`/planning/${tab}`}
              className={tab === here ? 'here' : ''}
              aria-current={tab === here ? 'page' : undefined}
            >
              {p(`tab.${tab}`)}
            </Link>
          ))}
      </nav>
      {named ? (
        <Suspense fallback={<Loading />}>
          <Switch>
            <Route path="/planning">
              <Redirect to="/planning/coverage" replace />
            </Route>
            <Route path="/planning/coverage">
              <Coverage />
            </Route>
            <Route path="/planning/scenarios">
              <Scenarios />
            </Route>
            <Route path="/planning/scenario/:id">{({ id }) => <Scenario key={id} id={id} />}</Route>
            <Route path="/planning/compare/:after/:before?">
              {({ after, before }) => <Compare after={after} {...(before !== undefined && { before })} />}
            </Route>
            <Route path="/planning/works">
              <Works />
            </Route>
            <Route path="/planning/data">
              <Data />
            </Route>
            <Route path="/planning/settings">
              <Settings />
            </Route>
            <Route>
              <Empty title={t('nowhere')} />
            </Route>
          </Switch>
        </Suspense>
      ) : (
        <Loading />
      )}
    </div>
  );
}

import { QueryClientProvider, useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { Redirect, Route, Router, Switch } from 'wouter';
import { api, queryClient } from './api.ts';
import { Frame, homeOf } from './frame/frame.tsx';
import { MeProvider, meQuery, type Staff } from './me.tsx';
import { Crash } from './ui/crash.tsx';
import { Loading, Shown } from './ui/kit.tsx';
import { t, useLanguage } from './words.ts';

const SignIn = lazy(() => import('./signin/sign-in.tsx'));
const ScreenCode = lazy(() => import('./signin/screen-code.tsx'));
const ChoosePost = lazy(() => import('./signin/choose-post.tsx'));
const FirstPassword = lazy(() => import('./signin/first-password.tsx'));
const SecondFactor = lazy(() => import('./signin/second-factor.tsx'));
const Account = lazy(() => import('./signin/account.tsx'));
const Queue = lazy(() => import('./queue/queue.tsx'));
const Case = lazy(() => import('./case/case.tsx'));
const Appointments = lazy(() => import('./appointments/appointments.tsx'));
const Serve = lazy(() => import('./serve/serve.tsx'));
const Draft = lazy(() => import('./serve/draft.tsx'));
const Person = lazy(() => import('./serve/person.tsx'));
const Admin = lazy(() => import('./admin/admin.tsx'));
const Audit = lazy(() => import('./admin/audit.tsx'));
const Notices = lazy(() => import('./frame/notices.tsx'));
const MapPage = lazy(() => import('./map/map-page.tsx'));
const Wall = lazy(() => import('./map/wall.tsx'));
const Planning = lazy(() => import('./planning/planning.tsx'));

export function App() {
  // Every text is read while drawing, so another language draws everything anew; what was typed is kept in the tab.
  const language = useLanguage();
  return (
    <QueryClientProvider client={queryClient}>
      <Router base="/work">
        <Crash key={language}>
          <Suspense fallback={<Loading />}>
            <Gate />
          </Suspense>
        </Crash>
      </Router>
    </QueryClientProvider>
  );
}

/** Nobody gets past without a name, a post and, where the role asks for it, a second factor. */
function Gate() {
  const me = useQuery(meQuery);
  return (
    <Shown query={me}>
      {(known) => {
        if (known.kind === 'screen') return <Wall screen={known} />;
        if (known.kind !== 'staff') return <Outside />;
        if (!known.post) return <ChoosePost me={known} />;
        return <Inside me={known} />;
      }}
    </Shown>
  );
}

/** A large screen is let in by its code, everybody else by their name. */
const Outside = () => (
  <Switch>
    <Route path="/screen">
      <ScreenCode />
    </Route>
    <Route>
      <SignIn />
    </Route>
  </Switch>
);

function Inside({ me }: { me: Staff }) {
  const roles = useQuery({ ...api.organisation.roles.queryOptions(), enabled: !me.account.secondFactor });
  const needed = roles.data?.find((role) => role.code === me.post?.role)?.secondFactor;
  if (me.account.mustChangePassword) return <FirstPassword me={me} />;
  if (!me.account.secondFactor && needed) return <SecondFactor me={me} />;
  return (
    <MeProvider value={me}>
      <Switch>
        <Route path="/screen">
          <Redirect to="/wall" replace />
        </Route>
        <Route path="/wall">
          <Suspense fallback={<Loading />}>
            <Wall />
          </Suspense>
        </Route>
        <Route>
          <Room me={me} />
        </Route>
      </Switch>
    </MeProvider>
  );
}

/** Everything that has the bar above and the way to the other pages beside it. */
function Room({ me }: { me: Staff }) {
  return (
    <Frame>
      <Suspense fallback={<Loading />}>
        <Switch>
          <Route path="/">
            <Redirect to={homeOf(me)} replace />
          </Route>
          <Route path="/queue/:kind">{({ kind }) => <Queue key={kind} kind={kind} />}</Route>
          <Route path="/case/:id">{({ id }) => <Case key={id} id={id} />}</Route>
          <Route path="/appointments/:day?">{({ day }) => <Appointments day={day} />}</Route>
          <Route path="/serve">
            <Serve />
          </Route>
          <Route path="/draft/:id">{({ id }) => <Draft key={id} id={id} />}</Route>
          <Route path="/person/:id">{({ id }) => <Person key={id} id={id} />}</Route>
          <Route path="/notices">
            <Notices />
          </Route>
          <Route path="/account">
            <Account />
          </Route>
          <Route path="/audit">
            <Audit />
          </Route>
          <Route path="/map">
            <MapPage />
          </Route>
          <Route path="/planning/:part?/:one?/:other?">{({ part }) => <Planning part={part} />}</Route>
          <Route path="/admin/:part?">{({ part }) => <Admin part={part} />}</Route>
          <Route>
            <div className="empty">
              <h1 className="empty-title">{t('nowhere')}</h1>
            </div>
          </Route>
        </Switch>
      </Suspense>
    </Frame>
  );
}

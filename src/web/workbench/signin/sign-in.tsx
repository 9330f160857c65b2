import { useState } from 'react';
import { Link } from 'wouter';
import { problemOf } from '#api/problem.ts';
import { client } from '../api.ts';
import { useCommand } from '../command.ts';
import { becomeMe } from '../me.tsx';
import { Button, Field, focused, Refusal } from '../ui/kit.tsx';
import { t } from '../words.ts';
import { Languages } from './languages.tsx';

/** Login and password; the second factor is asked for when the account has one. */
export default function SignIn() {
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [asked, setAsked] = useState(false);
  const enter = useCommand(
    'sign-in',
    (input: { login: string; password: string; code?: string }, options) => client.session.staff(input, options),
    ({ me }) => becomeMe(me),
  );
  const problem = enter.error ? problemOf(enter.error) : undefined;
  const refused = problem?.problem;
  const demoCode = problem?.params?.demoCode;
  // Being asked for the second factor is no mistake the first time.
  const firstAsk = refused === 'auth.second-factor' && !asked;
  if (firstAsk) setAsked(true);
  return (
    <main className="lone sign-in">
      <header>
        <svg viewBox="0 0 32 32" width="40" height="40" aria-hidden="true">
          <path d="M4 15 16 5l12 10v13H4z" fill="none" stroke="currentColor" strokeWidth="2" strokeLinejoin="round" />
          <path d="M12 28V17h8v11" fill="none" stroke="currentColor" strokeWidth="2" />
        </svg>
        <div>
          <h1>{t('title')}</h1>
          <p>{t('signin.for')}</p>
        </div>
      </header>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          enter.mutate({ login: login.trim(), password, ...(asked && code.trim() !== '' && { code: code.trim() }) });
        }}
      >
        <Field label={t('signin.login')}>
          {(parts) => (
            <input
              {...parts}
              ref={focused}
              type="text"
              autoComplete="username"
              autoCapitalize="none"
              spellCheck={false}
              value={login}
              onChange={(event) => setLogin(event.target.value)}
            />
          )}
        </Field>
        <Field label={t('signin.password')}>
          {(parts) => (
            <input
              {...parts}
              type="password"
              autoComplete="current-password"
              value={password}
              onChange={(event) => setPassword(event.target.value)}
            />
          )}
        </Field>
        {asked && (
          <Field
            label={t('signin.code')}
            hint={demoCode === undefined ? t('signin.code-hint') : t('signin.demo-code', { code: demoCode })}
          >
            {(parts) => (
              <input
                {...parts}
                ref={focused}
                type="text"
                inputMode="numeric"
                autoComplete="one-time-code"
                className="short"
                maxLength={8}
                value={code}
                onChange={(event) => setCode(event.target.value)}
              />
            )}
          </Field>
        )}
        {enter.error && !(refused === 'auth.second-factor' && code === '') && <Refusal error={enter.error} />}
        <Button type="submit" look="main" busy={enter.isPending} disabled={login.trim() === '' || password === ''}>
          {t('signin.enter')}
        </Button>
      </form>
      <p className="hint">{t('signin.help')}</p>
      <p className="hint">
        <Link href="/screen" className="link">
          {t('screen.here')}
        </Link>
      </p>
      <Languages />
    </main>
  );
}

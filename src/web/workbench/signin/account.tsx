import { useState } from 'react';
import { passwordFaults } from '#domain/identity/password-rules.ts';
import { client } from '../api.ts';
import { useCommand } from '../command.ts';
import { leave, useMe } from '../me.tsx';
import { Button, Field, Refusal, Section } from '../ui/kit.tsx';
import { tell } from '../ui/told.tsx';
import { sayFieldProblem, t } from '../words.ts';
import { FactorSetUp } from './second-factor.tsx';

/** What belongs to the person and not to the post: password, second factor, every place where they are signed in. */
export default function Account() {
  const me = useMe();
  return (
    <div className="narrow">
      <h1 className="page-title">{t('account.title', { name: me.account.name })}</h1>
      <Password login={me.account.login} />
      <Section title={t('factor.title')}>
        <p>{t(me.account.secondFactor ? 'account.factor-on' : 'account.factor-off')}</p>
        {!me.account.secondFactor && <FactorSetUp />}
      </Section>
      <Everywhere />
    </div>
  );
}

export function Password({ login, then }: { login: string; then?: () => void }) {
  const [old, setOld] = useState('');
  const [next, setNext] = useState('');
  const change = useCommand(
    'password',
    (input: { old: string; new: string }, options) => client.session.password(input, options),
    () => {
      setOld('');
      setNext('');
      tell(t('account.password-done'));
      then?.();
    },
  );
  const faults = next === '' ? [] : passwordFaults(next, { login });
  return (
    <Section title={t('account.password')}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          change.mutate({ old, new: next });
        }}
      >
        <Field label={t('account.password-old')}>
          {(parts) => (
            <input
              {...parts}
              type="password"
              autoComplete="current-password"
              value={old}
              onChange={(event) => setOld(event.target.value)}
            />
          )}
        </Field>
        <Field
          label={t('account.password-new')}
          hint={t('account.password-hint')}
          problem={faults[0] && sayFieldProblem(faults[0])}
        >
          {(parts) => (
            <input
              {...parts}
              type="password"
              autoComplete="new-password"
              value={next}
              onChange={(event) => setNext(event.target.value)}
            />
          )}
        </Field>
        {change.error && <Refusal error={change.error} />}
        <Button
          type="submit"
          look="main"
          busy={change.isPending}
          disabled={old === '' || next === '' || faults.length > 0}
        >
          {t('account.password-change')}
        </Button>
      </form>
    </Section>
  );
}

function Everywhere() {
  const out = useCommand(
    'out-everywhere',
    (_: undefined, options) => client.session.outEverywhere(undefined, options),
    leave,
  );
  return (
    <Section title={t('account.everywhere')}>
      <p>{t('account.everywhere-hint')}</p>
      <Button look="grave" busy={out.isPending} onClick={() => out.mutate(undefined)}>
        {t('account.everywhere-out')}
      </Button>
      {out.error && <Refusal error={out.error} />}
    </Section>
  );
}

import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { passwordFaults } from '#domain/identity/password-rules.ts';
import { api, client } from '../api.ts';
import { useCommand } from '../command.ts';
import { useMe } from '../me.tsx';
import { Button, Field, Refusal, Section, Shown } from '../ui/kit.tsx';
import { type Picked, UnitPicker } from '../ui/pickers.tsx';
import { tell } from '../ui/told.tsx';
import { sayFieldProblem, t } from '../words.ts';
import { AccountRow } from './account-row.tsx';
import { RoleField, readAccountsAgain, useRoles } from './role-field.tsx';

/** The accounts of a unit and below, their posts, substitutes and leaves. */
export default function Accounts() {
  const me = useMe();
  const own = me.post?.unit;
  const [unit, setUnit] = useState<Picked | undefined>(own && { id: own.id, name: own.name });
  const [typed, setTyped] = useState('');
  const [find, setFind] = useState('');
  const [adding, setAdding] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setFind(typed.trim()), 300);
    return () => clearTimeout(timer);
  }, [typed]);
  const accounts = useInfiniteQuery({
    ...api.organisation.accounts.infiniteOptions({
      input: (cursor: string | undefined) => ({
        unit: unit?.id ?? '',
        limit: 40,
        ...(find !== '' && { find }),
        ...(cursor !== undefined && { cursor }),
      }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (last) => last.next ?? undefined,
    }),
    enabled: unit !== undefined,
  });
  return (
    <Section
      title={t('admin.accounts')}
      aside={
        <Button look="quiet" aria-expanded={adding} onClick={() => setAdding(!adding)}>
          {t('accounts.add')}
        </Button>
      }
    >
      <div className="filters">
        <Field label={t('accounts.unit')}>{(parts) => <UnitPicker {...parts} value={unit} onPick={setUnit} />}</Field>
        <Field label={t('accounts.find')}>
          {(parts) => (
            <input {...parts} type="search" value={typed} onChange={(event) => setTyped(event.target.value)} />
          )}
        </Field>
      </div>
      {adding && unit && <NewAccount unit={unit} onDone={() => setAdding(false)} />}
      <Shown query={accounts}>
        {(data) => (
          <ul className="entries accounts">
            {data.pages
              .flatMap((page) => page.items)
              .map((account) => (
                <AccountRow key={account.id} account={account} />
              ))}
          </ul>
        )}
      </Shown>
      {accounts.hasNextPage && (
        <Button busy={accounts.isFetchingNextPage} onClick={() => accounts.fetchNextPage()}>
          {t('more')}
        </Button>
      )}
    </Section>
  );
}

function NewAccount({ unit, onDone }: { unit: Picked; onDone: () => void }) {
  const { roles } = useRoles();
  const [typed, setTyped] = useState({ login: '', name: '', password: '', role: '' });
  const create = useCommand(
    'new-account',
    (input: typeof typed, options) => client.organisation.createAccount({ unit: unit.id, ...input }, options),
    () => {
      tell(t('accounts.added', { name: typed.name }));
      readAccountsAgain();
      onDone();
    },
  );
  const loginWrong = typed.login !== '' && !/^[a-z][a-z0-9._-]{2,31}$/.test(typed.login);
  const faults = typed.password === '' ? [] : passwordFaults(typed.password, { login: typed.login });
  const set = (name: keyof typeof typed) => (value: string) => setTyped((now) => ({ ...now, [name]: value }));
  const ready =
    typed.name.trim() !== '' &&
    typed.login !== '' &&
    !loginWrong &&
    typed.password !== '' &&
    faults.length === 0 &&
    typed.role !== '';
  return (
    <form
      className="grid-form framed"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) create.mutate({ ...typed, name: typed.name.trim() });
      }}
    >
      <p className="wide hint">{t('accounts.add-at', { unit: unit.name })}</p>
      <Field label={t('accounts.name')}>
        {(parts) => (
          <input
            {...parts}
            type="text"
            autoComplete="off"
            value={typed.name}
            onChange={(event) => set('name')(event.target.value)}
          />
        )}
      </Field>
      <Field
        label={t('signin.login')}
        hint={t('accounts.login-hint')}
        problem={loginWrong ? t('accounts.login-wrong') : undefined}
      >
        {(parts) => (
          <input
            {...parts}
            type="text"
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            value={typed.login}
            onChange={(event) => set('login')(event.target.value)}
          />
        )}
      </Field>
      <Field
        label={t('accounts.password')}
        hint={t('account.password-hint')}
        problem={faults[0] && sayFieldProblem(faults[0])}
      >
        {(parts) => (
          <input
            {...parts}
            type="password"
            autoComplete="new-password"
            value={typed.password}
            onChange={(event) => set('password')(event.target.value)}
          />
        )}
      </Field>
      <RoleField roles={roles} value={typed.role} onChange={set('role')} />
      <footer className="wide">
        {create.error && <Refusal error={create.error} />}
        <Button type="submit" look="main" busy={create.isPending} disabled={!ready}>
          {t('accounts.add')}
        </Button>
      </footer>
    </form>
  );
}

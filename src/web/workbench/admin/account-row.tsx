import { useState } from 'react';
import type { Account } from '#api/organisation.ts';
import { client } from '../api.ts';
import { useCommand } from '../command.ts';
import { may, useMe } from '../me.tsx';
import { shortDay, today } from '../say.ts';
import { DayInput } from '../ui/day-input.tsx';
import { Button, Field, Refusal } from '../ui/kit.tsx';
import { ColleaguePicker, type Picked, UnitPicker } from '../ui/pickers.tsx';
import { tell } from '../ui/told.tsx';
import { t, tx } from '../words.ts';
import { AddLeave } from './leaves.tsx';
import { RoleField, readAccountsAgain, useRoles } from './role-field.tsx';

type Post = Account['posts'][number];

/** One account: what it may do where, who takes over, and when it is away. */
export function AccountRow({ account }: { account: Account }) {
  const { nameOf } = useRoles();
  const me = useMe();
  const [open, setOpen] = useState<'post' | 'leave' | 'disable' | 'reset' | `b ${string}`>();
  const unit = account.posts[0]?.unit;
  const toggle = (what: typeof open) => setOpen(open === what ? undefined : what);
  const finish = () => {
    setOpen(undefined);
    readAccountsAgain();
  };
  return (
    <li>
      <span>
        <b>{account.name}</b> <span className="num">{account.login}</span>
        {account.disabled && <span className="status ended">{t('accounts.disabled')}</span>}
        {account.locked && <span className="status correcting">{t('accounts.locked')}</span>}
        <small>{t(account.secondFactor ? 'accounts.factor-on' : 'accounts.factor-off')}</small>
        {account.posts.map((post) => (
          <PostLine
            key={post.id}
            account={account}
            post={post}
            role={nameOf(post.role)}
            asking={open === `b ${post.id}`}
            onAsk={() => toggle(`b ${post.id}`)}
            onDone={finish}
          />
        ))}
        {account.leaves.map((leave) => (
          <LeaveLine key={leave.id} account={account} leave={leave} unit={unit} onDone={finish} />
        ))}
      </span>
      <span className="row-actions">
        {may(me, 'leave.manage') && unit && (
          <Button look="quiet" aria-expanded={open === 'leave'} onClick={() => toggle('leave')}>
            {t('accounts.leave')}
          </Button>
        )}
        {may(me, 'account.manage') && (
          <>
            <Button look="quiet" aria-expanded={open === 'post'} onClick={() => toggle('post')}>
              {t('accounts.add-post')}
            </Button>
            {!account.disabled && unit && (
              <Button look="quiet" aria-expanded={open === 'reset'} onClick={() => toggle('reset')}>
                {t('accounts.reset')}
              </Button>
            )}
            {!account.disabled && unit && (
              <Button look="quiet" aria-expanded={open === 'disable'} onClick={() => toggle('disable')}>
                {t('accounts.disable')}
              </Button>
            )}
          </>
        )}
      </span>
      {open === 'post' && <AddPost account={account} onDone={finish} />}
      {open === 'leave' && unit && <AddLeave account={account} unit={unit} onDone={finish} />}
      {open === 'reset' && unit && <Reset account={account} unit={unit} />}
      {open === 'disable' && unit && <Disable account={account} unit={unit} onDone={finish} />}
    </li>
  );
}

function PostLine({
  account,
  post,
  role,
  asking,
  onAsk,
  onDone,
}: {
  account: Account;
  post: Post;
  role: string;
  asking: boolean;
  onAsk: () => void;
  onDone: () => void;
}) {
  const me = useMe();
  const [substitute, setSubstitute] = useState<string | undefined>(post.substitute?.id);
  const name = useCommand(
    `substitute ${post.id}`,
    (b: string | null, options) =>
      client.organisation.substitute({ post: post.id, unit: post.unit, account: b }, options),
    ({ notes }) => {
      if (notes.length > 0) tell(notes.map((note) => tx(`organisation.${note}`)).join(' '));
      onDone();
    },
  );
  const end = useCommand(
    `end-post ${post.id}`,
    (on: string, options) =>
      client.organisation.endPost({ account: account.id, post: post.id, unit: post.unit, on }, options),
    onDone,
  );
  return (
    <small className="post-line">
      {post.unitName} · {role} ·{' '}
      {post.substitute ? t('accounts.b', { name: post.substitute.name }) : t('accounts.no-b')}
      {post.validTo !== null && ` · ${t('accounts.until', { day: shortDay(post.validTo) })}`}{' '}
      {may(me, 'leave.manage') && (
        <button type="button" className="link" onClick={onAsk}>
          {t('accounts.name-b')}
        </button>
      )}
      {asking && (
        <span className="post-b">
          <ColleaguePicker unit={post.unit} required={false} value={substitute} onPick={setSubstitute} />
          <Button busy={name.isPending} onClick={() => name.mutate(substitute ?? null)}>
            {t('save')}
          </Button>
          {may(me, 'account.manage') && (
            <Button look="quiet" busy={end.isPending} onClick={() => end.mutate(today())}>
              {t('accounts.end-post')}
            </Button>
          )}
          {(name.error ?? end.error) && <Refusal error={name.error ?? end.error} />}
        </span>
      )}
    </small>
  );
}

function LeaveLine({
  account,
  leave,
  unit,
  onDone,
}: {
  account: Account;
  leave: Account['leaves'][number];
  unit: string | undefined;
  onDone: () => void;
}) {
  const me = useMe();
  const cancel = useCommand(
    `cancel-leave ${leave.id}`,
    (at: string, options) => client.organisation.cancelLeave({ account: account.id, id: leave.id, unit: at }, options),
    onDone,
  );
  return (
    <small className="post-line">
      {t('accounts.away', { from: shortDay(leave.firstDay), to: shortDay(leave.lastDay) })}{' '}
      {unit !== undefined && may(me, 'leave.manage') && (
        <button type="button" className="link" disabled={cancel.isPending} onClick={() => cancel.mutate(unit)}>
          {t('accounts.cancel-leave')}
        </button>
      )}
      {cancel.error && <Refusal error={cancel.error} />}
    </small>
  );
}

function AddPost({ account, onDone }: { account: Account; onDone: () => void }) {
  const { roles } = useRoles();
  const [unit, setUnit] = useState<Picked>();
  const [role, setRole] = useState('');
  const [from, setFrom] = useState(today());
  const add = useCommand(
    `add-post ${account.id}`,
    (input: { unit: string; role: string; from: string }, options) =>
      client.organisation.addPost({ account: account.id, ...input }, options),
    onDone,
  );
  return (
    <form
      className="grid-form framed"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (unit && role) add.mutate({ unit: unit.id, role, from });
      }}
    >
      <Field label={t('accounts.unit')}>{(parts) => <UnitPicker {...parts} value={unit} onPick={setUnit} />}</Field>
      <RoleField roles={roles} value={role} onChange={setRole} />
      <Field label={t('units.from')}>{(parts) => <DayInput {...parts} value={from} onChange={setFrom} />}</Field>
      <footer className="wide">
        {add.error && <Refusal error={add.error} />}
        <Button type="submit" look="main" busy={add.isPending} disabled={!unit || role === ''}>
          {t('accounts.add-post')}
        </Button>
      </footer>
    </form>
  );
}

/** A forgotten password or a lost telephone: a first password, shown once and good for one sign-in. */
function Reset({ account, unit }: { account: Account; unit: string }) {
  const [factor, setFactor] = useState(false);
  const reset = useCommand(
    `reset ${account.id}`,
    (secondFactor: boolean, options) =>
      client.organisation.resetAccount({ account: account.id, unit, secondFactor }, options),
    readAccountsAgain,
  );
  if (reset.data) {
    return (
      <p className="notice warn" role="status">
        {t('accounts.reset-done')} <code>{reset.data.login}</code> <code>{reset.data.password}</code>
      </p>
    );
  }
  return (
    <div className="notice warn">
      <p>{t('accounts.reset-sure', { name: account.name })}</p>
      <label className="choice">
        <input type="checkbox" checked={factor} onChange={(event) => setFactor(event.target.checked)} />
        <span>{t('accounts.reset-factor')}</span>
      </label>
      <p>
        <Button look="grave" busy={reset.isPending} onClick={() => reset.mutate(factor)}>
          {t('accounts.reset')}
        </Button>
      </p>
      {reset.error && <Refusal error={reset.error} />}
    </div>
  );
}

function Disable({ account, unit, onDone }: { account: Account; unit: string; onDone: () => void }) {
  const disable = useCommand(
    `disable ${account.id}`,
    (_: undefined, options) => client.organisation.disableAccount({ account: account.id, unit }, options),
    onDone,
  );
  return (
    <p className="notice warn">
      {t('accounts.disable-sure', { name: account.name })}{' '}
      <Button look="grave" busy={disable.isPending} onClick={() => disable.mutate(undefined)}>
        {t('accounts.disable')}
      </Button>
      {disable.error && <Refusal error={disable.error} />}
    </p>
  );
}

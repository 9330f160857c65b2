import { useState } from 'react';
import type { PersonView } from '#api/identity.ts';
import { parseBankCard } from '#domain/identity/bank.ts';
import { parseMobile } from '#domain/identity/phone.ts';
import { api, client, queryClient } from '../api.ts';
import { useCommand } from '../command.ts';
import { Button, Field, Refusal } from '../ui/kit.tsx';
import { type Picked, VillagePicker } from '../ui/pickers.tsx';
import { tell } from '../ui/told.tsx';
import { sayFieldProblem, t } from '../words.ts';

/** Telephone, account, address, village: changed with the person here; also the way back for a lost telephone number. */
export function Contact({ person }: { person: PersonView }) {
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState({ mobile: '', account: '', address: '' });
  const [village, setVillage] = useState<Picked>();
  const change = useCommand(
    `contact ${person.id}`,
    (input: Parameters<typeof client.identity.change>[0], options) => client.identity.change(input, options),
    (after) => {
      queryClient.setQueryData(api.identity.get.queryOptions({ input: { id: person.id } }).queryKey, after);
      setOpen(false);
      setTyped({ mobile: '', account: '', address: '' });
      tell(t('contact.done'));
    },
  );
  if (!open) {
    return (
      <Button look="quiet" onClick={() => setOpen(true)}>
        {t('contact.change')}
      </Button>
    );
  }
  const checks = { mobile: parseMobile(typed.mobile), account: parseBankCard(typed.account) };
  const problem = (name: 'mobile' | 'account') => {
    const read = checks[name];
    return typed[name] !== '' && !read.ok ? sayFieldProblem(read.code, read.params) : undefined;
  };
  const wrong = problem('mobile') !== undefined || problem('account') !== undefined;
  const given = Object.entries(typed).filter(([, value]) => value.trim() !== '');
  const box = (name: keyof typeof typed, hint?: string) => (
    <Field
      label={t(`person.${name}`)}
      optional
      {...(hint !== undefined && { hint })}
      problem={name === 'address' ? undefined : problem(name)}
    >
      {(parts) => (
        <input
          {...parts}
          type="text"
          autoComplete="off"
          value={typed[name]}
          onChange={(event) => setTyped({ ...typed, [name]: event.target.value })}
        />
      )}
    </Field>
  );
  return (
    <form
      className="contact"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!wrong)
          change.mutate({
            id: person.id,
            seq: person.seq,
            ...Object.fromEntries(given),
            ...(village && { village: village.id }),
          });
      }}
    >
      <p className="hint">{t('contact.only-changed')}</p>
      {box('mobile', t('contact.mobile-hint'))}
      {box('account')}
      <Field label={t('person.village')} optional>
        {(parts) => <VillagePicker {...parts} value={village} onPick={setVillage} />}
      </Field>
      {box('address')}
      {change.error && <Refusal error={change.error} />}
      <Button type="submit" look="main" busy={change.isPending} disabled={wrong || (given.length === 0 && !village)}>
        {t('save')}
      </Button>
      <Button look="quiet" onClick={() => setOpen(false)}>
        {t('cancel')}
      </Button>
    </form>
  );
}

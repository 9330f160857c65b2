import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type ConsentScope, consentScopes } from '#domain/identity/consent.ts';
import { parseResidentId } from '#domain/identity/resident-id.ts';
import { api, client, queryClient } from '../api.ts';
import { useCommand } from '../command.ts';
import { shortDay, today } from '../say.ts';
import { Button, Field, Refusal, Section, Shown } from '../ui/kit.tsx';
import { sayFieldProblem, t, tx } from '../words.ts';

/** Who acts for whom, given here with both at the counter, and taken back at any time. */
export function Consents({ person }: { person: string }) {
  const [adding, setAdding] = useState(false);
  const [typed, setTyped] = useState({ name: '', idNumber: '' });
  const [scopes, setScopes] = useState<readonly ConsentScope[]>(consentScopes);
  const query = api.identity.consents.queryOptions({ input: { id: person } });
  const list = useQuery(query);
  const again = () => void queryClient.invalidateQueries({ queryKey: query.queryKey });
  const give = useCommand(
    `consent ${person}`,
    (input: { receiverName: string; receiverIdNumber: string; scopes: ConsentScope[] }, options) =>
      client.identity.consent({ id: person, ...input }, options),
    () => {
      setAdding(false);
      setTyped({ name: '', idNumber: '' });
      again();
    },
  );
  const revoke = useCommand(
    `revoke ${person}`,
    (consent: string, options) => client.identity.revoke({ id: person, consent }, options),
    again,
  );
  const read = parseResidentId(typed.idNumber, { today: today(), sampleRegion: true });
  const problem = typed.idNumber.length >= 15 && !read.ok ? sayFieldProblem(read.code, read.params) : undefined;
  return (
    <Section title={t('consent.title')}>
      <Shown query={list} rows={1}>
        {(consents) => (
          <ul className="consents">
            {consents
              .filter((consent) => !consent.revoked)
              .map((consent) => (
                <li key={consent.id}>
                  <span>
                    {consent.giver.id === person
                      ? t('consent.given', { name: consent.receiver.name })
                      : t('consent.received', { name: consent.giver.name })}
                    <small>
                      {consent.scopes.map((scope) => tx(`status.consent.${scope}`)).join(t('list.comma'))}
                      {' · '}
                      {consent.validTo
                        ? t('consent.until', { day: shortDay(consent.validTo.slice(0, 10)) })
                        : t('consent.open')}
                    </small>
                  </span>
                  {consent.giver.id === person && (
                    <Button look="quiet" disabled={revoke.isPending} onClick={() => revoke.mutate(consent.id)}>
                      {t('consent.revoke')}
                    </Button>
                  )}
                </li>
              ))}
            {consents.every((consent) => consent.revoked) && <li className="none">{t('consent.none')}</li>}
          </ul>
        )}
      </Shown>
      {revoke.error && <Refusal error={revoke.error} />}
      {!adding ? (
        <Button look="quiet" onClick={() => setAdding(true)}>
          {t('consent.add')}
        </Button>
      ) : (
        <form
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            if (!read.ok) return;
            const chosen = consentScopes.filter((scope) => scopes.includes(scope));
            give.mutate({ receiverName: typed.name.trim(), receiverIdNumber: read.value.number, scopes: chosen });
          }}
        >
          <Field label={t('consent.name')}>
            {(parts) => (
              <input
                {...parts}
                type="text"
                autoComplete="off"
                value={typed.name}
                onChange={(event) => setTyped({ ...typed, name: event.target.value })}
              />
            )}
          </Field>
          <Field label={t('consent.id')} problem={problem}>
            {(parts) => (
              <input
                {...parts}
                type="text"
                autoComplete="off"
                className="number"
                value={typed.idNumber}
                onChange={(event) => setTyped({ ...typed, idNumber: event.target.value })}
              />
            )}
          </Field>
          <fieldset className="field">
            <legend>{t('consent.what')}</legend>
            <div className="choices">
              {consentScopes.map((scope) => (
                <label key={scope} className="choice">
                  <input
                    type="checkbox"
                    checked={scopes.includes(scope)}
                    onChange={(event) =>
                      setScopes(event.target.checked ? [...scopes, scope] : scopes.filter((one) => one !== scope))
                    }
                  />
                  <span>{tx(`status.consent.${scope}`)}</span>
                </label>
              ))}
            </div>
          </fieldset>
          {give.error && <Refusal error={give.error} />}
          <Button
            type="submit"
            look="main"
            busy={give.isPending}
            disabled={!read.ok || typed.name.trim() === '' || scopes.length === 0}
          >
            {t('consent.give')}
          </Button>
          <Button look="quiet" onClick={() => setAdding(false)}>
            {t('cancel')}
          </Button>
        </form>
      )}
    </Section>
  );
}

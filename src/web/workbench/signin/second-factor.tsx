import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { client, queryClient } from '../api.ts';
import { useCommand } from '../command.ts';
import { leave, meQuery, type Staff } from '../me.tsx';
import { Button, Field, Refusal } from '../ui/kit.tsx';
import { t } from '../words.ts';

/** The first time somebody who decides or administers signs in: a code app on their telephone becomes the second key. */
export default function SecondFactor({ me }: { me: Staff }) {
  const out = useCommand('out', (_: undefined, options) => client.session.out(undefined, options), leave);
  return (
    <main className="lone">
      <h1>{t('factor.title')}</h1>
      <p>{t('factor.why', { role: me.post?.roleName ?? '' })}</p>
      <FactorSetUp />
      <Button look="quiet" busy={out.isPending} onClick={() => out.mutate(undefined)}>
        {t('me.out')}
      </Button>
    </main>
  );
}

export function FactorSetUp() {
  const [code, setCode] = useState('');
  const [offer, setOffer] = useState<{ uri: string; secret: string }>();
  const begin = useCommand(
    'factor-begin',
    (_: undefined, options) => client.session.secondFactor({}, options),
    (answer) => {
      if (answer.uri && answer.secret) setOffer({ uri: answer.uri, secret: answer.secret });
    },
  );
  const confirm = useCommand(
    'factor-confirm',
    (typed: string, options) => client.session.secondFactor({ code: typed }, options),
    () => void queryClient.invalidateQueries({ queryKey: meQuery.queryKey }),
  );
  // The drawing program is fetched only by whoever sets the factor up.
  const picture = useQuery({
    queryKey: ['factor-picture', offer?.uri],
    queryFn: async () =>
      (await import('qrcode')).toString(offer?.uri ?? '', { type: 'svg', margin: 1, errorCorrectionLevel: 'M' }),
    enabled: offer !== undefined,
    gcTime: 0,
  });
  if (!offer) {
    return (
      <>
        <Button look="main" busy={begin.isPending} onClick={() => begin.mutate(undefined)}>
          {t('factor.begin')}
        </Button>
        {begin.error && <Refusal error={begin.error} />}
      </>
    );
  }
  return (
    <form
      className="factor"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        confirm.mutate(code.trim());
      }}
    >
      <ol>
        <li>{t('factor.step-app')}</li>
        <li>
          {t('factor.step-scan')}
          {picture.data && (
            <img
              className="factor-picture"
              alt={t('factor.picture')}
              src={`data:image/svg+xml;utf8,${encodeURIComponent(picture.data)}`}
            />
          )}
          <p className="hint">
            {t('factor.by-hand')} <code>{offer.secret.replace(/(.{4})/g, '$1 ').trim()}</code>
          </p>
        </li>
        <li>
          <Field label={t('factor.step-code')}>
            {(parts) => (
              <input
                {...parts}
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
        </li>
      </ol>
      {confirm.error && <Refusal error={confirm.error} />}
      <Button type="submit" look="main" busy={confirm.isPending} disabled={code.trim().length < 6}>
        {t('factor.done')}
      </Button>
    </form>
  );
}

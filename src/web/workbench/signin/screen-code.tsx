import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { client } from '../api.ts';
import { useCommand } from '../command.ts';
import { becomeMe } from '../me.tsx';
import { Button, Field, focused, Refusal } from '../ui/kit.tsx';
import { t } from '../words.ts';
import { Languages } from './languages.tsx';

/** At a large screen: the code that an administrator was given for it lets it in, and the wall begins. */
export default function ScreenCode() {
  const [, go] = useLocation();
  // An address that was sent along may hold it already.
  const [code, setCode] = useState(() => location.hash.slice(1));
  const enter = useCommand(
    'screen',
    (input: { code: string }, options) => client.session.screen(input, options),
    ({ me }) => {
      go('/wall', { replace: true });
      becomeMe(me);
    },
  );
  return (
    <main className="lone sign-in">
      <h1>{t('screen.title')}</h1>
      <p>{t('screen.lead')}</p>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          enter.mutate({ code: code.trim() });
        }}
      >
        <Field label={t('screen.code')} hint={t('screen.code-hint')}>
          {(parts) => (
            <input
              {...parts}
              ref={focused}
              type="text"
              autoComplete="off"
              autoCapitalize="characters"
              spellCheck={false}
              maxLength={30}
              value={code}
              onChange={(event) => setCode(event.target.value)}
            />
          )}
        </Field>
        {enter.error && <Refusal error={enter.error} />}
        <Button type="submit" look="main" busy={enter.isPending} disabled={code.trim().length < 10}>
          {t('screen.enter')}
        </Button>
      </form>
      <p>
        <Link href="/wall" className="link">
          {t('screen.sign-in')}
        </Link>
      </p>
      <Languages />
    </main>
  );
}

import { client, queryClient } from '../api.ts';
import { useCommand } from '../command.ts';
import { leave, meQuery, type Staff } from '../me.tsx';
import { Button } from '../ui/kit.tsx';
import { t } from '../words.ts';
import { Password } from './account.tsx';

/** Signed in with a first password, which is known to whoever made the account: nothing is open before it is changed. */
export default function FirstPassword({ me }: { me: Staff }) {
  const out = useCommand('out', (_: undefined, options) => client.session.out(undefined, options), leave);
  return (
    <main className="lone">
      <h1>{t('post.hello', { name: me.account.name })}</h1>
      <p>{t('account.first-password')}</p>
      <Password
        login={me.account.login}
        then={() => void queryClient.invalidateQueries({ queryKey: meQuery.queryKey })}
      />
      <Button look="quiet" busy={out.isPending} onClick={() => out.mutate(undefined)}>
        {t('me.out')}
      </Button>
    </main>
  );
}

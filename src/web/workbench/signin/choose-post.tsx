import { client } from '../api.ts';
import { useCommand } from '../command.ts';
import { becomeMe, leave, type Staff } from '../me.tsx';
import { Button, Empty, Refusal } from '../ui/kit.tsx';
import { t, tx } from '../words.ts';

/** Somebody with several posts says in which they act; somebody with none is told whom to ask. */
export default function ChoosePost({ me }: { me: Staff }) {
  const act = useCommand('act', (post: string, options) => client.session.act({ post }, options), becomeMe);
  const out = useCommand('out', (_: undefined, options) => client.session.out(undefined, options), leave);
  return (
    <main className="lone">
      <h1>{t('post.hello', { name: me.account.name })}</h1>
      {me.posts.length === 0 ? (
        <Empty title={t('post.none')}>{t('post.none-hint')}</Empty>
      ) : (
        <>
          <p>{t('post.choose')}</p>
          <ul className="post-list">
            {me.posts.map((post) => (
              <li key={post.id}>
                <button type="button" disabled={act.isPending} onClick={() => act.mutate(post.id)}>
                  <b>{post.unit.name}</b>
                  <span>
                    {post.roleName} · {tx(`status.level.${post.unit.level}`)}
                  </span>
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
      {(act.error ?? out.error) && <Refusal error={act.error ?? out.error} />}
      <Button look="quiet" busy={out.isPending} onClick={() => out.mutate(undefined)}>
        {t('me.out')}
      </Button>
    </main>
  );
}

import { useRef } from 'react';
import { Link, useLocation } from 'wouter';
import { client } from '../api.ts';
import { useCommand } from '../command.ts';
import { becomeMe, forgetReads, leave, useMe } from '../me.tsx';
import { Languages } from '../signin/languages.tsx';
import { Refusal } from '../ui/kit.tsx';
import { t } from '../words.ts';

/** The person, the post in which they act, and what belongs to the person: language, account, the way out. */
export function MeMenu() {
  const me = useMe();
  const menu = useRef<HTMLDetailsElement>(null);
  const [, go] = useLocation();
  const close = () => menu.current?.removeAttribute('open');
  const act = useCommand(
    'act',
    (post: string, options) => client.session.act({ post }, options),
    (next) => {
      forgetReads();
      becomeMe(next);
      close();
      go('/');
    },
  );
  const out = useCommand(
    'out',
    (_: undefined, options) => client.session.out(undefined, options),
    () => {
      leave();
      go('/');
    },
  );
  return (
    <details
      className="me-menu"
      ref={menu}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) close();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') close();
      }}
    >
      <summary>
        <b>{me.account.name}</b>
        <span>{me.post?.roleName}</span>
      </summary>
      <div className="me-menu-list">
        {me.posts.length > 1 && (
          <fieldset>
            <legend>{t('me.act')}</legend>
            {me.posts.map((post) => (
              <button
                key={post.id}
                type="button"
                className="menu-item"
                aria-pressed={post.id === me.post?.id}
                disabled={act.isPending || post.id === me.post?.id}
                onClick={() => act.mutate(post.id)}
              >
                {post.unit.name}
                <small>{post.roleName}</small>
              </button>
            ))}
          </fieldset>
        )}
        {act.error && <Refusal error={act.error} />}
        <fieldset>
          <legend>{t('me.language')}</legend>
          <div className="menu-row">
            <Languages />
            <button
              type="button"
              className="menu-item"
              onClick={() => document.documentElement.classList.toggle('contrast')}
            >
              {t('me.contrast')}
            </button>
          </div>
        </fieldset>
        <Link href="/account" className="menu-item" onClick={close}>
          {t('me.account')}
        </Link>
        <button type="button" className="menu-item" disabled={out.isPending} onClick={() => out.mutate(undefined)}>
          {t('me.out')}
        </button>
        {out.error && <Refusal error={out.error} />}
      </div>
    </details>
  );
}

import { useRef } from 'react';
import { Button, KeyCap } from '../ui/kit.tsx';
import { t, tx } from '../words.ts';
import { actionKeys, type BarAction } from './action-keys.ts';

/** Only what is allowed, the likely one first, each with its key on it. */
export function ActionBar({
  bar,
  open,
  onPick,
}: {
  bar: { first: BarAction | undefined; near: BarAction[]; more: BarAction[] };
  open: BarAction | undefined;
  onPick: (action: BarAction) => void;
}) {
  const more = useRef<HTMLDetailsElement>(null);
  if (!bar.first && bar.more.length === 0) return <p className="bar bar-none">{t('bar.none')}</p>;
  const button = (action: BarAction, look: 'main' | 'plain') => (
    <Button
      key={action}
      look={look}
      keyCap={actionKeys[action]}
      aria-expanded={open === action}
      onClick={() => onPick(action)}
    >
      {tx(`actions.${action}.label`)}
    </Button>
  );
  return (
    <div className="bar" role="toolbar" aria-label={t('bar.title')}>
      {bar.first && button(bar.first, bar.first === 'claim' ? 'plain' : 'main')}
      {bar.near.map((action) => button(action, 'plain'))}
      {bar.more.length > 0 && (
        <details
          ref={more}
          className="bar-more"
          onBlur={(event) => {
            if (!event.currentTarget.contains(event.relatedTarget)) more.current?.removeAttribute('open');
          }}
          onKeyDown={(event) => {
            if (event.key !== 'Escape' || !more.current?.open) return;
            event.stopPropagation();
            more.current.removeAttribute('open');
          }}
        >
          <summary className="button plain">{t('bar.more', { count: bar.more.length })}</summary>
          <div className="bar-more-list">
            {bar.more.map((action) => (
              <button
                key={action}
                type="button"
                className="menu-item"
                onClick={() => {
                  more.current?.removeAttribute('open');
                  onPick(action);
                }}
              >
                <span>
                  {tx(`actions.${action}.label`)}
                  <small>{tx(`actions.${action}.explain`)}</small>
                </span>
                {actionKeys[action] && <KeyCap>{actionKeys[action].toUpperCase()}</KeyCap>}
              </button>
            ))}
          </div>
        </details>
      )}
    </div>
  );
}

import { useEffect, useRef } from 'react';
import { actionNames } from '#domain/cases/lifecycle.ts';
import { actionKeys } from '../case/action-keys.ts';
import { may, useMe } from '../me.tsx';
import { Button, KeyCap } from '../ui/kit.tsx';
import { t, tx } from '../words.ts';

const anywhere = ['/', '?', '0', '1', '2', '3', '4', '5', '6', '9', 'Esc'] as const;
const inQueue = ['j', 'k', 'Enter', 'x', 'a', 'b'] as const;
const inAppointments = ['j', 'k', 'c', 'm', 'x', '[', ']', '.'] as const;
const inCase = ['mod', '[', ']', '.', '*', 'Esc'] as const;

/** Every key, on one page; opened and closed by ?. */
export default function Help({ onClose }: { onClose: () => void }) {
  const me = useMe();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  const rows = (where: string, keys: readonly string[]) => (
    <dl>
      {keys.map((key) => (
        <div key={key}>
          <dt>
            <KeyCap>
              {key === 'mod' ? 'Ctrl Enter' : key === key.toLowerCase() && /[a-z]/.test(key) ? key.toUpperCase() : key}
            </KeyCap>
          </dt>
          <dd>{tx(`workbench.help.${where}.${key}`)}</dd>
        </div>
      ))}
    </dl>
  );
  return (
    <dialog ref={dialog} className="help" aria-labelledby="help-title" onClose={onClose}>
      <header>
        <h2 id="help-title">{t('help.title')}</h2>
        <Button look="quiet" onClick={() => dialog.current?.close()}>
          {t('close')}
        </Button>
      </header>
      <div className="help-columns">
        <section>
          <h3>{t('help.anywhere')}</h3>
          {rows('anywhere', anywhere)}
          <h3>{t('help.queue')}</h3>
          {rows('queue', inQueue)}
          {may(me, 'appointment.keep') && (
            <>
              <h3>{t('appointments.title')}</h3>
              {rows('appointments', inAppointments)}
            </>
          )}
          <h3>{t('help.case')}</h3>
          {rows('case', inCase)}
        </section>
        <section>
          <h3>{t('help.actions')}</h3>
          <dl className="help-actions">
            {actionNames
              .filter((name) => actionKeys[name] !== undefined)
              .map((name) => (
                <div key={name}>
                  <dt>
                    <KeyCap>{actionKeys[name]!.toUpperCase()}</KeyCap>
                  </dt>
                  <dd>{tx(`actions.${name}.label`)}</dd>
                </div>
              ))}
          </dl>
        </section>
      </div>
    </dialog>
  );
}

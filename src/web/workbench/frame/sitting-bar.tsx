import { useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import { client } from '../api.ts';
import { now } from '../clock.ts';
import { useCommand } from '../command.ts';
import { becomeMe, type Staff } from '../me.tsx';
import { useKeys } from '../ui/keys.ts';
import { Button, Refusal } from '../ui/kit.tsx';
import { t } from '../words.ts';

/** 12:31, 1:02:07. */
const elapsed = (since: string, at: Date): string => {
  const seconds = Math.max(0, Math.floor((at.getTime() - Date.parse(since)) / 1000));
  const two = (part: number) => String(part).padStart(2, '0');
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${two(minutes)}:${two(seconds % 60)}`;
};

/** While somebody sits at the counter their data are in clear: said on every page, with the time and the way to end it. */
export function SittingBar({ sitting }: { sitting: NonNullable<Staff['sitting']> }) {
  const [at, setAt] = useState(now);
  const [, go] = useLocation();
  useEffect(() => {
    const timer = setInterval(() => setAt(now()), 1000);
    return () => clearInterval(timer);
  }, []);
  const rise = useCommand(
    'rise',
    (_: undefined, options) => client.session.rise(undefined, options),
    (me) => {
      becomeMe(me);
      go('/serve');
    },
  );
  useKeys({ '9': () => rise.mutate(undefined) });
  return (
    <section className="sitting" aria-label={t('sitting.title')}>
      <span>{t('sitting.now', { name: sitting.name })}</span>
      <span className="sitting-time" role="timer" aria-label={t('sitting.since')}>
        {elapsed(sitting.since, at)}
      </span>
      <span className="sitting-note">{t('sitting.unmasked')}</span>
      <Button look="plain" onClick={() => go('/serve')}>
        {t('sitting.back')}
      </Button>
      <Button look="plain" keyCap="9" busy={rise.isPending} onClick={() => rise.mutate(undefined)}>
        {t('sitting.end')}
      </Button>
      {rise.error && <Refusal error={rise.error} />}
    </section>
  );
}

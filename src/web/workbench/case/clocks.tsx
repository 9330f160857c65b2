import { useState } from 'react';
import type { CaseView } from '#api/cases.ts';
import { day, daysLeft } from '../say.ts';
import { ClockCard } from '../ui/clock-card.tsx';
import { Section } from '../ui/kit.tsx';
import { inWords, t, tx } from '../words.ts';

/** Each clock as a card; a click says why this date: the article, the days counted, the days left out. */
export function Clocks({ view }: { view: CaseView }) {
  const [open, setOpen] = useState<number>();
  if (view.clocks.length === 0) return null;
  return (
    <Section title={t('clocks.title')}>
      <ul className="clocks">
        {view.clocks.map((clock, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: one clock of each kind, in a fixed order
          <li key={at}>
            <button type="button" aria-expanded={open === at} onClick={() => setOpen(open === at ? undefined : at)}>
              <ClockCard colour={clock.colour} left={clock.paused ? null : clock.left} due={clock.due} />
              <span className="clock-text">
                <b>{tx(`status.obligation.${clock.obligation}`)}</b>
                <span>{clock.due === null ? t('clocks.stopped') : t('clocks.due', { day: day(clock.due) })}</span>
                <small>
                  {[
                    clock.due !== null && daysLeft(clock.left, clock.due),
                    clock.total > 0 && t(`clocks.used.${clock.unit}`, { used: clock.used, total: clock.total }),
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </small>
              </span>
            </button>
            {clock.total > 0 && (
              <span className={`clock-line ${clock.colour}`} aria-hidden="true">
                <i style={{ width: `${Math.min(100, Math.round((clock.used / clock.total) * 100))}%` }} />
              </span>
            )}
            {clock.unconfirmedYears.length > 0 && (
              <p className="notice warn">
                {t('clocks.unconfirmed', { years: clock.unconfirmedYears.join(t('list.comma')) })}
              </p>
            )}
            {open === at && <p className="clock-why">{inWords(clock.explanation)}</p>}
          </li>
        ))}
      </ul>
    </Section>
  );
}

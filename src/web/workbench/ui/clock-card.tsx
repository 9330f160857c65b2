import type { ClockView } from '#api/cases.ts';
import { day, daysLeft } from '../say.ts';
import { t, tx } from '../words.ts';

type Colour = ClockView['colour'];

/** The shape says what the colour says, for whoever does not see the colour: a dot, a triangle, a bar, two strokes. */
const shapes: Record<Colour, string> = {
  green: 'M8 3a5 5 0 1 0 0 10A5 5 0 0 0 8 3z',
  yellow: 'M8 2 15 14H1z',
  red: 'M2 5h12v6H2z',
  stopped: 'M4 3h3v10H4zM9 3h3v10H9z',
};

/** The card of a clock: shape, colour, and the working days left on it in large figures. */
export function ClockCard({ colour, left, due }: { colour: Colour; left: number | null; due: string | null }) {
  const word = tx(`status.colour.${colour}`);
  const said = colour === 'stopped' || left === null ? word : daysLeft(left, due);
  return (
    <span className={`clock-card ${colour}`} title={due === null ? said : `${word}: ${day(due)}, ${said}`}>
      <svg viewBox="0 0 16 16" width="12" height="12" aria-hidden="true">
        <path d={shapes[colour]} />
      </svg>
      <b aria-hidden="true">{colour === 'stopped' || left === null ? '–' : Math.abs(left)}</b>
      <span className="clock-word" aria-hidden="true">
        {left !== null && colour !== 'stopped'
          ? left < 0
            ? t('clock.unit-over')
            : t('clock.unit', { count: left })
          : word}
      </span>
      <span className="sr">{said}</span>
    </span>
  );
}

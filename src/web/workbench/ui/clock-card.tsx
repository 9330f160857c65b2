import type { ClockView } from '#api/cases.ts';
import { day, daysLeft, today } from '../say.ts';
import { t, tx } from '../words.ts';

type Colour = ClockView['colour'];

/** The shape says what the colour says, for whoever does not see the colour: a dot, a triangle, a bar, two strokes. */
const shapes: Record<Colour, string> = {
  green: 'M8 3a5 5 0 1 0 0 10A5 5 0 0 0 8 3z',
  yellow: 'M8 2 15 14H1z',
  red: 'M2 5h12v6H2z',
  stopped: 'M4 3h3v10H4zM9 3h3v10H9z',
};

/** The figure on the card and the word under it: no figure where nothing whole is left, or nobody can say. */
function faceOf(colour: Colour, left: number | null, due: string | null): { figure?: number; unit: string } {
  if (colour === 'stopped' || left === null) return { unit: tx(`status.colour.${colour}`) };
  if (left < 0) return { figure: -left, unit: t('clock.unit-over') };
  if (left > 0) return { figure: left, unit: t('clock.unit', { count: left }) };
  if (colour === 'red') return { unit: t('clock.just-over') };
  return { unit: t(due === today() ? 'clock.unit-today' : 'clock.unit-less') };
}

/** The card of a clock: shape, colour, and the working days left on it in large figures. */
export function ClockCard({ colour, left, due }: { colour: Colour; left: number | null; due: string | null }) {
  const word = tx(`status.colour.${colour}`);
  const said = colour === 'stopped' || left === null ? word : daysLeft(left, due);
  const { figure, unit } = faceOf(colour, left, due);
  return (
    <span className={`clock-card ${colour}`} title={due === null ? said : `${word}: ${day(due)}, ${said}`}>
      <svg viewBox="0 0 16 16" width="12" height="12" aria-hidden="true">
        <path d={shapes[colour]} />
      </svg>
      {figure !== undefined && <b aria-hidden="true">{figure}</b>}
      <span className="clock-word" aria-hidden="true">
        {unit}
      </span>
      <span className="sr">{said}</span>
    </span>
  );
}

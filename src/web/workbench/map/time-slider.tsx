import { useId } from 'react';
import { day } from '../say.ts';
import { Button } from '../ui/kit.tsx';
import { tm } from './words.ts';

/** The days on which the network changed, to go back and forth between; the last is today. */
export function TimeSlider({
  days,
  today,
  on,
  count,
  onDay,
}: {
  days: readonly string[];
  today: string;
  on: string;
  count: number;
  onDay: (day: string) => void;
}) {
  const id = useId();
  const stops = [...new Set([...days, today])].sort();
  if (stops.length < 2) return null;
  const at = Math.max(
    0,
    stops.findLastIndex((stop) => stop <= on),
  );
  return (
    <div className="map-time">
      <label htmlFor={id}>{tm('time')}</label>
      <input
        id={id}
        type="range"
        min={0}
        max={stops.length - 1}
        step={1}
        value={at}
        aria-valuetext={tm('time.at', { day: day(stops[at]!), count })}
        onChange={(event) => onDay(stops[Number(event.target.value)]!)}
      />
      <output htmlFor={id}>{tm('time.at', { day: day(stops[at]!), count })}</output>
      {on !== today && (
        <Button look="quiet" onClick={() => onDay(today)}>
          {tm('time.today')}
        </Button>
      )}
    </div>
  );
}

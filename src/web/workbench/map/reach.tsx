import { useId, useState } from 'react';
import type { Mode } from '#api/planning.ts';
import { areaSteps } from '#domain/planning/travel/area.ts';
import { siteLevels } from '../../shared/map/ground.ts';
import { p } from '../planning/words.ts';
import { sayFailure } from '../ui/kit.tsx';
import { bandNotes, bandRows, bandSentence, bandTitle } from './bands.ts';
import { sayValue } from './layers.ts';
import type { Reached, Wish } from './reached.ts';
import { tm } from './words.ts';

const modes = ['walk', 'walk-slow', 'ebike', 'car', 'bus'] as const satisfies readonly Mode[];
const usualWish: Wish = { of: 'all', mode: 'walk', minutes: 30, level: 'village' };

function Chips<Value extends string | number>({
  label,
  values,
  value,
  say,
  onValue,
}: {
  label: string;
  values: readonly Value[];
  value: Value;
  say: (value: Value) => string;
  onValue: (value: Value) => void;
}) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset within a fieldset would be read as a heading each time
    <div className="map-chips" role="group" aria-label={label}>
      {values.map((one) => (
        <button key={one} type="button" className="chip" aria-pressed={value === one} onClick={() => onValue(one)}>
          {say(one)}
        </button>
      ))}
    </div>
  );
}

function said({ one, all, error, waiting }: Reached): string {
  if (error) return sayFailure(error);
  if (!(one ?? all) || waiting) return tm('reach.waiting');
  if (all) return bandSentence(all);
  const people = tm('reach.people', { people: sayValue('people', one!.people) });
  return one!.by === 'road' ? people : `${people} ${tm('reach.straight')}`;
}

/** Asks from where the chosen point is reached in time, or any point. */
export function ReachControls({
  wish,
  onWish,
  chosen,
  reached,
}: {
  wish: Wish | undefined;
  onWish: (wish: Wish | undefined) => void;
  /** Whether a point is chosen. */
  chosen: boolean;
  reached: Reached;
}) {
  const [last, setLast] = useState<Wish>(usualWish);
  const id = useId();
  const change = (next: Partial<Wish>) => {
    const whole = { ...last, ...wish, ...next };
    setLast(whole);
    onWish(whole);
  };
  const of = chosen ? 'point' : 'all';
  return (
    <fieldset className="map-reach">
      <legend>
        <label>
          <input
            type="checkbox"
            checked={wish !== undefined}
            onChange={() => (wish ? onWish(undefined) : change({ of }))}
          />
          {tm('reach')}
        </label>
      </legend>
      {wish && (
        <>
          {chosen && (
            <Chips
              label={tm('reach')}
              values={['point', 'all'] as const}
              value={wish.of}
              say={(value) => tm(`reach.of.${value}`)}
              onValue={(value) => change({ of: value })}
            />
          )}
          {wish.of === 'all' && (
            <label className="map-reach-level" htmlFor={id}>
              <span>{tm('reach.level')}</span>
              <select
                id={id}
                value={wish.level}
                onChange={(event) => change({ level: event.target.value as Wish['level'] })}
              >
                {siteLevels.map((level) => (
                  <option key={level} value={level}>
                    {tm(`reach.level.${level}`)}
                  </option>
                ))}
              </select>
            </label>
          )}
          <Chips
            label={tm('reach.mode')}
            values={modes}
            value={wish.mode}
            say={(mode) => p(`mode.${mode}`)}
            onValue={(mode) => change({ mode })}
          />
          <Chips
            label={tm('reach.within')}
            values={areaSteps}
            value={wish.minutes as (typeof areaSteps)[number]}
            say={(minutes) => tm('reach.minutes', { minutes })}
            onValue={(minutes) => change({ minutes })}
          />
          <p role="status">{said(reached)}</p>
        </>
      )}
    </fieldset>
  );
}

/** What the bands say, with the people of each; the day of the data where that is not the day that the map shows. */
export function BandLegend({
  all,
  on,
  someShown,
  onSave,
}: {
  all: NonNullable<Reached['all']>;
  on: string;
  /** Whether only some of the points are shown. */
  someShown: boolean;
  onSave: () => void;
}) {
  const rows = bandRows(all);
  return (
    <section className="map-legend map-bands" aria-label={bandTitle(all)}>
      <h2>{bandTitle(all)}</h2>
      <ul>
        {rows.map(({ colour, label, count }, at) => (
          <li key={label}>
            <span className={at >= all.bands.length ? 'map-swatch dot' : 'map-swatch'} style={{ background: colour }} />
            <span>{label}</span>
            <b>{sayValue('people', count)}</b>
          </li>
        ))}
      </ul>
      {[tm('reach.note'), ...bandNotes(all, on, someShown)].map((note) => (
        <p key={note}>{note}</p>
      ))}
      <button type="button" className="link" onClick={onSave}>
        {tm('reach.save')}
      </button>
    </section>
  );
}

import { useState } from 'react';
import type { PointView } from '#api/planning.ts';
import { Button } from '../ui/kit.tsx';
import { type Layer, muchIsWell, sayValue } from './layers.ts';
import { MarkIcon } from './legend.tsx';
import { nameOf, tm } from './words.ts';

const step = 60;

/** The same points as a list: for whoever does not see the map, and for whoever reads faster than looks. */
export function PointList({
  points,
  layer,
  selected,
  onPick,
}: {
  points: readonly PointView[];
  layer: Layer;
  selected: string | undefined;
  onPick: (id: string) => void;
}) {
  const [shown, setShown] = useState(step);
  const [byName, setByName] = useState(false);
  // Who is to be looked at first: the most of what is counted, the worst of what is judged; of whom nothing is known, last.
  const sign = muchIsWell.has(layer.id) ? -1 : 1;
  const value = (point: PointView) => sign * (layer.measure(point) ?? sign * Number.NEGATIVE_INFINITY);
  const sorted = byName
    ? points.toSorted((a, b) => nameOf(a).localeCompare(nameOf(b)))
    : points.toSorted((a, b) => value(b) - value(a));
  return (
    <section className="map-list" aria-label={tm('list')}>
      <header>
        <p role="status">{tm('list.count', { count: points.length })}</p>
        <Button look="quiet" onClick={() => setByName(!byName)}>
          {tm(byName ? 'list.by-value' : 'list.by-name')}
        </Button>
      </header>
      {points.length === 0 ? (
        <p className="none">{tm('list.none')}</p>
      ) : (
        <ul>
          {sorted.slice(0, shown).map((point) => (
            <li key={point.id}>
              <button type="button" aria-pressed={point.id === selected} onClick={() => onPick(point.id)}>
                <MarkIcon level={point.level} colour={layer.colourOf(point)} />
                <span>{nameOf(point)}</span>
                <b>{layer.id === 'level' ? '' : sayValue(layer.id, layer.measure(point))}</b>
              </button>
            </li>
          ))}
        </ul>
      )}
      {points.length > shown && (
        <Button look="quiet" onClick={() => setShown(shown + step * 3)}>
          {tm('list.more', { count: points.length - shown })}
        </Button>
      )}
    </section>
  );
}

import type { PointView } from '#api/planning.ts';
import { Button } from '../ui/kit.tsx';
import { type Beside, figureOf, type LayerId, sayValue } from './layers.ts';
import { nameOf, tm } from './words.ts';

const rows: readonly LayerId[] = [
  'people',
  'within',
  'clerks',
  'perClerk',
  'items',
  'openCases',
  'overdue',
  'received',
  'openPerClerk',
  'rating',
  'cost',
  'next',
];

/** Two points side by side, figure by figure. */
export function ComparePoints({
  pair: [a, b],
  beside,
  onClose,
}: {
  pair: readonly [PointView, PointView];
  beside: Beside;
  onClose: () => void;
}) {
  return (
    <section className="map-card" aria-labelledby="map-compare-title">
      <header>
        <div>
          <h2 id="map-compare-title" tabIndex={-1}>
            {tm('compare.title')}
          </h2>
        </div>
        <Button look="quiet" keyCap="Esc" onClick={onClose}>
          {tm('card.close')}
        </Button>
      </header>
      <table className="map-compare">
        <thead>
          <tr>
            <td />
            <th scope="col">{nameOf(a)}</th>
            <th scope="col">{nameOf(b)}</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">{tm('layer.level')}</th>
            <td>{tm(`level.${a.level}`)}</td>
            <td>{tm(`level.${b.level}`)}</td>
          </tr>
          {rows.map((id) => {
            const [x, y] = [figureOf(id, a, beside), figureOf(id, b, beside)];
            if (x === null && y === null) return null;
            return (
              <tr key={id}>
                <th scope="row">{tm(`layer.${id}`)}</th>
                <td className={x !== null && y !== null && x > y ? 'more' : undefined}>{sayValue(id, x)}</td>
                <td className={x !== null && y !== null && y > x ? 'more' : undefined}>{sayValue(id, y)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

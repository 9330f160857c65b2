import type { PointView } from '#api/planning.ts';
import { Button } from '../ui/kit.tsx';
import { type LayerId, sayValue } from './layers.ts';
import { nameOf } from './names.ts';
import { tm } from './words.ts';

const rows: readonly (readonly [LayerId, (point: PointView, itemsAt: readonly number[]) => number | null])[] = [
  ['people', (point) => point.people],
  ['within', (point) => point.within],
  ['clerks', (point) => point.clerks],
  ['perClerk', (point) => point.peoplePerClerk],
  ['items', (point, itemsAt) => itemsAt[point.items] ?? null],
  ['openCases', (point) => point.openCases],
  ['overdue', (point) => point.overdue],
  ['received', (point) => point.received],
  ['openPerClerk', (point) => point.openPerClerk],
  ['rating', (point) => point.rating?.mean ?? null],
  ['next', (point) => point.next?.metres ?? null],
];

/** Two points side by side, figure by figure. */
export function ComparePoints({
  pair: [a, b],
  itemsAt,
  onClose,
}: {
  pair: readonly [PointView, PointView];
  itemsAt: readonly number[];
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
          {rows.map(([id, value]) => {
            const [x, y] = [value(a, itemsAt), value(b, itemsAt)];
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

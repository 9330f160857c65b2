import type { ReactNode } from 'react';
import type { Figures } from '#api/planning.ts';
import { decimal, number, type PlanWord, p, percent, travelTime } from './words.ts';

/** A share drawn: the bar is the figure, the figure stands beside it. */
export const ShareBar = ({ share, label }: { share: number; label?: string }) => (
  <span className="share-bar">
    <span className="share-track" aria-hidden="true">
      <span style={{ width: `${share * 100}%` }} />
    </span>
    <b className="num">{percent(share)}</b>
    {label && <small>{label}</small>}
  </span>
);

/** What each figure is called, how it is said, and whether more of it is better (null: neither). */
const rows = [
  ['share', (f: Figures) => f.share, percent, true],
  ['urban', (f: Figures) => (f.urban.people > 0 ? f.urban.share : null), percent, true],
  ['rural', (f: Figures) => (f.rural.people > 0 ? f.rural.share : null), percent, true],
  ['mean', (f: Figures) => f.mean, travelTime, false],
  ['p95', (f: Figures) => f.p95, travelTime, false],
  ['worst', (f: Figures) => f.worst, travelTime, false],
  ['unreachable', (f: Figures) => f.unreachable, number, false],
  ['gini', (f: Figures) => f.gini, decimal, false],
  ['palma', (f: Figures) => f.palma, decimal, false],
  ['points', (f: Figures) => f.points, number, null],
  ['people-per-point', (f: Figures) => f.peoplePerPoint, number, null],
  ['people-per-clerk', (f: Figures) => f.peoplePerClerk, number, false],
  ['overloaded', (f: Figures) => f.overloaded, number, false],
] as const satisfies readonly (readonly [
  string,
  (f: Figures) => number | null,
  (value: number) => string,
  boolean | null,
])[];

const told = (value: number | null, say: (value: number) => string): string => (value === null ? '–' : say(value));

/** The figures of one network, as tiles: the share that everybody asks for first is the largest. */
export const FigureTiles = ({ of, children }: { of: Figures; children?: ReactNode }) => (
  <dl className="figure-tiles">
    {rows.map(([name, read, say]) => (
      <div key={name} className={name === 'share' ? 'main-tile' : ''}>
        <dt title={p(`figure.${name}.why` as PlanWord)}>{p(`figure.${name}` as PlanWord)}</dt>
        <dd>
          <b className="num">{told(read(of), say)}</b>
          {name === 'share' && (
            <small>{p('figure.share.of', { covered: number(of.covered), people: number(of.people) })}</small>
          )}
        </dd>
      </div>
    ))}
    {children}
  </dl>
);

/** Two networks, figure by figure; a change for the better or worse is said in a sign and a word, never by colour alone. */
export const FigureTable = ({
  before,
  after,
  names,
}: {
  before: Figures;
  after: Figures;
  names: readonly [string, string];
}) => (
  <table className="plain-table figure-table">
    <thead>
      <tr>
        <th scope="col">{p('figure.title')}</th>
        <th scope="col">{names[0]}</th>
        <th scope="col">{names[1]}</th>
        <th scope="col">{p('figure.change')}</th>
      </tr>
    </thead>
    <tbody>
      {rows.map(([name, read, say, more]) => {
        const [was, is] = [read(before), read(after)];
        const same = was === is || was === null || is === null || say(was) === say(is);
        const better = !same && more !== null && is! > was! === more;
        return (
          <tr key={name}>
            <th scope="row" title={p(`figure.${name}.why` as PlanWord)}>
              {p(`figure.${name}` as PlanWord)}
            </th>
            <td className="num">{told(was, say)}</td>
            <td className="num">
              <b>{told(is, say)}</b>
            </td>
            <td className={same || more === null ? '' : better ? 'good' : 'bad'}>
              {same
                ? ''
                : more === null
                  ? is! > was!
                    ? '↑'
                    : '↓'
                  : `${is! > was! ? '↑' : '↓'} ${p(better ? 'figure.better' : 'figure.worse')}`}
            </td>
          </tr>
        );
      })}
    </tbody>
  </table>
);

/** What a total does not hold: said beside it. */
export const Unpriced = ({ count }: { count: number }) =>
  count > 0 && <p className="notice warn">{p('costs.unpriced', { count: number(count) })}</p>;

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { lastHundredth } from '#domain/planning/propose.ts';
import { api } from '../api.ts';
import { said } from '../map/names.ts';
import { moment } from '../say.ts';
import { Button, Facts, Section, Wide } from '../ui/kit.tsx';
import { TradeOff } from './charts.tsx';
import type { Plan } from './plan.ts';
import type { Looked } from './proposal.tsx';
import { number, p, percent, sayObjective } from './words.ts';

type Result = NonNullable<Plan['result']>;

/** What the computer proposes, with how sure it is. */
export function Answer({ plan, looked }: { plan: Plan; looked: Looked }) {
  const { scenario, result } = plan;
  if (!result) return null;
  const now = scenario.figures?.points ?? result.sites.length;
  return (
    <Section title={p('answer.title')}>
      <p
        className={
          result.status === 'optimal' ? 'notice good' : result.status === 'feasible' ? 'notice warn' : 'notice bad'
        }
      >
        {result.status !== 'feasible'
          ? p(`answer.${result.status}`)
          : result.gap === null
            ? p('answer.feasible.unknown')
            : p('answer.feasible', { gap: percent(result.gap) })}{' '}
        {result.reason && p(`reason.${result.reason}`)} {result.cut && p(`answer.cut.${result.cut}`)}
      </p>
      <Facts
        of={[
          result.sites.length > 0 && [
            p('answer.points'),
            <b key="points" className="num">
              {number(result.sites.length)}
            </b>,
          ],
          result.objective !== null && [
            p('answer.objective'),
            <span key="o" className="num">
              {sayObjective(result.model, result.objective, result.levels.length)}
            </span>,
          ],
          result.bound !== null && [
            p('answer.bound'),
            <span key="b" className="num">
              {sayObjective(result.model, result.bound, result.levels.length)}
            </span>,
          ],
          [
            p('answer.took'),
            <span key="s" className="num">
              {p('answer.seconds', { seconds: Math.round(result.seconds * 10) / 10 })}
            </span>,
          ],
          [p('answer.at'), moment(result.at)],
        ]}
      />
      {result.levels.length > 0 && <ByLevel of={result.levels} scope={scenario.scope} />}
      <Raised of={result.raised} />
      {result.sites.length > 0 && (
        <Button aria-pressed={looked.on} onClick={() => looked.look(!looked.on)}>
          {p('proposal.look')}
        </Button>
      )}
      {result.uncoverable.length > 0 && (
        <details className="notice bad">
          <summary>
            {(plan.wish?.backup ?? 1) > 1
              ? p('answer.uncoverable.backup', { count: result.uncoverable.length, backup: plan.wish!.backup })
              : p('answer.uncoverable', { count: result.uncoverable.length })}
          </summary>
          <ul className="entries">
            {result.uncoverable.slice(0, 30).map((one) => (
              <li key={one.village}>
                <span>{said(one.name)}</span>
                <span className="num">
                  {p('place.people-of', { people: number(one.people) })}
                  {(one.levels.length > 1 ? one.levels : [{ level: null, limit: one.limit }]).map(
                    ({ level, limit }) => (
                      <span key={level}>
                        {' · '}
                        {level !== null && `${p(`solve.level.${level}`)} `}
                        {limit === null ? p('time.none') : p('answer.limit-would', { minutes: Math.ceil(limit) })}
                      </span>
                    ),
                  )}
                </span>
              </li>
            ))}
          </ul>
        </details>
      )}
      {result.crowd && (
        <details className="notice bad">
          <summary>
            {p(result.reason === 'demand-above-capacity' ? 'answer.crowd.each' : `answer.crowd.${result.crowd.of}`, {
              count: result.crowd.villages.length,
              load: number(result.crowd.load),
              room: number(result.crowd.room),
            })}
          </summary>
          <ul className="entries">
            {result.crowd.villages.slice(0, 30).map(({ village, name, people }) => (
              <li key={village}>
                <span>{said(name)}</span>
                <span className="num">{p('place.people-of', { people: number(people) })}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
      {result.curve.length > 1 && (
        <>
          <h3>{p('curve.label')}</h3>
          <TradeOff curve={result.curve} now={now} />
          <p className="hint">{sayLast(result.curve)}</p>
        </>
      )}
    </Section>
  );
}

/** Of each level that was asked about: how many points it has and would have, and who reaches one in time. */
const ByLevel = ({ of, scope: { limits } }: { of: Result['levels']; scope: Plan['scenario']['scope'] }) => (
  <Wide label={p('answer.levels')}>
    <table className="plain-table answer-levels">
      <thead>
        <tr>
          <th scope="col">{p('change.level')}</th>
          <th scope="col">{p('figure.points')}</th>
          <th scope="col">{p('place.limit')}</th>
          <th scope="col">{p('figure.share')}</th>
        </tr>
      </thead>
      <tbody>
        {of.map(({ level, limit, points: [before, after], share }) => (
          <tr key={level}>
            <th scope="row">{p(`solve.level.${level}`)}</th>
            <td className="num">
              {number(before)} → <b>{number(after)}</b>
            </td>
            <td>{limit === null ? p('answer.plan-limit', limits) : p('time.minutes', { minutes: limit })}</td>
            <td className="num">{percent(share)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </Wide>
);

const classes = ['I', 'II', 'III'] as const;

/** Points that would rise: to a higher level, because too few of it are near enough, or to the class of the standard. */
function Raised({ of }: { of: Result['raised'] }) {
  const points = useQuery(api.planning.points.queryOptions({ input: {} }));
  const there = new Map(points.data?.points.map((point) => [point.id, point]));
  const [all, setAll] = useState(false);
  const list = (sites: Result['raised'], aside: (one: Result['raised'][number]) => string) => (
    <>
      <ul className="entries">
        {sites.slice(0, all ? undefined : 30).map((one) => (
          <li key={one.site}>
            <span>{said(there.get(one.site)?.name ?? one.site)}</span>
            <span>{aside(one)}</span>
          </li>
        ))}
      </ul>
      {!all && sites.length > 30 && (
        <button type="button" className="link" onClick={() => setAll(true)}>
          {p('change.all', { count: number(sites.length) })}
        </button>
      )}
    </>
  );
  const higher = of.filter(({ level }) => level !== undefined);
  return (
    <>
      {higher.length > 0 && (
        <details className="notice warn">
          <summary>{p('answer.raised', { count: number(higher.length) })}</summary>
          {list(higher, ({ level, class: grade }) =>
            [p(`solve.level.${level!}`), grade && p('change.class.of', { class: grade })].filter(Boolean).join(' · '),
          )}
        </details>
      )}
      {classes.map((grade) => {
        const better = of.filter((one) => one.level === undefined && one.class === grade);
        return (
          better.length > 0 && (
            <details key={grade} className="notice">
              <summary>{p('answer.raised-class', { count: number(better.length), class: grade })}</summary>
              {list(better, ({ site }) => {
                const was = there.get(site);
                return [
                  was && p(`solve.level.${was.level}`),
                  was && (was.class ? p('change.class.of', { class: was.class }) : p('change.class.none')),
                ]
                  .filter(Boolean)
                  .join(' · ');
              })}
            </details>
          )
        );
      })}
    </>
  );
}

/** What the last hundredth of cover costs, in points. */
function sayLast(curve: Result['curve']): string {
  const last = lastHundredth(curve);
  if (!last) return '';
  const { near, full } = last;
  return p('curve.last', {
    points: full.points - near.points,
    from: percent(near.share),
    to: percent(full.share),
  });
}

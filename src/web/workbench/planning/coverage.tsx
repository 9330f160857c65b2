import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, type client } from '../api.ts';
import { said } from '../map/names.ts';
import { Choices, Section, Shown, Wide } from '../ui/kit.tsx';
import { t, tx } from '../words.ts';
import { Spread } from './charts.tsx';
import { FigureTiles, ShareBar } from './figures.tsx';
import { Job } from './jobs.tsx';
import { PlanMap } from './plan-map.tsx';
import { Villages } from './villages.tsx';
import { decimal, number, p, travelTime } from './words.ts';

type Coverage = Extract<Awaited<ReturnType<typeof client.planning.coverage>>, { ready: true }>;

const levels = ['village', 'town', 'county'] as const;

/** Where we are now: who reaches a point in time, who does not, and which points nobody would miss. */
export default function CoveragePage() {
  const [level, setLevel] = useState<(typeof levels)[number]>('village');
  const [borders, setBorders] = useState<'across' | 'within'>('across');
  const coverage = useQuery(
    api.planning.coverage.queryOptions({ input: { level, acrossBorders: borders === 'across' } }),
  );
  return (
    <>
      <div className="plan-controls">
        <Choices
          label={p('coverage.level')}
          options={levels.map((value) => ({ value, label: p(`coverage.level.${value}`) }))}
          value={level}
          onChange={(value) => setLevel(value as typeof level)}
        />
        <Choices
          label={p('scope.borders')}
          options={(['across', 'within'] as const).map((value) => ({ value, label: p(`scope.borders.${value}`) }))}
          value={borders}
          onChange={(value) => setBorders(value as typeof borders)}
        />
      </div>
      <Shown query={coverage}>
        {(data) =>
          data.ready ? (
            <Ready of={data} />
          ) : (
            <Section title={p('coverage.waiting')}>
              {data.job ? <Job id={data.job.id} /> : <p>{p('coverage.no-data')}</p>}
              {data.problem && <p className="notice bad">{tx(`problems.${data.problem}`)}</p>}
            </Section>
          )
        }
      </Shown>
    </>
  );
}

function Ready({ of }: { of: Coverage }) {
  const { figures, scope } = of;
  return (
    <>
      {of.labels.length > 0 && <p className="notice warn">{of.labels.map((label) => p(`label.${label}`)).join(' ')}</p>}
      <div className="coverage-top">
        <PlanMap level={of.level} />
        <div className="coverage-side">
          <FigureTiles of={figures} />
          <p className="hint">
            {p('coverage.rule', {
              urban: scope.limits.urban,
              rural: scope.limits.rural,
              urbanMode: p(`mode.${scope.mode.urban}`),
              ruralMode: p(`mode.${scope.mode.rural}`),
            })}
            {!of.labels.includes('straight-line') && ` ${p('coverage.by-road')}`}
          </p>
          <p className="hint">
            {p('coverage.natural.text', {
              villages: number(of.natural.villages),
              counters: number(of.natural.counters),
              each: of.natural.perCounter === null ? '–' : decimal(of.natural.perCounter),
            })}
          </p>
          <Section title={p('coverage.travel')}>
            <Spread label={p('coverage.travel')} of={of.travel} unit={p(`unit.${of.travel.unit}`)} />
          </Section>
        </div>
      </div>
      <Section title={p('coverage.by-county')}>
        <Wide label={p('title')}>
          <table className="plain-table">
            <thead>
              <tr>
                <th scope="col">{p('place.county')}</th>
                <th scope="col">{p('figure.share')}</th>
                <th scope="col">{p('figure.mean')}</th>
                <th scope="col">{p('figure.p95')}</th>
                <th scope="col">{p('figure.points')}</th>
                <th scope="col">{p('figure.people-per-clerk')}</th>
                <th scope="col">{p('figure.gini')}</th>
              </tr>
            </thead>
            <tbody>
              {of.divisions
                .filter((division) => division.level === 'county')
                .map((division) => (
                  <tr key={division.id}>
                    <th scope="row">{said(division.name)}</th>
                    <td>
                      <ShareBar share={division.share} />
                    </td>
                    <td className="num">{travelTime(division.mean)}</td>
                    <td className="num">{travelTime(division.p95)}</td>
                    <td className="num">{number(division.points)}</td>
                    <td className="num">{division.peoplePerClerk === null ? '–' : number(division.peoplePerClerk)}</td>
                    <td className="num">{division.gini === null ? '–' : decimal(division.gini)}</td>
                  </tr>
                ))}
            </tbody>
          </table>
        </Wide>
      </Section>
      <Villages title={p('coverage.worst')} of={of.worst} none={p('coverage.worst.none')} />
      {of.unreachable.length > 0 && (
        <Villages title={p('coverage.unreachable', { count: of.unreachable.length })} of={of.unreachable} none="" />
      )}
      <div className="plan-columns">
        <Points
          title={p('coverage.needless', { count: of.needless.length })}
          why={p('coverage.needless.why')}
          of={of.needless}
        />
        <Points
          title={p('coverage.indispensable', { count: of.indispensable.length })}
          why={p('coverage.indispensable.why')}
          of={of.indispensable}
        />
      </div>
      {of.premises.length > 0 && (
        <Section title={p('coverage.premises')}>
          <ul className="entries">
            {of.premises.slice(0, 30).map((one) => (
              <li key={`${one.site} ${one.premises}`}>
                <span>{said(one.name)}</span>
                <span>
                  {p('coverage.premises.near', { premises: said(one.premisesName), metres: number(one.metres) })}
                </span>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}

function Points({
  title,
  why,
  of,
}: {
  title: string;
  why: string;
  of: readonly { site: string; name: string; people: number }[];
}) {
  const [all, setAll] = useState(false);
  return (
    <Section title={title}>
      <p className="hint">{why}</p>
      <ul className="entries">
        {of.slice(0, all ? undefined : 10).map((point) => (
          <li key={point.site}>
            <span>{said(point.name)}</span>
            <span className="num">{p('place.people-of', { people: number(point.people) })}</span>
          </li>
        ))}
      </ul>
      {!all && of.length > 10 && (
        <button type="button" className="link" onClick={() => setAll(true)}>
          {t('more')}
        </button>
      )}
    </Section>
  );
}

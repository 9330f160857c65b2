import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { JobView, Mode } from '#api/planning.ts';
import { api, client } from '../api.ts';
import { useCommand } from '../command.ts';
import { said } from '../map/names.ts';
import { may, useMe } from '../me.tsx';
import { Button, Choices, Field, Refusal, Section, Shown, Wide } from '../ui/kit.tsx';
import { Spread } from './charts.tsx';
import { Layout, Points, Premises } from './coverage-lists.tsx';
import { FigureTiles, ShareBar } from './figures.tsx';
import { Job, readAgain } from './jobs.tsx';
import { PlanMap } from './plan-map.tsx';
import { Villages } from './villages.tsx';
import { decimal, number, p, travelTime } from './words.ts';

type Coverage = Extract<Awaited<ReturnType<typeof client.planning.coverage>>, { ready: true }>;

const levels = ['village', 'town', 'county'] as const;

type Rules = { urban?: Mode; rural?: Mode; acrossBorders: boolean };

/** Where we are now: who reaches a point in time, who does not, and which points nobody would miss. */
export default function CoveragePage() {
  const [level, setLevel] = useState<(typeof levels)[number]>('village');
  const [rules, setRules] = useState<Rules>({ acrossBorders: true });
  const [county, setCounty] = useState('');
  const [town, setTown] = useState('');
  const ask = (division: string) =>
    api.planning.coverage.queryOptions({ input: { level, ...rules, ...(division !== '' && { division }) } });
  const city = useQuery(ask(''));
  const ofCounty = useQuery({ ...ask(county), enabled: county !== '' });
  const ofTown = useQuery({ ...ask(town), enabled: town !== '' });
  const shown = town !== '' ? ofTown : county !== '' ? ofCounty : city;
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
          value={rules.acrossBorders ? 'across' : 'within'}
          onChange={(value) => setRules({ ...rules, acrossBorders: value === 'across' })}
        />
        <Modes of={rules} onChange={setRules} />
        <Place
          label={p('place.county')}
          all={p('coverage.whole-city')}
          of={city.data}
          level="county"
          value={county}
          onChange={(id) => {
            setCounty(id);
            setTown('');
          }}
        />
        {county !== '' && (
          <Place
            label={p('place.town')}
            all={p('coverage.whole-county')}
            of={ofCounty.data}
            level="town"
            value={town}
            onChange={setTown}
          />
        )}
      </div>
      <Shown query={shown}>
        {(data) =>
          data.ready ? (
            <Ready of={data} rules={rules} inside={town !== '' ? 'town' : county !== '' ? 'county' : 'city'} />
          ) : (
            <Section title={p(isOver(data.job) ? 'coverage.not-computed' : 'coverage.waiting')}>
              {data.job && <Job id={data.job.id} known={data.job} />}
              <Compute of={data} />
            </Section>
          )
        }
      </Shown>
    </>
  );
}

const isOver = (job: JobView | null): boolean => job === null || (job.status !== 'queued' && job.status !== 'running');

/** Times by a way that nobody has asked for yet, or that were stopped, are computed when somebody asks. */
function Compute({ of: { job, snapshot, missing } }: { of: Extract<Answer, { ready: false }> }) {
  const me = useMe();
  const run = useCommand(
    `travel of ${snapshot}`,
    (modes: Mode[], options) => client.planning.computeTravel({ id: snapshot, modes }, options),
    readAgain,
  );
  if (!isOver(job)) return null;
  return (
    <>
      <p>{p('coverage.missing', { modes: missing.map((mode) => p(`mode.${mode}`)).join('、') })}</p>
      {run.error && <Refusal error={run.error} />}
      {may(me, 'planning.plan') && (
        <Button look="main" busy={run.isPending} onClick={() => run.mutate(missing)}>
          {p('coverage.compute')}
        </Button>
      )}
    </>
  );
}

type Answer = Awaited<ReturnType<typeof client.planning.coverage>>;

function Place({
  label,
  all,
  of,
  level,
  value,
  onChange,
}: {
  label: string;
  all: string;
  of: Answer | undefined;
  level: 'county' | 'town';
  value: string;
  onChange: (id: string) => void;
}) {
  const places = of?.ready ? of.divisions.filter((division) => division.level === level) : [];
  return (
    <Field label={label}>
      {(parts) => (
        <select {...parts} value={value} onChange={(event) => onChange(event.target.value)}>
          <option value="">{all}</option>
          {places.map(({ id, name }) => (
            <option key={id} value={id}>
              {said(name)}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

/** How people travel: the pace of old people is one of the ways. */
function Modes({ of, onChange }: { of: Rules; onChange: (rules: Rules) => void }) {
  const usual = useQuery(api.planning.settings.queryOptions()).data?.modes;
  const snapshots = useQuery(api.planning.snapshots.queryOptions());
  const newest = snapshots.data?.[0];
  const buses = newest?.parts.some(({ layer }) => layer === 'bus') ?? false;
  const possible = newest?.travel.map(({ mode }) => mode).filter((mode) => mode !== 'bus' || buses) ?? [];
  if (!usual) return null;
  return (['urban', 'rural'] as const).map((where) => {
    const value = of[where] ?? usual[where];
    return (
      <Field key={where} label={p(`settings.mode.${where}`)}>
        {(parts) => (
          <select
            {...parts}
            value={value}
            onChange={(event) => onChange({ ...of, [where]: event.target.value as Mode })}
          >
            {[...new Set([...possible, value])].map((mode) => (
              <option key={mode} value={mode}>
                {p(`mode.${mode}`)}
              </option>
            ))}
          </select>
        )}
      </Field>
    );
  });
}

function Ready({ of, rules, inside }: { of: Coverage; rules: Rules; inside: 'city' | 'county' | 'town' }) {
  const { figures, scope } = of;
  const rows = of.divisions.filter(({ level }) => level === (inside === 'city' ? 'county' : 'town'));
  return (
    <>
      {of.labels.length > 0 && <p className="notice warn">{of.labels.map((label) => p(`label.${label}`)).join(' ')}</p>}
      <div className="coverage-top">
        <PlanMap level={of.level} rules={rules} />
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
          {of.natural.perCounter !== null && (
            <p className="hint">
              {p('coverage.natural.text', {
                villages: number(of.natural.villages),
                counters: number(of.natural.counters),
                each: decimal(of.natural.perCounter),
              })}
            </p>
          )}
          <Section title={p('coverage.travel')}>
            <Spread label={p('coverage.travel')} of={of.travel} unit={p(`unit.${of.travel.unit}`)} />
          </Section>
        </div>
      </div>
      {inside !== 'town' && (
        <Section title={p(inside === 'city' ? 'coverage.by-county' : 'coverage.by-town')}>
          <Wide label={p('title')}>
            <table className="plain-table">
              <thead>
                <tr>
                  <th scope="col">{p(inside === 'city' ? 'place.county' : 'place.town')}</th>
                  <th scope="col">{p('figure.share')}</th>
                  <th scope="col">{p('figure.mean')}</th>
                  <th scope="col">{p('figure.p95')}</th>
                  <th scope="col">{p('figure.points')}</th>
                  <th scope="col">{p('figure.people-per-point')}</th>
                  <th scope="col">{p('figure.people-per-clerk')}</th>
                  <th scope="col">{p('figure.gini')}</th>
                </tr>
              </thead>
              <tbody>
                {rows.map((division) => (
                  <tr key={division.id}>
                    <th scope="row">{said(division.name)}</th>
                    <td>
                      <ShareBar share={division.share} />
                    </td>
                    <td className="num">{travelTime(division.mean)}</td>
                    <td className="num">{travelTime(division.p95)}</td>
                    <td className="num">{number(division.points)}</td>
                    <td className="num">{division.peoplePerPoint === null ? '–' : number(division.peoplePerPoint)}</td>
                    <td className="num">{division.peoplePerClerk === null ? '–' : number(division.peoplePerClerk)}</td>
                    <td className="num">{division.gini === null ? '–' : decimal(division.gini)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Wide>
        </Section>
      )}
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
      <Layout of={of.layout} />
      {of.premises.length > 0 && <Premises of={of.premises} />}
    </>
  );
}

import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { api, client } from '../api.ts';
import { useCommand } from '../command.ts';
import { said } from '../map/names.ts';
import { may, useMe } from '../me.tsx';
import { day, moment, today } from '../say.ts';
import { DayInput } from '../ui/day-input.tsx';
import { Button, Choices, Empty, Field, NumberField, Refusal, Section, Shown, TextField, Wide } from '../ui/kit.tsx';
import { type Report, TwoSteps } from '../ui/two-steps.tsx';
import { t } from '../words.ts';
import { Job, readAgain } from './jobs.tsx';
import { number, type PlanWord, p } from './words.ts';

const layers = ['villages', 'roads', 'bus', 'ferries', 'boundaries', 'premises', 'projections', 'rivers'] as const;
type Layer = (typeof layers)[number];
const systems = ['WGS84', 'CGCS2000', 'GCJ-02', 'BD-09'] as const;
type Import = Awaited<ReturnType<typeof client.planning.import>>;

/** What plans are made from: layers brought in, frozen into dated snapshots. */
export default function Data() {
  const me = useMe();
  return (
    <>
      <Snapshots />
      {may(me, 'planning.import') && <BringIn />}
      <Imports />
    </>
  );
}

function Snapshots() {
  const me = useMe();
  const [name, setName] = useState('');
  const [asOf, setAsOf] = useState(today());
  const [year, setYear] = useState('');
  const [looking, setLooking] = useState<string>();
  const snapshots = useQuery(api.planning.snapshots.queryOptions());
  const jobs = useQuery(api.planning.jobs.queryOptions());
  const take = useCommand(
    'take snapshot',
    (input: Parameters<typeof client.planning.takeSnapshot>[0], options) =>
      client.planning.takeSnapshot(input, options),
    () => {
      setName('');
      readAgain();
    },
  );
  const running = jobs.data?.filter((job) => job.status === 'queued' || job.status === 'running') ?? [];
  return (
    <Section title={p('data.snapshots')}>
      <p className="lead">{p('data.snapshots.lead')}</p>
      {running.map((job) => (
        <Job key={job.id} id={job.id} />
      ))}
      <Shown query={snapshots}>
        {(list) =>
          list.length === 0 ? (
            <Empty title={p('data.snapshots.none')} />
          ) : (
            <ul className="entries">
              {list.map((one) => (
                <li key={one.id}>
                  <span>
                    <b>{one.name}</b> <small>{day(one.asOf)}</small>
                    <small className="num">
                      {p('data.snapshot.holds', {
                        people: number(one.people),
                        villages: number(one.villages),
                        sites: number(one.sites),
                      })}
                      {one.cases && (
                        <>
                          {' · '}
                          {one.cases.months === null
                            ? p('data.snapshot.cases', { cases: number(one.cases.year) })
                            : p('data.snapshot.cases.recorded', {
                                cases: number(one.cases.year),
                                months: one.cases.months,
                              })}
                        </>
                      )}
                    </small>
                    {one.labels.length > 0 && (
                      <small className="bad">{one.labels.map((label) => p(`label.${label}`)).join(' ')}</small>
                    )}
                    <small>
                      {one.travel
                        .map(({ mode, status }) => `${p(`mode.${mode}`)} ${p(`travel.${status}`)}`)
                        .join(' · ')}
                    </small>
                    <details>
                      <summary>{p('data.snapshot.parts')}</summary>
                      <ul>
                        {one.parts.map((part) => (
                          <li key={part.layer}>
                            {p(`layer.${part.layer}`)} · <span className="num">{number(part.rows)}</span> ·{' '}
                            {part.source} · <span className="code">{part.digest.slice(0, 12)}</span>
                          </li>
                        ))}
                      </ul>
                    </details>
                  </span>
                  <Button
                    look="quiet"
                    aria-expanded={looking === one.id}
                    onClick={() => setLooking(looking === one.id ? undefined : one.id)}
                  >
                    {p('data.network')}
                  </Button>
                  {looking === one.id && <Network id={one.id} />}
                </li>
              ))}
            </ul>
          )
        }
      </Shown>
      {may(me, 'planning.import') && (
        <form
          className="grid-form"
          onSubmit={(event) => {
            event.preventDefault();
            take.mutate({ name: name.trim(), asOf, ...(year !== '' && { year: Number(year) }) });
          }}
        >
          <TextField label={p('data.snapshot.name')} maxLength={60} value={name} onChange={setName} />
          <Field label={p('data.snapshot.as-of')}>
            {(parts) => <DayInput {...parts} value={asOf} onChange={setAsOf} />}
          </Field>
          <NumberField
            label={p('data.snapshot.year')}
            optional
            hint={p('data.snapshot.year-hint')}
            whole
            maxLength={4}
            value={year}
            onChange={setYear}
          />
          {take.error && <Refusal error={take.error} />}
          <Button type="submit" look="main" busy={take.isPending} disabled={name.trim().length < 2}>
            {p('data.snapshot.take')}
          </Button>
        </form>
      )}
    </Section>
  );
}

/** What is wrong with the roads as a network: pieces that hang on nothing, villages far from any road. */
function Network({ id }: { id: string }) {
  const network = useQuery(api.planning.network.queryOptions({ input: { id } }));
  return (
    <Shown query={network} rows={2}>
      {({ by, nodes, km, islands, unsnapped }) => (
        <div className="report">
          <p className="num">
            {by === 'road' ? p('network.road', { nodes: number(nodes), km: number(km) }) : p('label.straight-line')}
          </p>
          {islands.length > 0 && (
            <>
              <p className="notice warn">{p('network.islands', { count: islands.length })}</p>
              <FirstOf
                of={islands}
                row={(island) => (
                  <li key={`${island.lon} ${island.lat}`} className="num">
                    {island.lon.toFixed(4)}, {island.lat.toFixed(4)} ·{' '}
                    {p('network.island', { nodes: island.nodes, km: number(island.km) })}
                  </li>
                )}
              />
            </>
          )}
          {unsnapped.length === 0 ? (
            <p className="notice good">{p('network.all-snapped')}</p>
          ) : (
            <>
              <p className="notice warn">{p('network.unsnapped', { count: unsnapped.length })}</p>
              <FirstOf
                of={unsnapped}
                row={(one) => (
                  <li key={`${one.kind} ${one.id}`}>
                    <span>
                      {said(one.name)} <small>{p(`network.kind.${one.kind}`)}</small>
                    </span>
                    <span className="num">
                      {one.metres === null ? p('network.no-road') : p('network.metres', { metres: number(one.metres) })}
                    </span>
                  </li>
                )}
              />
            </>
          )}
        </div>
      )}
    </Shown>
  );
}

/** A list that may be long: its beginning, and the whole of it when that is asked for. Nothing is left out. */
function FirstOf<T>({ of, row }: { of: readonly T[]; row: (one: T) => ReactNode }) {
  const [all, setAll] = useState(false);
  return (
    <>
      <ul className="entries">{(all ? of : of.slice(0, 20)).map(row)}</ul>
      {!all && of.length > 20 && (
        <button type="button" className="link" onClick={() => setAll(true)}>
          {t('more')}
        </button>
      )}
    </>
  );
}

const tables: readonly Layer[] = ['villages', 'bus', 'ferries', 'premises', 'projections'];
const accepted = (layer: Layer): string =>
  tables.includes(layer) ? '.csv,.xlsx,.geojson,.json' : layer === 'roads' ? '.pbf,.geojson,.json' : '.geojson,.json';

function BringIn() {
  const [layer, setLayer] = useState<Layer>('villages');
  const [system, setSystem] = useState<(typeof systems)[number]>('WGS84');
  const [source, setSource] = useState('');
  const [synthetic, setSynthetic] = useState(false);
  const [last, setLast] = useState<Import>();
  return (
    <Section title={p('data.import')}>
      <p className="lead">{p('data.import.lead')}</p>
      <Choices
        label={p('data.layer')}
        options={layers.map((value) => ({
          value,
          label: p(`layer.${value}`),
          hint: p(`layer.${value}.hint` as PlanWord),
        }))}
        value={layer}
        onChange={(value) => {
          setLayer(value as Layer);
          setLast(undefined);
        }}
      />
      <Choices
        label={p('data.system')}
        hint={p('data.system-hint')}
        options={systems.map((value) => ({ value, label: p(`system.${value}`) }))}
        value={system}
        onChange={(value) => setSystem(value as typeof system)}
      />
      <TextField
        label={p('data.source')}
        hint={p('data.source-hint')}
        maxLength={200}
        value={source}
        onChange={setSource}
      />
      <label className="choice">
        <input type="checkbox" checked={synthetic} onChange={() => setSynthetic(!synthetic)} />
        <span>{p('data.synthetic')}</span>
      </label>
      {tables.includes(layer) && (
        <p className="hint">
          <a href={`/api/planning/imports/template?layer=${layer}`} download={`${layer}.xlsx`}>
            {p('data.template')}
          </a>
        </p>
      )}
      <TwoSteps
        key={layer}
        intent={`planning import ${layer}`}
        accept={accepted(layer)}
        hint={p(`layer.${layer}.hint` as PlanWord)}
        send={async (file, commit, options): Promise<Report> => {
          const report = await client.planning.import(
            { layer, file, system, source: source.trim(), synthetic: String(synthetic), commit: String(commit) },
            options,
          );
          setLast(report);
          if (commit) readAgain();
          return { ...report, good: report.created };
        }}
      />
      {last?.datum && (
        <p className="notice bad">
          {p(last.datum.likely === 'unknown' ? 'data.datum.unknown' : 'data.datum', {
            said: last.datum.said,
            likely: last.datum.likely,
            metres: number(last.datum.metres),
          })}
        </p>
      )}
      {last?.job && <Job id={last.job} />}
      {last?.network && (
        <p className="notice">
          {p('network.road', { nodes: number(last.network.nodes), km: number(last.network.km) })}{' '}
          {last.network.islands.length > 0 && p('network.islands', { count: last.network.islands.length })}
        </p>
      )}
    </Section>
  );
}

function Imports() {
  const imports = useQuery(api.planning.imports.queryOptions({ input: { limit: 50 } }));
  return (
    <Section title={p('data.imports')}>
      <Shown query={imports} rows={3}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="none">{p('data.imports.none')}</p>
          ) : (
            <Wide label={p('title')}>
              <table className="plain-table">
                <thead>
                  <tr>
                    <th scope="col">{p('data.layer')}</th>
                    <th scope="col">{p('data.rows')}</th>
                    <th scope="col">{p('data.source')}</th>
                    <th scope="col">{p('data.system')}</th>
                    <th scope="col">{p('data.when')}</th>
                  </tr>
                </thead>
                <tbody>
                  {items.map((one) => (
                    <tr key={one.id}>
                      <th scope="row">
                        {p(`layer.${one.layer}`)} {one.newest && <small className="good">{p('data.newest')}</small>}
                      </th>
                      <td className="num">{number(one.rows)}</td>
                      <td>
                        {one.source} {one.synthetic && <small className="bad">{p('label.synthetic')}</small>}
                      </td>
                      <td>{one.system}</td>
                      <td>
                        {moment(one.at)} <small>{one.by}</small>
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </Wide>
          )
        }
      </Shown>
    </Section>
  );
}

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import type { ScenarioView } from '#api/planning.ts';
import { api, client } from '../api.ts';
import { useCommand } from '../command.ts';
import { may, useMe } from '../me.tsx';
import { moment, shortDay } from '../say.ts';
import { Button, Empty, Field, Refusal, Section, Shown, TextField } from '../ui/kit.tsx';
import { ShareBar } from './figures.tsx';
import { readAgain } from './jobs.tsx';
import { p } from './words.ts';

/** The plans of the city, the latest first; two of them can be laid side by side. */
export default function Scenarios() {
  const me = useMe();
  const [, go] = useLocation();
  const [beginning, setBeginning] = useState(false);
  const [chosen, setChosen] = useState<string[]>([]);
  const scenarios = useQuery(api.planning.scenarios.queryOptions({ input: { limit: 100 } }));
  const choose = (id: string) =>
    setChosen((now) => (now.includes(id) ? now.filter((one) => one !== id) : [...now, id].slice(-2)));
  return (
    <Section
      title={p('scenarios.title')}
      aside={
        <span className="aside-buttons">
          {chosen.length === 2 && (
            <Button onClick={() => go(`/planning/compare/${chosen[1]}/${chosen[0]}`)}>{p('scenarios.compare')}</Button>
          )}
          {may(me, 'planning.plan') && (
            <Button look="main" aria-expanded={beginning} onClick={() => setBeginning(!beginning)}>
              {p('scenarios.new')}
            </Button>
          )}
        </span>
      }
    >
      {beginning && <Begin />}
      <Shown query={scenarios}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={p('scenarios.none')}>{p('scenarios.none-hint')}</Empty>
          ) : (
            <ul className="scenario-cards">
              {items.map((scenario) => (
                <Card
                  key={scenario.id}
                  of={scenario}
                  chosen={chosen.includes(scenario.id)}
                  onChoose={() => choose(scenario.id)}
                />
              ))}
            </ul>
          )
        }
      </Shown>
    </Section>
  );
}

function Card({ of, chosen, onChoose }: { of: ScenarioView; chosen: boolean; onChoose: () => void }) {
  return (
    <li className="scenario-card">
      <header>
        <Link href={`/planning/scenario/${of.id}`}>{of.name}</Link>
        <span className={`status-chip ${of.status}`}>{p(`status.${of.status}`)}</span>
      </header>
      {of.note && <p>{of.note}</p>}
      {of.figures && <ShareBar share={of.figures.share} label={p('figure.share')} />}
      <p className="num">{counted(of)}</p>
      <p className="hint">
        {p('scenarios.made', {
          name: of.author.name,
          when: moment(of.updatedAt),
          snapshot: of.snapshot.name,
          day: shortDay(of.snapshot.asOf),
        })}
        {of.published && ` · ${p('scenarios.published', { day: shortDay(of.published.until) })}`}
      </p>
      <label className="choice">
        <input type="checkbox" checked={chosen} onChange={onChoose} />
        <span>{p('scenarios.choose')}</span>
      </label>
    </li>
  );
}

/** 关闭 12 · 新设 3 · 搬迁 1; a plan without any change says so. */
export function counted({ counts }: Pick<ScenarioView, 'counts'>): string {
  const parts = (['close', 'open', 'move', 'upgrade', 'whatIf'] as const)
    .filter((kind) => counts[kind] > 0)
    .map((kind) => p(`count.${kind}`, { count: counts[kind] }));
  return parts.join(' · ') || p('count.none');
}

function Begin() {
  const [, go] = useLocation();
  const snapshots = useQuery(api.planning.snapshots.queryOptions());
  const [name, setName] = useState('');
  const [snapshot, setSnapshot] = useState('');
  const begin = useCommand(
    'begin plan',
    (input: { name: string; snapshot?: string }, options) => client.planning.createScenario(input, options),
    ({ id }) => {
      readAgain();
      go(`/planning/scenario/${id}`);
    },
  );
  return (
    <form
      className="grid-form"
      onSubmit={(event) => {
        event.preventDefault();
        begin.mutate({ name: name.trim(), ...(snapshot !== '' && { snapshot }) });
      }}
    >
      <TextField
        label={p('scenarios.name')}
        hint={p('scenarios.name-hint')}
        maxLength={60}
        value={name}
        onChange={setName}
      />
      <Field label={p('scenarios.snapshot')} hint={p('scenarios.snapshot-hint')}>
        {(parts) => (
          <select {...parts} value={snapshot} onChange={(event) => setSnapshot(event.target.value)}>
            <option value="">{p('scenarios.newest')}</option>
            {snapshots.data?.map((one) => (
              <option key={one.id} value={one.id}>
                {one.name} ({shortDay(one.asOf)})
              </option>
            ))}
          </select>
        )}
      </Field>
      {begin.error && <Refusal error={begin.error} />}
      <Button type="submit" look="main" busy={begin.isPending} disabled={name.trim().length < 2}>
        {p('scenarios.begin')}
      </Button>
    </form>
  );
}

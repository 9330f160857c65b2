import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import type { Change } from '#api/planning.ts';
import { api } from '../api.ts';
import { newKey } from '../command.ts';
import { Button, Choices, Field, NumberField, Section, TextField } from '../ui/kit.tsx';
import { tx } from '../words.ts';
import type { Plan } from './plan.ts';
import { Why } from './why.tsx';
import { number, p, percent } from './words.ts';

interface Edit {
  add?: Change[];
  takeBack?: string[];
}
interface PanelProps {
  plan: Plan;
  selected: string | undefined;
  spot: readonly [number, number] | undefined;
  editable: boolean;
  busy: boolean;
  onSelect: (site: string | undefined) => void;
  onEdit: (edit: Edit) => void;
}

/** What a change is about, for taking it back: its point, or its place. */
const placeOf = (change: Change): string =>
  'site' in change ? change.site : change.kind === 'road-out' ? change.name : change.place;

/** Changing a plan by hand: the chosen point, a new one where the map was pressed, what if, and all that was changed so far. */
export function ChangePanel(props: PanelProps) {
  const { plan, selected, spot, editable, onSelect } = props;
  const nameOf = (id: string): string => plan.names[id] ?? id;
  const [all, setAll] = useState(false);
  return (
    <>
      <PointFinder onSelect={onSelect} />
      {selected !== undefined && <Chosen {...props} site={selected} />}
      {spot && editable && <NewPoint {...props} spot={spot} />}
      {!selected && !spot && editable && <p className="hint">{p('change.how')}</p>}
      {editable && <WhatIf {...props} />}
      <Section title={p('change.list', { count: plan.changes.length })}>
        {plan.changes.length === 0 ? (
          <p className="none">{p('count.none')}</p>
        ) : (
          <ul className="entries changes">
            {plan.changes.slice(0, all ? undefined : 25).map((change) => (
              <li key={`${change.kind} ${placeOf(change)}`}>
                <button type="button" className="link" onClick={() => 'site' in change && onSelect(change.site)}>
                  {sayChange(change, nameOf)}
                </button>
                {editable && (
                  <Button look="quiet" onClick={() => props.onEdit({ takeBack: [placeOf(change)] })}>
                    {p('change.take-back')}
                  </Button>
                )}
              </li>
            ))}
          </ul>
        )}
        {!all && plan.changes.length > 25 && (
          <button type="button" className="link" onClick={() => setAll(true)}>
            {p('change.all', { count: plan.changes.length })}
          </button>
        )}
      </Section>
    </>
  );
}

function sayChange(change: Change, nameOf: (id: string) => string): string {
  switch (change.kind) {
    case 'open':
      return p('change.open', { name: change.name });
    case 'road-out':
      return p('change.road-out', { name: change.name });
    case 'people':
      return p('change.people', { place: nameOf(change.place), times: percent(change.times) });
    case 'ageing':
      return p('change.ageing', { place: nameOf(change.place), share: percent(change.older) });
    case 'staff':
      return p('change.staff', { name: nameOf(change.site), clerks: change.clerks });
    default:
      return p(`change.${change.kind}`, { name: nameOf(change.site) });
  }
}

/** The keyboard's way to a point: any part of its name. */
function PointFinder({ onSelect }: { onSelect: (site: string) => void }) {
  const list = useId();
  const [typed, setTyped] = useState('');
  const points = useQuery(api.planning.points.queryOptions({ input: {} }));
  const hits =
    typed.trim() === ''
      ? []
      : (points.data?.points ?? []).filter(
          (point) =>
            point.name.includes(typed.trim()) || point.nameEn.toLowerCase().includes(typed.trim().toLowerCase()),
        );
  return (
    <Field label={p('change.find')}>
      {(parts) => (
        <>
          <input
            {...parts}
            type="search"
            list={list}
            value={typed}
            onChange={(event) => {
              const text = event.target.value;
              setTyped(text);
              const exact = points.data?.points.filter((point) => point.name === text.trim());
              if (exact?.length === 1) onSelect(exact[0]!.id);
            }}
          />
          <datalist id={list}>
            {hits.slice(0, 20).map((point) => (
              <option key={point.id} value={point.name} />
            ))}
          </datalist>
        </>
      )}
    </Field>
  );
}

function Chosen({ plan, site, editable, busy, onEdit }: PanelProps & { site: string }) {
  const points = useQuery(api.planning.points.queryOptions({ input: {} }));
  const point = points.data?.points.find((one) => one.id === site);
  const change = plan.changes.find((one) => 'site' in one && one.site === site);
  const name = point?.name ?? plan.names[site] ?? site;
  const [lon, setLon] = useState('');
  const [lat, setLat] = useState('');
  const spotGood =
    Math.abs(Number(lon)) <= 180 && Math.abs(Number(lat)) <= 90 && lon.trim() !== '' && lat.trim() !== '';
  return (
    <section className="chosen" aria-label={name}>
      <h2>{name}</h2>
      {point && (
        <p className="hint num">
          {tx(`status.level.${point.level}`)} · {p('point.clerks', { clerks: point.clerks })}
          {point.people !== null && ` · ${p('point.people', { people: number(point.people) })}`}
          {point.openCases > 0 && ` · ${p('point.open-cases', { count: point.openCases })}`}
        </p>
      )}
      <Why scenario={plan.scenario.id} site={site} seq={plan.scenario.seq} />
      {editable && (
        <>
          <p className="button-row">
            {change ? (
              <Button busy={busy} onClick={() => onEdit({ takeBack: [site] })}>
                {p('change.take-back')}
              </Button>
            ) : (
              <>
                <Button busy={busy} onClick={() => onEdit({ add: [{ kind: 'close', site }] })}>
                  {p('change.do.close')}
                </Button>
                <Button busy={busy} onClick={() => onEdit({ add: [{ kind: 'keep', site }] })}>
                  {p('change.do.keep')}
                </Button>
                {point?.level === 'village' && (
                  <Button busy={busy} onClick={() => onEdit({ add: [{ kind: 'upgrade', site, level: 'town' }] })}>
                    {p('change.do.upgrade')}
                  </Button>
                )}
                {point && point.clerks > 0 && (
                  <Button
                    busy={busy}
                    onClick={() => onEdit({ add: [{ kind: 'staff', site, clerks: point.clerks - 1 }] })}
                  >
                    {p('change.do.staff')}
                  </Button>
                )}
              </>
            )}
          </p>
          <details>
            <summary>{p('change.move-by-number')}</summary>
            <div className="grid-form">
              <NumberField
                label={p('change.lon')}
                value={lon}
                placeholder={String(point?.lon?.toFixed(5) ?? '')}
                onChange={setLon}
              />
              <NumberField
                label={p('change.lat')}
                value={lat}
                placeholder={String(point?.lat?.toFixed(5) ?? '')}
                onChange={setLat}
              />
              <Button
                busy={busy}
                disabled={!spotGood}
                onClick={() => onEdit({ add: [{ kind: 'move', site, lon: Number(lon), lat: Number(lat) }] })}
              >
                {p('change.do.move')}
              </Button>
            </div>
          </details>
        </>
      )}
    </section>
  );
}

function NewPoint({ spot, busy, onEdit }: PanelProps & { spot: readonly [number, number] }) {
  const [name, setName] = useState('');
  const [level, setLevel] = useState<'village' | 'town'>('village');
  const [clerks, setClerks] = useState('1');
  return (
    <form
      className="chosen"
      aria-label={p('change.new-here')}
      onSubmit={(event) => {
        event.preventDefault();
        onEdit({
          add: [
            {
              kind: 'open',
              site: newKey(),
              name: name.trim(),
              level,
              lon: spot[0],
              lat: spot[1],
              clerks: Number(clerks),
            },
          ],
        });
      }}
    >
      <h2>{p('change.new-here')}</h2>
      <p className="hint num">
        {spot[0].toFixed(5)}, {spot[1].toFixed(5)}
      </p>
      <TextField label={p('change.name')} maxLength={60} value={name} onChange={setName} />
      <Choices
        label={p('change.level')}
        options={(['village', 'town'] as const).map((value) => ({ value, label: tx(`status.level.${value}`) }))}
        value={level}
        onChange={(value) => setLevel(value as typeof level)}
      />
      <NumberField label={p('change.clerks')} whole value={clerks} onChange={setClerks} />
      <div className="button-row">
        <Button type="submit" look="main" busy={busy} disabled={name.trim().length < 2 || clerks === ''}>
          {p('change.do.open')}
        </Button>
        <Button
          busy={busy}
          onClick={() =>
            onEdit({
              add: [
                {
                  kind: 'road-out',
                  lon: spot[0],
                  lat: spot[1],
                  metres: 60,
                  name: name.trim() || `${spot[0].toFixed(4)}, ${spot[1].toFixed(4)}`,
                },
              ],
            })
          }
        >
          {p('change.do.road-out')}
        </Button>
      </div>
    </form>
  );
}

/** What if the people of a place grow fewer or older. */
function WhatIf({ plan, busy, onEdit }: PanelProps) {
  const counties = useQuery(api.planning.coverage.queryOptions({ input: { snapshot: plan.scenario.snapshot.id } }));
  const [place, setPlace] = useState('');
  const [kind, setKind] = useState<'people' | 'ageing'>('people');
  const [value, setValue] = useState('80');
  const share = Number(value) / 100;
  const good = place !== '' && value.trim() !== '' && share >= 0 && share <= (kind === 'people' ? 20 : 1);
  return (
    <details className="what-if">
      <summary>{p('what-if.title')}</summary>
      <div className="grid-form">
        <Choices
          wide
          label={p('what-if.kind')}
          options={(['people', 'ageing'] as const).map((one) => ({ value: one, label: p(`what-if.${one}`) }))}
          value={kind}
          onChange={(one) => setKind(one as typeof kind)}
        />
        <Field label={p('what-if.place')}>
          {(parts) => (
            <select {...parts} value={place} onChange={(event) => setPlace(event.target.value)}>
              <option value="">{p('what-if.choose')}</option>
              {counties.data?.ready &&
                counties.data.divisions.map((division) => (
                  <option key={division.id} value={division.id}>
                    {division.name}
                  </option>
                ))}
            </select>
          )}
        </Field>
        <NumberField label={p(`what-if.${kind}.value`)} unit="%" value={value} onChange={setValue} />
        <Button
          busy={busy}
          disabled={!good}
          onClick={() =>
            onEdit({ add: [kind === 'people' ? { kind, place, times: share } : { kind, place, older: share }] })
          }
        >
          {p('what-if.do')}
        </Button>
      </div>
      <p className="hint">{p('what-if.more')}</p>
    </details>
  );
}

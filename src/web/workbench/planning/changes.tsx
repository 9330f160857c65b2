import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import type { Change } from '#api/planning.ts';
import { subjectOf } from '#domain/planning/changes.ts';
import { api } from '../api.ts';
import { said } from '../map/names.ts';
import { Button, Choices, Field, NumberField, Section } from '../ui/kit.tsx';
import { tx } from '../words.ts';
import { Here } from './here.tsx';
import type { PanelProps } from './plan.ts';
import { WhatIf } from './what-if.tsx';
import { Why } from './why.tsx';
import { number, p, percent } from './words.ts';

/** Changing a plan by hand: the chosen point, a new one where the map was pressed, what if, and all that was changed so far. */
export function ChangePanel(props: PanelProps) {
  const { plan, selected, spot, editable, onSelect } = props;
  const nameOf = (id: string): string => said(plan.names[id] ?? id);
  const [all, setAll] = useState(false);
  return (
    <>
      <PointFinder onSelect={onSelect} />
      {editable && <SpotFinder onSpot={props.onSpot} />}
      {selected !== undefined && <Chosen {...props} site={selected} />}
      {spot && editable && <Here key={spot.join()} {...props} spot={spot} />}
      {!selected && !spot && editable && <p className="hint">{p('change.how')}</p>}
      {editable && <WhatIf {...props} />}
      <Section title={p('change.list', { count: plan.changes.length })}>
        {plan.changes.length === 0 ? (
          <p className="none">{p('count.none')}</p>
        ) : (
          <ul className="entries changes">
            {plan.changes.slice(0, all ? undefined : 25).map((change) => (
              <li key={`${change.kind} ${subjectOf(change)}`}>
                {'site' in change ? (
                  <button type="button" className="link" onClick={() => onSelect(change.site)}>
                    {sayChange(change, nameOf)}
                  </button>
                ) : (
                  <span>{sayChange(change, nameOf)}</span>
                )}
                {editable && (
                  <Button
                    look="quiet"
                    busy={props.busy}
                    onClick={() => props.onEdit({ takeBack: [subjectOf(change)] })}
                  >
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
      return change.class === undefined
        ? p('change.open', { name: change.name })
        : p('change.open-as', { name: change.name, class: change.class });
    case 'road-out':
      return p('change.road-out', { name: change.name });
    case 'road-speed':
      return p('change.road-speed', { name: change.name, kmh: number(change.kmh) });
    case 'upgrade': {
      const { level, class: grade, clerks } = change;
      const to = [
        level !== undefined && p('change.to-level', { level: tx(`status.level.${level}`) }),
        grade !== undefined && p('change.to-class', { class: grade }),
        clerks !== undefined && p('point.clerks', { clerks }),
      ].filter((each) => each !== false);
      return p('change.upgrade-to', { name: nameOf(change.site), to: to.join(p('why.and')) });
    }
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
              <option key={point.id} value={point.name} label={said(point.name)} />
            ))}
          </datalist>
        </>
      )}
    </Field>
  );
}

const isLonlat = (lon: string, lat: string): boolean =>
  lon.trim() !== '' && lat.trim() !== '' && Math.abs(Number(lon)) <= 180 && Math.abs(Number(lat)) <= 90;

/** The keyboard's way to a place on the map where nothing stands. */
function SpotFinder({ onSpot }: Pick<PanelProps, 'onSpot'>) {
  const [lon, setLon] = useState('');
  const [lat, setLat] = useState('');
  return (
    <details>
      <summary>{p('change.spot')}</summary>
      <form
        className="grid-form"
        onSubmit={(event) => {
          event.preventDefault();
          onSpot([Number(lon), Number(lat)]);
        }}
      >
        <NumberField label={p('change.lon')} value={lon} onChange={setLon} />
        <NumberField label={p('change.lat')} value={lat} onChange={setLat} />
        <Button type="submit" disabled={!isLonlat(lon, lat)}>
          {p('change.spot.go')}
        </Button>
      </form>
    </details>
  );
}

const above = { village: 'town', town: 'county' } as const;
type Low = keyof typeof above;

function Chosen({ plan, site, editable, busy, onEdit }: PanelProps & { site: string }) {
  const points = useQuery(api.planning.points.queryOptions({ input: {} }));
  const point = points.data?.points.find((one) => one.id === site);
  const changes = plan.changes.filter((one) => 'site' in one && one.site === site);
  const [stands, raised, staffed] = [
    changes.find(({ kind }) => ['close', 'keep', 'move', 'open'].includes(kind)),
    changes.find((one) => one.kind === 'upgrade'),
    changes.find((one) => one.kind === 'staff'),
  ];
  const clerks = staffed?.clerks ?? raised?.clerks ?? point?.clerks ?? 0;
  const closed = stands?.kind === 'close';
  const name = said(point?.name ?? plan.names[site] ?? site);
  const [lon, setLon] = useState('');
  const [lat, setLat] = useState('');
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
            {changes.length > 0 && (
              <Button busy={busy} onClick={() => onEdit({ takeBack: [site] })}>
                {p(changes.length > 1 ? 'change.take-back-all' : 'change.take-back')}
              </Button>
            )}
            {!stands && (
              <>
                <Button busy={busy} onClick={() => onEdit({ add: [{ kind: 'close', site }] })}>
                  {p('change.do.close')}
                </Button>
                <Button busy={busy} onClick={() => onEdit({ add: [{ kind: 'keep', site }] })}>
                  {p('change.do.keep')}
                </Button>
              </>
            )}
            {raised?.level === undefined && !closed && (point?.level === 'village' || point?.level === 'town') && (
              <Button
                busy={busy}
                onClick={() => onEdit({ add: [{ kind: 'upgrade', site, level: above[point.level as Low] }] })}
              >
                {p(`change.do.upgrade.${above[point.level as Low]}`)}
              </Button>
            )}
            {!closed && clerks > 0 && (
              <Button busy={busy} onClick={() => onEdit({ add: [{ kind: 'staff', site, clerks: clerks - 1 }] })}>
                {p('change.do.staff')}
              </Button>
            )}
          </p>
          {point && !closed && (
            <Grade
              key={`${site} ${plan.scenario.seq}`}
              was={{ class: raised?.class ?? point.class, clerks: raised?.clerks ?? point.clerks }}
              busy={busy}
              onGrade={(to) => onEdit({ add: [{ ...raised, kind: 'upgrade', site, ...to }] })}
            />
          )}
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
                disabled={!isLonlat(lon, lat)}
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

const classes = ['I', 'II', 'III'] as const;
interface Graded {
  class: (typeof classes)[number] | null;
  clerks: number;
}

/** Another class of the standard, or more people at the counter. */
function Grade({
  was,
  busy,
  onGrade,
}: {
  was: Graded;
  busy: boolean;
  onGrade: (to: { class?: NonNullable<Graded['class']>; clerks?: number }) => void;
}) {
  const [grade, setGrade] = useState<Graded['class']>(was.class);
  const [clerks, setClerks] = useState(String(was.clerks));
  const to = {
    ...(grade !== null && grade !== was.class && { class: grade }),
    ...(clerks !== '' && Number(clerks) !== was.clerks && { clerks: Number(clerks) }),
  };
  return (
    <details>
      <summary>{p('change.grade')}</summary>
      <form
        className="grid-form"
        onSubmit={(event) => {
          event.preventDefault();
          onGrade(to);
        }}
      >
        <Choices
          wide
          label={p('change.class')}
          options={classes.map((value) => ({ value, label: p('change.class.of', { class: value }) }))}
          value={grade ?? undefined}
          onChange={(value) => setGrade(value as typeof grade)}
        />
        <NumberField label={p('change.clerks')} whole value={clerks} onChange={setClerks} />
        <Button type="submit" busy={busy} disabled={Object.keys(to).length === 0 || Number(clerks) > 200}>
          {p('change.grade.do')}
        </Button>
      </form>
    </details>
  );
}

import { useState } from 'react';
import type { Change } from '#api/planning.ts';
import { newKey } from '../command.ts';
import { Button, Choices, NumberField, TextField } from '../ui/kit.tsx';
import { tx } from '../words.ts';
import type { PanelProps } from './plan.ts';
import { p } from './words.ts';

type AtSpot = Pick<PanelProps, 'busy' | 'onEdit'> & { spot: readonly [number, number] };

/** The empty place that was pressed on the map: a point may be opened there, or the road that passes may be out, or mended. */
export function Here({ spot, busy, onEdit }: AtSpot) {
  return (
    <section className="chosen" aria-label={p('change.new-here')}>
      <h2>{p('change.new-here')}</h2>
      <p className="hint num">
        {spot[0].toFixed(5)}, {spot[1].toFixed(5)}
      </p>
      <NewPoint spot={spot} busy={busy} onEdit={onEdit} />
      <details>
        <summary>{p('road.title')}</summary>
        <Road spot={spot} busy={busy} onEdit={onEdit} />
      </details>
    </section>
  );
}

function NewPoint({ spot, busy, onEdit }: AtSpot) {
  const [name, setName] = useState('');
  const [level, setLevel] = useState<'village' | 'town' | 'county'>('village');
  const [clerks, setClerks] = useState('1');
  return (
    <form
      className="grid-form"
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
      <TextField label={p('change.name')} maxLength={60} value={name} onChange={setName} />
      <Choices
        label={p('change.level')}
        wide
        options={(['village', 'town', 'county'] as const).map((value) => ({
          value,
          label: tx(`status.level.${value}`),
        }))}
        value={level}
        onChange={(value) => setLevel(value as typeof level)}
      />
      <NumberField label={p('change.clerks')} whole value={clerks} onChange={setClerks} />
      <Button type="submit" look="main" busy={busy} disabled={name.trim().length < 2 || clerks === ''}>
        {p('change.do.open')}
      </Button>
    </form>
  );
}

/** What a road that is out takes in, and what a mended one: metres around the place. */
const out = { least: 10, most: 2000, usual: '60' };
const mended = { least: 0.1, most: 50, usual: '5', kmh: '40' };
const between = (typed: string, least: number, most: number): boolean =>
  typed.trim() !== '' && Number(typed) >= least && Number(typed) <= most;

/** What if the road that passes here is out, or is driven at another speed. */
function Road({ spot: [lon, lat], busy, onEdit }: AtSpot) {
  const [kind, setKind] = useState<'road-out' | 'road-speed'>('road-out');
  const [name, setName] = useState('');
  const [metres, setMetres] = useState(out.usual);
  const [kmh, setKmh] = useState(mended.kmh);
  const [kilometres, setKilometres] = useState(mended.usual);
  const isOut = kind === 'road-out';
  const good = isOut
    ? between(metres, out.least, out.most)
    : between(kmh, 5, 150) && between(kilometres, mended.least, mended.most);
  const called = name.trim() || `${lon.toFixed(4)}, ${lat.toFixed(4)}`;
  const change: Change = isOut
    ? { kind: 'road-out', lon, lat, metres: Number(metres), name: called }
    : { kind: 'road-speed', lon, lat, metres: 1000 * Number(kilometres), kmh: Number(kmh), name: called };
  return (
    <form
      className="grid-form"
      onSubmit={(event) => {
        event.preventDefault();
        onEdit({ add: [change] });
      }}
    >
      <Choices
        wide
        label={p('road.kind')}
        options={(['road-out', 'road-speed'] as const).map((value) => ({
          value,
          label: p(`road.${value}`),
          hint: p(`road.${value}.hint`),
        }))}
        value={kind}
        onChange={(value) => setKind(value as typeof kind)}
      />
      <TextField label={p('road.name')} optional maxLength={60} value={name} onChange={setName} />
      {isOut ? (
        <NumberField label={p('road.metres')} whole unit={p('unit.metres')} value={metres} onChange={setMetres} />
      ) : (
        <>
          <NumberField label={p('road.kmh')} whole unit={p('unit.kmh')} value={kmh} onChange={setKmh} />
          <NumberField
            label={p('road.kilometres')}
            unit={p('unit.kilometres')}
            value={kilometres}
            onChange={setKilometres}
          />
        </>
      )}
      <p className="hint wide">{p('road.near')}</p>
      <Button type="submit" busy={busy} disabled={!good}>
        {p('what-if.do')}
      </Button>
    </form>
  );
}

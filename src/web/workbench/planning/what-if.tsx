import { useState } from 'react';
import { Button, Choices, NumberField } from '../ui/kit.tsx';
import { PlaceField, usePlaces } from './place-field.tsx';
import type { PanelProps } from './plan.ts';
import { p } from './words.ts';

/** Per cent, as they stand in the field first: a village that has emptied; every third of its people old. */
const usual = { people: '0', ageing: '35' };

/** What if the people of a place grow fewer or older. */
export function WhatIf({ plan, busy, onEdit }: PanelProps) {
  const places = usePlaces(plan);
  const [place, setPlace] = useState<string>();
  const [kind, setKind] = useState<'people' | 'ageing'>('people');
  const [value, setValue] = useState(usual.people);
  const share = Number(value) / 100;
  const good = place !== undefined && value.trim() !== '' && share >= 0 && share <= (kind === 'people' ? 20 : 1);
  return (
    <details className="what-if">
      <summary>{p('what-if.title')}</summary>
      <div className="grid-form">
        <Choices
          wide
          label={p('what-if.kind')}
          options={(['people', 'ageing'] as const).map((one) => ({ value: one, label: p(`what-if.${one}`) }))}
          value={kind}
          onChange={(one) => {
            setKind(one as typeof kind);
            setValue(usual[one as typeof kind]);
          }}
        />
        <PlaceField label={p('what-if.place')} hint={p('what-if.place.hint')} places={places} onChoose={setPlace} />
        <NumberField label={p(`what-if.${kind}.value`)} unit="%" value={value} onChange={setValue} />
        <Button
          busy={busy}
          disabled={!good}
          onClick={() => {
            if (place === undefined) return;
            onEdit({ add: [kind === 'people' ? { kind, place, times: share } : { kind, place, older: share }] });
          }}
        >
          {p('what-if.do')}
        </Button>
      </div>
      <p className="hint">{p('what-if.more')}</p>
    </details>
  );
}

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../api.ts';
import { said } from '../map/names.ts';
import { Button, Choices, Field, NumberField } from '../ui/kit.tsx';
import type { PanelProps } from './plan.ts';
import { p } from './words.ts';

/** What if the people of a place grow fewer or older. */
export function WhatIf({ plan, busy, onEdit }: PanelProps) {
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
                    {said(division.name)}
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

import { useState } from 'react';
import type { PlanningSettings } from '#api/planning.ts';
import { type RoadClass, type RoadMode, roadClasses, roadModes } from '#domain/planning/travel/network.ts';
import { defaultSpeeds } from '#domain/planning/travel/speeds.ts';
import { Choices, NumberField } from '../ui/kit.tsx';
import { p } from './words.ts';

type Speeds = PlanningSettings['speeds'];

/** Kilometres an hour by mode and class of road: what is left empty is as the program begins with. */
export function SpeedTable({ of, onChange }: { of: Speeds; onChange: (speeds: Speeds) => void }) {
  const [mode, setMode] = useState<RoadMode>('ebike');
  const set = (roadClass: RoadClass, kmh: number | undefined) => {
    const { [roadClass]: _, ...others } = of[mode] ?? {};
    onChange({ ...of, [mode]: kmh === undefined ? others : { ...others, [roadClass]: kmh } });
  };
  return (
    <details className="field">
      <summary>{p('settings.speeds')}</summary>
      <p className="hint">{p('settings.speeds.hint')}</p>
      <Choices
        label={p('settings.speeds.mode')}
        options={roadModes.map((value) => ({ value, label: p(`mode.${value}`) }))}
        value={mode}
        onChange={(value) => setMode(value as RoadMode)}
      />
      <div className="grid-form">
        {roadClasses.map((roadClass) => (
          <Speed
            key={`${mode} ${roadClass}`}
            label={p(`road-class.${roadClass}`)}
            usual={defaultSpeeds[mode].kmh[roadClass]}
            of={of[mode]?.[roadClass]}
            onChange={(kmh) => set(roadClass, kmh)}
          />
        ))}
      </div>
    </details>
  );
}

/** A speed that is taken over as soon as it is one; until then it says so. */
function Speed({
  label,
  usual,
  of,
  onChange,
}: {
  label: string;
  usual: number;
  of: number | undefined;
  onChange: (kmh: number | undefined) => void;
}) {
  const [typed, setTyped] = useState(of === undefined ? '' : String(of));
  const isSpeed = (text: string) => text.trim() !== '' && Number(text) >= 0 && Number(text) <= 150;
  return (
    <NumberField
      label={label}
      unit={p('settings.speeds.kmh')}
      placeholder={String(usual)}
      problem={typed.trim() === '' || isSpeed(typed) ? undefined : p('settings.speeds.number')}
      value={typed}
      onChange={(text) => {
        setTyped(text);
        if (isSpeed(text)) onChange(Number(text));
        else if (text.trim() === '') onChange(undefined);
      }}
    />
  );
}

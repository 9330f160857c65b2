import { useState } from 'react';
import type { PlanningSettings } from '#api/planning.ts';
import { type RoadClass, type RoadMode, roadClasses, roadModes } from '#domain/planning/travel/network.ts';
import { defaultSpeeds } from '#domain/planning/travel/speeds.ts';
import { Choices } from '../ui/kit.tsx';
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
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">{p('settings.speeds.class')}</th>
            <th scope="col">{p('settings.speeds.kmh')}</th>
          </tr>
        </thead>
        <tbody>
          {roadClasses.map((roadClass) => (
            <tr key={roadClass}>
              <th scope="row">{p(`road-class.${roadClass}`)}</th>
              <td>
                <input
                  type="number"
                  className="short"
                  min={0}
                  max={150}
                  step="any"
                  aria-label={`${p(`mode.${mode}`)} ${p(`road-class.${roadClass}`)} ${p('settings.speeds.kmh')}`}
                  placeholder={String(defaultSpeeds[mode].kmh[roadClass])}
                  value={of[mode]?.[roadClass] ?? ''}
                  onChange={({ target }) => set(roadClass, target.value === '' ? undefined : target.valueAsNumber)}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

import { said } from '../map/names.ts';
import { Button } from '../ui/kit.tsx';
import { PlaceField, useSpots } from './place-field.tsx';
import type { Plan } from './plan.ts';
import { p } from './words.ts';

/** Which points must stay, as they were marked on the map, and where none may stand. */
export function Marked({
  plan,
  kept,
  mayNot,
  onChange,
}: {
  plan: Plan;
  kept: readonly string[];
  mayNot: readonly string[];
  onChange: (mayNot: readonly string[]) => void;
}) {
  const spots = useSpots(plan);
  const called = new Map([...spots].map(([name, { id }]) => [id, name]));
  return (
    <fieldset className="field wide">
      <legend>{p('solve.marked')}</legend>
      <p className="hint">
        {kept.length === 0
          ? p('solve.kept.none')
          : p('solve.kept', {
              count: kept.length,
              names: kept.map((site) => said(plan.names[site] ?? called.get(site) ?? site)).join(p('why.and')),
            })}
      </p>
      <PlaceField
        clear
        label={p('solve.may-not')}
        hint={p('solve.may-not.hint')}
        places={spots}
        onChoose={(site) => {
          if (site !== undefined && !mayNot.includes(site)) onChange([...mayNot, site]);
        }}
      />
      {mayNot.length > 0 && (
        <ul className="entries">
          {mayNot.map((site) => (
            <li key={site}>
              <span>{called.get(site) ?? site}</span>
              <Button look="quiet" onClick={() => onChange(mayNot.filter((one) => one !== site))}>
                {p('change.take-back')}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </fieldset>
  );
}

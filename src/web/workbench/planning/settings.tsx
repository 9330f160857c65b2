import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { PlanningSettings } from '#api/planning.ts';
import { api, client } from '../api.ts';
import { useCommand } from '../command.ts';
import { Button, Choices, Field, NumberField, Refusal, Section, Shown, TextField, Wide } from '../ui/kit.tsx';
import { MoneyInput } from '../ui/money-input.tsx';
import { tell } from '../ui/told.tsx';
import { tx } from '../words.ts';
import { readAgain } from './jobs.tsx';
import { SpeedTable } from './settings-speeds.tsx';
import { p } from './words.ts';

/** What the city lays down for its maps and plans. */
export default function SettingsPage() {
  const settings = useQuery(api.planning.settings.queryOptions());
  return (
    <div className="narrow">
      <Section title={p('tab.settings')}>
        <Shown query={settings}>{(given) => <Form key={given.revision} given={given} />}</Shown>
      </Section>
    </div>
  );
}

const levels = ['village', 'town', 'county', 'city'] as const;
const heads = ['staff', 'works', 'equipment', 'closing'] as const;
const modes = ['walk', 'walk-slow', 'ebike', 'car', 'bus'] as const;
const classHeads = ['classWorks', 'classEquipment'] as const;
type Costs = NonNullable<PlanningSettings['costs']>;
type Head = keyof Costs['village'];
const none = { staff: 0, works: 0, equipment: 0, closing: 0 };
/** Whoever fills in one level has said nothing of the others, and they count nothing. */
const noCosts: Costs = { village: none, town: none, county: none, city: none };

function Form({ given }: { given: PlanningSettings }) {
  const { publicMap: _, ...kept } = given;
  const [edited, setEdited] = useState(kept);
  const set = (part: Partial<typeof edited>) => setEdited({ ...edited, ...part });
  const save = useCommand(
    'planning settings',
    (input: typeof edited, options) => client.planning.setSettings(input, options),
    () => {
      readAgain();
      tell(p('settings.saved'));
    },
  );
  const costs = edited.costs ?? noCosts;
  const setCost = (level: keyof Costs, head: Head, value: number | undefined) =>
    set({ costs: { ...costs, [level]: { ...costs[level], [head]: value } } });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(edited);
      }}
    >
      <TextField
        label={p('settings.approval')}
        hint={p('settings.approval-hint')}
        optional
        maxLength={40}
        value={edited.approval ?? ''}
        onChange={(typed) => set({ approval: typed.trim() === '' ? null : typed })}
      />
      <Choices
        label={p('settings.tiles')}
        options={(['own', 'tianditu', 'pmtiles'] as const).map((value) => ({
          value,
          label: p(`settings.tiles.${value}`),
        }))}
        value={edited.tiles.kind}
        onChange={(kind) =>
          set({
            tiles: kind === 'tianditu' ? { kind, key: '' } : kind === 'pmtiles' ? { kind, url: '' } : { kind: 'own' },
          })
        }
      />
      {edited.tiles.kind === 'tianditu' && (
        <TextField
          label={p('settings.key')}
          value={edited.tiles.key}
          onChange={(typed) => set({ tiles: { kind: 'tianditu', key: typed.trim() } })}
        />
      )}
      {edited.tiles.kind === 'pmtiles' && (
        <TextField
          label={p('settings.url')}
          value={edited.tiles.url}
          onChange={(typed) => set({ tiles: { kind: 'pmtiles', url: typed.trim() } })}
        />
      )}
      <div className="grid-form">
        {(['urban', 'rural'] as const).map((where) => (
          <Amount
            key={where}
            label={p(`rule.${where}`)}
            of={edited.limits[where]}
            onChange={(minutes) => set({ limits: { ...edited.limits, [where]: minutes } })}
          />
        ))}
        {(['urban', 'rural'] as const).map((where) => (
          <Field key={where} label={p(`settings.mode.${where}`)}>
            {(parts) => (
              <select
                {...parts}
                value={edited.modes[where]}
                onChange={(event) =>
                  set({ modes: { ...edited.modes, [where]: event.target.value as (typeof modes)[number] } })
                }
              >
                {modes.map((mode) => (
                  <option key={mode} value={mode}>
                    {p(`mode.${mode}`)}
                  </option>
                ))}
              </select>
            )}
          </Field>
        ))}
        {(['from', 'until'] as const).map((end) => (
          <Field key={end} label={p(`settings.departures.${end}`)} hint={p('settings.departures.hint')}>
            {(parts) => (
              <input
                {...parts}
                type="time"
                required
                value={clockOf(edited.departures[end])}
                min={end === 'until' ? clockOf(edited.departures.from + 1) : undefined}
                onChange={(event) => {
                  const minutes = minutesOf(event.target.value);
                  if (minutes !== null) set({ departures: { ...edited.departures, [end]: minutes } });
                }}
              />
            )}
          </Field>
        ))}
        <Amount
          label={p('settings.per-clerk')}
          hint={p('settings.per-clerk-hint')}
          of={edited.peoplePerClerk}
          onChange={(people) => set({ peoplePerClerk: people })}
        />
      </div>
      <SpeedTable of={edited.speeds} onChange={(speeds) => set({ speeds })} />
      <fieldset className="field">
        <legend>{p('settings.costs')}</legend>
        <p className="hint">{p('settings.costs-hint')}</p>
        <CostTable label={p('settings.costs')} heads={heads} of={edited.costs} onChange={setCost} />
        <h3>{p('settings.class-costs')}</h3>
        <p className="hint">{p('settings.class-costs-hint')}</p>
        <CostTable label={p('settings.class-costs')} heads={classHeads} of={edited.costs} onChange={setCost} />
      </fieldset>
      {save.error && <Refusal error={save.error} />}
      <Button type="submit" look="main" busy={save.isPending}>
        {p('settings.save')}
      </Button>
    </form>
  );
}

function CostTable({
  label,
  heads,
  of,
  onChange,
}: {
  label: string;
  heads: readonly Head[];
  of: PlanningSettings['costs'];
  onChange: (level: keyof Costs, head: Head, value: number | undefined) => void;
}) {
  return (
    <Wide label={label}>
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">{p('change.level')}</th>
            {heads.map((head) => (
              <th key={head} scope="col">
                {p(`costs.${head}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {levels.map((level) => (
            <tr key={level}>
              <th scope="row">{tx(`status.level.${level}`)}</th>
              {heads.map((head) => (
                <td key={head}>
                  <MoneyInput
                    aria-label={`${tx(`status.level.${level}`)} ${p(`costs.${head}`)}`}
                    value={of?.[level][head]}
                    onChange={(value) => {
                      if (typeof value === 'number') onChange(level, head, value);
                      // What a higher class costs may be left open; the other heads are none where they are empty.
                      else if (value === '' && (head === 'classWorks' || head === 'classEquipment'))
                        onChange(level, head, undefined);
                    }}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  );
}

const clockOf = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

const minutesOf = (clock: string): number | null => {
  const [, hours, minutes] = /^(\d\d):(\d\d)/.exec(clock) ?? [];
  return hours === undefined ? null : 60 * Number(hours) + Number(minutes);
};

/** A figure that is taken over as soon as it is one; until then it says so. */
function Amount({
  of,
  onChange,
  ...frame
}: {
  label: string;
  hint?: string;
  of: number;
  onChange: (n: number) => void;
}) {
  const [typed, setTyped] = useState(String(of));
  return (
    <NumberField
      {...frame}
      problem={Number(typed) > 0 ? undefined : p('settings.number')}
      value={typed}
      onChange={(text) => {
        setTyped(text);
        if (Number(text) > 0) onChange(Number(text));
      }}
    />
  );
}

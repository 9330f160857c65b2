import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { PlanningSettings } from '#api/planning.ts';
import { api, client } from '../api.ts';
import { useCommand } from '../command.ts';
import { Button, Choices, Field, Refusal, Section, Shown, Wide } from '../ui/kit.tsx';
import { MoneyInput } from '../ui/money-input.tsx';
import { tell } from '../ui/told.tsx';
import { tx } from '../words.ts';
import { readAgain } from './jobs.tsx';
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

const levels = ['village', 'town', 'county'] as const;
const heads = ['staff', 'works', 'equipment', 'closing'] as const;
const modes = ['walk', 'walk-slow', 'ebike', 'car', 'bus'] as const;
type Costs = NonNullable<PlanningSettings['costs']>;
const noCosts = { staff: 0, works: 0, equipment: 0, closing: 0 };

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
  const costs: Costs = edited.costs ?? ({} as Costs);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(edited);
      }}
    >
      <Field label={p('settings.approval')} hint={p('settings.approval-hint')} optional>
        {(parts) => (
          <input
            {...parts}
            type="text"
            maxLength={40}
            value={edited.approval ?? ''}
            onChange={(event) => set({ approval: event.target.value.trim() === '' ? null : event.target.value })}
          />
        )}
      </Field>
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
        <Field label={p('settings.key')}>
          {(parts) => (
            <input
              {...parts}
              type="text"
              value={edited.tiles.kind === 'tianditu' ? edited.tiles.key : ''}
              onChange={(event) => set({ tiles: { kind: 'tianditu', key: event.target.value.trim() } })}
            />
          )}
        </Field>
      )}
      {edited.tiles.kind === 'pmtiles' && (
        <Field label={p('settings.url')}>
          {(parts) => (
            <input
              {...parts}
              type="text"
              value={edited.tiles.kind === 'pmtiles' ? edited.tiles.url : ''}
              onChange={(event) => set({ tiles: { kind: 'pmtiles', url: event.target.value.trim() } })}
            />
          )}
        </Field>
      )}
      <div className="grid-form">
        {(['urban', 'rural'] as const).map((where) => (
          <Field key={where} label={p(`rule.${where}`)}>
            {(parts) => (
              <input
                {...parts}
                type="text"
                inputMode="decimal"
                className="short"
                defaultValue={edited.limits[where]}
                onBlur={(event) => {
                  const minutes = Number(event.target.value);
                  if (minutes > 0) set({ limits: { ...edited.limits, [where]: minutes } });
                }}
              />
            )}
          </Field>
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
        <Field label={p('settings.per-clerk')} hint={p('settings.per-clerk-hint')}>
          {(parts) => (
            <input
              {...parts}
              type="text"
              inputMode="numeric"
              className="short"
              defaultValue={edited.peoplePerClerk}
              onBlur={(event) => {
                const people = Number(event.target.value);
                if (people > 0) set({ peoplePerClerk: people });
              }}
            />
          )}
        </Field>
      </div>
      <fieldset className="field">
        <legend>{p('settings.costs')}</legend>
        <p className="hint">{p('settings.costs-hint')}</p>
        <Wide label={p('title')}>
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
                        value={costs[level]?.[head]}
                        onChange={(value) =>
                          typeof value === 'number' &&
                          set({ costs: { ...costs, [level]: { ...noCosts, ...costs[level], [head]: value } } })
                        }
                      />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </Wide>
      </fieldset>
      {save.error && <Refusal error={save.error} />}
      <Button type="submit" look="main" busy={save.isPending}>
        {p('settings.save')}
      </Button>
    </form>
  );
}

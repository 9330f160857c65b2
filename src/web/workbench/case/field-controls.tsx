import { useEffect } from 'react';
import type { CaseView } from '#api/cases.ts';
import type { Item } from '#domain/catalogue/item.ts';
import { DayInput } from '../ui/day-input.tsx';
import { Choices, Field } from '../ui/kit.tsx';
import { ColleaguePicker, type Picked, SitePicker, UnitPicker } from '../ui/pickers.tsx';
import { Signature } from '../ui/signature.tsx';
import { inWords, language, maybe, sayFieldProblem, t, tx } from '../words.ts';
import type { BarAction } from './action-keys.ts';
import type { Faults, PanelField, Values } from './fields.ts';
import { MissingList, PaperList } from './missing-list.tsx';
import { useNextDown } from './next-down.ts';
import { ResultFields } from './result-fields.tsx';
import { StockOpinions } from './stock-opinions.tsx';

export interface ControlProps {
  action: BarAction;
  field: PanelField;
  view: CaseView;
  item: Item;
  values: Values;
  faults: Faults;
  set: (name: string, value: unknown) => void;
}

/** The name of a field: the action's own words for it where it has them, else the common ones. */
const fieldLabel = (action: BarAction, name: string): string =>
  maybe(`actions.${action}.${name}`) ?? tx(`actions.field.${name}`);

const hintOf = (action: BarAction, name: string): string | undefined =>
  maybe(`actions.${action}.${name}.hint`) ?? maybe(`actions.field.${name}.hint`);

export function Control(props: ControlProps) {
  const { action, field, view, item, values, faults, set } = props;
  const { name } = field;
  const label = fieldLabel(action, name);
  const hint = hintOf(action, name);
  const fault = faults[name];
  const problem = fault && sayFieldProblem(fault.code, { label, ...fault.params });
  const common = { label, optional: !field.required, problem, ...(hint !== undefined && { hint }) };
  const text = String(values[name] ?? '');

  switch (field.kind) {
    case 'words':
      return <Words {...props} common={common} text={text} />;
    case 'line':
      return (
        <Field {...common}>
          {(parts) => <input {...parts} type="text" value={text} onChange={(event) => set(name, event.target.value)} />}
        </Field>
      );
    case 'number':
      return (
        <Field {...common}>
          {(parts) => (
            <input
              {...parts}
              type="text"
              inputMode="numeric"
              className="short"
              value={text}
              onChange={(event) => set(name, event.target.value)}
            />
          )}
        </Field>
      );
    case 'day':
      return (
        <Field {...common}>{(parts) => <DayInput {...parts} value={text} onChange={(day) => set(name, day)} />}</Field>
      );
    case 'yesno':
      return (
        <Choices
          {...common}
          options={['true', 'false'].map((value) => ({
            value,
            label: maybe(`actions.${action}.${name}.${value}`) ?? tx(`actions.field.${name}.${value}`),
          }))}
          value={values[name] === undefined ? undefined : String(values[name])}
          onChange={(value) => set(name, value === 'true')}
        />
      );
    case 'choice':
      return <Choice {...props} common={common} />;
    case 'unit': {
      // What is fetched is fetched at a site; work goes to a unit.
      const Places = action === 'changeDelivery' ? SitePicker : UnitPicker;
      return (
        <>
          {action === 'handOver' && <NextDown view={view} values={values} set={set} />}
          <Field {...common}>
            {(parts) => (
              <Places
                {...parts}
                value={values[name] === undefined ? undefined : { id: text, name: String(values.unitName ?? '') }}
                onPick={(picked: Picked | undefined) => {
                  set(name, picked?.id);
                  set('unitName', picked?.name);
                  set('account', undefined);
                }}
              />
            )}
          </Field>
        </>
      );
    }
    case 'colleague':
      return (
        <Field {...common}>
          {(parts) => (
            <ColleaguePicker
              {...parts}
              unit={values.unit as string | undefined}
              required={field.required}
              value={values[name] as string | undefined}
              onPick={(account) => set(name, account)}
            />
          )}
        </Field>
      );
    case 'stage': {
      const done = view.stages.filter((stage) => stage.state === 'done');
      return (
        <Choices
          {...common}
          options={done.map((stage) => ({
            value: stage.id,
            label: inWords(stage.name),
            hint: tx(`status.level.${stage.level}`),
          }))}
          value={text === '' ? undefined : text}
          onChange={(stage) => set(name, stage)}
        />
      );
    }
    case 'reviewer':
      return (
        <Choices
          {...common}
          options={view.steps
            .filter((step) => step.kind === 'reviewer' || step.kind === 'delegate')
            .map((step) => ({
              value: step.id,
              label: step.unit.name,
              ...(step.holder !== null && { hint: step.holder }),
            }))}
          value={text === '' ? undefined : text}
          onChange={(step) => set(name, step)}
        />
      );
    case 'missing':
      return (
        <MissingList
          {...common}
          view={view}
          item={item}
          value={values[name]}
          onChange={(things) => set(name, things)}
        />
      );
    case 'owed':
      return (
        <PaperList
          {...common}
          materials={view.materials.filter((material) => material.state === 'missing' && material.mayBeOwed)}
          none={t('panel.no-owed')}
          value={values[name]}
          onChange={(codes) => set(name, codes)}
        />
      );
    case 'papers':
      return (
        <PaperList
          {...common}
          materials={
            action === 'supplyOwed' ? view.materials.filter((material) => material.state === 'owed') : view.materials
          }
          none={t('panel.no-papers')}
          value={values[name]}
          onChange={(codes) => set(name, codes)}
        />
      );
    case 'result':
      return (
        <ResultFields
          item={item}
          value={(values[name] ?? {}) as Values}
          granted={values.granted as boolean | undefined}
          faults={faults}
          onChange={(result) => set(name, result)}
        />
      );
    case 'signature':
      return values.way === 'online' || values.way === 'post' ? null : (
        <Signature value={text} onChange={(signature) => set(name, signature)} />
      );
  }
}

type Common = { label: string; optional: boolean; problem: string | undefined; hint?: string };

const withStock: readonly string[] = ['opinion', 'reason', 'note'];

function Words({ action, field, common, text, set }: ControlProps & { common: Common; text: string }) {
  const left = (field.max ?? 0) - [...text].length;
  return (
    <Field {...common} wide>
      {(parts) => (
        <>
          <textarea {...parts} rows={3} value={text} onChange={(event) => set(field.name, event.target.value)} />
          {left < 100 && <p className="hint">{t('form.left', { count: left })}</p>}
          {withStock.includes(field.name) && (
            <StockOpinions
              action={action === 'settle' ? 'decide' : action}
              onPick={(chosen) => set(field.name, chosen)}
            />
          )}
        </>
      )}
    </Field>
  );
}

/** The kinds of a closed list; those that the item's own rules name come first. */
function Choice({ action, field, item, values, set, common }: ControlProps & { common: Common }) {
  const prefix =
    { suspend: 'status.stop', deliver: 'status.handed', changeDelivery: 'status.delivery' }[action as string] ??
    `actions.${action}.${field.name}`;
  const named = action === 'suspend' ? item.stops.map((stop) => stop.kind as string) : [];
  const options = [...(field.options ?? [])]
    .filter((option) => action !== 'deliver' || option !== 'online')
    .filter((option) => action !== 'changeDelivery' || (item.delivery.ways as readonly string[]).includes(option))
    .sort((a, b) => Number(named.includes(b)) - Number(named.includes(a)));
  const basis = (kind: string) => item.stops.find((stop) => stop.kind === kind)?.basis;
  return (
    <Choices
      {...common}
      wide={options.length > 4}
      options={options.map((value) => {
        const law = basis(value);
        return {
          value,
          label: maybe(`actions.${action}.${field.name}.${value}`) ?? tx(`${prefix}.${value}`),
          ...(law && { hint: law[language()] }),
        };
      })}
      value={values[field.name] === undefined ? undefined : String(values[field.name])}
      onChange={(value) => set(field.name, value)}
    />
  );
}

/** Chooses the next unit on the way down before anybody has to look for it. */
function NextDown({ view, values, set }: Pick<ControlProps, 'view' | 'values' | 'set'>) {
  const next = useNextDown(view);
  const chosen = values.unit !== undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when the answer comes, never over a choice
  useEffect(() => {
    if (!next || chosen) return;
    set('unit', next.id);
    set('unitName', next.name);
  }, [next?.id]);
  return null;
}

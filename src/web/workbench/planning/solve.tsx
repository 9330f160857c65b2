import { useEffect, useRef, useState } from 'react';
import type { Wish } from '#api/planning.ts';
import { isLimited } from '#domain/planning/propose.ts';
import { client } from '../api.ts';
import { useCommand } from '../command.ts';
import { Button, Choices, Field, NumberField, Refusal } from '../ui/kit.tsx';
import { Answer } from './answer.tsx';
import { readAgain } from './jobs.tsx';
import { isLimit, Levels, levelsIn } from './levels.tsx';
import { Marked } from './marked.tsx';
import type { Plan } from './plan.ts';
import type { Looked } from './proposal.tsx';
import { p } from './words.ts';

const models = ['lscp', 'mclp', 'p-median', 'p-center'] as const;
const candidates = ['existing', 'premises', 'villages'] as const;

/** Letting the computer propose, and its answer with how sure it is. */
export function Solve({ plan, looked }: { plan: Plan; looked: Looked }) {
  const { scenario, wish } = plan;
  const can = scenario.allowedActions.includes('solve');
  const [model, setModel] = useState<Wish['model']>(wish?.model ?? 'lscp');
  const [count, setCount] = useState(wish?.p === undefined ? '' : String(wish.p));
  const [budget, setBudget] = useState(wish?.budget === undefined ? '' : String(wish.budget / 1_000_000));
  const [from, setFrom] = useState<Wish['candidates']>(wish?.candidates ?? 'existing');
  const [backup, setBackup] = useState(String(wish?.backup ?? 1));
  const [load, setLoad] = useState(wish?.peoplePerClerk === undefined ? '' : String(wish.peoplePerClerk));
  const [cases, setCases] = useState(wish?.casesPerClerk === undefined ? '' : String(wish.casesPerClerk));
  const [prefer, setPrefer] = useState(wish?.preferExisting ?? true);
  const [three, setThree] = useState(wish?.threeCentres ?? true);
  const [raise, setRaise] = useState(wish?.raiseClasses ?? false);
  const [levels, setLevels] = useState(() => levelsIn(wish));
  const [seconds, setSeconds] = useState(String(wish?.seconds ?? 60));
  const [mayNot, setMayNot] = useState<readonly string[]>(wish?.mayNot ?? []);
  const [curve, setCurve] = useState(true);
  const id = scenario.id;
  const solve = useCommand(
    `solve ${id}`,
    (input: { wish: Wish; curve: boolean }, options) =>
      client.planning.solve({ id, seq: scenario.seq, ...input }, options),
    readAgain,
  );
  const counted = model !== 'lscp';
  // The farthest way is that to the nearest point: a second one is no part of the question.
  const backed = model !== 'p-center';
  const asked = levels.filter(({ on }) => on);
  const limited = isLimited({ model });
  const good =
    asked.length > 0 &&
    (!limited || asked.every(({ limit }) => limit === '' || isLimit(limit))) &&
    (!counted || Number(count) > 0 || Number(budget) > 0) &&
    Number(seconds) >= 1 &&
    Number(seconds) <= 3600;
  const kept = plan.changes.flatMap((change) => (change.kind === 'keep' ? [change.site] : []));
  const running = plan.jobs.some((job) => job.status === 'queued' || job.status === 'running');
  // Whoever pressed the button at the foot of the questions sees at the head of the panel how far it is.
  const begun = useRef(false);
  useEffect(() => {
    if (!running || !begun.current) return;
    begun.current = false;
    document.getElementById('panel-solve')?.scrollIntoView({ block: 'start' });
  }, [running]);
  return (
    <>
      {plan.result && <Answer plan={plan} looked={looked} />}
      {can ? (
        <form
          className="grid-form"
          onSubmit={(event) => {
            event.preventDefault();
            begun.current = true;
            solve.mutate({
              curve,
              wish: {
                model,
                ...(counted && Number(count) > 0 && { p: Number(count) }),
                ...(counted && Number(budget) > 0 && { budget: Math.round(Number(budget) * 1_000_000) }),
                ...(Number(load) > 0 && { peoplePerClerk: Number(load) }),
                ...(Number(cases) > 0 && { casesPerClerk: Number(cases) }),
                backup: backed ? Number(backup) : 1,
                levels: asked.map(({ level }) => level),
                limits: Object.fromEntries(
                  asked.flatMap(({ level, limit }) => (limited && limit !== '' ? [[level, Number(limit)]] : [])),
                ),
                preferExisting: prefer,
                mustKeep: kept,
                mayNot: [...mayNot],
                candidates: from,
                threeCentres: three,
                raiseClasses: three && raise,
                seconds: Number(seconds),
              },
            });
          }}
        >
          <Choices
            wide
            label={p('solve.model')}
            options={models.map((value) => ({ value, label: p(`solve.${value}`), hint: p(`solve.${value}.hint`) }))}
            value={model}
            onChange={(value) => setModel(value as Wish['model'])}
          />
          <Levels of={levels} limited={limited} scope={scenario.scope} onChange={setLevels} />
          {counted && (
            <>
              <NumberField label={p('solve.p')} whole value={count} onChange={setCount} />
              <NumberField
                label={p('solve.budget')}
                optional
                hint={p('solve.budget-hint')}
                value={budget}
                onChange={setBudget}
              />
            </>
          )}
          <Choices
            wide
            label={p('solve.candidates')}
            options={candidates.map((value) => ({ value, label: p(`solve.candidates.${value}`) }))}
            value={from}
            onChange={(value) => setFrom(value as typeof from)}
          />
          <Marked plan={plan} kept={kept} mayNot={mayNot} onChange={setMayNot} />
          <NumberField
            label={p('solve.load')}
            optional
            hint={p('solve.load-hint')}
            whole
            value={load}
            onChange={setLoad}
          />
          <NumberField
            label={p('solve.cases')}
            optional
            hint={p('solve.cases-hint')}
            whole
            value={cases}
            onChange={setCases}
          />
          {backed && (
            <Field label={p('solve.backup')} hint={p('solve.backup-hint')}>
              {(parts) => (
                <select {...parts} value={backup} onChange={(event) => setBackup(event.target.value)}>
                  {[1, 2, 3].map((one) => (
                    <option key={one} value={one}>
                      {one}
                    </option>
                  ))}
                </select>
              )}
            </Field>
          )}
          <NumberField label={p('solve.seconds')} whole value={seconds} onChange={setSeconds} />
          <Check label={p('solve.prefer')} on={prefer} onChange={setPrefer} />
          <Check label={p('solve.three')} on={three} onChange={setThree} />
          <Check
            label={p('solve.raise')}
            hint={p('solve.raise-hint')}
            on={three && raise}
            onChange={(on) => {
              setRaise(on);
              // Which points rise to the first class depends on which are centres.
              if (on) setThree(true);
            }}
          />
          <Check label={p('solve.curve')} on={curve} onChange={setCurve} />
          {solve.error && <Refusal error={solve.error} />}
          <Button type="submit" look="main" busy={solve.isPending} disabled={!good || running}>
            {p(running ? 'solve.running' : 'solve.go')}
          </Button>
        </form>
      ) : (
        !plan.result && <p className="none">{p('solve.no-result')}</p>
      )}
    </>
  );
}

const Check = ({
  label,
  hint,
  on,
  onChange,
}: {
  label: string;
  hint?: string;
  on: boolean;
  onChange: (on: boolean) => void;
}) => (
  <label className="choice wide">
    <input type="checkbox" checked={on} onChange={() => onChange(!on)} />
    <span>
      {label}
      {hint && <small>{hint}</small>}
    </span>
  </label>
);

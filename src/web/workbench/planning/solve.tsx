import { useState } from 'react';
import type { Wish } from '#api/planning.ts';
import { client } from '../api.ts';
import { useCommand } from '../command.ts';
import { moment } from '../say.ts';
import { Button, Choices, Facts, Field, NumberField, Refusal, Section } from '../ui/kit.tsx';
import { TradeOff } from './charts.tsx';
import { readAgain } from './jobs.tsx';
import type { Plan } from './plan.ts';
import type { Looked } from './proposal.tsx';
import { number, p, percent, travelTime } from './words.ts';

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
  const [prefer, setPrefer] = useState(wish?.preferExisting ?? true);
  const [three, setThree] = useState(wish?.threeCentres ?? true);
  const [towns, setTowns] = useState(wish?.levels.includes('town') ?? false);
  const [seconds, setSeconds] = useState(String(wish?.seconds ?? 60));
  const [curve, setCurve] = useState(true);
  const id = scenario.id;
  const solve = useCommand(
    `solve ${id}`,
    (input: { wish: Wish; curve: boolean }, options) =>
      client.planning.solve({ id, seq: scenario.seq, ...input }, options),
    readAgain,
  );
  const counted = model !== 'lscp';
  const good = (!counted || Number(count) > 0 || Number(budget) > 0) && Number(seconds) >= 1 && Number(seconds) <= 3600;
  const kept = plan.changes.flatMap((change) => (change.kind === 'keep' ? [change.site] : []));
  const running = plan.jobs.some((job) => job.status === 'queued' || job.status === 'running');
  return (
    <>
      {plan.result && <Answer plan={plan} looked={looked} />}
      {can ? (
        <form
          className="grid-form"
          onSubmit={(event) => {
            event.preventDefault();
            solve.mutate({
              curve,
              wish: {
                model,
                ...(counted && Number(count) > 0 && { p: Number(count) }),
                ...(counted && Number(budget) > 0 && { budget: Math.round(Number(budget) * 1_000_000) }),
                ...(Number(load) > 0 && { peoplePerClerk: Number(load) }),
                backup: Number(backup),
                levels: towns ? ['village', 'town'] : ['village'],
                preferExisting: prefer,
                mustKeep: kept,
                mayNot: [],
                candidates: from,
                threeCentres: three,
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
          <NumberField
            label={p('solve.load')}
            optional
            hint={p('solve.load-hint')}
            whole
            value={load}
            onChange={setLoad}
          />
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
          <NumberField label={p('solve.seconds')} whole value={seconds} onChange={setSeconds} />
          <Check label={p('solve.prefer')} on={prefer} onChange={setPrefer} />
          <Check label={p('solve.three')} on={three} onChange={setThree} />
          <Check label={p('solve.towns')} on={towns} onChange={setTowns} />
          <Check label={p('solve.curve')} on={curve} onChange={setCurve} />
          {kept.length > 0 && <p className="hint wide">{p('solve.kept', { count: kept.length })}</p>}
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

const Check = ({ label, on, onChange }: { label: string; on: boolean; onChange: (on: boolean) => void }) => (
  <label className="choice wide">
    <input type="checkbox" checked={on} onChange={() => onChange(!on)} />
    <span>{label}</span>
  </label>
);

/** What each aim counts: points, people, hours that all travel together, the time of the farthest. */
function sayObjective(model: Wish['model'], value: number): string {
  const told = model === 'p-center' ? travelTime(value) : number(model === 'p-median' ? value / 3600 : value);
  return p(`objective.${model}`, { value: told });
}

function Answer({ plan, looked }: { plan: Plan; looked: Looked }) {
  const { scenario, result } = plan;
  if (!result) return null;
  const now = scenario.figures?.points ?? result.sites.length;
  return (
    <Section title={p('answer.title')}>
      <p
        className={
          result.status === 'optimal' ? 'notice good' : result.status === 'feasible' ? 'notice warn' : 'notice bad'
        }
      >
        {result.status === 'feasible'
          ? p('answer.feasible', { gap: result.gap === null ? '?' : percent(result.gap) })
          : p(`answer.${result.status}`)}{' '}
        {result.reason && p(`reason.${result.reason}`)} {result.cut && p(`answer.cut.${result.cut}`)}
      </p>
      <Facts
        of={[
          [
            p('answer.points'),
            <b key="points" className="num">
              {number(result.sites.length)}
            </b>,
          ],
          result.objective !== null && [
            p('answer.objective'),
            <span key="o" className="num">
              {sayObjective(result.model, result.objective)}
            </span>,
          ],
          result.bound !== null && [
            p('answer.bound'),
            <span key="b" className="num">
              {sayObjective(result.model, result.bound)}
            </span>,
          ],
          [
            p('answer.took'),
            <span key="s" className="num">
              {p('answer.seconds', { seconds: Math.round(result.seconds * 10) / 10 })}
            </span>,
          ],
          [p('answer.at'), moment(result.at)],
        ]}
      />
      {result.sites.length > 0 && (
        <Button aria-pressed={looked.on} onClick={() => looked.look(!looked.on)}>
          {p('proposal.look')}
        </Button>
      )}
      {result.uncoverable.length > 0 && (
        <details className="notice bad">
          <summary>{p('answer.uncoverable', { count: result.uncoverable.length })}</summary>
          <ul className="entries">
            {result.uncoverable.slice(0, 30).map((one) => (
              <li key={one.village}>
                <span>{one.name}</span>
                <span className="num">
                  {p('place.people-of', { people: number(one.people) })} ·{' '}
                  {one.limit === null ? p('time.none') : p('answer.limit-would', { minutes: Math.ceil(one.limit) })}
                </span>
              </li>
            ))}
          </ul>
        </details>
      )}
      {result.curve.length > 1 && (
        <>
          <h3>{p('curve.label')}</h3>
          <TradeOff curve={result.curve} now={now} />
          <p className="hint">{lastPercent(result.curve)}</p>
        </>
      )}
    </Section>
  );
}

/** What the last hundredth of cover costs, in points; the curve goes from few points to many. */
function lastPercent(curve: readonly { points: number; share: number }[]): string {
  const most = Math.max(...curve.map(({ share }) => share));
  const [near, full] = [0.01, 0].map((short) => curve.find(({ share }) => share >= most - short)!);
  return near!.points === full!.points
    ? ''
    : p('curve.last', { points: full!.points - near!.points, from: percent(near!.share), to: percent(full!.share) });
}

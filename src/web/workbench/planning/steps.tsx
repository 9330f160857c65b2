import { useState } from 'react';
import { useLocation } from 'wouter';
import { addDays, isLocalDate } from '#domain/kernel/dates.ts';
import { client } from '../api.ts';
import { useCommand } from '../command.ts';
import { today } from '../say.ts';
import { DayInput } from '../ui/day-input.tsx';
import { Button, Field, Refusal } from '../ui/kit.tsx';
import { tell } from '../ui/told.tsx';
import { readAgain } from './jobs.tsx';
import type { Plan } from './plan.ts';
import { p } from './words.ts';

const steps = ['submit', 'approve', 'return', 'publish', 'adopt', 'branch', 'drop'] as const;
type Step = (typeof steps)[number];

/** What is done with a plan as a whole; only what is allowed is offered. */
export function Steps({ plan: { scenario } }: { plan: Plan }) {
  const [open, setOpen] = useState<Step>();
  const offered = steps.filter((step) => scenario.allowedActions.includes(step));
  return (
    <>
      {offered.map((step) => (
        <Button
          key={step}
          look={step === 'submit' || step === 'approve' || step === 'adopt' ? 'main' : 'plain'}
          aria-expanded={open === step}
          onClick={() => setOpen(open === step ? undefined : step)}
        >
          {p(`step.${step}`)}
        </Button>
      ))}
      {open && (
        <StepForm
          key={open}
          step={open}
          id={scenario.id}
          seq={scenario.seq}
          name={scenario.name}
          onDone={() => setOpen(undefined)}
        />
      )}
    </>
  );
}

function StepForm({
  step,
  id,
  seq,
  name,
  onDone,
}: {
  step: Step;
  id: string;
  seq: number;
  name: string;
  onDone: () => void;
}) {
  const [, go] = useLocation();
  const [text, setText] = useState(step === 'branch' ? p('step.branch.name', { name }) : '');
  const [date, setDate] = useState(
    step === 'adopt' || step === 'publish' ? addDays(today(), step === 'adopt' ? 30 : 14) : '',
  );
  const run = useCommand(
    `${step} ${id}`,
    async (_: undefined, options): Promise<string | undefined> => {
      switch (step) {
        case 'submit':
          await client.planning.submit({ id, seq, note: text.trim() }, options);
          return undefined;
        case 'approve':
        case 'return':
          await client.planning.decide({ id, seq, approve: step === 'approve', reason: text.trim() }, options);
          return undefined;
        case 'publish':
          await client.planning.publish({ id, seq, until: date }, options);
          return undefined;
        case 'adopt':
          await client.planning.adopt({ id, seq, on: date, document: text.trim() }, options);
          return undefined;
        case 'drop':
          await client.planning.drop({ id, seq }, options);
          return undefined;
        case 'branch':
          return (await client.planning.createScenario({ name: text.trim(), parent: id }, options)).id;
      }
    },
    (branched) => {
      readAgain();
      tell(p(`step.${step}.done`));
      onDone();
      if (branched) go(`/planning/scenario/${branched}`);
    },
  );
  const asksText = step !== 'publish' && step !== 'drop';
  const needsText = step === 'return' || step === 'adopt' || step === 'branch';
  const asksDay = step === 'publish' || step === 'adopt';
  return (
    <form
      className="step-form"
      onSubmit={(event) => {
        event.preventDefault();
        run.mutate(undefined);
      }}
    >
      <p>{p(`step.${step}.what`)}</p>
      {asksDay && (
        <Field label={p(step === 'adopt' ? 'step.adopt.on' : 'step.publish.until')}>
          {(parts) => <DayInput {...parts} value={date} onChange={setDate} />}
        </Field>
      )}
      {asksText && (
        <Field label={p(`step.${step}.text`)} optional={!needsText}>
          {(parts) => (
            <textarea
              {...parts}
              rows={2}
              maxLength={step === 'branch' ? 60 : step === 'adopt' ? 200 : 1000}
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
          )}
        </Field>
      )}
      {run.error && <Refusal error={run.error} />}
      <Button
        type="submit"
        look="main"
        busy={run.isPending}
        disabled={(needsText && text.trim().length < 2) || (asksDay && !isLocalDate(date))}
      >
        {p(`step.${step}`)}
      </Button>
    </form>
  );
}

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import type { Figures, JobView } from '#api/planning.ts';
import { api, client } from '../api.ts';
import { useCommand } from '../command.ts';
import { said } from '../map/names.ts';
import { shortDay } from '../say.ts';
import { Button, Facts, Field, NumberField, Refusal, Section, Shown, TextField, Wide } from '../ui/kit.tsx';
import { ChangePanel } from './changes.tsx';
import { FigureTable, Unpriced } from './figures.tsx';
import { Job, readAgain } from './jobs.tsx';
import type { Plan } from './plan.ts';
import { PlanMap } from './plan-map.tsx';
import { standsAt } from './plan-points.ts';
import { ProposalBar, useProposal } from './proposal.tsx';
import { Closings } from './replacement.tsx';
import { counted } from './scenarios.tsx';
import { Solve } from './solve.tsx';
import { Steps } from './steps.tsx';
import { Talk } from './talk.tsx';
import { Unreached } from './villages.tsx';
import { p, planMoney } from './words.ts';

const panels = ['changes', 'solve', 'closings', 'talk'] as const;
type Panel = (typeof panels)[number];

/** One plan: the map on one side, on the other what is changed by hand, what the computer proposes, what replaces what, and the talk. */
export default function ScenarioPage({ id }: { id: string }) {
  const plan = useQuery(api.planning.scenario.queryOptions({ input: { id } }));
  return <Shown query={plan}>{(data) => <Open plan={data} />}</Shown>;
}

function Open({ plan }: { plan: Plan }) {
  const { scenario, changes } = plan;
  // Of what has ended well the latest is told: its answer is what stands below.
  const lastDone = plan.jobs.find(({ status }) => status === 'done');
  const [, go] = useLocation();
  const [panel, setPanel] = useState<Panel>(changes.length === 0 ? 'solve' : 'changes');
  const [selected, setSelected] = useState<string>();
  const [spot, setSpot] = useState<readonly [number, number]>();
  const editable = scenario.allowedActions.includes('edit');
  const id = scenario.id;
  const looked = useProposal(plan, panel === 'solve');

  // What stood before the last edit, for the figures beside the map.
  const [edited, setEdited] = useState<{ before: Figures; after: Figures; milliseconds: number }>();
  const edit = useCommand(
    `edit ${id}`,
    (input: Omit<Parameters<typeof client.planning.edit>[0], 'id' | 'seq'>, options) =>
      client.planning.edit({ id, seq: scenario.seq, ...input }, options),
    (answer) => {
      setEdited({ before: answer.before, after: answer.figures, milliseconds: answer.milliseconds });
      setSpot(undefined);
      readAgain();
    },
  );
  const today = useQuery(api.planning.coverage.queryOptions({ input: { snapshot: scenario.snapshot.id } }));
  const before = looked.answer
    ? scenario.figures
    : (edited?.before ?? (today.data?.ready ? today.data.figures : undefined));
  const after = looked.answer?.figures ?? edited?.after ?? scenario.figures;
  const costs = looked.answer ? looked.answer.costs : plan.costs;
  const points = useQuery(api.planning.points.queryOptions({ input: {} }));
  // A point that the plan opens is moved like one that is there: its opening takes the new place.
  const chosen = selected === undefined ? undefined : standsAt(points.data?.points ?? [], changes, selected);

  return (
    <div className="plan">
      <header className="plan-head">
        <div>
          <h1>{scenario.name}</h1>
          <p className="hint">
            <span className={`status-chip ${scenario.status}`}>{p(`status.${scenario.status}`)}</span>{' '}
            {p('plan.from', { snapshot: scenario.snapshot.name, day: shortDay(scenario.snapshot.asOf) })} ·{' '}
            {counted(scenario)}
            {scenario.parent && (
              <>
                {' · '}
                <Link href={`/planning/compare/${id}/${scenario.parent}`}>{p('plan.with-parent')}</Link>
              </>
            )}
          </p>
        </div>
        <div className="plan-buttons">
          <Button onClick={() => go(`/planning/compare/${id}`)}>{p('plan.compare')}</Button>
          <a className="button plain" href={`/api/planning/report?scenario=${id}&format=pdf`}>
            {p('plan.pdf')}
          </a>
          <a className="button plain" href={`/api/planning/report?scenario=${id}&format=xlsx`}>
            {p('plan.excel')}
          </a>
          <Steps plan={plan} />
        </div>
      </header>
      {!editable && <p className="notice">{p(`plan.closed.${scenario.status}`)}</p>}
      <div className="plan-body">
        <div className="plan-left">
          <PlanMap
            level="village"
            scenario={id}
            changes={looked.answer?.changes ?? changes}
            instead={looked.instead}
            head={looked.on ? <ProposalBar plan={plan} of={looked} /> : undefined}
            limits={scenario.scope.limits}
            selected={selected}
            onPick={(picked) => {
              setSelected(picked);
              setSpot(undefined);
              if (picked && !looked.on) setPanel('changes');
            }}
            onGround={(where) => {
              setSelected(undefined);
              if (looked.on) return;
              setSpot(editable ? where : undefined);
              if (editable) setPanel('changes');
            }}
            movable={
              editable && !looked.on && selected !== undefined && chosen
                ? {
                    id: selected,
                    at: chosen.at,
                    label: p('change.drag', { name: said(chosen.name) }),
                    colour: '#a83a24',
                  }
                : undefined
            }
            onMoved={(site, [lon, lat]) => edit.mutate({ add: [{ kind: 'move', site, lon, lat }] })}
          />
          {edit.error && <Refusal error={edit.error} />}
          {edited && (
            <p className="hint num" role="status">
              {p('change.computed', { milliseconds: edited.milliseconds })}
            </p>
          )}
          {before && after && (
            <Wide label={p('figure.title')}>
              <FigureTable
                before={before}
                after={after}
                names={
                  looked.answer
                    ? [p('proposal.now'), p('proposal.with')]
                    : [p(edited ? 'figure.before-edit' : 'compare.today'), p('compare.plan')]
                }
              />
            </Wide>
          )}
          {after && after.unreachable > 0 && <Unreached scenario={id} people={after.unreachable} />}
          {costs && (
            <Section title={looked.answer ? `${p('costs.title')} · ${p('proposal.with')}` : p('costs.title')}>
              <Facts
                of={(['staff', 'works', 'equipment', 'closing', 'total'] as const).map((head) => [
                  p(`costs.${head}`),
                  <span key={head} className="num">
                    {planMoney(costs[head])}
                  </span>,
                ])}
              />
              <Unpriced count={costs.unpriced} />
            </Section>
          )}
        </div>
        <div className="plan-right">
          <div className="tabs" role="tablist" aria-label={scenario.name}>
            {panels.map((one) => (
              <button
                key={one}
                type="button"
                role="tab"
                id={`tab-${one}`}
                aria-selected={one === panel}
                aria-controls={`panel-${one}`}
                className={one === panel ? 'here' : ''}
                onClick={() => setPanel(one)}
              >
                {p(`panel.${one}`, {
                  count:
                    one === 'changes'
                      ? changes.length
                      : one === 'closings'
                        ? plan.closings.length
                        : one === 'talk'
                          ? plan.comments.length
                          : 0,
                })}
              </button>
            ))}
          </div>
          <div role="tabpanel" id={`panel-${panel}`} aria-labelledby={`tab-${panel}`}>
            {plan.jobs.map(
              (job: JobView) =>
                (job.status !== 'done' || (panel === 'solve' && job === lastDone)) && (
                  <Job key={job.id} id={job.id} known={job} />
                ),
            )}
            {panel === 'changes' && (
              <ChangePanel
                plan={plan}
                selected={selected}
                spot={spot}
                editable={editable}
                busy={edit.isPending}
                onSelect={(site) => {
                  setSelected(site);
                  setSpot(undefined);
                }}
                onSpot={(where) => {
                  setSelected(undefined);
                  setSpot(where);
                }}
                onEdit={(input) => edit.mutate(input)}
              />
            )}
            {panel === 'solve' && <Solve plan={plan} looked={looked} />}
            {panel === 'closings' && (
              <Closings of={plan.closings} scenario={id} seq={scenario.seq} editable={editable} />
            )}
            {panel === 'talk' && <Talk plan={plan} />}
          </div>
          {editable && <Rename plan={plan} />}
        </div>
      </div>
    </div>
  );
}

/** The name, the note and the rule by which this plan counts. */
function Rename({ plan: { scenario } }: { plan: Plan }) {
  const [name, setName] = useState(scenario.name);
  const [note, setNote] = useState(scenario.note);
  const [urban, setUrban] = useState(String(scenario.scope.limits.urban));
  const [rural, setRural] = useState(String(scenario.scope.limits.rural));
  const [across, setAcross] = useState(scenario.scope.acrossBorders);
  const rename = useCommand(
    `rename ${scenario.id}`,
    (input: Parameters<typeof client.planning.rename>[0], options) => client.planning.rename(input, options),
    readAgain,
  );
  const minutes = (text: string) => Number(text.trim());
  const good = [urban, rural].every((text) => minutes(text) >= 0.5 && minutes(text) <= 600) && name.trim().length > 1;
  return (
    <details className="plan-rule">
      <summary>{p('rule.title')}</summary>
      <form
        className="grid-form"
        onSubmit={(event) => {
          event.preventDefault();
          rename.mutate({
            id: scenario.id,
            seq: scenario.seq,
            name: name.trim(),
            note: note.trim(),
            scope: { limits: { urban: minutes(urban), rural: minutes(rural) }, acrossBorders: across },
          });
        }}
      >
        <TextField label={p('scenarios.name')} wide maxLength={60} value={name} onChange={setName} />
        <NumberField label={p('rule.urban')} value={urban} onChange={setUrban} />
        <NumberField label={p('rule.rural')} value={rural} onChange={setRural} />
        <label className="choice wide">
          <input type="checkbox" checked={across} onChange={() => setAcross(!across)} />
          <span>{p('scope.borders.across')}</span>
        </label>
        <Field label={p('rule.note')} optional wide>
          {(parts) => (
            <textarea
              {...parts}
              rows={3}
              maxLength={1000}
              value={note}
              onChange={(event) => setNote(event.target.value)}
            />
          )}
        </Field>
        {rename.error && <Refusal error={rename.error} />}
        <Button type="submit" busy={rename.isPending} disabled={!good}>
          {p('rule.save')}
        </Button>
      </form>
    </details>
  );
}

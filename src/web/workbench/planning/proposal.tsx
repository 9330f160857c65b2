import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { api, client } from '../api.ts';
import { useCommand } from '../command.ts';
import { Button, Loading, sayFailure } from '../ui/kit.tsx';
import { readAgain } from './jobs.tsx';
import type { Plan } from './plan.ts';
import { number, p, percent } from './words.ts';

/** The answer of the computer as it is looked at: what it would change, before anybody takes it over. */
export interface Looked {
  on: boolean;
  look: (on: boolean) => void;
  answer: Awaited<ReturnType<typeof client.planning.answer>> | undefined;
  error: Error | null;
  /** For the map: whose way is another with it. */
  instead: ReadonlyMap<string, number | null> | undefined;
}

/** A fresh answer is shown by itself while its panel is open; one that was taken over, hidden or left is shown when it is asked for. */
export function useProposal({ scenario, result, history }: Plan, open: boolean): Looked {
  const [wanted, setWanted] = useState<{ digest: string; on: boolean }>();
  const has = result !== null && result.sites.length > 0;
  const fresh = has && !history.some(({ what, at }) => what === 'used' && at >= result.at);
  const on = open && has && (wanted?.digest === result.digest ? wanted.on : fresh);
  const { data, error } = useQuery({
    ...api.planning.answer.queryOptions({ input: { id: scenario.id } }),
    enabled: on,
  });
  const instead = useMemo(() => data && new Map(data.demand.map(({ id, seconds }) => [id, seconds])), [data]);
  return {
    on,
    look: (next) => setWanted(has ? { digest: result.digest, on: next } : undefined),
    answer: on ? data : undefined,
    error: on ? error : null,
    instead: on ? instead : undefined,
  };
}

/** Above the map: that this is a proposal, what comes of it, and the ways on. */
export function ProposalBar({ plan: { scenario }, of }: { plan: Plan; of: Looked }) {
  const { id, seq, figures } = scenario;
  const take = useCommand(
    `use ${id}`,
    (_: undefined, options) => client.planning.takeAnswer({ id, seq }, options),
    () => {
      // What was proposed is the plan now, and the map shows the plan.
      of.look(false);
      readAgain();
    },
  );
  const drop = useCommand(
    `drop answer ${id}`,
    (_: undefined, options) => client.planning.dropAnswer({ id, seq }, options),
    readAgain,
  );
  const failed = of.error ?? take.error ?? drop.error;
  const may = scenario.allowedActions.includes('edit');
  return (
    <section className="proposal" aria-label={p('proposal.title')}>
      <div>
        <h2>{p(of.answer?.taken ? 'proposal.taken' : 'proposal.title')}</h2>
        {!of.answer && !failed && <Loading rows={1} />}
        {of.answer && (
          <p className="num" role="status">
            {p('proposal.share')}{' '}
            {figures && figures.share !== of.answer.figures.share && `${percent(figures.share)} → `}
            <b>{percent(of.answer.figures.share)}</b> · {p('figure.points')}{' '}
            {figures && figures.points !== of.answer.figures.points && `${number(figures.points)} → `}
            <b>{number(of.answer.figures.points)}</b>
          </p>
        )}
        {failed && <p role="alert">{sayFailure(failed)}</p>}
      </div>
      <p className="button-row">
        {may && of.answer && !of.answer.taken && (
          <>
            <Button look="main" busy={take.isPending} onClick={() => take.mutate(undefined)}>
              {p('answer.use')}
            </Button>
            <Button busy={drop.isPending} onClick={() => drop.mutate(undefined)}>
              {p('proposal.drop')}
            </Button>
          </>
        )}
        <Button look="quiet" onClick={() => of.look(false)}>
          {p('proposal.hide')}
        </Button>
      </p>
    </section>
  );
}

import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { CaseRow } from '#api/cases.ts';
import { api, client } from '../api.ts';
import { StockOpinions } from '../case/stock-opinions.tsx';
import { useCommand } from '../command.ts';
import { useMe } from '../me.tsx';
import { caseNumber } from '../say.ts';
import { useKeys } from '../ui/keys.ts';
import { Button, Field, focused, Refusal } from '../ui/kit.tsx';
import { type Picked, UnitPicker } from '../ui/pickers.tsx';
import { tell } from '../ui/told.tsx';
import { maybe, t, tx } from '../words.ts';
import { type BatchAction, batchFor, casesOf } from './batch.ts';

interface Outcome {
  id: string;
  done: boolean;
  problem: string | null;
  message: string | null;
}

/** A case that was left out, and why. */
export interface LeftOut {
  number: string;
  why: string;
}

const leftOut = (rows: CaseRow[], { id, problem, message }: Outcome): LeftOut => {
  const number = rows.find((row) => row.id === id)?.number;
  return {
    number: number === undefined ? id : caseNumber(number),
    why: (problem && maybe(`problems.${problem}`)) ?? message ?? '',
  };
};

/** Stands in the page, not in the bar: what was left out has often left the list as well, and the choice with it. */
export const LeftOutNotice = ({ cases, onClose }: { cases: LeftOut[]; onClose: () => void }) => (
  <div className="notice bad batch-left-out" role="alert">
    <p>{t('batch.refused', { count: cases.length })}</p>
    <ul>
      {cases.map(({ number, why }) => (
        <li key={number}>
          <span className="num">{number}</span>
          {t('colon')}
          {why}
        </li>
      ))}
    </ul>
    <Button look="quiet" onClick={onClose}>
      {t('close')}
    </Button>
  </div>
);

/** The same action on everything that is chosen; each case succeeds or is refused by itself, and the refused ones are named. */
export function BatchBar({
  rows,
  onClear,
  onLeftOut,
}: {
  rows: CaseRow[];
  onClear: () => void;
  onLeftOut: (cases: LeftOut[]) => void;
}) {
  const me = useMe();
  const queries = useQueryClient();
  const offers = batchFor(rows, me.permissions);
  const [asking, setAsking] = useState<BatchAction>();
  const [opinion, setOpinion] = useState('');
  const [unit, setUnit] = useState<Picked>();
  const batch = useCommand(
    'batch',
    ({ action, cases }: { action: BatchAction; cases: { id: string; seq: number }[] }, options) => {
      const data =
        action === 'pass' ? { agree: true, opinion: opinion.trim() } : action === 'handOver' ? { unit: unit?.id } : {};
      return client.cases.batch({ action, cases, data }, options);
    },
    (outcomes: Outcome[], { action }) => {
      const failed = outcomes.filter((outcome) => !outcome.done);
      onLeftOut(failed.map((outcome) => leftOut(rows, outcome)));
      tell(
        t('batch.done', {
          action: tx(`actions.${action}.label`),
          done: outcomes.length - failed.length,
          failed: failed.length,
        }),
      );
      setAsking(undefined);
      setOpinion('');
      if (failed.length === 0) onClear();
      void queries.invalidateQueries({ queryKey: api.cases.queue.key() });
      void queries.invalidateQueries({ queryKey: api.cases.queueCounts.key() });
    },
  );
  const offer = offers.find(({ action }) => action === asking);
  const run = (action: BatchAction) => {
    const fitting = offers.find((one) => one.action === action)?.fitting ?? [];
    if (action === 'pass' && opinion.trim() === '') return;
    if (action === 'handOver' && !unit) return;
    batch.mutate({ action, cases: casesOf(fitting) });
  };
  const start = (action: BatchAction) => {
    onLeftOut([]);
    if (action === 'pass' || action === 'handOver') setAsking(action);
    else run(action);
  };
  useKeys({
    b: () => offers[0] && start(offers[0].action),
    'mod+enter': () => asking && run(asking),
    escape: () => (asking ? setAsking(undefined) : false),
  });
  return (
    <section className="batch" aria-label={t('batch.title')}>
      <p>
        <b>{t('batch.chosen', { count: rows.length })}</b>
        {offers.map(({ action, fitting }, at) => (
          <Button
            key={action}
            look={at === 0 ? 'main' : 'plain'}
            {...(at === 0 && { keyCap: 'b' })}
            busy={batch.isPending && batch.variables?.action === action}
            disabled={batch.isPending}
            aria-expanded={asking === action}
            onClick={() => start(action)}
          >
            {`${tx(`actions.${action}.label`)} ${fitting.length}`}
          </Button>
        ))}
        {offers.length === 0 && <span className="hint">{t('batch.none')}</span>}
        <Button look="quiet" keyCap="Esc" onClick={onClear}>
          {t('batch.clear')}
        </Button>
      </p>
      {asking === 'pass' && offer && (
        <div className="batch-form">
          <Field label={t('batch.opinion')} hint={t('batch.opinion-hint', { count: offer.fitting.length })} wide>
            {(parts) => (
              <textarea
                {...parts}
                ref={focused}
                rows={2}
                value={opinion}
                onChange={(event) => setOpinion(event.target.value)}
              />
            )}
          </Field>
          <StockOpinions action="pass" onPick={setOpinion} />
          <Button
            look="main"
            keyCap="Ctrl Enter"
            busy={batch.isPending}
            disabled={opinion.trim() === ''}
            onClick={() => run('pass')}
          >
            {t('batch.pass', { count: offer.fitting.length })}
          </Button>
        </div>
      )}
      {asking === 'handOver' && offer && (
        <div className="batch-form">
          <Field label={tx('actions.handOver.unit')}>
            {(parts) => <UnitPicker {...parts} value={unit} onPick={setUnit} />}
          </Field>
          <Button
            look="main"
            keyCap="Ctrl Enter"
            busy={batch.isPending}
            disabled={!unit}
            onClick={() => run('handOver')}
          >
            {t('batch.hand-over', { count: offer.fitting.length })}
          </Button>
        </div>
      )}
      {batch.error && <Refusal error={batch.error} />}
    </section>
  );
}

import shapes from 'virtual:commands';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { CaseTicket, CaseView } from '#api/cases.ts';
import { problemOf } from '#api/problem.ts';
import type { ActionName } from '#domain/cases/lifecycle.ts';
import type { Answers } from '#domain/catalogue/form.ts';
import type { Item } from '#domain/catalogue/item.ts';
import { sayEvent } from '../../shared/timeline.ts';
import { useKept } from '../kept.ts';
import { moment, today } from '../say.ts';
import { useKeys } from '../ui/keys.ts';
import { Button, Refusal, sayFailure } from '../ui/kit.tsx';
import { tell } from '../ui/told.tsx';
import { language, t, tx } from '../words.ts';
import { useAct } from './act.ts';
import type { BarAction } from './action-keys.ts';
import { Control } from './field-controls.tsx';
import { dataOf, type Faults, faultsIn, firstValues, panelFields, type Values } from './fields.ts';
import { letterOf } from './letter.ts';
import { letterWords } from './letter-words.ts';
import type { Shape } from './shapes.ts';
import { SupplementForm } from './supplement-form.tsx';

/** The first field that still has to be filled in; where none has, the button. */
function focusFirst(panel: HTMLElement | null, faults: Faults): void {
  const fields = [...(panel?.querySelectorAll<HTMLElement>('[data-field]') ?? [])];
  const open = fields.find((field) => Object.keys(faults).some((name) => name.split('.')[0] === field.dataset.field));
  const target =
    open?.querySelector<HTMLElement>('textarea, input, select') ?? panel?.querySelector<HTMLElement>('.button.main');
  target?.focus({ preventScroll: true });
}

/** Settling an instant item takes a decision, so it is asked the same. */
const shapeOf = (action: BarAction): Shape => shapes[(action === 'settle' ? 'decide' : action) as ActionName];

/**
 * The panel of one action, in the page and not over it: the case stays in sight. Fields come from the command's own shape.
 * An act that counts in law is confirmed over the text that will be sent.
 */
export function ActionPanel({
  view,
  item,
  action,
  onClose,
  onDone,
}: {
  view: CaseView;
  item: Item;
  action: BarAction;
  onClose: () => void;
  onDone: (after: CaseTicket) => void;
}) {
  const shape = shapeOf(action);
  const place = `case ${view.id} ${action}`;
  // What stands ready is taken when the panel opens; a case that changes under it leaves what was typed alone.
  const [values, setValues, forget] = useKept<Values>(place, () => firstValues(action, shape, view, item, today()));
  const latest = useRef(values);
  latest.current = values;
  const [answers, setAnswers] = useState<Answers>();
  const [faults, setFaults] = useState<Faults>({});
  const [confirming, setConfirming] = useState(false);
  const panel = useRef<HTMLElement>(null);
  const { send, busy, error, changes, reset } = useAct(view, action, (after) => {
    forget();
    tell(tx(`actions.${action}.done`));
    onDone(after);
  });

  const fields = panelFields(action, shape, values);
  const letter = useMemo(() => {
    const words = letterWords(language());
    return letterOf(action, view, item, values, {
      language: language(),
      today: today(),
      say: (key, params) => words.find(key, params) ?? key,
    });
  }, [action, view, item, values]);
  const set = (name: string, value: unknown) => {
    // Two fields of one picker change together: both build on the latest values.
    latest.current = { ...latest.current, [name]: value };
    setValues(latest.current);
    setConfirming(false);
    if (faults[name]) setFaults(faultsIn(panelFields(action, shape, latest.current), latest.current));
  };
  const go = () => {
    if (busy) return;
    const found = faultsIn(fields, values);
    setFaults(found);
    if (Object.keys(found).length > 0) {
      focusFirst(panel.current, found);
      return;
    }
    if (letter && !confirming) {
      setConfirming(true);
      return;
    }
    send({ data: dataOf(action, fields, values), ...(answers && { answers }) });
  };
  const back = () => {
    if (confirming) setConfirming(false);
    else onClose();
  };
  useKeys({ 'mod+enter': go, escape: back });

  useEffect(() => {
    focusFirst(panel.current, faultsIn(panelFields(action, shape, latest.current), latest.current));
    panel.current?.scrollIntoView({ block: 'start' });
  }, [action, shape]);
  useEffect(() => {
    if (confirming) panel.current?.querySelector<HTMLElement>('.button.main')?.focus();
  }, [confirming]);

  // The server may find more than the panel did: each field's own problem stands at it.
  const refused = error ? problemOf(error) : undefined;
  const theirs: Faults = Object.fromEntries(
    (refused?.fields ?? []).map(({ path, code, params }) => [
      path.replace(/^data\./, ''),
      { code, ...(params && { params }) },
    ]),
  );
  const grave = action === 'refuse' || action === 'terminate' || action === 'withdraw' || values.granted === false;
  return (
    <section className="panel" ref={panel} aria-labelledby="panel-title">
      <header>
        <h2 id="panel-title">{tx(`actions.${action}.label`)}</h2>
        <p>{tx(`actions.${action}.explain`)}</p>
        <Button look="quiet" className="panel-close" keyCap="Esc" onClick={onClose}>
          {t('close')}
        </Button>
      </header>
      {changes.length > 0 && (
        <div className="notice warn" role="alert">
          <p>{t('panel.stale')}</p>
          <ul>
            {changes.map((entry) => (
              <li key={entry.seq}>
                {moment(entry.at)} {entry.by.name ?? t(`by.${entry.by.kind}`)}
                {t('colon')}
                {sayEvent(entry, 'office', language())}
              </li>
            ))}
          </ul>
        </div>
      )}
      {confirming && letter ? (
        <div className="letter">
          <p className="letter-title">{t('panel.letter', { name: view.applicant.name })}</p>
          <blockquote>
            <h3>{letter.title}</h3>
            {letter.lines.map((line, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the lines of one text
              <p key={at}>{line}</p>
            ))}
          </blockquote>
        </div>
      ) : (
        <div className="panel-fields">
          {action === 'supplement' && <SupplementForm view={view} item={item} onChange={setAnswers} />}
          {fields.map((field) => (
            <div key={field.name} data-field={field.name} className="panel-field">
              <Control
                action={action}
                field={field}
                view={view}
                item={item}
                values={values}
                faults={{ ...theirs, ...faults }}
                set={set}
              />
            </div>
          ))}
        </div>
      )}
      {error && !changes.length && <Refusal error={error} />}
      <footer>
        <Button look={grave ? 'grave' : 'main'} keyCap="Ctrl Enter" busy={busy} onClick={go}>
          {letter && !confirming ? t('panel.review') : tx(`actions.${action}.verb`)}
        </Button>
        {confirming && (
          <Button onClick={() => setConfirming(false)} disabled={busy}>
            {t('panel.change')}
          </Button>
        )}
        {!confirming && (
          <Button
            look="quiet"
            disabled={busy}
            onClick={() => {
              forget();
              reset();
              onClose();
            }}
          >
            {t('panel.discard')}
          </Button>
        )}
        {busy && error && <span className="hint">{sayFailure(error)}</span>}
        <span className="hint panel-kept">{t('panel.kept')}</span>
      </footer>
    </section>
  );
}

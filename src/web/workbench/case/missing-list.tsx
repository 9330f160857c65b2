import { useState } from 'react';
import type { CaseView } from '#api/cases.ts';
import type { Item } from '#domain/catalogue/item.ts';
import { today } from '../say.ts';
import { inWords, t, tx } from '../words.ts';
import { type MissingThing, missingChoices } from './missing.ts';

interface ListProps {
  label: string;
  hint?: string;
  problem: string | undefined;
}

/** Everything that could be asked for, with what the check finds missing ticked, and room to say what is wrong with each. */
export function MissingList({
  label,
  hint,
  problem,
  view,
  item,
  value,
  onChange,
}: ListProps & { view: CaseView; item: Item; value: unknown; onChange: (things: MissingThing[]) => void }) {
  const chosen = (value ?? []) as readonly MissingThing[];
  const choices = missingChoices(view, item, today());
  const isChosen = (kind: string, code: string) => chosen.find((thing) => thing.kind === kind && thing.code === code);
  const order = (things: MissingThing[]) =>
    choices.flatMap((choice) => things.filter((thing) => thing.kind === choice.kind && thing.code === choice.code));
  const line = (choice: (typeof choices)[number]) => {
    const picked = isChosen(choice.kind, choice.code);
    return (
      <li key={`${choice.kind}:${choice.code}`} className={picked ? 'on' : ''}>
        <label>
          <input
            type="checkbox"
            checked={picked !== undefined}
            onChange={(event) =>
              onChange(
                event.target.checked
                  ? order([...chosen, { kind: choice.kind, code: choice.code }])
                  : chosen.filter((thing) => thing !== picked),
              )
            }
          />
          <span>{inWords(choice.label)}</span>
          <small className={choice.missing ? 'bad' : ''}>
            {t(choice.kind === 'answer' ? 'panel.an-answer' : 'panel.a-paper')}
            {choice.missing && ` · ${t(choice.kind === 'answer' ? 'panel.does-not-fit' : 'panel.is-missing')}`}
          </small>
        </label>
        {picked && (
          <input
            type="text"
            maxLength={500}
            aria-label={t('panel.what-is-wrong', { thing: inWords(choice.label) })}
            placeholder={t('panel.what-is-wrong-short')}
            value={picked.note ?? ''}
            onChange={(event) =>
              onChange(chosen.map((thing) => (thing === picked ? withNote(thing, event.target.value) : thing)))
            }
          />
        )}
      </li>
    );
  };
  // What was open when the list was drawn stays where it is, so that no line jumps under the hand.
  const [first] = useState(
    () => new Set(choices.filter((one) => one.missing || isChosen(one.kind, one.code)).map(keyOf)),
  );
  const found = choices.filter((choice) => first.has(keyOf(choice)));
  const others = choices.filter((choice) => !first.has(keyOf(choice)));
  return (
    <fieldset className={`field wide${problem === undefined ? '' : ' wrong'}`}>
      <legend>{label}</legend>
      {hint !== undefined && <p className="hint">{hint}</p>}
      {problem !== undefined && <p className="field-problem">{problem}</p>}
      {found.length > 0 ? (
        <ul className="ticks">{found.map(line)}</ul>
      ) : (
        <p className="none">{t('panel.nothing-missing')}</p>
      )}
      {others.length > 0 && (
        <details className="ticks-more" open={found.length === 0}>
          <summary>{t('panel.more-missing', { count: others.length })}</summary>
          <ul className="ticks">{others.map(line)}</ul>
        </details>
      )}
    </fieldset>
  );
}

const keyOf = ({ kind, code }: { kind: string; code: string }) => `${kind}:${code}`;

const withNote = ({ note: _, ...bare }: MissingThing, note: string): MissingThing =>
  note === '' ? bare : { ...bare, note };

export function PaperList({
  label,
  hint,
  problem,
  materials,
  none,
  value,
  onChange,
}: ListProps & {
  materials: CaseView['materials'];
  none: string;
  value: unknown;
  onChange: (codes: string[]) => void;
}) {
  const chosen = (value ?? []) as readonly string[];
  return (
    <fieldset className={`field wide${problem === undefined ? '' : ' wrong'}`}>
      <legend>{label}</legend>
      {hint !== undefined && <p className="hint">{hint}</p>}
      {problem !== undefined && <p className="field-problem">{problem}</p>}
      {materials.length === 0 ? (
        <p className="none">{none}</p>
      ) : (
        <ul className="ticks">
          {materials.map((material) => (
            <li key={material.code}>
              <label>
                <input
                  type="checkbox"
                  checked={chosen.includes(material.code)}
                  onChange={(event) =>
                    onChange(
                      event.target.checked
                        ? [...chosen, material.code]
                        : chosen.filter((code) => code !== material.code),
                    )
                  }
                />
                <span>{inWords(material.name)}</span>
                <small>
                  {tx(`status.material.${material.state}`)}
                  {material.papers.length > 0 && ` · ${t('papers.count', { count: material.papers.length })}`}
                </small>
              </label>
            </li>
          ))}
        </ul>
      )}
    </fieldset>
  );
}

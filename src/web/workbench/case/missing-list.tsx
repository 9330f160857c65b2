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
  return (
    <fieldset className={`field wide${problem === undefined ? '' : ' wrong'}`}>
      <legend>{label}</legend>
      {hint !== undefined && <p className="hint">{hint}</p>}
      {problem !== undefined && <p className="field-problem">{problem}</p>}
      <ul className="ticks">
        {choices.map((choice) => {
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
                  {choice.missing && ` · ${tx('status.material.missing')}`}
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
                    onChange(
                      chosen.map((thing) => {
                        const { note: _, ...bare } = thing;
                        return thing === picked
                          ? event.target.value === ''
                            ? bare
                            : { ...bare, note: event.target.value }
                          : thing;
                      }),
                    )
                  }
                />
              )}
            </li>
          );
        })}
      </ul>
    </fieldset>
  );
}

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

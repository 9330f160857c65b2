import type { PaperView } from '#api/cases.ts';
import type { Completeness } from '#domain/catalogue/completeness.ts';
import { paperNeeds } from '#domain/catalogue/completeness.ts';
import type { Answers } from '#domain/catalogue/form.ts';
import type { Item } from '#domain/catalogue/item.ts';
import { client } from '../api.ts';
import { useCommand } from '../command.ts';
import { PaperDrop } from '../form/paper-drop.tsx';
import { Button, Refusal, Section } from '../ui/kit.tsx';
import { inWords, t } from '../words.ts';

/** The papers that these answers ask for, each with what is there; a group of which any one is enough stands together. */
export function DraftPapers({
  draft,
  item,
  answers,
  check,
  papers,
  onChange,
}: {
  draft: string;
  item: Item;
  answers: Answers;
  check: Completeness;
  papers: PaperView[];
  onChange: (papers: PaperView[]) => void;
}) {
  const remove = useCommand(
    `remove-paper ${draft}`,
    (id: string, options) => client.papers.remove({ case: draft, id }, options),
    (_, id) => onChange(papers.filter((paper) => paper.id !== id)),
  );
  const stateOf = (key: string): 'good' | 'missing' | 'fetch' | 'optional' => {
    if (check.satisfied.some((need) => need.key === key)) return 'good';
    if (check.toFetch.some((need) => need.key === key)) return 'fetch';
    return check.missing.some((need) => need.key === key) ? 'missing' : 'optional';
  };
  const deferrable = (key: string) => check.owedAllowed.some((need) => need.key === key);
  return (
    <Section
      title={t('papers.title')}
      aside={
        <span className={check.verdict === 'complete' ? 'aside good' : 'aside'}>{t(`complete.${check.verdict}`)}</span>
      }
    >
      <ul className="draft-papers">
        {paperNeeds(item, answers).map((need) => {
          const state = stateOf(need.key);
          return (
            <li key={need.key} className={state}>
              {need.alternatives.length > 1 && <p className="hint">{t('papers.any-of')}</p>}
              {need.alternatives.map((material) => (
                <div key={material.code} title={inWords(material.legalBasis)}>
                  <p>
                    <span className="mark" aria-hidden="true">
                      {{ good: '✓', missing: '✕', fetch: '⇄', optional: '○' }[state]}
                    </span>
                    {inWords(material.name)}
                    <small>
                      {t(`complete.paper-${state}`)}
                      {deferrable(need.key) && ` · ${t('papers.may-be-owed')}`}
                    </small>
                  </p>
                  {papers
                    .filter((paper) => paper.material === material.code)
                    .map((paper) => (
                      <span key={paper.id} className="draft-paper">
                        <a href={`/api/cases/${draft}/papers/${paper.id}`} target="_blank" rel="noopener">
                          {paper.name}
                        </a>
                        <Button
                          look="quiet"
                          aria-label={t('papers.remove', { name: paper.name })}
                          disabled={remove.isPending}
                          onClick={() => remove.mutate(paper.id)}
                        >
                          ×
                        </Button>
                      </span>
                    ))}
                  {!material.suppliedBy && (
                    <PaperDrop
                      caseId={draft}
                      material={material.code}
                      name={inWords(material.name)}
                      onAdded={(paper) => onChange([...papers, paper])}
                    />
                  )}
                </div>
              ))}
            </li>
          );
        })}
      </ul>
      {remove.error && <Refusal error={remove.error} />}
    </Section>
  );
}

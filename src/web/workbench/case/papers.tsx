import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { CaseView, PaperView } from '#api/cases.ts';
import { api } from '../api.ts';
import { PaperDrop } from '../form/paper-drop.tsx';
import { moment } from '../say.ts';
import { useKeys } from '../ui/keys.ts';
import { Section } from '../ui/kit.tsx';
import { inWords, t, tx } from '../words.ts';
import { PaperViewer } from './paper-viewer.tsx';

/** A mark, a word and a colour for each state of a paper. */
const marks: Record<CaseView['materials'][number]['state'], string> = {
  supplied: '✓',
  held: '✓',
  owed: '◔',
  missing: '✕',
  optional: '○',
};

/** The check-list on the left, the paper on the right: both in sight while one checks. */
export function PapersSection({ view }: { view: CaseView }) {
  const queries = useQueryClient();
  const all = view.materials.flatMap((material) => material.papers.map((paper) => ({ material, paper })));
  const [shown, setShown] = useState<string>();
  const at = all.findIndex(({ paper }) => paper.id === shown);
  const step = (by: 1 | -1) => () => setShown(all[(at + by + all.length) % all.length]?.paper.id);
  useKeys({ '.': step(1), ',': step(-1) }, all.length > 0);
  const current = all[at];
  const mayAdd = view.allowedActions.some((action) =>
    ['receive', 'supplement', 'supplyOwed', 'notify', 'accept'].includes(action),
  );
  const refresh = () =>
    queries.invalidateQueries({ queryKey: api.cases.get.queryOptions({ input: { id: view.id } }).queryKey });
  const missing = view.materials.filter((material) => material.state === 'missing').length;
  return (
    <Section
      title={t('papers.title')}
      aside={
        <span className={missing > 0 ? 'aside bad' : 'aside good'}>
          {missing > 0 ? t('papers.missing', { count: missing }) : t('papers.complete')}
        </span>
      }
    >
      <div className={`papers${current ? ' open' : ''}`}>
        <ol className="checklist">
          {view.materials.map((material) => (
            <li key={material.code} className={material.state}>
              <p>
                <span className="mark" aria-hidden="true">
                  {marks[material.state]}
                </span>
                <b>{inWords(material.name)}</b>
                <span className="state-word">{tx(`status.material.${material.state}`)}</span>
              </p>
              <p className="hint" title={inWords(material.legalBasis)}>
                {material.required ? t('papers.required') : t('papers.if-any')}
                {material.anyOfGroup !== null && ` · ${t('papers.any-of')}`}
                {material.mayBeOwed && ` · ${t('papers.may-be-owed')}`} · {inWords(material.legalBasis)}
              </p>
              {material.papers.map((paper) => (
                <PaperButton
                  key={paper.id}
                  paper={paper}
                  on={paper.id === shown}
                  onPick={() => setShown(paper.id === shown ? undefined : paper.id)}
                />
              ))}
              {mayAdd && material.state !== 'held' && (
                <PaperDrop caseId={view.id} material={material.code} name={inWords(material.name)} onAdded={refresh} />
              )}
            </li>
          ))}
        </ol>
        {current && (
          <PaperViewer
            url={`/api/cases/${view.id}/papers/${current.paper.id}`}
            paper={current.paper}
            title={inWords(current.material.name)}
            onClose={() => setShown(undefined)}
          />
        )}
        {!current && all.length > 0 && <p className="papers-hint">{t('papers.open-hint')}</p>}
      </div>
    </Section>
  );
}

const PaperButton = ({ paper, on, onPick }: { paper: PaperView; on: boolean; onPick: () => void }) => (
  <button type="button" className="paper" aria-pressed={on} onClick={onPick}>
    <span className="paper-kind">{paper.mediaType === 'application/pdf' ? 'PDF' : t('papers.picture')}</span>
    <span className="paper-name">{paper.name}</span>
    <small>
      {t(`papers.by-${paper.uploadedBy}`)} {moment(paper.uploadedAt)}
    </small>
  </button>
);

import type { CaseView } from '#api/cases.ts';
import { inWords, t, tx } from '../words.ts';

/** The way of the case, drawn: before, now, still ahead; the control point of the stage in hand beneath it. */
export function Stages({ view }: { view: CaseView }) {
  const current = view.stages.find((stage) => stage.state === 'current');
  const before = ['submitted', 'received', 'correcting'].includes(view.status);
  const over = ['decided', 'delivering', 'completed', 'archived'].includes(view.status);
  const ends = [
    { id: 'accept', name: t('stages.accept'), level: '', state: before ? 'current' : 'done' },
    ...view.stages.map((stage) => ({
      id: stage.id,
      name: inWords(stage.name),
      level: tx(`status.level.${stage.level}`),
      state: over ? 'done' : before ? 'ahead' : stage.state,
    })),
    {
      id: 'deliver',
      name: t('stages.deliver'),
      level: '',
      state: ['completed', 'archived'].includes(view.status) ? 'done' : over ? 'current' : 'ahead',
    },
  ];
  return (
    <div className="stages-place">
      <ol className={`stages${view.ending ? ' ended' : ''}`} aria-label={t('stages.title')}>
        {ends.map((stage, at) => (
          <li key={stage.id} className={stage.state} aria-current={stage.state === 'current' ? 'step' : undefined}>
            <span className="stage-dot" aria-hidden="true">
              {stage.state === 'done' ? '✓' : at + 1}
            </span>
            <span>
              {stage.name}
              {stage.level !== '' && <small>{stage.level}</small>}
            </span>
            <span className="sr">{t(`stages.${stage.state}` as 'stages.done')}</span>
          </li>
        ))}
      </ol>
      {current && !over && !before && (
        <p className="stage-control">
          <b>{t('stages.control')}</b>
          {inWords(current.control)}
        </p>
      )}
    </div>
  );
}

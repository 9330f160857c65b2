import type { CaseView } from '#api/cases.ts';
import { yearOf } from '#domain/kernel/dates.ts';
import { sayEvent } from '../../shared/timeline.ts';
import { moment, today } from '../say.ts';
import { language, t } from '../words.ts';

/** The story, newest first: what, by whom, when, and what was written, where this reader may read it. */
export const Timeline = ({ view }: { view: CaseView }) => (
  <ol className="timeline">
    {[...view.timeline].reverse().map((entry) => (
      <li key={entry.seq} className={entry.by.kind}>
        <time dateTime={entry.at}>{moment(entry.at)}</time>
        <div>
          <p>{sayEvent(entry, 'office', language(), yearOf(today()))}</p>
          {entry.note !== null && <blockquote>{entry.note}</blockquote>}
          <small>{[entry.by.name ?? t(`by.${entry.by.kind}`), entry.by.unit].filter(Boolean).join(' · ')}</small>
        </div>
      </li>
    ))}
  </ol>
);

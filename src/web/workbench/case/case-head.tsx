import { Link } from 'wouter';
import type { CaseView } from '#api/cases.ts';
import { caseNumber } from '../say.ts';
import { ClockCard } from '../ui/clock-card.tsx';
import { KeyCap } from '../ui/kit.tsx';
import { inWords, t, tx } from '../words.ts';

/** Whose turn it is, in a sentence with a telephone that a person answers. */
function turnOf(view: CaseView): string {
  const { who, unit } = view.turn;
  if (who === 'applicant') return t('case.turn-applicant');
  if (who === 'nobody' || !unit) return view.ending ? tx(`status.office.ending.${view.ending}`) : t('case.turn-nobody');
  const holder = view.steps.find((step) => step.holder !== null)?.holder;
  return holder ? t('case.turn-person', { name: holder, unit: unit.name }) : t('case.turn-unit', { unit: unit.name });
}

export function CaseHead({
  view,
  before,
  after,
}: {
  view: CaseView;
  before: string | undefined;
  after: string | undefined;
}) {
  const clock = view.clocks[0];
  const telephone = view.turn.unit?.telephone;
  return (
    <header className="case-head">
      <div>
        <p className="case-number">
          <span className="num">{caseNumber(view.number)}</span>
          <span className={`status ${view.status}`}>{tx(`status.office.${view.status}`)}</span>
          {view.confidential && <span className="status confidential">{t('case.confidential')}</span>}
          <span className="case-mode">
            {tx(`status.office.mode.${view.mode}`)} · {tx(`status.channel.${view.channel}`)}
          </span>
          <span className="case-neighbours">
            {before && (
              <Link href={`/case/${before}`}>
                {t('case.previous')} <KeyCap>[</KeyCap>
              </Link>
            )}
            {after && (
              <Link href={`/case/${after}`}>
                {t('case.next')} <KeyCap>]</KeyCap>
              </Link>
            )}
          </span>
        </p>
        <h1>
          {inWords(view.item.name)}
          <small>{view.applicant.name}</small>
        </h1>
        <p className="case-turn">
          {turnOf(view)}
          {telephone && <span className="num"> {telephone}</span>}
          {!view.powers.mayDecideHere && view.powers.decides && (
            <span className="case-power">{t('case.decides', { unit: view.powers.decides.name })}</span>
          )}
        </p>
      </div>
      {clock && <ClockCard colour={clock.colour} left={clock.paused ? null : clock.left} due={clock.due} />}
    </header>
  );
}

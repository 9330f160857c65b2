import { useAway } from '../line.ts';
import { useMe } from '../me.tsx';
import { day } from '../say.ts';
import { t, tx } from '../words.ts';
import { powerOf } from './power.ts';

/** Says what is away and that nothing is lost; goes by itself when it is back. */
export function AwayBanner() {
  const away = useAway();
  return (
    <div role="status" aria-live="polite" className="away-place">
      {away !== undefined && (
        <p className="away">
          <span className="spinner" aria-hidden="true" />
          {t(`away.${away}`)}
        </p>
      )}
    </div>
  );
}

/** The power boundary: which unit this is, what may be done here and what not; and for whom this person stands in today. */
export function PowerLine() {
  const me = useMe();
  const { can, cannot } = powerOf(me.permissions);
  const list = (names: readonly string[]) =>
    names.map((name) => t(`power.${name}` as 'power.help')).join(t('list.and'));
  return (
    <section className="power" aria-label={t('power.title')}>
      <b>{me.post?.unit.name}</b>
      <span className="power-role">
        {me.post?.roleName} · {tx(`status.level.${me.post?.unit.level ?? 'village'}`)}
      </span>
      {can.length > 0 && (
        <span>
          {cannot.length > 0
            ? t('power.line', { can: list(can), cannot: list(cannot) })
            : t('power.line-all', { can: list(can) })}
        </span>
      )}
      {me.standsInFor.map((colleague) => (
        <span key={colleague.id} className="stand-in">
          {t('power.stand-in', { name: colleague.name, until: day(colleague.until) })}
        </span>
      ))}
    </section>
  );
}

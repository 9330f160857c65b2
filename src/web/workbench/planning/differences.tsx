import type { Comparison } from '#api/planning.ts';
import { said } from '../map/names.ts';
import { Section } from '../ui/kit.tsx';
import { tx } from '../words.ts';
import { sayReplacement } from './replacement.tsx';
import { number, p } from './words.ts';

/** So many of a long list stand on the screen; the spreadsheet names them all. */
const most = 40;

type Upgrade = Comparison['upgraded'][number];

function sayUpgrade(of: Upgrade): string {
  switch (of.what) {
    case 'level':
      return p('upgraded.level', { from: tx(`status.level.${of.from}`), to: tx(`status.level.${of.to}`) });
    case 'class':
      return of.from === null
        ? p('upgraded.class.first', { to: of.to ?? '–' })
        : p('upgraded.class', { from: of.from, to: of.to ?? '–' });
    case 'clerks':
      return p('upgraded.clerks', { from: of.from, to: of.to });
  }
}

/**
 * The points that one network has and the other has not, has elsewhere, or has otherwise; each by its name.
 * @param names of two plans: what one has and the other has not need be neither opened nor closed, seen from today
 */
export function Differences({ of, names }: { of: Comparison; names: readonly [string, string] | undefined }) {
  const count = (list: readonly unknown[]) => ({ count: list.length });
  const upgraded = new Map<string, Upgrade[]>();
  for (const one of of.upgraded) upgraded.set(one.site, [...(upgraded.get(one.site) ?? []), one]);
  return (
    <>
      <List
        title={
          names ? p('compare.only-in', { name: names[0], ...count(of.closed) }) : p('compare.closed', count(of.closed))
        }
        lines={of.closed.map((one) => [
          one.site,
          one.name,
          [
            p('place.people-of', { people: number(one.people) }),
            one.replacement
              ? sayReplacement(one.replacement, one.instead ?? undefined)
              : names === undefined && p('closings.unsaid'),
          ]
            .filter(Boolean)
            .join(' · '),
        ])}
      />
      <List
        title={
          names ? p('compare.only-in', { name: names[1], ...count(of.opened) }) : p('compare.opened', count(of.opened))
        }
        lines={of.opened.map((one) => [
          one.site,
          one.name,
          [tx(`status.level.${one.level}`), one.class && p('change.class.of', { class: one.class })]
            .filter(Boolean)
            .join(' · '),
        ])}
      />
      <List
        title={p('compare.moved', { count: of.moved.length })}
        lines={of.moved.map((one) => [one.site, one.name, p('compare.moved.by', { metres: number(one.metres) })])}
      />
      <List
        title={p('compare.upgraded', { count: upgraded.size })}
        lines={[...upgraded].map(([site, all]) => [site, all[0]!.name, all.map(sayUpgrade).join(' · ')])}
      />
    </>
  );
}

function List({ title, lines }: { title: string; lines: readonly (readonly [string, string, string])[] }) {
  if (lines.length === 0) return null;
  return (
    <Section title={title}>
      <ul className="entries">
        {lines.slice(0, most).map(([key, name, aside]) => (
          <li key={key}>
            <span>{said(name)}</span>
            <span className="num">{aside}</span>
          </li>
        ))}
      </ul>
      {lines.length > most && <p className="hint">{p('compare.more', { count: number(lines.length - most) })}</p>}
    </Section>
  );
}

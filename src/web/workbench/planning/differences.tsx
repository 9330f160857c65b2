import type { Comparison } from '#api/planning.ts';
import { Section } from '../ui/kit.tsx';
import { tx } from '../words.ts';
import { sayReplacement } from './replacement.tsx';
import { number, p } from './words.ts';

/** So many of a long list stand on the screen; the report names them all. */
const most = 100;

type Upgrade = Comparison['upgraded'][number];

function sayUpgrade(of: Upgrade): string {
  switch (of.what) {
    case 'level':
      return p('upgraded.level', { from: tx(`status.level.${of.from}`), to: tx(`status.level.${of.to}`) });
    case 'class':
      return p('upgraded.class', { from: of.from ?? '–', to: of.to ?? '–' });
    case 'clerks':
      return p('upgraded.clerks', { from: of.from, to: of.to });
  }
}

/** The points that one network has and the other has not, has elsewhere, or has otherwise; each by its name. */
export function Differences({ of }: { of: Comparison }) {
  const upgraded = new Map<string, Upgrade[]>();
  for (const one of of.upgraded) upgraded.set(one.site, [...(upgraded.get(one.site) ?? []), one]);
  return (
    <>
      <List
        title={p('compare.closed', { count: of.closed.length })}
        lines={of.closed.map((one) => [
          one.site,
          one.name,
          `${p('place.people-of', { people: number(one.people) })} · ${
            one.replacement ? sayReplacement(one.replacement) : p('closings.unsaid')
          }`,
        ])}
      />
      <List
        title={p('compare.opened', { count: of.opened.length })}
        lines={of.opened.map((one) => [one.site, one.name, tx(`status.level.${one.level}`)])}
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
            <span>{name}</span>
            <span className="num">{aside}</span>
          </li>
        ))}
      </ul>
      {lines.length > most && <p className="hint">{p('change.more', { count: lines.length - most })}</p>}
    </Section>
  );
}

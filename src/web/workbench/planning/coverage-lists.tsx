import { useState } from 'react';
import type { client } from '../api.ts';
import { said } from '../map/names.ts';
import { Section, Wide } from '../ui/kit.tsx';
import { t } from '../words.ts';
import { number, p } from './words.ts';

type Coverage = Extract<Awaited<ReturnType<typeof client.planning.coverage>>, { ready: true }>;

/** The first of a list, and the rest when they are asked for. */
function useFirst<T>(of: readonly T[], first: number) {
  const [all, setAll] = useState(false);
  const more = !all && of.length > first && (
    <button type="button" className="link" onClick={() => setAll(true)}>
      {t('more')}
    </button>
  );
  return [all ? of : of.slice(0, first), more] as const;
}

/** Where a point serves few people and little ground, beside those that serve many: the lowest scores first. */
export function Layout({ of }: { of: readonly Coverage['layout'][number][] }) {
  const [rows, more] = useFirst(of, 10);
  return (
    <Section title={p('coverage.layout')}>
      <p className="hint">{p('coverage.layout.why')}</p>
      <Wide label={p('coverage.layout')}>
        <table className="plain-table">
          <thead>
            <tr>
              <th scope="col">{p('coverage.layout.point')}</th>
              <th scope="col">{p('place.people')}</th>
              <th scope="col">{p('coverage.layout.ground')}</th>
              <th scope="col">{p('coverage.layout.score')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((point) => (
              <tr key={point.site}>
                <th scope="row">{said(point.name)}</th>
                <td className="num">{number(point.people)}</td>
                <td className="num">{number(point.squareKm)}</td>
                <td className="num">
                  <b>{point.score}</b>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Wide>
      {more}
    </Section>
  );
}

export function Premises({ of }: { of: readonly Coverage['premises'][number][] }) {
  const [rows, more] = useFirst(of, 10);
  return (
    <Section title={p('coverage.premises')}>
      <ul className="entries">
        {rows.map((one) => (
          <li key={`${one.site} ${one.premises}`}>
            <span>{said(one.name)}</span>
            <span>{p('coverage.premises.near', { premises: said(one.premisesName), metres: number(one.metres) })}</span>
          </li>
        ))}
      </ul>
      {more}
    </Section>
  );
}

export function Points({
  title,
  why,
  of,
}: {
  title: string;
  why: string;
  of: readonly { site: string; name: string; people: number }[];
}) {
  const [rows, more] = useFirst(of, 10);
  return (
    <Section title={title}>
      <p className="hint">{why}</p>
      <ul className="entries">
        {rows.map((point) => (
          <li key={point.site}>
            <span>{said(point.name)}</span>
            <span className="num">{p('place.people-of', { people: number(point.people) })}</span>
          </li>
        ))}
      </ul>
      {more}
    </Section>
  );
}

import { useQuery } from '@tanstack/react-query';
import { api } from '../api.ts';
import { said } from '../map/names.ts';
import { number, p, travelTime } from './words.ts';

/** Why a point stays or goes: who would be beyond the limit without it, and what the next best is. */
export function Why({ scenario, site, seq }: { scenario: string; site: string; seq: number }) {
  const why = useQuery({
    ...api.planning.explain.queryOptions({ input: { id: scenario, sites: site } }),
    // The number of the plan makes an answer of an earlier state another one.
    queryKey: [...api.planning.explain.queryKey({ input: { id: scenario, sites: site } }), seq],
  });
  const told = why.data?.[0];
  if (!told) return null;
  return (
    <div className="why">
      <p>{p(`why.${told.because}`, { name: said(told.name), people: number(told.without.people) })}</p>
      {told.without.people > 0 && (
        <p className="num">
          {p('why.without', {
            people: number(told.without.people),
            villages: told.without.villages
              .slice(0, 5)
              .map((village) => said(village.name))
              .join(p('why.and')),
          })}
        </p>
      )}
      {told.next && (
        <p className="num">
          {p('why.next', { name: said(told.next.name), extra: travelTime(Math.max(0, told.next.extra)) })}
        </p>
      )}
      {told.class && (
        <p>
          {p('why.class', { class: told.class.to })}
          {p(`why.class.${told.class.because ?? 'by-hand'}`)}
        </p>
      )}
    </div>
  );
}

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { VillageView } from '#api/planning.ts';
import { api } from '../api.ts';
import { said } from '../map/names.ts';
import { Loading, Section, Wide } from '../ui/kit.tsx';
import { t } from '../words.ts';
import { number, p, travelTime } from './words.ts';

/** The villages from which a plan reaches no point, one by one: asked for when somebody opens the list. */
export function Unreached({ scenario, people }: { scenario: string; people: number }) {
  const [open, setOpen] = useState(false);
  const coverage = useQuery({ ...api.planning.coverage.queryOptions({ input: { scenario } }), enabled: open });
  const found = coverage.data?.ready ? coverage.data.unreachable : undefined;
  return (
    <details className="notice warn" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{p('plan.unreached', { people: number(people) })}</summary>
      {found ? (
        <Villages title={p('coverage.unreachable', { count: found.length })} of={found} none="" />
      ) : (
        <Loading rows={2} />
      )}
    </details>
  );
}

/** Villages with how long they travel, or why nothing is reached from them. */
export function Villages({ title, of, none }: { title: string; of: readonly VillageView[]; none: string }) {
  const [all, setAll] = useState(false);
  return (
    <Section title={title}>
      {of.length === 0 ? (
        <p className="none">{none}</p>
      ) : (
        <Wide label={p('title')}>
          <table className="plain-table">
            <thead>
              <tr>
                <th scope="col">{p('place.village')}</th>
                <th scope="col">{p('place.town')}</th>
                <th scope="col">{p('place.people')}</th>
                <th scope="col">{p('place.time')}</th>
                <th scope="col">{p('place.limit')}</th>
              </tr>
            </thead>
            <tbody>
              {of.slice(0, all ? undefined : 12).map((village) => (
                <tr key={village.id}>
                  <th scope="row">{said(village.name)}</th>
                  <td>
                    {said(village.county)} {said(village.town)}
                  </td>
                  <td className="num">{number(village.people)}</td>
                  <td className="num">
                    <b>{travelTime(village.seconds)}</b>
                    {village.why && <small>{p(`place.why.${village.why}`)}</small>}
                  </td>
                  <td className="num">{travelTime(village.limit * 60)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Wide>
      )}
      {!all && of.length > 12 && (
        <button type="button" className="link" onClick={() => setAll(true)}>
          {t('more')}
        </button>
      )}
    </Section>
  );
}

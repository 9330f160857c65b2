import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import type { Comparison } from '#api/planning.ts';
import { api } from '../api.ts';
import { said } from '../map/names.ts';
import { Section, Shown, Wide } from '../ui/kit.tsx';
import { Spread } from './charts.tsx';
import { Differences } from './differences.tsx';
import { FigureTable, ShareBar, Unpriced } from './figures.tsx';
import { Swipe } from './swipe.tsx';
import { number, p, planMoney, travelTime } from './words.ts';

const allLevels = ['city', 'county', 'town', 'village'] as const;

/** Two networks laid on each other; the tables say county by county what changes and for whom. */
export default function Compare({ before, after }: { before?: string; after: string }) {
  const comparison = useQuery(
    api.planning.compare.queryOptions({ input: { after, ...(before !== undefined && { before }) } }),
  );
  const scenario = useQuery(api.planning.scenario.queryOptions({ input: { id: after } }));
  const earlier = useQuery({
    ...api.planning.scenario.queryOptions({ input: { id: before ?? after } }),
    enabled: before !== undefined,
  });
  const names: [string, string] = [
    before === undefined ? p('compare.today') : (earlier.data?.scenario.name ?? p('compare.before')),
    scenario.data?.scenario.name ?? p('compare.after'),
  ];
  return (
    <div className="compare">
      <h1>
        {names[0]} → {names[1]}
      </h1>
      <p className="hint">
        <Link href={`/planning/scenario/${after}`}>{p('compare.back')}</Link> ·{' '}
        <a
          href={`/api/planning/export?what=comparison&format=xlsx&scenario=${after}${before === undefined ? '' : `&before=${before}`}`}
        >
          {p('plan.excel')}
        </a>
      </p>
      <Swipe
        before={{ name: names[0], scenario: before, changes: before === undefined ? undefined : earlier.data?.changes }}
        after={{ name: names[1], scenario: after, changes: scenario.data?.changes }}
      />
      <Shown query={comparison}>{(data) => <Tables of={data} names={names} withPlan={before !== undefined} />}</Shown>
    </div>
  );
}

function Tables({ of, names, withPlan }: { of: Comparison; names: [string, string]; withPlan: boolean }) {
  // A level that no county has and that does not change is no column.
  const levels = allLevels.filter((level) =>
    of.counties.some(({ id, before, after }) => {
      const [was, is] = [before[level] ?? 0, after[level] ?? 0];
      return was !== is || (id !== null && was > 0);
    }),
  );
  return (
    <>
      <Wide label={p('figure.title')}>
        <FigureTable before={of.before.figures} after={of.after.figures} names={names} />
      </Wide>
      <Section title={p('compare.counties')}>
        <Wide label={p('title')}>
          <table className="plain-table">
            <thead>
              <tr>
                <th scope="col">{p('place.county')}</th>
                {levels.map((level) => (
                  <th key={level} scope="col">
                    {p(`solve.level.${level}`)}
                  </th>
                ))}
                <th scope="col">{p('figure.share')}</th>
                <th scope="col">{p('figure.mean')}</th>
                <th scope="col">{p('figure.people-per-clerk')}</th>
              </tr>
            </thead>
            <tbody>
              {of.counties.map((county) => (
                <tr key={county.id ?? 'all'} className={county.id === null ? 'total' : ''}>
                  <th scope="row">{county.id === null ? p('place.all') : said(county.name)}</th>
                  {levels.map((level) => (
                    <td key={level} className="num">
                      {fromTo(county.before[level] ?? 0, county.after[level] ?? 0)}
                    </td>
                  ))}
                  <td>
                    <ShareBar share={county.share[0]} label={p('compare.before')} />
                    <ShareBar share={county.share[1]} label={p('compare.after')} />
                  </td>
                  <td className="num">
                    {travelTime(county.mean[0])} → <b>{travelTime(county.mean[1])}</b>
                  </td>
                  <td className="num">
                    {county.peoplePerClerk.map((one) => (one === null ? '–' : number(one))).join(' → ')}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Wide>
      </Section>
      <div className="plan-columns">
        <Section title={p('coverage.travel')}>
          <Spread
            label={p('coverage.travel')}
            of={of.after.travel}
            was={of.before.travel}
            unit={p(`unit.${of.after.travel.unit}`)}
          />
        </Section>
        <Section title={p('compare.load')}>
          <Spread
            label={p('compare.load')}
            of={of.after.load}
            was={of.before.load}
            unit={p(`unit.${of.after.load.unit}`)}
          />
        </Section>
      </div>
      <div className="plan-columns">
        {of.winners.people > 0 && (
          <Moved title={p('compare.winners', { people: number(of.winners.people) })} of={of.winners.villages} />
        )}
        {of.losers.people > 0 && (
          <Moved title={p('compare.losers', { people: number(of.losers.people) })} of={of.losers.villages} />
        )}
      </div>
      {of.after.costs && of.before.costs && (
        <Section title={p('costs.title')}>
          <Wide label={p('costs.title')}>
            <table className="plain-table">
              <thead>
                <tr>
                  <th scope="col">{p('costs.head')}</th>
                  <th scope="col">{names[0]}</th>
                  <th scope="col">{names[1]}</th>
                </tr>
              </thead>
              <tbody>
                {(['staff', 'works', 'equipment', 'closing', 'total'] as const).map((head) => (
                  <tr key={head}>
                    <th scope="row">{p(`costs.${head}`)}</th>
                    <td className="num">{planMoney(of.before.costs![head])}</td>
                    <td className="num">{planMoney(of.after.costs![head])}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Wide>
          <Unpriced count={Math.max(of.before.costs.unpriced, of.after.costs.unpriced)} />
        </Section>
      )}
      <Differences of={of} names={withPlan ? names : undefined} />
    </>
  );
}

/** 22 → 13, as it is reported; what did not change is said once. */
const fromTo = (was: number, is: number): string => (was === is ? number(is) : `${number(was)} → ${number(is)}`);

/** So many villages stand on the screen; the spreadsheet names them all. */
const shown = 20;

function Moved({ title, of }: { title: string; of: Comparison['winners']['villages'] }) {
  return (
    <Section title={title}>
      <Wide label={p('title')}>
        <table className="plain-table">
          <thead>
            <tr>
              <th scope="col">{p('place.village')}</th>
              <th scope="col">{p('place.people')}</th>
              <th scope="col">{p('place.time')}</th>
            </tr>
          </thead>
          <tbody>
            {of.slice(0, shown).map((village) => (
              <tr key={village.id}>
                <th scope="row">
                  {said(village.name)} <small>{said(village.town)}</small>
                </th>
                <td className="num">{number(village.people)}</td>
                <td className="num">
                  {travelTime(village.before)} → <b>{travelTime(village.after)}</b>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Wide>
      {of.length > shown && <p className="hint">{p('compare.more', { count: number(of.length - shown) })}</p>}
    </Section>
  );
}

import { useQuery } from '@tanstack/react-query';
import type { Wish } from '#api/planning.ts';
import { api } from '../api.ts';
import { Field } from '../ui/kit.tsx';
import { inWords } from '../words.ts';
import type { Plan } from './plan.ts';
import { number, p } from './words.ts';

type Level = Wish['levels'][number];
const levels = ['village', 'town', 'county', 'city'] as const satisfies readonly Level[];

/** To a town centre and a county hall people go less often, and may go farther. Minutes; empty: the plan's limits. */
const usual: Record<Level, string> = { village: '', town: '60', county: '90', city: '90' };

export interface AskedLevel {
  level: Level;
  on: boolean;
  /** Minutes as they were typed. */
  limit: string;
}

/** The levels as they were last asked about, else village points alone. */
export const levelsIn = (wish: Wish | null): AskedLevel[] =>
  levels.map((level) => {
    const on = wish === null ? level === 'village' : wish.levels.includes(level);
    const limit = wish?.limits[level];
    return { level, on, limit: on && wish !== null ? String(limit ?? '') : usual[level] };
  });

export const isLimit = (typed: string): boolean => Number(typed) >= 0.5 && Number(typed) <= 600;

/** Which levels are decided, each with its items and how far people may go for them. */
export function Levels({
  of,
  limited,
  scope: { limits },
  onChange,
}: {
  of: readonly AskedLevel[];
  limited: boolean;
  scope: Plan['scenario']['scope'];
  onChange: (levels: AskedLevel[]) => void;
}) {
  const points = useQuery(api.planning.points.queryOptions({ input: {} }));
  const change = (level: Level, to: Partial<AskedLevel>) =>
    onChange(of.map((one) => (one.level === level ? { ...one, ...to } : one)));
  return (
    <fieldset className="field wide">
      <legend>{p('solve.levels')}</legend>
      <p className="hint">{p('solve.levels.hint')}</p>
      {of.map(({ level, on, limit }, at) => (
        <div key={level} className="asked-level">
          <label className="choice">
            <input type="checkbox" checked={on} onChange={() => change(level, { on: !on })} />
            <span>{p(`solve.level.${level}`)}</span>
          </label>
          {points.data && <Items here={points.data.items[at] ?? []} below={points.data.items[at - 1]} />}
          {on && limited && (
            <Field
              label={p('solve.level.limit', { level: p(`solve.level.${level}`) })}
              {...(limit !== '' && !isLimit(limit) && { problem: p('solve.level.limit-wrong') })}
            >
              {(parts) => (
                <span className="with-unit">
                  <input
                    {...parts}
                    type="text"
                    inputMode="decimal"
                    className="short"
                    value={limit}
                    placeholder={`${limits.urban} / ${limits.rural}`}
                    onChange={(event) => change(level, { limit: event.target.value.trim() })}
                  />
                  {limit === '' ? p('answer.plan-limit', limits) : p('unit.minutes')}
                </span>
              )}
            </Field>
          )}
        </div>
      ))}
    </fieldset>
  );
}

/** What can be applied for at a level, and how that differs from the level below it. */
function Items({ here, below }: { here: readonly string[]; below: readonly string[] | undefined }) {
  const more = here.filter((code) => !(below ?? here).includes(code));
  const fewer = (below ?? []).filter((code) => !here.includes(code));
  const count = { count: number(here.length) };
  if (more.length + fewer.length === 0)
    return <p className="hint">{p(below ? 'solve.level.items-same' : 'solve.level.items', count)}</p>;
  return (
    <details className="hint">
      <summary>{p('solve.level.items-more', { ...count, more: number(more.length) })}</summary>
      {more.length > 0 && <Names title={p('solve.level.more')} of={more} />}
      {fewer.length > 0 && <Names title={p('solve.level.fewer')} of={fewer} />}
    </details>
  );
}

function Names({ title, of }: { title: string; of: readonly string[] }) {
  const catalogue = useQuery(api.catalogue.search.queryOptions({ input: { limit: 100 } }));
  const names = new Map(catalogue.data?.items.map(({ code, name }) => [code, inWords(name)]));
  return (
    <p>
      {title} {of.map((code) => names.get(code) ?? code).join(p('why.and'))}
    </p>
  );
}

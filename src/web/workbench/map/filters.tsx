import { useQuery } from '@tanstack/react-query';
import type { Filter } from '#domain/planning/filter.ts';
import { type SiteLevel, siteLevels } from '../../shared/map/ground.ts';
import { api } from '../api.ts';
import { inWords } from '../words.ts';
import { tm } from './words.ts';

export function Filters({
  filter,
  onFilter,
  counties,
  items,
}: {
  filter: Filter;
  onFilter: (filter: Filter) => void;
  counties: readonly (readonly [string, string])[];
  items: readonly string[];
}) {
  const catalogue = useQuery(api.catalogue.search.queryOptions({ input: { limit: 100 } }));
  const itemNames = new Map(catalogue.data?.items.map(({ code, name }) => [code, inWords(name)]));
  const toggle = (level: SiteLevel) => {
    const levels = new Set(filter.levels);
    if (!levels.delete(level)) levels.add(level);
    onFilter({ ...filter, levels });
  };
  const check = (name: 'late' | 'unplaced', label: string) => (
    <button
      type="button"
      className="chip"
      aria-pressed={filter[name]}
      onClick={() => onFilter({ ...filter, [name]: !filter[name] })}
    >
      {label}
    </button>
  );
  return (
    <form className="map-filters" aria-label={tm('filter')} onSubmit={(event) => event.preventDefault()}>
      <input
        type="search"
        value={filter.text}
        placeholder={tm('filter.text')}
        aria-label={tm('filter.text')}
        onChange={(event) => onFilter({ ...filter, text: event.target.value })}
      />
      <div className="map-chips">
        {siteLevels.map((level) => (
          <button
            key={level}
            type="button"
            className="chip"
            aria-pressed={filter.levels.has(level)}
            onClick={() => toggle(level)}
          >
            {tm(`level.${level}`)}
          </button>
        ))}
        {check('late', tm('filter.late'))}
        {check('unplaced', tm('filter.unplaced'))}
      </div>
      <div className="map-selects">
        <select
          aria-label={tm('filter.county')}
          value={filter.county}
          onChange={(event) => onFilter({ ...filter, county: event.target.value })}
        >
          <option value="">{tm('filter.county')}</option>
          {counties.map(([id, name]) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
        <select
          aria-label={tm('filter.item')}
          value={filter.item}
          onChange={(event) => onFilter({ ...filter, item: event.target.value })}
        >
          <option value="">{tm('filter.item')}</option>
          {items.map((code) => (
            <option key={code} value={code}>
              {itemNames.get(code) ?? code}
            </option>
          ))}
        </select>
      </div>
    </form>
  );
}

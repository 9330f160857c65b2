import { useQuery } from '@tanstack/react-query';
import { useId, useMemo, useState } from 'react';
import { api } from '../api.ts';
import { said } from '../map/names.ts';
import { Field } from '../ui/kit.tsx';
import type { Plan } from './plan.ts';
import { number, p } from './words.ts';

export interface Place {
  id: string;
  people: number | null;
}

/** By what they are called; no two are called alike. */
export type Places = ReadonlyMap<string, Place>;

/** So many names are offered while somebody types. */
const offered = 20;

const gather = () => {
  const places = new Map<string, Place>();
  // Two villages of one town may have one name; their number tells them apart.
  const put = (id: string, label: string, people: number | null) =>
    places.set(places.has(label) ? `${label} ${id.split('/')[0]}` : label, { id, people });
  return { places, put };
};

/** The villages of a plan, each with its town. */
function useVillages({ scenario: { id } }: Plan): readonly { id: string; label: string; people: number }[] {
  const { data } = useQuery(api.planning.demand.queryOptions({ input: { level: 'village', scenario: id } }));
  return useMemo(
    () =>
      data?.id.map((village, at) => {
        const [name, town] = [said(data.name[at]!), data.town[at]!];
        return {
          id: village,
          label: town ? p('place.in', { name, town: said(town) }) : name,
          people: data.people[at]!,
        };
      }) ?? [],
    [data],
  );
}

/** Every place of a plan whose people can be supposed otherwise: the whole ground, its counties, every village. */
export function usePlaces(plan: Plan): Places {
  const { snapshot, division, figures } = plan.scenario;
  const counties = useQuery(api.planning.coverage.queryOptions({ input: { snapshot: snapshot.id } })).data;
  const villages = useVillages(plan);
  return useMemo(() => {
    const { places, put } = gather();
    if (figures) put(division.id, said(division.name), figures.people);
    if (counties?.ready)
      for (const { id, name, people } of counties.divisions) if (id !== division.id) put(id, said(name), people);
    for (const { id, label, people } of villages) put(id, label, people);
    return places;
  }, [counties, villages, division, figures]);
}

/** The points there are. */
export function usePoints(): Places {
  const points = useQuery(api.planning.points.queryOptions({ input: {} })).data?.points;
  return useMemo(() => {
    const { places, put } = gather();
    for (const { id, name } of points ?? []) put(id, said(name), null);
    return places;
  }, [points]);
}

/** Every place where a plan may say that no point is to stand: the points there are, and the villages without one. */
export function useSpots(plan: Plan): Places {
  const points = usePoints();
  const villages = useVillages(plan);
  return useMemo(() => {
    const { places, put } = gather();
    for (const [name, { id }] of points) put(id, name, null);
    for (const { id, label, people } of villages) put(id, label, people);
    return places;
  }, [points, villages]);
}

/** A place by any part of its name; once it is called by its whole name it is chosen, and told with its people. */
export function PlaceField({
  label,
  hint,
  places,
  clear = false,
  onChoose,
}: {
  label: string;
  hint: string;
  places: Places;
  /** Whether the field is empty again once something is chosen. */
  clear?: boolean;
  onChoose: (place: string | undefined) => void;
}) {
  const list = useId();
  const [typed, setTyped] = useState('');
  const wanted = typed.trim().toLowerCase();
  const chosen = places.get(typed.trim());
  const hits: string[] = [];
  if (wanted !== '')
    for (const name of places.keys()) {
      if (hits.length === offered) break;
      if (name.toLowerCase().includes(wanted)) hits.push(name);
    }
  return (
    <Field
      label={label}
      hint={
        chosen && chosen.people !== null
          ? p('place.people-of', { people: number(chosen.people) })
          : wanted !== '' && hits.length === 0
            ? p('place.none')
            : hint
      }
    >
      {(parts) => (
        <>
          <input
            {...parts}
            type="search"
            list={list}
            value={typed}
            onChange={(event) => {
              const found = places.get(event.target.value.trim())?.id;
              setTyped(clear && found !== undefined ? '' : event.target.value);
              onChoose(found);
            }}
          />
          <datalist id={list}>
            {hits.map((name) => (
              <option key={name} value={name} />
            ))}
          </datalist>
        </>
      )}
    </Field>
  );
}

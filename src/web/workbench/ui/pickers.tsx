import { useQuery } from '@tanstack/react-query';
import { api, client } from '../api.ts';
import { inWords, t, tx } from '../words.ts';
import { Combo, type ComboOption } from './combo.tsx';
import type { FieldParts } from './kit.tsx';

/** Something chosen from the server's lists, with the words by which it is shown. */
export interface Picked {
  id: string;
  name: string;
}

type PickerProps = Partial<FieldParts> & {
  value: Picked | undefined;
  onPick: (picked: Picked | undefined) => void;
  'aria-label'?: string;
  /** Takes the focus when it appears, for the one thing that a page was opened for. */
  focus?: boolean;
};

const box = (
  { value, onPick, ...parts }: PickerProps,
  find: (text: string, signal: AbortSignal) => Promise<ComboOption<Picked>[]>,
  placeholder: string,
) => <Combo<Picked> {...parts} value={value?.name ?? ''} find={find} onPick={onPick} placeholder={placeholder} />;

/** A unit of the organisation, by any part of its name. */
export const UnitPicker = ({ under, ...props }: PickerProps & { under?: string }) =>
  box(
    props,
    async (text, signal) => {
      const { items } = await client.organisation.units(
        { limit: 20, ...(text !== '' && { find: text }), ...(under !== undefined && { parent: under }) },
        { signal },
      );
      return items.map((unit) => ({
        key: unit.id,
        value: { id: unit.id, name: unit.name },
        text: unit.name,
        label: unit.name,
        hint: `${tx(`status.level.${unit.level}`)} · ${unit.division.name}`,
      }));
    },
    t('pick.unit'),
  );

export const VillagePicker = (props: PickerProps) =>
  box(
    props,
    async (text, signal) => {
      if (text === '') return [];
      const { items } = await client.organisation.divisions({ find: text, limit: 20 }, { signal });
      return items
        .filter((division) => division.level === 'village')
        .map((division) => ({
          key: division.id,
          value: { id: division.id, name: division.name },
          text: division.name,
          label: division.name,
          hint: division.code,
        }));
    },
    t('pick.village'),
  );

export const SitePicker = ({ village, item, ...props }: PickerProps & { village?: string; item?: string }) =>
  box(
    props,
    async (text, signal) => {
      const { items } = await client.organisation.sites(
        {
          limit: 20,
          ...(text === '' ? village !== undefined && { village } : { find: text }),
          ...(item !== undefined && { item }),
        },
        { signal },
      );
      return items.map((site) => ({
        key: site.id,
        value: { id: site.unit, name: site.name },
        text: site.name,
        label: site.name,
        hint: site.address,
      }));
    },
    t('pick.site'),
  );

export const ItemPicker = (props: PickerProps) =>
  box(
    props,
    async (text, signal) => {
      const { items } = await client.catalogue.search({ limit: 20, ...(text !== '' && { text }) }, { signal });
      return items.map((item) => ({
        key: item.code,
        value: { id: item.code, name: inWords(item.name) },
        text: inWords(item.name),
        label: inWords(item.name),
        hint: `${item.code} · ${inWords(item.plainName)}`,
      }));
    },
    t('pick.item'),
  );

/** One of the people of a unit, or nobody in particular. */
export function ColleaguePicker({
  unit,
  value,
  onPick,
  required,
  ...parts
}: Partial<FieldParts> & {
  unit: string | undefined;
  value: string | undefined;
  onPick: (account: string | undefined) => void;
  required: boolean;
}) {
  const people = useQuery({
    ...api.organisation.colleagues.queryOptions({ input: { unit: unit ?? '' } }),
    enabled: unit !== undefined,
  });
  return (
    <select
      {...parts}
      value={value ?? ''}
      disabled={unit === undefined}
      onChange={(event) => onPick(event.target.value === '' ? undefined : event.target.value)}
    >
      <option value="">
        {unit === undefined ? t('pick.unit-first') : required ? t('pick.colleague') : t('pick.anybody')}
      </option>
      {people.data?.map((person) => (
        <option key={person.id} value={person.id}>
          {person.name}
          {person.absent ? t('pick.absent') : ''}
        </option>
      ))}
    </select>
  );
}

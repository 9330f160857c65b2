import { useQuery } from '@tanstack/react-query';
import type { DraftView } from '#api/cases.ts';
import type { Item } from '#domain/catalogue/item.ts';
import { api } from '../api.ts';
import { Shown } from '../ui/kit.tsx';
import { DraftForm } from './draft-form.tsx';

/** The whole form of an item in one panel, for somebody who fills it in beside the person. */
export default function DraftPage({ id }: { id: string }) {
  const draft = useQuery({ ...api.cases.draft.queryOptions({ input: { id } }), gcTime: 0 });
  return (
    <Shown query={draft} rows={12}>
      {(known) => <WithItem draft={known} />}
    </Shown>
  );
}

function WithItem({ draft }: { draft: DraftView }) {
  const item = useQuery(api.catalogue.get.queryOptions({ input: { code: draft.item } }));
  return (
    <Shown query={item} rows={12}>
      {(known) => <DraftForm draft={draft} item={known as Item} />}
    </Shown>
  );
}

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { DivisionView } from '#api/organisation.ts';
import { api, client } from '../api.ts';
import { may, useMe } from '../me.tsx';
import { shortDay } from '../say.ts';
import { Combo } from '../ui/combo.tsx';
import { Empty, Facts, Section, Shown } from '../ui/kit.tsx';
import { t, tx } from '../words.ts';
import { ChangeDivision } from './change-division.tsx';
import { Grids } from './grids.tsx';
import { Sites } from './sites.tsx';
import { Units } from './units.tsx';

/** The divisions as a tree, opened branch by branch; beside it the units and sites of the one that is chosen. */
export default function Organisation() {
  const [chosen, setChosen] = useState<DivisionView>();
  const roots = useQuery(api.organisation.divisions.queryOptions({ input: { limit: 20 } }));
  return (
    <div className="split">
      <Section title={t('divisions.title')}>
        <Combo<DivisionView>
          value=""
          aria-label={t('divisions.find')}
          placeholder={t('divisions.find')}
          find={async (text, signal) => {
            if (text === '') return [];
            const { items } = await client.organisation.divisions({ find: text, limit: 20 }, { signal });
            return items.map((division) => ({
              key: division.id,
              value: division,
              text: division.name,
              label: division.name,
              hint: `${tx(`status.level.${division.level}`)} ${division.code}`,
            }));
          }}
          onPick={(division) => division && setChosen(division)}
        />
        <Shown query={roots}>
          {({ items }) => (
            <ul className="tree">
              {items.map((division) => (
                <Branch key={division.id} division={division} chosen={chosen?.id} onChoose={setChosen} open />
              ))}
            </ul>
          )}
        </Shown>
      </Section>
      {chosen ? <Chosen key={chosen.id} division={chosen} /> : <Empty title={t('divisions.choose')} />}
    </div>
  );
}

function Branch({
  division,
  chosen,
  onChoose,
  open: opened = false,
}: {
  division: DivisionView;
  chosen: string | undefined;
  onChoose: (division: DivisionView) => void;
  open?: boolean;
}) {
  const [open, setOpen] = useState(opened);
  const children = useQuery({
    ...api.organisation.divisions.queryOptions({ input: { parent: division.id, limit: 100 } }),
    enabled: open && division.children > 0,
  });
  return (
    <li>
      <span className="tree-row">
        {division.children > 0 ? (
          <button
            type="button"
            className="tree-open"
            aria-expanded={open}
            aria-label={t(open ? 'tree.close' : 'tree.open', { name: division.name })}
            onClick={() => setOpen(!open)}
          >
            {open ? '−' : '+'}
          </button>
        ) : (
          <span className="tree-open" />
        )}
        <button
          type="button"
          className="tree-name"
          aria-pressed={division.id === chosen}
          onClick={() => onChoose(division)}
        >
          {division.name}
          {division.children > 0 && <small>{division.children}</small>}
        </button>
      </span>
      {open && children.data && (
        <ul>
          {children.data.items.map((child) => (
            <Branch key={child.id} division={child} chosen={chosen} onChoose={onChoose} />
          ))}
        </ul>
      )}
    </li>
  );
}

function Chosen({ division }: { division: DivisionView }) {
  const me = useMe();
  return (
    <div>
      <Section title={division.name}>
        <Facts
          of={[
            [t('divisions.level'), tx(`status.level.${division.level}`)],
            [
              t('divisions.code'),
              <span key="code" className="num">
                {division.code}
              </span>,
            ],
            [t('divisions.english'), division.nameEn],
            division.aliases.length > 0 && [t('divisions.aliases'), division.aliases.join(t('list.comma'))],
            division.population !== null && [t('divisions.population'), String(division.population)],
            [t('divisions.since'), shortDay(division.validFrom)],
          ]}
        />
        {may(me, 'organisation.manage') && <ChangeDivision division={division} />}
      </Section>
      {division.level === 'village' && <Grids village={division} />}
      {division.level !== 'grid' && <Units division={division} />}
      {division.level !== 'grid' && <Sites division={division} />}
    </div>
  );
}

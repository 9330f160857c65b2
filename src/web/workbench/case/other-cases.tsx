import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { api } from '../api.ts';
import { shortDay } from '../say.ts';
import { Button, Section, Shown } from '../ui/kit.tsx';
import { inWords, t, tx } from '../words.ts';

/** The person's other cases: read when asked for, because reading them is a look at the person. */
export function OtherCases({
  person,
  except,
  open: opened = false,
}: {
  person: string;
  except?: string;
  open?: boolean;
}) {
  const [open, setOpen] = useState(opened);
  const cases = useQuery({ ...api.cases.ofPerson.queryOptions({ input: { person, limit: 20 } }), enabled: open });
  return (
    <Section title={t('others.title')}>
      {!open ? (
        <Button look="quiet" onClick={() => setOpen(true)}>
          {t('others.show')}
        </Button>
      ) : (
        <Shown query={cases} rows={2}>
          {({ items }) => {
            const others = items.filter((row) => row.id !== except);
            return others.length === 0 ? (
              <p className="none">{t('others.none')}</p>
            ) : (
              <ul className="others">
                {others.map((row) => (
                  <li key={row.id}>
                    <Link href={`/case/${row.id}`}>{inWords(row.item.name)}</Link>
                    <small>
                      {shortDay(row.submittedAt.slice(0, 10))} · {tx(`status.office.${row.status}`)}
                    </small>
                  </li>
                ))}
              </ul>
            );
          }}
        </Shown>
      )}
    </Section>
  );
}

import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { PersonView } from '#api/identity.ts';
import { api } from '../api.ts';
import { looksLike } from '../frame/looks-like.ts';
import { today } from '../say.ts';
import { Button, Field, focused, Shown } from '../ui/kit.tsx';
import { sayFieldProblem, t } from '../words.ts';

/**
 * Finds a person by a whole number or by name. Looks up only when told to: each hit is a look at somebody's record. A slip in
 * a number is told beside the box before anything is asked.
 */
export function FindPerson({
  label,
  first = '',
  onPick,
  pickWord,
  none,
  focus = false,
}: {
  label: string;
  first?: string;
  onPick: (person: PersonView) => void;
  pickWord: string;
  /** What is offered to whoever was not found, given what was typed; `nobody`: it is all that is offered. */
  none?: (text: string, nobody: boolean) => ReactNode;
  focus?: boolean;
}) {
  const [text, setText] = useState(first);
  const [asked, setAsked] = useState<string>();
  const look = looksLike(text, { today: today(), sampleRegion: true });
  const problem = look.kind === 'wrong' ? sayFieldProblem(look.code, look.params) : undefined;
  const found = useQuery({
    ...api.identity.search.queryOptions({ input: { text: asked ?? '', limit: 20 } }),
    enabled: asked !== undefined,
    gcTime: 60_000,
  });
  const ready = look.kind !== 'nothing' && look.kind !== 'wrong' && look.kind !== 'unfinished';
  return (
    <div className="find-person">
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) setAsked(text.trim());
        }}
      >
        <Field
          label={label}
          hint={
            look.kind === 'unfinished' ? t(`search.unfinished.${look.of}`, { missing: look.missing }) : t('find.hint')
          }
          problem={problem}
        >
          {(parts) => (
            <input
              {...parts}
              {...(focus && { ref: focused })}
              type="text"
              autoComplete="off"
              spellCheck={false}
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
          )}
        </Field>
        <Button type="submit" look="main" busy={found.isFetching} disabled={!ready}>
          {t('find.find')}
        </Button>
      </form>
      {asked !== undefined && (
        <Shown query={found} rows={2}>
          {({ items, next }) => (
            <>
              {next !== null && <p className="none">{t('find.more')}</p>}
              {items.length > 0 && (
                <ul className="people">
                  {items.map((person, at) => (
                    <li key={person.id}>
                      <span>
                        <b>{person.name}</b> <span className="num">{person.idNumber}</span>
                        <small>{[person.village?.name, person.mobile].filter(Boolean).join(' · ')}</small>
                      </span>
                      {/* Whoever looked by keyboard goes on with Enter, or with Tab to the next one. */}
                      <Button key={asked} {...(at === 0 && { ref: focused })} onClick={() => onPick(person)}>
                        {pickWord}
                      </Button>
                    </li>
                  ))}
                </ul>
              )}
              {items.length === 0 && <p className="none">{t('find.none')}</p>}
              {none?.(asked, items.length === 0)}
            </>
          )}
        </Shown>
      )}
    </div>
  );
}

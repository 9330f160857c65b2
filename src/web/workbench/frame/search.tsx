import { useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import type { CaseRow } from '#api/cases.ts';
import type { ItemCard } from '#api/catalogue.ts';
import type { PersonView } from '#api/identity.ts';
import { api } from '../api.ts';
import { may, useMe } from '../me.tsx';
import { caseNumber, placeName, today } from '../say.ts';
import { useKeys } from '../ui/keys.ts';
import { KeyCap, sayFailure } from '../ui/kit.tsx';
import { inWords, sayFieldProblem, t, tx } from '../words.ts';
import { asksOf, type Look, looksLike } from './looks-like.ts';

interface Hit {
  key: string;
  to: string;
  title: ReactNode;
  aside: ReactNode;
}

const personHit = (person: PersonView): Hit => ({
  key: person.id,
  to: `/person/${person.id}`,
  title: (
    <>
      {person.name} <span className="num">{person.idNumber}</span>
    </>
  ),
  aside: person.village ? placeName(person.village) : (person.mobile ?? ''),
});
const caseHit = (row: CaseRow): Hit => ({
  key: row.id,
  to: `/case/${row.id}`,
  title: (
    <>
      <span className="num">{caseNumber(row.number)}</span> {inWords(row.item.name)}
    </>
  ),
  aside: `${row.applicant} · ${tx(`status.office.${row.status}`)}`,
});
const itemHit = (item: ItemCard, serving: boolean): Hit => ({
  key: item.code,
  to: serving ? `/serve?item=${item.code}` : `/admin/catalogue?item=${item.code}`,
  title: inWords(item.name),
  aside: `${item.code} · ${inWords(item.plainName)}`,
});

/** What the box makes of the text, said while one types: the kind of number, how much of it is missing, or the slip in it. */
function sayLook(look: Look): string | undefined {
  switch (look.kind) {
    case 'nothing':
      return undefined;
    case 'unfinished':
      return t(`search.unfinished.${look.of}`, { missing: look.missing });
    case 'wrong':
      return sayFieldProblem(look.code, look.params);
    case 'uscc':
      return t('search.uscc');
    default:
      return t(`search.looks.${look.kind}`);
  }
}

/**
 * One box for everything. Items appear as one types, since they are public; people and cases are looked up when Enter is
 * pressed, because every hit is a look at somebody's record and stands in their log.
 */
export function Search() {
  const me = useMe();
  const [, go] = useLocation();
  const box = useRef<HTMLInputElement>(null);
  const listId = useId();
  const [text, setText] = useState('');
  const [settled, setSettled] = useState('');
  const [asked, setAsked] = useState<string>();
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(0);

  useEffect(() => {
    const timer = setTimeout(() => setSettled(text.trim()), 200);
    return () => clearTimeout(timer);
  }, [text]);
  useKeys({ '/': () => box.current?.focus(), 'mod+k': () => box.current?.focus() });

  const look = looksLike(text, { today: today(), sampleRegion: true });
  const asks = asksOf(look);
  const current = asked === text.trim() ? asked : undefined;
  const wanted = (asked ?? '').trim();
  const people = useQuery({
    ...api.identity.search.queryOptions({ input: { text: wanted, limit: 20 } }),
    enabled: current !== undefined && asks.people && may(me, 'person.search'),
    gcTime: 60_000,
  });
  const cases = useQuery({
    ...api.cases.byNumber.queryOptions({ input: { number: 'value' in look ? look.value : wanted } }),
    enabled: current !== undefined && asks.cases && may(me, 'case.search'),
    gcTime: 60_000,
  });
  const items = useQuery({
    ...api.catalogue.search.queryOptions({ input: { text: settled, limit: 8 } }),
    enabled: settled !== '' && asks.items && asksOf(looksLike(settled, { today: today(), sampleRegion: true })).items,
    placeholderData: (before) => before,
  });

  const groups = [
    { name: t('search.cases'), hits: current !== undefined && asks.cases ? (cases.data?.map(caseHit) ?? []) : [] },
    {
      name: t('search.people'),
      hits: current !== undefined && asks.people ? (people.data?.items.map(personHit) ?? []) : [],
    },
    {
      name: t('search.items'),
      hits: asks.items ? (items.data?.items.slice(0, 8).map((item) => itemHit(item, me.sitting !== null)) ?? []) : [],
    },
  ].filter((group) => group.hits.length > 0);
  const hits = groups.flatMap((group) => group.hits);
  const busy = people.isFetching || cases.isFetching;
  const failed = (current !== undefined && (people.error ?? cases.error)) || undefined;
  const looked = current !== undefined && !busy && !failed && (asks.people || asks.cases);

  // One case under one number: nothing to choose.
  const only =
    current !== undefined && asks.cases && !asks.people && cases.data?.length === 1 ? cases.data[0] : undefined;
  useEffect(() => {
    if (!only) return;
    close();
    go(`/case/${only.id}`);
  });

  function close() {
    setOpen(false);
    setText('');
    setAsked(undefined);
    box.current?.blur();
  }
  const take = (hit: Hit) => {
    close();
    go(hit.to);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      const step = event.key === 'ArrowDown' ? 1 : -1;
      setAt((now) => (hits.length === 0 ? 0 : (now + step + hits.length) % hits.length));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      // The first Enter looks people and cases up; where they are shown, Enter opens the one that is marked.
      const unlooked = current === undefined && (asks.people || asks.cases);
      if (unlooked && at === 0) {
        setAsked(text.trim());
        setAt(0);
      } else if (hits[at]) take(hits[at]);
    } else if (event.key === 'Escape') {
      event.stopPropagation();
      close();
    }
  };
  const said = sayLook(look);
  let index = -1;
  return (
    // biome-ignore lint/a11y/useSemanticElements: Chromium 86 does not know the search element
    <div role="search" className="search">
      <svg viewBox="0 0 20 20" width="16" height="16" aria-hidden="true">
        <path d="M9 3a6 6 0 1 0 0 12A6 6 0 0 0 9 3zm4.5 10.5L18 18" fill="none" stroke="currentColor" strokeWidth="2" />
      </svg>
      <input
        ref={box}
        type="search"
        role="combobox"
        aria-label={t('search.label')}
        aria-expanded={open && hits.length > 0}
        aria-controls={listId}
        {...(hits[at] && open && { 'aria-activedescendant': `${listId}-${at}` })}
        autoComplete="off"
        spellCheck={false}
        placeholder={t('search.placeholder')}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setAt(0);
          setOpen(true);
        }}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onKeyDown={onKeyDown}
      />
      <KeyCap>/</KeyCap>
      {open && text.trim() !== '' && (
        <div className="search-list">
          {said !== undefined && (
            <p className={`search-look${look.kind === 'wrong' ? ' bad' : ''}`}>
              {said}
              {current === undefined && (asks.people || asks.cases) && (
                <span className="search-enter">
                  <KeyCap>Enter</KeyCap> {t(asks.people ? 'search.enter-people' : 'search.enter-cases')}
                </span>
              )}
            </p>
          )}
          {busy && <p className="search-none">{t('loading')}</p>}
          {failed !== undefined && <p className="search-none bad">{sayFailure(failed)}</p>}
          {current !== undefined && asks.people && people.data?.next && <p className="search-none">{t('find.more')}</p>}
          {hits.length > 0 && (
            <div id={listId} role="listbox" aria-label={t('search.results')}>
              {groups.map((group) => (
                // biome-ignore lint/a11y/useSemanticElements: a group inside a listbox has no element of its own
                <div key={group.name} role="group" aria-label={group.name}>
                  <div className="search-group" aria-hidden="true">
                    {group.name}
                  </div>
                  {group.hits.map((hit) => {
                    index += 1;
                    const mine = index;
                    return (
                      // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the box's
                      <div
                        key={hit.key}
                        id={`${listId}-${mine}`}
                        role="option"
                        tabIndex={-1}
                        aria-selected={mine === at}
                        className="search-hit"
                        onMouseDown={(event) => event.preventDefault()}
                        onMouseMove={() => setAt(mine)}
                        onClick={() => take(hit)}
                      >
                        <span>{hit.title}</span>
                        <small>{hit.aside}</small>
                      </div>
                    );
                  })}
                </div>
              ))}
            </div>
          )}
          {looked && hits.length === 0 && <p className="search-none">{t('search.none')}</p>}
        </div>
      )}
    </div>
  );
}

import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useReducer, useRef, useState } from 'react';
import { Link, useLocation, useSearch } from 'wouter';
import type { CaseRow } from '#api/cases.ts';
import { api } from '../api.ts';
import { type QueueKind, queueKinds } from '../frame/frame.tsx';
import { caseNumber, day, shortDay } from '../say.ts';
import { ClockCard } from '../ui/clock-card.tsx';
import { useKeys } from '../ui/keys.ts';
import { Button, Empty, Shown } from '../ui/kit.tsx';
import { ItemPicker, type Picked } from '../ui/pickers.tsx';
import { inWords, t, tx } from '../words.ts';
import { BatchBar, type LeftOut, LeftOutNotice } from './batch-bar.tsx';
import { emptyList, type ListMove, type ListState, moveInList } from './queue.keys.ts';

const rowKey = (row: CaseRow): string => `${row.id} ${row.step?.id ?? ''}`;

/** The cases of this post, what is due first on top. Goes on by itself at the end of the list. */
export default function Queue({ kind: given }: { kind: string }) {
  const kind: QueueKind = queueKinds.find((known) => known === given) ?? 'all';
  const [, go] = useLocation();
  const params = new URLSearchParams(useSearch());
  const asked = params.get('colour');
  const colour = asked === 'red' || asked === 'yellow' ? asked : undefined;
  const [item, setItem] = useState<Picked>();
  const [leftOut, setLeftOut] = useState<LeftOut[]>([]);

  const queue = useInfiniteQuery({
    ...api.cases.queue.infiniteOptions({
      input: (cursor: string | undefined) => ({
        kind,
        limit: 40,
        ...(colour !== undefined && { colour }),
        ...(item !== undefined && { item: item.id }),
        ...(cursor !== undefined && { cursor }),
      }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (last) => last.next ?? undefined,
    }),
    staleTime: 10_000,
    refetchInterval: 30_000,
    refetchOnWindowFocus: true,
    placeholderData: (before) => before,
  });
  const rows = queue.data?.pages.flatMap((page) => page.items) ?? [];
  const ids = rows.map(rowKey);
  const [list, move] = useReducer(
    (state: ListState, [step, now]: [ListMove, readonly string[]]) => moveInList(state, step, now),
    emptyList,
  );
  const before = useRef<readonly string[]>([]);
  const joined = ids.join('\n');
  useEffect(() => {
    const now = joined === '' ? [] : joined.split('\n');
    move([{ do: 'list', before: before.current }, now]);
    before.current = now;
  }, [joined]);

  const body = useRef<HTMLTableSectionElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: follows the mark
  useEffect(() => {
    body.current?.querySelector('.at')?.scrollIntoView({ block: 'nearest' });
  }, [list.at]);

  const act = (step: ListMove) => move([step, ids]);
  const open = () => rows[list.at] && go(`/case/${rows[list.at]!.id}`);
  useKeys({
    j: () => act({ do: 'move', by: 1 }),
    k: () => act({ do: 'move', by: -1 }),
    arrowdown: () => act({ do: 'move', by: 1 }),
    arrowup: () => act({ do: 'move', by: -1 }),
    pagedown: () => act({ do: 'move', by: 10 }),
    pageup: () => act({ do: 'move', by: -10 }),
    home: () => act({ do: 'go', to: 0 }),
    end: () => act({ do: 'go', to: ids.length - 1 }),
    x: () => act({ do: 'toggle' }),
    a: () => act({ do: 'all' }),
    escape: () => (list.chosen.size > 0 ? act({ do: 'none' }) : false),
    enter: () => (rows.length > 0 ? open() : false),
  });

  const filter = (next: string | undefined) =>
    go(`/queue/${kind}${next === undefined ? '' : `?colour=${next}`}`, { replace: true });
  const chosen = rows.filter((row) => list.chosen.has(rowKey(row)));
  return (
    <div className="queue">
      <header className="page-head">
        <h1>{t(`queue.${kind}`)}</h1>
        <fieldset className="chips">
          <legend className="sr">{t('queue.filter')}</legend>
          {([undefined, 'red', 'yellow'] as const).map((one) => (
            <button
              key={one ?? 'any'}
              type="button"
              className={`chip ${one ?? ''}`}
              aria-pressed={colour === one}
              onClick={() => filter(one)}
            >
              {t(`queue.chip-${one ?? 'any'}` as 'queue.chip-any')}
            </button>
          ))}
          <div className="chip-picker">
            <ItemPicker value={item} onPick={setItem} aria-label={t('queue.by-item')} />
            {item && (
              <Button look="quiet" aria-label={t('queue.any-item')} onClick={() => setItem(undefined)}>
                ×
              </Button>
            )}
          </div>
        </fieldset>
        {queue.isFetching && !queue.isPending && <span className="spinner" role="status" aria-label={t('loading')} />}
      </header>
      {chosen.length > 0 && <BatchBar rows={chosen} onClear={() => act({ do: 'none' })} onLeftOut={setLeftOut} />}
      {leftOut.length > 0 && <LeftOutNotice cases={leftOut} onClose={() => setLeftOut([])} />}
      <Shown query={queue} rows={12}>
        {() =>
          rows.length === 0 ? (
            <Empty title={colour || item ? t('queue.none-filtered') : t(`queue.none-${kind}` as 'queue.none-all')}>
              {colour || item ? t('queue.none-filtered-hint') : t('queue.none-hint')}
            </Empty>
          ) : (
            <>
              <div className="table-scroll">
                <table className="rows-table">
                  <thead>
                    <tr>
                      <th scope="col" className="tick">
                        <input
                          type="checkbox"
                          aria-label={t('queue.choose-all')}
                          checked={chosen.length > 0 && chosen.length === rows.length}
                          onChange={() => act({ do: 'all' })}
                        />
                      </th>
                      {(['due', 'item', 'applicant', 'number', 'step', 'holder'] as const).map((name) => (
                        <th key={name} scope="col">
                          {t(`queue.col-${name}`)}
                        </th>
                      ))}
                    </tr>
                  </thead>
                  <tbody ref={body}>
                    {rows.map((row, at) => (
                      <Row
                        key={rowKey(row)}
                        row={row}
                        at={at === list.at}
                        chosen={list.chosen.has(rowKey(row))}
                        onChoose={() => act({ do: 'toggle', id: rowKey(row) })}
                        onPoint={() => act({ do: 'go', to: at })}
                      />
                    ))}
                  </tbody>
                </table>
              </div>
              {/* Outside the box that scrolls sideways, which would cut off what lies ahead of it. */}
              <MoreRows more={queue.hasNextPage} busy={queue.isFetching} onMore={() => queue.fetchNextPage()} />
            </>
          )
        }
      </Shown>
    </div>
  );
}

function Row({
  row,
  at,
  chosen,
  onChoose,
  onPoint,
}: {
  row: CaseRow;
  at: boolean;
  chosen: boolean;
  onChoose: () => void;
  onPoint: () => void;
}) {
  const { step } = row;
  const name = step?.stageName ? inWords(step.stageName) : step ? tx(`status.step.${step.kind}`) : '';
  return (
    <tr className={`${at ? 'at' : ''}${chosen ? ' chosen' : ''}`} aria-selected={chosen} onMouseDown={onPoint}>
      <td className="tick">
        <input
          type="checkbox"
          aria-label={t('queue.choose', { number: caseNumber(row.number) })}
          checked={chosen}
          onChange={onChoose}
        />
      </td>
      <td className="due">
        <ClockCard colour={row.colour} left={row.left} due={row.due} />
        <span className="due-day">{row.due === null ? '' : shortDay(row.due)}</span>
      </td>
      <td className="item">
        <Link href={`/case/${row.id}`} title={inWords(row.item.name)}>
          {inWords(row.item.name)}
        </Link>
      </td>
      <td className="applicant">
        {row.applicant}
        {row.village && <small>{row.village}</small>}
      </td>
      <td className="number num">
        {caseNumber(row.number)}
        <small title={day(row.submittedAt.slice(0, 10))}>
          {t('queue.submitted', { day: shortDay(row.submittedAt.slice(0, 10)) })}
        </small>
      </td>
      <td className="step">
        <span className={`status ${row.status}`}>{tx(`status.office.${row.status}`)}</span>
        {name !== '' && <small>{name}</small>}
      </td>
      <td className="holder" data-label={t('queue.col-holder')}>
        {step?.mine ? (
          <b>{t('queue.mine-mark')}</b>
        ) : (
          (step?.holder ?? <span className="none">{t('queue.nobody')}</span>)
        )}
      </td>
    </tr>
  );
}

/** What scrolls it, for looking ahead is measured from there; null: the window. */
function scrollerOf(element: Element): Element | null {
  for (let one = element.parentElement; one && one !== document.body; one = one.parentElement)
    if (/auto|scroll/.test(getComputedStyle(one).overflowY)) return one;
  return null;
}

/** Fetches the next page before the end of the list is reached; a button for whoever does not scroll. */
function MoreRows({ more, busy, onMore }: { more: boolean; busy: boolean; onMore: () => unknown }) {
  const end = useRef<HTMLDivElement>(null);
  const [near, setNear] = useState(false);
  useEffect(() => {
    if (!end.current) return;
    const watch = new IntersectionObserver(([entry]) => setNear(entry?.isIntersecting ?? false), {
      root: scrollerOf(end.current),
      rootMargin: '600px',
    });
    watch.observe(end.current);
    return () => watch.disconnect();
  }, []);
  // Asked again when a reading of the whole list has come between.
  // biome-ignore lint/correctness/useExhaustiveDependencies: by what is seen, not by which function it is
  useEffect(() => {
    if (near && more && !busy) onMore();
  }, [near, more, busy]);
  return (
    <div ref={end} className="more-rows">
      {more ? (
        <Button busy={busy} onClick={onMore}>
          {t('more')}
        </Button>
      ) : (
        <span className="hint">{t('queue.end')}</span>
      )}
    </div>
  );
}

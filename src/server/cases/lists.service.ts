import type { CaseRow, ClockView } from '#api/cases.ts';
import { parseCaseNumber } from '#domain/cases/case-number.ts';
import { colourOf } from '#domain/cases/clock.status.ts';
import { officeDue, type StoredClock } from '#domain/cases/dues.ts';
import { slotsWithin } from '#domain/cases/queue.ts';
import type { Item } from '#domain/catalogue/item.ts';
import { maskName } from '#domain/identity/mask.ts';
import { workingDaysBetween } from '#domain/kernel/calendar.ts';
import { addDays } from '#domain/kernel/dates.ts';
import { Refused } from '#domain/kernel/problem.ts';
import { itemVersions, versionsKnown } from '../catalogue/index.ts';
import type { Ctx } from '../context.ts';
import { allIdsOf, namesOf, openName, seesClear } from '../identity/index.ts';
import { accountNames, coverOf, type OrganisationMap, organisationOf, today } from '../organisation/index.ts';
import { anId, readCursor } from '../platform/cursors.ts';
import { young } from '../platform/young.ts';
import type { CaseRecord } from './cases.repository.ts';
import * as repository from './cases.repository.ts';
import { readable, viewerOf } from './cases.viewer.ts';
import { countQueue, type QueueRow, readQueue } from './queue.repository.ts';

type Colour = ClockView['colour'];
export const colour = (clock: Pick<StoredClock, 'due' | 'dueSoon'>, on: string): Colour =>
  colourOf(clock, on) ?? 'stopped';

/** The clock that a row of a list shows: the first of those that bind the office, else the applicant's. */
function shownClock(clocks: readonly StoredClock[]): StoredClock | undefined {
  const due = officeDue(clocks);
  return clocks.find((clock) => clock.due !== null && (due === null || clock.due === due)) ?? clocks[0];
}

function dueOfRow(ctx: Ctx, map: OrganisationMap, clocks: readonly StoredClock[]) {
  const on = today(ctx);
  const clock = shownClock(clocks);
  if (!clock) return { due: null, colour: 'green' as const, left: null, obligation: null };
  const { due, obligation } = clock;
  return { due, colour: colour(clock, on), left: due === null ? null : daysLeft(map, due, on), obligation };
}

/** Working days until a due day; below zero, those since: a list and the case itself say the same. */
export function daysLeft(map: OrganisationMap, due: string, on: string): number {
  const { calendar } = map.calendar;
  return due >= on ? workingDaysBetween(calendar, on, due) : -workingDaysBetween(calendar, due, on);
}

function rowOf(
  ctx: Ctx,
  map: OrganisationMap,
  item: Item,
  row: Omit<QueueRow, 'applicant' | 'kind' | 'id' | 'stage' | 'holder' | 'due_on'>,
  name: string,
  step: CaseRow['step'],
): CaseRow {
  return {
    id: row.case_id,
    number: row.number,
    status: row.status,
    item: { code: item.code, name: item.name },
    applicant: name,
    village: row.village_id ? (map.divisions.get(row.village_id)?.name ?? null) : null,
    submittedAt: row.submitted_at.toISOString(),
    ...dueOfRow(ctx, map, row.clock),
    step,
    seq: row.seq,
  };
}

export interface QueueQuery {
  kind: 'all' | 'mine' | 'intake' | 'stage' | 'delivery';
  item?: string | undefined;
  colour?: 'yellow' | 'red' | undefined;
  cursor?: string | undefined;
  limit: number;
}

const reaches = young<string[] | null>();
const stageKinds = ['stage', 'joint', 'reviewer', 'delegate', 'extension'];

/**
 * Whose steps the post's queue shows: its unit's, those of absent colleagues, those of units below with nobody in; without
 * those that this post can never get done.
 */
async function queueScope(ctx: Ctx) {
  if (ctx.actor.kind !== 'staff') throw new Refused('permission.denied');
  const { actor } = ctx;
  const covers = await coverOf(ctx, actor.unit.id);
  const permissions = Object.keys(actor.permissions);
  return {
    unit: actor.unit.id,
    account: actor.account,
    standsInFor: actor.standsInFor,
    covers,
    slots: await reaches.of(ctx.app, permissions.join(), async () =>
      slotsWithin(new Set(permissions), await itemVersions(ctx)),
    ),
  };
}

/** The queue of the post: a page is one entry in the log, not a view of each person on it; names are masked. */
export async function queue(ctx: Ctx, wish: QueueQuery): Promise<{ items: CaseRow[]; next: string | null }> {
  const map = await organisationOf(ctx);
  const on = today(ctx);
  const place = readCursor(wish.cursor, `(\\d{4}-\\d{2}-\\d{2})_(${anId})_([^_]+)`);
  const rows = await readQueue(ctx, {
    ...(await queueScope(ctx)),
    kinds: wish.kind === 'stage' ? stageKinds : wish.kind === 'intake' || wish.kind === 'delivery' ? [wish.kind] : null,
    mine: wish.kind === 'mine',
    item: wish.item,
    dueBefore: wish.colour === 'red' ? addDays(on, -1) : wish.colour === 'yellow' ? addDays(on, soonDays) : undefined,
    after: place && { due: place[0]!, caseId: place[1]!, step: place[2]! },
    limit: wish.limit + 1,
  });
  const shown = rows.slice(0, wish.limit);
  const last = shown.at(-1);
  const holders = await accountNames(
    ctx,
    shown.flatMap((row) => row.holder ?? []),
  );
  const itemOf = await versionsKnown(ctx);
  const items = shown.map((row) => {
    const item = itemOf(row.item_code, row.item_version);
    const name = row.applicant && row.person_id ? maskName(openName(ctx, row.person_id, row.applicant)) : '—';
    return rowOf(ctx, map, item, row, name, {
      id: row.id,
      kind: row.kind,
      stage: row.stage,
      stageName: item.flow.find((stage) => stage.id === row.stage)?.name ?? null,
      holder: row.holder ? (holders.get(row.holder) ?? null) : null,
      mine: ctx.actor.kind === 'staff' && row.holder === ctx.actor.account,
    });
  });
  return { items, next: rows.length > wish.limit && last ? `${last.due_on}_${last.case_id}_${last.id}` : null };
}

/** What a queue calls soon, in days; each case's own yellow day is in its clock. */
const soonDays = 3;

export async function queueCounts(ctx: Ctx) {
  const on = today(ctx);
  return countQueue(ctx, await queueScope(ctx), addDays(on, soonDays), on);
}

/** Rows of cases for a resident or about a person, newest first. */
async function listCases(ctx: Ctx, records: readonly CaseRecord[], clear: boolean): Promise<CaseRow[]> {
  const map = await organisationOf(ctx);
  const names = await namesOf(
    ctx,
    records.flatMap(({ state }) => state.parties.person ?? []),
  );
  const itemOf = await versionsKnown(ctx);
  return records.map((record) => {
    const { state } = record;
    const name = names.get(state.parties.person ?? '') ?? '—';
    const step = state.steps[0];
    const item = itemOf(state.item.code, state.item.version);
    return rowOf(
      ctx,
      map,
      item,
      {
        ...record,
        case_id: record.id,
        item_code: state.item.code,
        item_version: state.item.version,
        person_id: state.parties.person,
        village_id: state.path.village ?? null,
      },
      clear ? name : maskName(name),
      step
        ? {
            id: step.id,
            kind: step.kind,
            stage: step.stage,
            stageName: item.flow.find((stage) => stage.id === step.stage)?.name ?? null,
            holder: null,
            mine: false,
          }
        : null,
    );
  });
}

export async function mine(
  ctx: Ctx,
  cursor: string | undefined,
  limit: number,
): Promise<{ items: CaseRow[]; next: string | null }> {
  if (ctx.actor.kind !== 'resident') throw new Refused('permission.denied');
  const { person, actsFor, follows, collects } = ctx.actor;
  const others = [...new Set([...actsFor, ...follows, ...collects])];
  const own = await allIdsOf(ctx, person);
  const theirs = (await Promise.all(others.map((id) => allIdsOf(ctx, id)))).flat();
  const records = await repository.casesOf(ctx, [...own, ...theirs], cursor, limit + 1);
  // A relative's consent covers the relative's own cases, and of these what it was given for.
  const page = records.slice(0, limit);
  const open = new Set(await readableOnly(ctx, page));
  const shown = page.filter((record) => own.includes(record.state.parties.person ?? '') || open.has(record));
  return {
    items: await listCases(ctx, shown, true),
    next: records.length > limit ? repository.cursorOf(records[limit - 1]) : null,
  };
}

async function readableOnly(ctx: Ctx, records: readonly CaseRecord[]): Promise<CaseRecord[]> {
  const shown: CaseRecord[] = [];
  for (const record of records) if (readable(ctx, await viewerOf(ctx, record.state), record.state)) shown.push(record);
  return shown;
}

/** A person's cases, without those that this reader may not know of. */
export async function ofPerson(
  ctx: Ctx,
  person: string,
  cursor: string | undefined,
  limit: number,
): Promise<{ items: CaseRow[]; next: string | null }> {
  const records = await repository.casesOf(ctx, await allIdsOf(ctx, person), cursor, limit + 1);
  const shown = await readableOnly(ctx, records.slice(0, limit));
  ctx.views.push({ person, purpose: 'service' });
  return {
    items: await listCases(ctx, shown, seesClear(ctx, person)),
    next: records.length > limit ? repository.cursorOf(records[limit - 1]) : null,
  };
}

/** By our number, spoken or typed, or by a number of another system. A case that is not the reader's to see is not found. */
export async function byNumber(ctx: Ctx, typed: string): Promise<CaseRow[]> {
  const ours = parseCaseNumber(typed);
  const found = await repository.casesByNumber(ctx, ours.ok ? ours.value.number : null, typed.trim());
  const shown = await readableOnly(ctx, found);
  for (const { state, id } of shown)
    if (state.parties.person) ctx.views.push({ person: state.parties.person, case: id, purpose: 'search' });
  // A slip of the tongue on the telephone is told; a number that holds and that nobody may see is just not found.
  if (shown.length === 0 && !ours.ok && /^\D*(\d\D*){12}$/.test(typed))
    throw new Refused('input.invalid', { count: 1 }, [{ path: 'number', code: ours.code }]);
  return listCases(ctx, shown, false);
}

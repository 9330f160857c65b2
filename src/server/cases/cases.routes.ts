import { callableActions } from '#api/cases.ts';
import type { Contract } from '#api/index.ts';
import type { ActionName } from '#domain/cases/lifecycle.ts';
import { withMessages } from '../field-words.ts';
import { command, done, os, query } from '../operations.ts';
import { setCalendar } from '../organisation/index.ts';
import { say } from '../platform/problem-words.ts';
import { type CommandInput, firstTicket, perform, performBatch, settle, ticket } from './cases.service.ts';
import * as intake from './intake.service.ts';
import * as lists from './lists.service.ts';
import { reserveNumbers } from './numbers.service.ts';
import { stockOpinions } from './opinions.ts';
import { importOutcomes } from './outcomes.service.ts';
import { redateAfter, redatedPage } from './redate.service.ts';
import { changeUnitsWithCases, listReroutes, orderSiteHandover } from './reroute.service.ts';
import * as views from './views.service.ts';

const showDraft = async (ctx: Parameters<typeof intake.getDraft>[0], { id }: { id: string }) =>
  intake.showDraft(ctx, await intake.getDraft(ctx, id));

/** Every action of the lifecycle table is served alike: the table says who may, the rules say what follows. */
const act = Object.fromEntries(
  callableActions.map((action) => [
    action,
    os.cases.act[action as 'claim'].handler(
      command((ctx, input) => perform(ctx, action as ActionName, input as CommandInput<ActionName>), ticket) as never,
    ),
  ]),
) as unknown as { [A in keyof Contract['cases']['act']]: ReturnType<(typeof os.cases.act)[A]['handler']> };

export const casesRoutes = {
  drafts: os.cases.drafts.handler(query((ctx, { person }) => intake.listDrafts(ctx, person))),
  draft: os.cases.draft.handler(query((ctx, { id }) => intake.openDraft(ctx, id))),
  begin: os.cases.begin.handler(command(intake.beginDraft, showDraft)),
  save: os.cases.save.handler(
    command((ctx, { id, seq, answers }) => intake.saveDraft(ctx, id, seq, answers), showDraft),
  ),
  discard: os.cases.discard.handler(command((ctx, { id }) => intake.discardDraft(ctx, id), done)),
  submit: os.cases.submit.handler(
    command((ctx, { draft, seq, submission }) => intake.submitDraft(ctx, draft, seq, submission), firstTicket),
  ),
  settle: os.cases.settle.handler(command(settle, ticket)),
  get: os.cases.get.handler(query((ctx, { id }) => views.show(ctx, id))),
  byNumber: os.cases.byNumber.handler(query((ctx, { number }) => lists.byNumber(ctx, number))),
  mine: os.cases.mine.handler(query((ctx, { cursor, limit }) => lists.mine(ctx, cursor, limit))),
  ofPerson: os.cases.ofPerson.handler(
    query((ctx, { person, cursor, limit }) => lists.ofPerson(ctx, person, cursor, limit)),
  ),
  queue: os.cases.queue.handler(query(lists.queue)),
  queueCounts: os.cases.queueCounts.handler(query((ctx) => lists.queueCounts(ctx))),
  batch: os.cases.batch.handler(
    command(
      (ctx, { action, cases, data }) => performBatch(ctx, action, cases, data),
      (ctx, outcomes) =>
        outcomes.map(({ id, problem }) => ({
          id,
          done: problem === null,
          problem: problem?.problem ?? null,
          message: problem && say(problem, ctx.language),
        })),
    ),
  ),
  importOutcomes: os.cases.importOutcomes.handler(
    command(importOutcomes, (ctx, report) => ({ ...report, problems: withMessages(report.problems, ctx.language) })),
  ),
  opinions: os.cases.opinions.handler(query(async (_, { action }) => stockOpinions(action))),
  reserveNumbers: os.cases.reserveNumbers.handler(
    command(
      (ctx, { count }) => reserveNumbers(ctx, count),
      (_, ref) => ref,
    ),
  ),
  act,
};

/** Of the contract's `organisation`, what reaches into open cases: the calendar, and who carries on when a unit or site ends. */
export const organisationCaseRoutes = {
  changeUnits: os.organisation.changeUnits.handler(command(changeUnitsWithCases, (_, ref) => ref)),
  reroute: os.organisation.reroute.handler(command(orderSiteHandover, (_, ref) => ref)),
  reroutes: os.organisation.reroutes.handler(query((ctx, { cursor, limit }) => listReroutes(ctx, cursor, limit))),
  redated: os.organisation.redated.handler(query(redatedPage)),
  setCalendar: os.organisation.setCalendar.handler(
    command(
      (ctx, input) => setCalendar(ctx, input),
      (ctx, { revision }) => redateAfter(ctx, revision),
    ),
  ),
};

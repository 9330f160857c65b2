import { z } from 'zod';
import { commands, ResultData, Submission } from '#domain/cases/commands.ts';
import { obligations } from '#domain/cases/dues.ts';
import { type ActionName, actionNames, actions, endings, ruleOf, statuses } from '#domain/cases/lifecycle.ts';
import { ratingReasonList } from '#domain/cases/rating.ts';
import type { Answers } from '#domain/catalogue/form.ts';
import { Level } from '#domain/catalogue/item.ts';
import { Text } from '#domain/kernel/text.ts';
import { Done, Id, op, Page, page } from './operation.ts';

const AnswersData: z.ZodType<Answers> = z.record(z.string(), z.any());
const Action = z.enum(actionNames as [ActionName, ...ActionName[]]);
const Unit = z.object({ id: Id, name: z.string(), level: Level, telephone: z.string().nullable() });

export const ClockView = z.object({
  obligation: z.enum(obligations),
  due: z.iso.date().nullable(),
  colour: z.enum(['green', 'yellow', 'red', 'stopped']),
  /** What `total` and `used` count: working days, or days off too. */
  unit: z.enum(['wd', 'd']),
  total: z.number(),
  used: z.number(),
  /** Working days until the due day; below zero, those since. */
  left: z.number(),
  paused: z.boolean(),
  unconfirmedYears: z.array(z.number()),
  explanation: Text,
});
export type ClockView = z.infer<typeof ClockView>;

export const PaperView = z.object({
  id: Id,
  material: z.string(),
  name: z.string(),
  mediaType: z.string(),
  bytes: z.number(),
  uploadedAt: z.iso.datetime(),
  uploadedBy: z.enum(['resident', 'staff']),
});
export type PaperView = z.infer<typeof PaperView>;

const MaterialState = z.object({
  code: z.string(),
  name: Text,
  required: z.boolean(),
  state: z.enum(['supplied', 'held', 'owed', 'missing', 'optional']),
  mayBeOwed: z.boolean(),
  anyOfGroup: z.string().nullable(),
  legalBasis: Text,
  papers: z.array(PaperView),
});

export const TimelineEntry = z.object({
  seq: z.number(),
  type: z.string(),
  at: z.iso.datetime(),
  by: z.object({
    kind: z.enum(['staff', 'resident', 'system']),
    name: z.string().nullable(),
    unit: z.string().nullable(),
  }),
  /** Codes, dates, stage and unit names: what the sentence of this type needs. */
  params: z.record(z.string(), z.any()),
  /** What was written, where this reader may read it. */
  note: z.string().nullable(),
});
export type TimelineEntry = z.infer<typeof TimelineEntry>;

export const CaseRow = z.object({
  id: Id,
  number: z.string(),
  status: z.enum(statuses),
  item: z.object({ code: z.string(), name: Text }),
  applicant: z.string(),
  village: z.string().nullable(),
  submittedAt: z.iso.datetime(),
  due: z.iso.date().nullable(),
  colour: z.enum(['green', 'yellow', 'red', 'stopped']),
  /** Working days left; negative when overdue. */
  left: z.number().nullable(),
  /** Whom the date binds to do what; null when nothing is due. */
  obligation: z.enum(obligations).nullable(),
  step: z
    .object({
      id: z.string(),
      kind: z.string(),
      stage: z.string(),
      stageName: Text.nullable(),
      holder: z.string().nullable(),
      mine: z.boolean(),
    })
    .nullable(),
  seq: z.number(),
});
export type CaseRow = z.infer<typeof CaseRow>;

export const CaseView = z.object({
  id: Id,
  number: z.string(),
  seq: z.number(),
  status: z.enum(statuses),
  ending: z.enum(endings).nullable(),
  item: z.object({ code: z.string(), version: z.number(), name: Text, plainName: Text, instant: z.boolean() }),
  mode: z.string(),
  channel: z.string(),
  confidential: z.boolean(),
  applicant: z.object({
    id: Id.nullable(),
    name: z.string(),
    idNumber: z.string(),
    mobile: z.string().nullable(),
    unmasked: z.boolean(),
  }),
  employer: z.object({ id: Id, name: z.string(), uscc: z.string() }).nullable(),
  agent: z.object({ id: Id, name: z.string() }).nullable(),
  village: z.object({ id: Id, name: z.string(), path: z.array(z.string()) }).nullable(),
  submittedAt: z.iso.datetime(),
  /** Sensitive answers are masked like the person. */
  answers: AnswersData,
  materials: z.array(MaterialState),
  /** The one-time notice in force: everything missing, numbered. */
  correction: z
    .object({
      due: z.iso.date(),
      missing: z.array(
        z.object({ kind: z.enum(['answer', 'material']), code: z.string(), label: Text, note: z.string().nullable() }),
      ),
      note: z.string().nullable(),
    })
    .nullable(),
  owedDue: z.iso.date().nullable(),
  stages: z.array(
    z.object({
      id: z.string(),
      name: Text,
      kind: z.string(),
      level: Level,
      control: Text,
      state: z.enum(['done', 'current', 'ahead']),
    }),
  ),
  steps: z.array(
    z.object({
      id: z.string(),
      kind: z.string(),
      stage: z.string(),
      unit: Unit,
      holder: z.string().nullable(),
      mine: z.boolean(),
    }),
  ),
  /** Whose turn it is, with a telephone that a person answers. */
  turn: z.object({ who: z.enum(['applicant', 'unit', 'nobody']), unit: Unit.nullable() }),
  clocks: z.array(ClockView),
  timeline: z.array(TimelineEntry),
  result: ResultData.extend({ granted: z.boolean() }).nullable(),
  documents: z.array(
    z.object({ id: Id, kind: z.string(), code: z.string(), createdAt: z.iso.datetime(), revoked: z.boolean() }),
  ),
  parcel: z.object({ at: Unit, inTransit: Unit.nullable(), posted: z.boolean() }).nullable(),
  delivery: z.object({ way: z.enum(['site', 'post', 'online']), unit: Unit.nullable() }),
  visits: z.number(),
  numbers: z.array(z.object({ system: z.string(), number: z.string() })),
  responsible: z.string().nullable(),
  rating: z.object({ invitation: Id, occasion: z.enum(['visit', 'ending']), level: z.number().nullable() }).array(),
  allowedActions: z.array(Action),
  /** The unit that has the power to decide, shown where the reader's own unit has not. */
  powers: z.object({ mayDecideHere: z.boolean(), decides: Unit.nullable() }),
});
export type CaseView = z.infer<typeof CaseView>;

/** What a command answers: enough to go on; the whole case is read by its own operation. */
export const CaseTicket = z.object({
  id: Id,
  number: z.string(),
  seq: z.number(),
  status: z.enum(statuses),
  due: z.iso.date().nullable(),
  allowedActions: z.array(Action),
});
export type CaseTicket = z.infer<typeof CaseTicket>;

export const DraftView = z.object({
  id: Id,
  seq: z.number(),
  item: z.string(),
  version: z.number(),
  person: Id.nullable(),
  answers: AnswersData,
  papers: z.array(PaperView),
  updatedAt: z.iso.datetime(),
  /** Where the item has a newer version: what changed for this draft. */
  changed: z.array(z.string()),
});
export type DraftView = z.infer<typeof DraftView>;

const mine = { access: { resident: true, staff: 'case.help' }, audit: 'command' } as const;
const read = {
  access: { resident: true, staff: 'case.read', about: { kind: 'case', field: 'id' } },
  audit: 'view',
} as const;

/** One operation for each action of the lifecycle table: its permission stands there, so it is not repeated here. */
function actionOperation<A extends ActionName>(action: A) {
  const rule = ruleOf(action);
  const byApplicant = rule.who.includes('applicant');
  const path = action.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  return op(
    'POST',
    `/cases/{id}/${path}`,
    {
      access: {
        staff: rule.permission ?? 'system.run',
        ...(byApplicant && { resident: true as const }),
        about: { kind: 'case', field: 'id' },
      },
      audit: 'command',
    },
    `Action ${action}`,
  )
    .input(
      z.strictObject({
        id: Id,
        /** The state that its author saw: another change in between is refused, never overwritten. */
        seq: z.number().int().min(1),
        step: z.string().max(20).optional(),
        /** What is meant by this action beside the texts: see the action. */
        data: commands[action] as (typeof commands)[A],
        /** New answers, where the action brings them (supplement). */
        answers: AnswersData.optional(),
      }),
    )
    .output(CaseTicket);
}

type ActionOperations = { [A in ActionName]: ReturnType<typeof actionOperation<A>> };
/** System actions have no operation: nobody can call them. */
export const callableActions = actionNames.filter((name) => actions[name].permission !== null);
const act = Object.fromEntries(callableActions.map((name) => [name, actionOperation(name)])) as unknown as Omit<
  ActionOperations,
  'deemAccepted' | 'lapse' | 'lapseOwed' | 'reroute'
>;

export const cases = {
  drafts: op(
    'GET',
    '/drafts',
    { access: { resident: true, staff: 'case.help' }, audit: 'none' },
    'Unfinished applications: mine, or of the person at the counter',
  )
    .input(z.object({ person: Id.optional() }))
    .output(z.array(DraftView)),
  draft: op(
    'GET',
    '/drafts/{id}',
    { access: { resident: true, staff: 'case.help' }, audit: 'view' },
    'An unfinished application',
  )
    .input(z.object({ id: Id }))
    .output(DraftView),
  begin: op('POST', '/drafts', mine, 'Begin an application')
    .input(z.strictObject({ item: z.string(), person: Id.optional(), employer: Id.optional(), agent: Id.optional() }))
    .output(DraftView),
  save: op('POST', '/drafts/{id}', mine, 'Save answers; unknown fields are refused, unfinished ones are kept')
    .input(z.strictObject({ id: Id, seq: z.number().int(), answers: AnswersData }))
    .output(DraftView),
  discard: op('DELETE', '/drafts/{id}', mine, 'Throw an unfinished application away')
    .input(z.strictObject({ id: Id }))
    .output(Done),
  submit: op('POST', '/cases', mine, 'Submit an application')
    .input(z.strictObject({ draft: Id, seq: z.number().int(), submission: Submission }))
    .output(CaseTicket),
  settle: op(
    'POST',
    '/cases/{id}/settle',
    { access: { staff: 'case.settle', about: { kind: 'case', field: 'id' } }, audit: 'command' },
    'An instant item in one sitting: received, accepted, decided and handed over at once',
  )
    .input(
      z.strictObject({
        id: Id,
        seq: z.number().int(),
        granted: z.boolean(),
        opinion: z.string().min(1).max(2000),
        basis: z.string().max(300).optional(),
        result: ResultData,
      }),
    )
    .output(CaseTicket),
  get: op('GET', '/cases/{id}', read, 'A case on one page, with the actions that this reader may take')
    .input(z.object({ id: Id }))
    .output(CaseView),
  byNumber: op(
    'GET',
    '/cases/number/{number}',
    { access: { resident: true, staff: 'case.search' }, audit: 'view' },
    'A case by its number, ours or outside',
  )
    .input(z.object({ number: z.string().max(64) }))
    .output(CaseRow.array()),
  mine: op('GET', '/cases/mine', { access: { resident: true }, audit: 'none' }, 'My cases, newest first')
    .input(z.object({ ...Page }))
    .output(page(CaseRow)),
  ofPerson: op(
    'GET',
    '/persons/{person}/cases',
    { access: { staff: 'case.search', about: { kind: 'person', field: 'person' } }, audit: 'view' },
    "A person's cases that this reader may see",
  )
    .input(z.object({ person: Id, ...Page }))
    .output(page(CaseRow)),
  queue: op(
    'GET',
    '/queue',
    { access: { staff: 'case.read' }, audit: 'view' },
    'What is due first, for the post in which I act',
  )
    .input(
      z.object({
        kind: z.enum(['all', 'mine', 'intake', 'stage', 'delivery']).default('all'),
        item: z.string().optional(),
        colour: z.enum(['yellow', 'red']).optional(),
        ...Page,
        limit: z.coerce.number().int().min(1).max(100).default(40),
      }),
    )
    .output(page(CaseRow)),
  queueCounts: op(
    'GET',
    '/queue/counts',
    { access: { staff: 'case.read' }, audit: 'none' },
    'How much waits in each queue',
  ).output(
    z.object({
      all: z.number(),
      mine: z.number(),
      intake: z.number(),
      stage: z.number(),
      delivery: z.number(),
      yellow: z.number(),
      red: z.number(),
    }),
  ),
  batch: op(
    'POST',
    '/cases/batch',
    { access: { staff: 'case.handle' }, audit: 'command' },
    'The same action on several cases; each succeeds or is refused by itself',
  )
    .input(
      z.strictObject({
        action: z.enum(['claim', 'pass', 'receive', 'signHandOver', 'handOver', 'archive']),
        cases: z
          .array(z.strictObject({ id: Id, seq: z.number().int() }))
          .min(1)
          .max(100),
        data: z.record(z.string(), z.any()),
      }),
    )
    .output(
      z.array(z.object({ id: Id, done: z.boolean(), problem: z.string().nullable(), message: z.string().nullable() })),
    ),
  importOutcomes: op(
    'POST',
    '/cases/outcomes',
    { access: { staff: 'case.number' }, audit: 'command' },
    'Outcomes of steps done in another system, as CSV or Excel: row by row, nothing half-imported',
  )
    .input(
      z.strictObject({
        system: z.string().min(1).max(60),
        file: z.file().max(20_000_000),
        commit: z.stringbool().default(false),
      }),
    )
    .output(
      z.object({
        rows: z.number(),
        matched: z.number(),
        problems: z.array(
          z.object({
            row: z.number(),
            column: z.string().nullable(),
            code: z.string(),
            params: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
            message: z.string().optional(),
          }),
        ),
        committed: z.boolean(),
      }),
    ),
  opinions: op('GET', '/opinions', { access: { signedIn: true }, audit: 'none' }, 'Stock opinions for an action')
    .input(z.object({ action: z.string().max(40) }))
    .output(z.array(z.object({ id: z.string(), text: Text }))),
  reserveNumbers: op(
    'POST',
    '/case-numbers',
    { access: { staff: 'case.receive' }, audit: 'command' },
    'Reserve a block of case numbers for a device without a line',
  )
    .input(z.strictObject({ count: z.number().int().min(1).max(200) }))
    .output(z.object({ numbers: z.array(z.string()) })),
  act,
};

export const papers = {
  upload: op('POST', '/papers', mine, 'Add a paper to a draft or case: JPEG, PNG or PDF')
    .input(z.strictObject({ case: Id, material: z.string().max(64), file: z.file() }))
    .output(PaperView),
  remove: op('DELETE', '/cases/{case}/papers/{id}', mine, 'Take a paper out of a draft')
    .input(z.strictObject({ case: Id, id: Id }))
    .output(Done),
  download: op(
    'GET',
    '/cases/{case}/papers/{id}',
    { access: { resident: true, staff: 'case.read', about: { kind: 'case', field: 'case' } }, audit: 'view' },
    'A paper',
  )
    .input(z.object({ case: Id, id: Id }))
    .output(z.file()),
  document: op(
    'GET',
    '/cases/{case}/documents/{id}',
    { access: { resident: true, staff: 'case.read', about: { kind: 'case', field: 'case' } }, audit: 'view' },
    'An issued document, as issued',
  )
    .input(z.object({ case: Id, id: Id }))
    .output(z.file()),
  verify: op('GET', '/verify/{code}', { access: { anyone: true }, audit: 'none' }, 'Is this document real?')
    .input(z.object({ code: z.string().max(40) }))
    .output(
      z.object({
        found: z.boolean(),
        revoked: z.boolean(),
        kind: z.string().nullable(),
        item: Text.nullable(),
        unit: z.string().nullable(),
        issuedOn: z.iso.date().nullable(),
        holder: z.string().nullable(),
      }),
    ),
};

export const feedback = {
  invitations: op(
    'GET',
    '/ratings/invitations',
    { access: { resident: true }, audit: 'none' },
    'What I am asked to rate',
  ).output(
    z.array(
      z.object({
        case: Id,
        invitation: Id,
        occasion: z.enum(['visit', 'ending']),
        item: Text,
        unit: z.string(),
        day: z.iso.date(),
        level: z.number().nullable(),
      }),
    ),
  ),
  rate: op(
    'POST',
    '/cases/{case}/ratings/{invitation}',
    { access: { resident: true }, audit: 'command' },
    'Rate: nobody but the resident can',
  )
    .input(
      z.strictObject({
        case: Id,
        invitation: Id,
        level: z.number().int().min(1).max(5),
        reasons: z.array(z.enum(ratingReasonList)).max(ratingReasonList.length).default([]),
        words: z.string().max(1000).optional(),
      }),
    )
    .output(Done),
  notices: op('GET', '/notices', { access: { resident: true, signedIn: true }, audit: 'none' }, 'Notices to me')
    .input(z.object({ ...Page }))
    .output(
      page(
        z.object({
          id: Id,
          code: z.string(),
          params: z.record(z.string(), z.any()),
          text: Text,
          case: Id.nullable(),
          at: z.iso.datetime(),
          read: z.boolean(),
        }),
      ),
    ),
  readNotices: op(
    'POST',
    '/notices/read',
    { access: { resident: true, signedIn: true }, audit: 'none' },
    'Mark notices as read',
  )
    .input(z.strictObject({ ids: z.array(Id).max(100) }))
    .output(Done),
};

export const supervision = {
  audit: op('GET', '/audit', { access: { staff: 'audit.read' }, audit: 'view' }, 'The audit log')
    .input(
      z.object({
        case: Id.optional(),
        person: Id.optional(),
        account: Id.optional(),
        operation: z.string().optional(),
        ...Page,
      }),
    )
    .output(
      page(
        z.object({
          id: Id,
          at: z.iso.datetime(),
          by: z.string(),
          unit: z.string().nullable(),
          operation: z.string(),
          outcome: z.string(),
          purpose: z.string().nullable(),
          caseNumber: z.string().nullable(),
          sealed: z.boolean(),
        }),
      ),
    ),
  verifyAudit: op(
    'GET',
    '/audit/verification',
    { access: { staff: 'audit.read' }, audit: 'view' },
    'Check the chain of the audit log',
  ).output(z.object({ ok: z.boolean(), sealed: z.number(), unsealed: z.number(), brokenAt: z.number().nullable() })),
};

import { z } from 'zod';
import { UnitLevel as Level } from '#domain/organisation/units.ts';
import { Created, Done, Id, op, Page, page } from './operation.ts';

export const DivisionView = z.object({
  id: Id,
  code: z.string(),
  level: z.enum(['city', 'county', 'town', 'village', 'grid']),
  parent: Id.nullable(),
  name: z.string(),
  nameEn: z.string(),
  aliases: z.array(z.string()),
  population: z.number().nullable(),
  lon: z.number().nullable(),
  lat: z.number().nullable(),
  validFrom: z.iso.date(),
  validTo: z.iso.date().nullable(),
  children: z.number(),
});
export type DivisionView = z.infer<typeof DivisionView>;

export const UnitView = z.object({
  id: Id,
  division: z.object({ id: Id, name: z.string(), code: z.string() }),
  parent: Id.nullable(),
  level: Level,
  kind: z.string(),
  departments: z.array(z.string()),
  name: z.string(),
  aliases: z.array(z.string()),
  telephone: z.string().nullable(),
  validFrom: z.iso.date(),
  validTo: z.iso.date().nullable(),
});
export type UnitView = z.infer<typeof UnitView>;

export const SiteView = z.object({
  id: Id,
  unit: Id,
  level: Level,
  name: z.string(),
  nameEn: z.string(),
  /** How the name is said, where it has no English one; else empty. */
  pinyin: z.string(),
  address: z.string(),
  telephone: z.string(),
  lon: z.number().nullable(),
  lat: z.number().nullable(),
  hours: z.object({ 'zh-CN': z.string(), en: z.string() }),
  openNow: z.boolean(),
  /** When a closed door opens next; null while it is open, and where that is more than a month away. */
  opensNext: z.object({ date: z.iso.date(), time: z.string() }).nullable(),
  counters: z.array(z.object({ id: z.string(), name: z.string(), functions: z.array(z.string()) })),
  villages: z.array(z.object({ id: Id, name: z.string() })),
  /** Metres, when asked near a place. */
  distance: z.number().nullable(),
});
export type SiteView = z.infer<typeof SiteView>;

export const Account = z.object({
  id: Id,
  login: z.string(),
  name: z.string(),
  secondFactor: z.boolean(),
  locked: z.boolean(),
  disabled: z.boolean(),
  posts: z.array(
    z.object({
      id: Id,
      unit: Id,
      unitName: z.string(),
      role: z.string(),
      substitute: z.object({ id: Id, name: z.string() }).nullable(),
      validFrom: z.iso.date(),
      validTo: z.iso.date().nullable(),
    }),
  ),
  leaves: z.array(z.object({ id: Id, firstDay: z.iso.date(), lastDay: z.iso.date() })),
});
export type Account = z.infer<typeof Account>;

/** A bulk import answers row by row; nothing is written unless every row is right and `commit` was asked for. */
export const ImportReport = z.object({
  rows: z.number(),
  created: z.number(),
  changed: z.number(),
  /** Rows that say what is already stored. */
  unchanged: z.number(),
  problems: z.array(
    z.object({
      row: z.number(),
      column: z.string().nullable(),
      /** A notice does not keep the table from being imported. */
      severity: z.enum(['error', 'notice']),
      /** The key of its text in locales/<language>/import.json. */
      code: z.string(),
      params: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
      /** The same in the reader's words. */
      message: z.string().optional(),
    }),
  ),
  committed: z.boolean(),
  /** First passwords of new accounts, each for one sign-in: shown to the importer and nowhere else. */
  passwords: z.array(z.object({ login: z.string(), name: z.string(), password: z.string() })).optional(),
});
export type ImportReport = z.infer<typeof ImportReport>;

const open = { access: { anyone: true }, audit: 'none' } as const;
const manage = (permission: string, field?: string) =>
  ({
    access: { staff: permission, ...(field && { about: { kind: 'unit', field } as const }) },
    audit: 'command',
  }) as const;
const day = z.iso.date();
/** A case whose date a holiday table moved. */
const Redated = z.object({ case: Id, number: z.string(), from: day.nullable(), to: day.nullable() });

export const organisation = {
  divisions: op('GET', '/divisions', open, 'Divisions under a parent, or found by name or code, as on a day')
    .input(z.object({ parent: Id.optional(), find: z.string().max(40).optional(), on: day.optional(), ...Page }))
    .output(page(DivisionView)),
  division: op('GET', '/divisions/{id}', open, 'A division with its ancestors')
    .input(z.object({ id: Id, on: day.optional() }))
    .output(z.object({ division: DivisionView, path: z.array(DivisionView) })),
  changeDivision: op(
    'POST',
    '/divisions/changes',
    manage('organisation.manage'),
    'Rename, recode, merge, split or move divisions, with history',
  )
    .input(
      z.strictObject({
        kind: z.enum(['rename', 'recode', 'merge', 'split', 'move']),
        effectiveOn: day,
        document: z.string().min(1).max(200),
        from: z.array(Id).min(1).max(2000),
        to: z
          .array(
            z.strictObject({
              /** Of a merge or split: a target that keeps the code of a division that it comes from is that division, going on. */
              code: z.string().max(20).optional(),
              name: z.string().trim().max(60).optional(),
              parent: Id.optional(),
              /** Of a split: which of the divisions below go to this part. */
              children: z.array(Id).max(2000).optional(),
            }),
          )
          .min(1)
          .max(2000),
      }),
    )
    .output(z.object({ ids: z.array(Id) })),
  openGrid: op('POST', '/divisions/{village}/grids', manage('organisation.manage'), 'Open a grid below a village')
    .input(z.strictObject({ village: Id, name: z.string().trim().min(1).max(60) }))
    .output(Created),
  closeGrid: op('POST', '/divisions/{grid}/close', manage('organisation.manage'), 'Close a grid')
    .input(z.strictObject({ grid: Id, on: day, document: z.string().trim().min(1).max(200) }))
    .output(Done),
  units: op('GET', '/units', open, 'Units of a division or under a unit')
    .input(z.object({ division: Id.optional(), parent: Id.optional(), find: z.string().max(40).optional(), ...Page }))
    .output(page(UnitView)),
  createUnit: op('POST', '/units', manage('organisation.manage', 'parent'), 'Open a unit')
    .input(
      z.strictObject({
        parent: Id,
        division: Id,
        kind: z.string().max(40),
        departments: z.array(z.string()).max(30),
        name: z.string().min(2).max(60),
        aliases: z.array(z.string()).default([]),
        telephone: z.string().max(30).optional(),
      }),
    )
    .output(Created),
  renameUnit: op(
    'POST',
    '/units/{unit}/name',
    manage('organisation.manage', 'unit'),
    'Rename a unit; the old name is kept for old cases',
  )
    .input(
      z.strictObject({
        unit: Id,
        name: z.string().trim().min(2).max(60),
        from: day,
        document: z.string().trim().max(200).optional(),
      }),
    )
    .output(Done),
  changeUnits: op(
    'POST',
    '/units/changes',
    manage('organisation.manage'),
    'Rename, merge, move or close units, with history; staff of a merged unit go along',
  )
    .input(
      z.strictObject({
        kind: z.enum(['rename', 'merge', 'move', 'close']),
        effectiveOn: day,
        document: z.string().trim().min(1).max(200),
        from: z.array(Id).min(1).max(2000),
        /** Of a rename: in the order of `from`. Of a merge: the name under which `into` goes on. */
        names: z.array(z.string().trim().min(2).max(60)).max(2000).optional(),
        into: Id.optional(),
        parent: Id.optional(),
        division: Id.optional(),
        /** Of a closure: who carries on the work. */
        became: z.array(Id).max(20).optional(),
      }),
    )
    .output(z.object({ ids: z.array(Id) })),
  reroute: op(
    'POST',
    '/reroutes',
    manage('organisation.manage'),
    'From a day on another site carries on the open cases and results of a site',
  )
    .input(
      z.strictObject({
        from: Id,
        to: Id,
        /** Only the cases of these villages. Left out: all, or, where the unit keeps another site, those that the site serves. */
        villages: z.array(Id).min(1).max(2000).optional(),
        on: day,
        document: z.string().trim().min(1).max(200),
      }),
    )
    /** Null where both are sites of one unit, so that nothing moves. */
    .output(z.object({ id: Id.nullable() })),
  reroutes: op(
    'GET',
    '/reroutes',
    { access: { staff: 'organisation.manage' }, audit: 'none' },
    'Cases that go on elsewhere because a unit or site ended: by which order, how many, how far',
  )
    .input(z.object(Page))
    .output(
      page(
        z.object({
          id: Id,
          from: z.object({ id: Id, name: z.string() }),
          to: z.array(z.object({ id: Id, name: z.string() })),
          /** How many villages it is limited to; null: everything. */
          villages: z.number().nullable(),
          effectiveOn: day,
          document: z.string(),
          moved: z.number(),
          /** Nobody may have them; somebody must look. */
          left: z.number(),
          finishedAt: z.iso.datetime().nullable(),
        }),
      ),
    ),
  departments: op('GET', '/departments', open, 'Departments').output(
    z.array(z.object({ code: z.string(), name: z.object({ 'zh-CN': z.string(), en: z.string() }) })),
  ),
  sites: op('GET', '/sites', open, 'Service points: of a village, near a place, for an item')
    .input(
      z.object({
        village: Id.optional(),
        unit: Id.optional(),
        item: z.string().optional(),
        find: z.string().max(40).optional(),
        lon: z.coerce.number().optional(),
        lat: z.coerce.number().optional(),
        openNow: z.union([z.boolean(), z.stringbool()]).optional(),
        ...Page,
      }),
    )
    .output(page(SiteView)),
  site: op('GET', '/sites/{id}', open, 'A service point')
    .input(z.object({ id: Id }))
    .output(SiteView),
  createSite: op('POST', '/sites', manage('site.manage', 'unit'), 'Open a service point')
    .input(
      z.strictObject({
        unit: Id,
        name: z.string().min(2).max(60),
        address: z.string().max(200),
        telephone: z.string().max(30),
        lon: z.number().optional(),
        lat: z.number().optional(),
        /** As people write it: 周一至周五 9:00-12:00, 13:30-17:30. Until it is given the site counts as closed. */
        hours: z.string().max(300).optional(),
        villages: z.array(Id).max(200).default([]),
      }),
    )
    .output(Created),
  linkVillage: op(
    'POST',
    '/sites/{site}/villages',
    manage('organisation.manage'),
    'A station serves a village from a day on, or no longer',
  )
    .input(z.strictObject({ site: Id, village: Id, from: day, until: day.optional() }))
    .output(Done),
  import: op(
    'POST',
    '/organisation/import',
    manage('organisation.import'),
    'Import divisions, units, sites or accounts from CSV or Excel',
  )
    .input(
      z.strictObject({
        kind: z.enum(['divisions', 'units', 'sites', 'site-villages', 'accounts']),
        file: z.file().max(20_000_000),
        commit: z.union([z.boolean(), z.stringbool()]).default(false),
      }),
    )
    .output(ImportReport),
  accounts: op(
    'GET',
    '/accounts',
    { access: { staff: 'account.manage', about: { kind: 'unit', field: 'unit' } }, audit: 'none' },
    'Accounts of a unit and below',
  )
    .input(z.object({ unit: Id, find: z.string().max(40).optional(), ...Page }))
    .output(page(Account)),
  createAccount: op('POST', '/accounts', manage('account.manage', 'unit'), 'Open an account with its first post')
    .input(
      z.strictObject({
        unit: Id,
        login: z.string().regex(/^[a-z][a-z0-9._-]{2,31}$/),
        name: z.string().trim().min(1).max(40),
        password: z.string().max(200),
        role: z.string(),
      }),
    )
    .output(Created),
  addPost: op('POST', '/accounts/{account}/posts', manage('account.manage', 'unit'), 'Give an account another post')
    .input(z.strictObject({ account: Id, unit: Id, role: z.string(), from: day }))
    .output(Created),
  endPost: op('POST', '/accounts/{account}/posts/{post}/end', manage('account.manage', 'unit'), 'End a post')
    .input(z.strictObject({ account: Id, post: Id, unit: Id, on: day }))
    .output(Done),
  disableAccount: op(
    'POST',
    '/accounts/{account}/disable',
    manage('account.manage', 'unit'),
    'Disable an account and sign it out everywhere',
  )
    .input(z.strictObject({ account: Id, unit: Id }))
    .output(Done),
  resetAccount: op(
    'POST',
    '/accounts/{account}/reset',
    manage('account.manage', 'unit'),
    'A forgotten password or a lost authenticator: a first password for one sign-in, shown once; signed out everywhere',
  )
    .input(z.strictObject({ account: Id, unit: Id, secondFactor: z.boolean().default(false) }))
    .output(z.object({ login: z.string(), password: z.string() })),
  substitute: op('POST', '/posts/{post}/substitute', manage('leave.manage', 'unit'), 'Name the B of a post')
    .input(z.strictObject({ post: Id, unit: Id, account: Id.nullable() }))
    /** Notes forbid nothing: keys `note.…` in locales/<language>/organisation.json. */
    .output(Done.extend({ notes: z.array(z.string()) })),
  leave: op(
    'POST',
    '/accounts/{account}/leaves',
    manage('leave.manage', 'unit'),
    'Record a leave: the substitute takes over by itself',
  )
    .input(z.strictObject({ account: Id, unit: Id, firstDay: day, lastDay: day }))
    .output(z.object({ id: Id, substitutes: z.array(z.object({ post: Id, name: z.string().nullable() })) })),
  cancelLeave: op('POST', '/accounts/{account}/leaves/{id}/cancel', manage('leave.manage', 'unit'), 'Cancel a leave')
    .input(z.strictObject({ account: Id, id: Id, unit: Id }))
    .output(Done),
  roles: op('GET', '/roles', { access: { signedIn: true }, audit: 'none' }, 'Roles and what each may do').output(
    z.array(
      z.object({
        code: z.string(),
        name: z.string(),
        nameEn: z.string(),
        permissions: z.record(z.string(), z.string()),
        secondFactor: z.boolean(),
      }),
    ),
  ),
  colleagues: op(
    'GET',
    '/units/{unit}/colleagues',
    { access: { signedIn: true }, audit: 'none' },
    'Who works at a unit: for transfers and delegations',
  )
    .input(z.object({ unit: Id }))
    .output(z.array(z.object({ id: Id, name: z.string(), role: z.string(), absent: z.boolean() }))),
  calendar: op('GET', '/calendar', open, 'The holiday table in force').output(
    z.object({
      revision: z.number(),
      years: z.record(
        z.string(),
        z.object({
          confirmed: z.boolean(),
          document: z.string(),
          holidays: z.array(z.object({ date: day, name: z.string() })),
          workdays: z.array(z.object({ date: day, name: z.string() })),
        }),
      ),
    }),
  ),
  setCalendar: op(
    'PUT',
    '/calendar/{year}',
    manage('calendar.manage'),
    'Change a year of the holiday table: every open case is dated anew',
  )
    .input(
      z.strictObject({
        year: z.string().regex(/^20\d\d$/),
        confirmed: z.boolean(),
        document: z.string().max(120),
        holidays: z.array(z.strictObject({ date: day, name: z.string().max(20) })).max(60),
        workdays: z.array(z.strictObject({ date: day, name: z.string().max(20) })).max(30),
      }),
    )
    .output(
      z.object({
        revision: z.number(),
        /** The first of them that were moved within some seconds; the report names all, and counts those still to be dated. */
        redated: z.array(Redated),
        more: z.number(),
      }),
    ),
  redated: op(
    'GET',
    '/calendar/revisions/{revision}/cases',
    { access: { staff: 'calendar.manage' }, audit: 'none' },
    'Which cases a revision of the holiday table moved, and from when to when',
  )
    .input(z.object({ ...Page, revision: z.coerce.number().int().min(1) }))
    .output(
      page(Redated).extend({
        total: z.number(),
        /** Confidential ones, which are counted and not named. */
        hidden: z.number(),
        /** Open cases that are still to be dated. */
        pending: z.number(),
      }),
    ),
};

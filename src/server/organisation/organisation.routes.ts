import { command, done, idOf, os, query } from '../operations.ts';
import * as calendar from './calendar.service.ts';
import * as divisions from './divisions.service.ts';
import * as grids from './grids.service.ts';
import { organisationOf } from './organisation.cache.ts';
import * as staff from './staff.service.ts';
import * as units from './units.service.ts';

const { organisation } = os;

/**
 * What later rooms serve of the contract's `organisation`: accounts (identity), sites and imports (sites), the calendar and changes
 * of units (cases, for both touch cases).
 */
export const organisationRoutes = {
  divisions: organisation.divisions.handler(query((ctx, input) => divisions.listDivisions(ctx, input))),
  division: organisation.division.handler(query((ctx, { id, on }) => divisions.showDivision(ctx, id, on))),
  openGrid: organisation.openGrid.handler(command(grids.openGrid, (_, ref) => idOf(ref))),
  closeGrid: organisation.closeGrid.handler(command(grids.closeGrid, done)),
  units: organisation.units.handler(query((ctx, input) => units.listUnits(ctx, input))),
  createUnit: organisation.createUnit.handler(command(units.createUnit, (_, ref) => idOf(ref))),
  renameUnit: organisation.renameUnit.handler(
    command(
      (ctx, { unit, name, from, document }) =>
        units.changeUnits(ctx, {
          kind: 'rename',
          effectiveOn: from,
          document: document ?? '',
          from: [unit],
          names: [name],
        }),
      done,
    ),
  ),
  departments: organisation.departments.handler(
    query(async (ctx) =>
      (await organisationOf(ctx)).departments.map(({ code, name, name_en }) => ({
        code,
        name: { 'zh-CN': name, en: name_en },
      })),
    ),
  ),
  accounts: organisation.accounts.handler(query((ctx, input) => staff.listAccounts(ctx, input))),
  addPost: organisation.addPost.handler(command(staff.addPost, (_, ref) => idOf(ref))),
  endPost: organisation.endPost.handler(command(staff.endPost, done)),
  substitute: organisation.substitute.handler(
    command(staff.nameSubstitute, async (ctx, ref) => ({ ...done(), notes: await staff.substituteNotes(ctx, ref) })),
  ),
  leave: organisation.leave.handler(command(staff.recordLeave, staff.substitutesDuring)),
  cancelLeave: organisation.cancelLeave.handler(command(staff.cancelLeave, done)),
  roles: organisation.roles.handler(query((ctx) => staff.listRoles(ctx))),
  colleagues: organisation.colleagues.handler(query((ctx, { unit }) => staff.colleagues(ctx, unit))),
  calendar: organisation.calendar.handler(query((ctx) => calendar.showCalendar(ctx))),
};

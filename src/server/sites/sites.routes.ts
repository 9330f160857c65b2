import type { ImportReport } from '#api/organisation.ts';
import { importAccountTable, showFirstPasswords } from '../identity/index.ts';
import { command, done, idOf, os, query } from '../operations.ts';
import { changeDivisions, importDivisionTable, importUnitTable, tableOf } from '../organisation/index.ts';
import * as manage from './sites.manage.ts';
import * as sites from './sites.service.ts';

const { organisation } = os;

interface ImportInput {
  kind: 'divisions' | 'units' | 'sites' | 'site-villages' | 'accounts';
  file: File;
  commit: boolean;
}

/** Of a new account only its id is kept beside the answer: its first password is made afresh for whoever may see it. */
const importTable = command(
  async (ctx, { kind, file, commit }: ImportInput): Promise<{ report: ImportReport; accounts: string[] }> => {
    const table = await tableOf(file);
    switch (kind) {
      case 'divisions':
        return { report: await importDivisionTable(ctx, table, commit), accounts: [] };
      case 'units':
        return { report: await importUnitTable(ctx, table, commit), accounts: [] };
      case 'sites':
        return { report: await manage.importSiteTable(ctx, table, commit), accounts: [] };
      case 'site-villages':
        return { report: await manage.importLinkTable(ctx, table, commit), accounts: [] };
      case 'accounts':
        return importAccountTable(ctx, table, commit);
    }
  },
  async (ctx, { report, accounts }) =>
    accounts.length > 0 ? { ...report, passwords: await showFirstPasswords(ctx, accounts) } : report,
);

/** Of the contract's `organisation`, what touches sites; an import may bring any kind of table, so the last room serves it. */
export const siteRoutes = {
  sites: organisation.sites.handler(query((ctx, input) => sites.listSites(ctx, input))),
  site: organisation.site.handler(query((ctx, { id }) => sites.getSite(ctx, id))),
  createSite: organisation.createSite.handler(command(manage.createSite, (_, ref) => idOf(ref))),
  linkVillage: organisation.linkVillage.handler(command(manage.linkVillage, done)),
  changeDivision: organisation.changeDivision.handler(
    command(
      async (ctx, input) => {
        const outcome = await changeDivisions(ctx, input);
        await manage.carryLinks(ctx, outcome);
        return { ids: outcome.ids };
      },
      (_, ref) => ref,
    ),
  ),
  import: organisation.import.handler(importTable),
};

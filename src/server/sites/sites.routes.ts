import type { ImportReport } from '#api/organisation.ts';
import type { Ctx } from '../context.ts';
import { withMessages } from '../field-words.ts';
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
interface Imported {
  report: ImportReport;
  accounts: string[];
}

async function importAny(ctx: Ctx, { kind, file, commit }: ImportInput): Promise<Imported> {
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
}

/** A report repeats what stood in a wrong cell, a name or a telephone perhaps: what is kept of it for a twin is sealed. */
type Kept = { id: string; sealed: string };
const placeOf = (id: string) => ({ table: 'idempotency', column: 'result', row: id });

const importTable = command(
  async (ctx, input: ImportInput): Promise<Kept | Imported> => {
    const id = ctx.app.id();
    const text = JSON.stringify(await importAny(ctx, input));
    return { id, sealed: ctx.app.vault.sealText(text, placeOf(id)).toString('base64') };
  },
  async (ctx, kept) => {
    // The first release kept the answer as it was.
    const { report: told, accounts } =
      'sealed' in kept
        ? (JSON.parse(ctx.app.vault.openText(Buffer.from(kept.sealed, 'base64'), placeOf(kept.id))) as Imported)
        : kept;
    const report = { ...told, problems: withMessages(told.problems, ctx.language) };
    return accounts.length > 0 ? { ...report, passwords: await showFirstPasswords(ctx, accounts) } : report;
  },
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

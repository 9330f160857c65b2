import { expect } from 'vitest';
import { makeResidentId } from '#domain/identity/resident-id.ts';
import { type Caller, callerAt, type Me, newStaff, read, residentAt, sitesOf, staffAt } from './api.ts';

/** Who has no business with a case: a passer-by, another resident, and staff of elsewhere or of another trade. */
export interface Strangers {
  anybody: Caller;
  resident: Caller;
  staff: Caller[];
}

export async function bringStrangers(url: string, own: { village: string; town: string }): Promise<Strangers> {
  const [anybody, resident, security, employment, cun, zhen] = await Promise.all([
    callerAt(url, 'anybody'),
    residentAt(url, {
      name: '贾生人',
      mobile: '19900000077',
      idNumber: makeResidentId('990101', '1971-05-05', 77),
    }),
    staffAt(url, 'anquan'),
    staffAt(url, 'jiuye'),
    staffAt(url, own.village),
    staffAt(url, own.town),
  ]);
  const [village, town] = await Promise.all([cun, zhen].map((one) => read<Me>(one, '/api/session')));
  const sites = await sitesOf(anybody);
  const elsewhere = (level: string, own: Me) =>
    sites.find((site) => site.level === level && site.unit !== own.post.unit.id)!.unit;
  const staff = [
    await newStaff(url, security, {
      login: 'lincun',
      name: '林村',
      role: 'village-clerk',
      unit: elsewhere('village', village!),
    }),
    await newStaff(url, security, { login: 'linzhen', name: '林镇', role: 'reviewer', unit: elsewhere('town', town!) }),
    employment,
  ];
  for (const one of [security, cun, zhen]) await one.http.dispose();
  return { anybody, resident, staff };
}

const refusals = [401, 403, 404];

/** The addresses of one case, as its owner knows them. */
export interface Addresses {
  /** Pages of the citizens. */
  pages: string[];
  /** Reads of the API. */
  reads: string[];
  number?: string;
}

/**
 * Everybody who is a stranger tries everything: every page, every read, and the very command that is due now, with the right
 * state and right data. All of it is refused, and says the same as if the case did not exist.
 */
export async function refuse(
  { anybody, resident, staff }: Strangers,
  { pages, reads, number }: Addresses,
  command: { path: string; data: unknown },
): Promise<void> {
  await Promise.all(
    [anybody, resident, ...staff].map(async (one) => {
      for (const path of pages) {
        const answer = await one.http.get(path);
        const sentAway = new URL(answer.url()).pathname === '/sign-in' && answer.ok();
        if (!sentAway) expect(refusals, `${one.name} sees ${path}`).toContain(answer.status());
      }
      for (const path of reads) expect(refusals, `${one.name} reads ${path}`).toContain((await one.get(path)).status());
      expect(refusals, `${one.name} does ${command.path}`).toContain(
        (await one.post(command.path, command.data)).status(),
      );
      if (number === undefined || one === anybody) return;
      expect(await read<unknown[]>(one, `/api/cases/number/${number}`), `${one.name} finds ${number}`).toEqual([]);
    }),
  );
  expect(await read<{ items: unknown[] }>(resident, '/api/cases/mine')).toMatchObject({ items: [] });
}

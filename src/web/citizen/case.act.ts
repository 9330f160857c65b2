import type { CaseView } from '#api/cases.ts';
import type { Item } from '#domain/catalogue/item.ts';
import { go, inputProblem, residentOf, textOf } from './serve.ts';
import type { Visit } from './visit.ts';

export interface Open {
  view: CaseView;
  item: Item;
}

export async function openCase(visit: Visit): Promise<Open> {
  residentOf(visit);
  const view = await visit.client.cases.get({ id: visit.c.req.param('id') ?? '' });
  return { view, item: await visit.client.catalogue.get({ code: view.item.code, version: view.item.version }) };
}

export const toCase = (visit: Visit, id: string, done?: string): Response =>
  go(visit, `/cases/${id}${done ? `?done=${done}` : ''}`);

/** Runs an action on the state that its author saw. What went on in between leads back to the case, with a word about it. */
export async function act(visit: Visit, id: string, done: string, run: () => Promise<unknown>): Promise<Response> {
  try {
    await run();
    return toCase(visit, id, done);
  } catch (error) {
    const problem = inputProblem(error);
    if (problem.problem === 'conflict.stale' || problem.problem === 'case.not-now') return toCase(visit, id, 'stale');
    throw error;
  }
}

export const seqOf = (form: FormData): number => Number(textOf(form, 'seq', 12)) || 0;

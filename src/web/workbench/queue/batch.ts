import type { CaseRow } from '#api/cases.ts';

/** What may be done to many at once, the likely first, with the permission that it takes and the kind of step that it needs. */
export const batchActions = {
  receive: { permission: 'case.receive', steps: ['intake'] },
  pass: { permission: 'case.handle', steps: ['stage', 'joint', 'reviewer', 'delegate'] },
  signHandOver: { permission: 'case.deliver', steps: ['delivery'] },
  handOver: { permission: 'case.deliver', steps: ['delivery'] },
  claim: { permission: 'case.read', steps: ['intake', 'stage', 'joint', 'delivery'] },
} as const;
export type BatchAction = keyof typeof batchActions;
const batchNames = Object.keys(batchActions) as BatchAction[];

const fits = (action: BatchAction, row: CaseRow): boolean => {
  const { steps } = batchActions[action];
  if (!row.step || !(steps as readonly string[]).includes(row.step.kind)) return false;
  if (action === 'claim') return !row.step.mine;
  if (action === 'receive') return row.status === 'submitted';
  if (action === 'signHandOver') return row.status === 'delivering';
  return true;
};

/** The batch actions that make sense for at least one of the chosen rows, with how many they fit. The server has the last word. */
export function batchFor(
  rows: readonly CaseRow[],
  permissions: Readonly<Record<string, unknown>>,
): { action: BatchAction; fitting: CaseRow[] }[] {
  return batchNames
    .filter(
      (action) =>
        batchActions[action].permission in permissions ||
        (action === 'pass' && ['case.review', 'case.approve'].some((one) => one in permissions)),
    )
    .map((action) => ({ action, fitting: rows.filter((row) => fits(action, row)) }))
    .filter(({ fitting }) => fitting.length > 0);
}

/** One case may stand in the list with two steps: it is sent once. */
export const casesOf = (rows: readonly CaseRow[]): { id: string; seq: number }[] => [
  ...new Map(rows.map(({ id, seq }) => [id, { id, seq }])).values(),
];

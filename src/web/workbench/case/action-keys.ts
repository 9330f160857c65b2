import type { CaseView } from '#api/cases.ts';
import type { ActionName } from '#domain/cases/lifecycle.ts';

/** What the bar offers: the actions of the lifecycle table, and settling an instant item, which is four of them at once. */
export type BarAction = ActionName | 'settle';

/**
 * One letter for one action, always the same, so that the hand learns it; two actions share a letter only where no status
 * allows both (a test holds them apart).
 */
export const actionKeys: Partial<Record<BarAction, string>> = {
  claim: 'c',
  assign: 'u',
  receive: 'r',
  notify: 'n',
  supplement: 's',
  accept: 'a',
  refuse: 'x',
  supplyOwed: 'o',
  pass: 'p',
  returnTo: 'b',
  takeBack: 'k',
  transfer: 't',
  delegate: 'g',
  addReviewer: 'v',
  removeReviewer: 'm',
  reportUp: 'h',
  sendDown: 'l',
  recordOutside: 'e',
  addNumber: 'i',
  suspend: 's',
  resume: 's',
  requestExtension: 'x',
  approveExtension: 'y',
  denyExtension: 'n',
  decide: 'd',
  settle: 'd',
  correctDecision: 'e',
  recordPayment: 'm',
  handOver: 'h',
  signHandOver: 's',
  post: 'p',
  recallParcel: 'r',
  deliver: 'd',
  closeUncollected: 'x',
  changeDelivery: 'f',
  handResponsibility: 'z',
  withdraw: 'w',
  terminate: 'q',
  archive: 'a',
  countVisit: 'j',
};

/** Everything that is still missing and may not be owed: then the likely action is to say so. */
const complete = (view: Pick<CaseView, 'materials'>): boolean =>
  view.materials.every((material) => material.state !== 'missing');

/** What somebody who opens this case most probably came to do, best first. The server says what is allowed; this only orders. */
const likely: readonly BarAction[] = [
  'approveExtension',
  'denyExtension',
  'settle',
  'receive',
  'supplement',
  'accept',
  'notify',
  'supplyOwed',
  'decide',
  'pass',
  'resume',
  'signHandOver',
  'deliver',
  'handOver',
  'post',
  'recordPayment',
  'archive',
  'returnTo',
  'claim',
];

const rest: readonly BarAction[] = [
  'refuse',
  'transfer',
  'assign',
  'addReviewer',
  'delegate',
  'removeReviewer',
  'recordOutside',
  'reportUp',
  'sendDown',
  'suspend',
  'requestExtension',
  'addNumber',
  'changeDelivery',
  'countVisit',
  'takeBack',
  'recallParcel',
  'handResponsibility',
  'closeUncollected',
  'correctDecision',
  'withdraw',
  'terminate',
];

/** The bar: the likely action first, the everyday ones beside it, the rare and the grave under "more". */
export function barOf(
  view: Pick<CaseView, 'allowedActions' | 'materials' | 'status' | 'item' | 'parcel' | 'delivery'>,
  canSettle: boolean,
): { first: BarAction | undefined; near: BarAction[]; more: BarAction[] } {
  const allowed = new Set<BarAction>(view.allowedActions);
  if (canSettle && view.item.instant && (view.status === 'submitted' || view.status === 'received'))
    allowed.add('settle');
  const order = likely.filter((action) => allowed.has(action));
  if (!complete(view)) toFront(order, 'notify', 'accept', 'settle');
  if (view.delivery.way === 'post') toFront(order, 'post', 'handOver', 'deliver');
  // The result is still above the place where it is to be fetched: it goes on before anybody can sign for it.
  if (view.parcel && view.delivery.unit && view.parcel.at.id !== view.delivery.unit.id)
    toFront(order, 'handOver', 'deliver');
  return { first: order[0], near: order.slice(1), more: rest.filter((action) => allowed.has(action)) };
}

/** Puts `action` before whichever of the others stands first. */
function toFront(order: BarAction[], action: BarAction, ...before: BarAction[]): void {
  const from = order.indexOf(action);
  const to = order.findIndex((one) => before.includes(one));
  if (from < 0 || to < 0 || from < to) return;
  order.splice(from, 1);
  order.splice(to, 0, action);
}

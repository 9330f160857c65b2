import type { Stage } from '#domain/catalogue/item.ts';

/**
 * The whole life of a case on one screen. Stages (who reviews, who decides) come from the item's version, never from here.
 *
 *   submitted ─receive→ received ─accept→ accepted ⇄ owing ─pass…decide→ decided ⇄ delivering ─deliver→ completed → archived
 *        └────── notify → correcting ─supplement→ (back) ; any open status may be suspended, withdrawn or terminated → ended
 */
export const statuses = [
  'submitted', // 已提交: sent by the resident, nobody has looked yet; the law already counts from here
  'received', // 已收件: papers taken, receipt given
  'correcting', // 待补正: one notice of everything missing was given
  'accepted', // 办理中: accepted, in a stage of the item's flow
  'owing', // 办理中(欠材料): accepted with papers owed (容缺受理)
  'suspended', // 暂停计时: special procedure
  'decided', // 已办结: decided, the result waits
  'delivering', // 送达中: the result travels
  'completed', // 已签收
  'ended', // ended without a signature: see `endings`
  'archived', // 已归档
] as const;
export type Status = (typeof statuses)[number];

export const endings = ['acceptance-refused', 'returned', 'withdrawn', 'terminated', 'uncollected'] as const;
export type Ending = (typeof endings)[number];

/** What an open step waits for; a queue is a list of steps. */
export const stepKinds = ['intake', 'stage', 'joint', 'reviewer', 'delegate', 'delivery', 'extension'] as const;
export type StepKind = (typeof stepKinds)[number];

const before = ['submitted', 'received'] as const;
const handling = ['accepted', 'owing'] as const;
const deciding = [...handling, 'suspended'] as const;
const undecided = [...before, 'correcting', ...deciding] as const;
const results = ['decided', 'delivering'] as const;

export interface Rule {
  /** In which statuses. */
  in: readonly Status[];
  /**
   * Who: the holder of an open step of one of these kinds, the applicant, the system, staff whose unit has handled the case
   * or stands above one that has, or any counter of the city (全市通办).
   */
  who: readonly (StepKind | 'applicant' | 'system' | 'staff' | 'counter')[];
  /** What the staff member's role must grant; 'by-stage' is read from the stage's kind. */
  permission: string | null;
  /** Never by someone who did the work under review, nor through a substitute's post (AB角). */
  fresh?: true;
}

// biome-ignore format: a table is read by columns
export const actions = {
  claim:            { in: [...before, ...deciding, ...results], who: stepKinds,            permission: 'case.read' },
  assign:           { in: [...undecided, ...results], who: stepKinds,                      permission: 'case.assign' },
  receive:          { in: ['submitted'],           who: ['intake'],                        permission: 'case.receive' },
  notify:           { in: before,                  who: ['intake'],                        permission: 'case.receive' },
  supplement:       { in: ['correcting'],          who: ['applicant', 'counter'],          permission: 'case.receive' },
  accept:           { in: before,                  who: ['intake'],                        permission: 'case.accept' },
  refuse:           { in: before,                  who: ['intake'],                        permission: 'case.accept' },
  deemAccepted:     { in: before,                  who: ['system'],                        permission: null },
  lapse:            { in: ['correcting'],          who: ['system'],                        permission: null },
  supplyOwed:       { in: ['owing', 'suspended'],  who: ['applicant', 'counter'],          permission: 'case.receive' },
  lapseOwed:        { in: ['owing', 'suspended'],  who: ['system'],                        permission: null },
  pass:             { in: handling,                who: ['stage', 'joint', 'reviewer', 'delegate'], permission: 'by-stage', fresh: true },
  returnTo:         { in: handling,                who: ['stage'],                         permission: 'by-stage', fresh: true },
  takeBack:         { in: handling,                who: ['staff'],                         permission: 'case.read' },
  transfer:         { in: [...before, ...deciding], who: ['intake', 'stage', 'joint'],     permission: 'case.transfer' },
  delegate:         { in: handling,                who: ['stage'],                         permission: 'by-stage' },
  addReviewer:      { in: handling,                who: ['stage'],                         permission: 'by-stage' },
  removeReviewer:   { in: handling,                who: ['stage'],                         permission: 'by-stage' },
  reportUp:         { in: handling,                who: ['stage'],                         permission: 'by-stage' },
  sendDown:         { in: handling,                who: ['stage'],                         permission: 'by-stage' },
  recordOutside:    { in: handling,                who: ['stage', 'joint'],                permission: 'by-stage', fresh: true },
  addNumber:        { in: [...undecided, ...results, 'completed'], who: ['staff'],         permission: 'case.number' },
  suspend:          { in: handling,                who: ['stage'],                         permission: 'by-stage' },
  resume:           { in: ['suspended'],           who: ['stage'],                         permission: 'by-stage' },
  requestExtension: { in: handling,                who: ['stage'],                         permission: 'by-stage' },
  approveExtension: { in: deciding,                who: ['extension'],                     permission: 'case.extend', fresh: true },
  denyExtension:    { in: deciding,                who: ['extension'],                     permission: 'case.extend', fresh: true },
  decide:           { in: handling,                who: ['stage'],                         permission: 'by-stage', fresh: true },
  correctDecision:  { in: [...results, 'completed', 'ended'], who: ['staff'],              permission: 'case.decide', fresh: true },
  recordPayment:    { in: [...results, 'completed'], who: ['staff'],                       permission: 'case.number' },
  handOver:         { in: results,                 who: ['delivery'],                      permission: 'case.deliver' },
  signHandOver:     { in: ['delivering'],          who: ['delivery'],                      permission: 'case.deliver' },
  post:             { in: results,                 who: ['delivery'],                      permission: 'case.deliver' },
  recallParcel:     { in: ['delivering'],          who: ['staff'],                         permission: 'case.deliver' },
  deliver:          { in: [...results, 'ended'],   who: ['delivery', 'applicant', 'staff'], permission: 'case.deliver' },
  closeUncollected: { in: results,                 who: ['delivery', 'system'],            permission: 'case.deliver' },
  changeDelivery:   { in: [...undecided, ...results], who: ['applicant', 'staff'],         permission: 'case.receive' },
  handResponsibility: { in: [...undecided, ...results], who: ['staff'],                    permission: 'case.read' },
  withdraw:         { in: undecided,               who: ['applicant', 'staff'],            permission: 'case.help' },
  terminate:        { in: undecided,               who: ['staff'],                         permission: 'case.terminate' },
  reroute:          { in: [...undecided, ...results, 'ended'], who: ['system'],            permission: null },
  archive:          { in: ['completed', 'ended'],  who: ['staff', 'system'],               permission: 'case.archive' },
  countVisit:       { in: [...undecided, ...results], who: ['counter'],                    permission: 'case.receive' },
} as const satisfies Record<string, Rule>;

export type ActionName = keyof typeof actions;
export const actionNames = Object.keys(actions) as ActionName[];
export const ruleOf = (action: ActionName): Rule => actions[action];

/** Instant items are settled at the counter; only a decision that is more than that needs the power to decide. */
export const stagePermission = (stage: Pick<Stage, 'kind'>, instant: boolean): string =>
  stage.kind === 'decide' ? (instant ? 'case.settle' : 'case.decide') : `case.${stage.kind}`;

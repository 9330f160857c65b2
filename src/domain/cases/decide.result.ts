import { isProblem } from '#domain/kernel/problem.ts';
import type { CommandData } from './commands.ts';
import { resultProblem } from './decide.stages.ts';
import { countVisit, type Draft, fail, type Handlers, target } from './draft.ts';

/** How a result can be handed over where it is: out of the post, read online by the applicant, across a counter, or at the door. */
function isWay({ ctx, state }: Draft, way: CommandData<'deliver'>['way']): boolean {
  if (state.parcel?.posted) return way === 'post';
  return ctx.viewer.kind === 'resident' ? way === 'online' : ['in-person', 'agent', 'door'].includes(way);
}

export const result: Handlers<
  | 'correctDecision'
  | 'recordPayment'
  | 'handOver'
  | 'signHandOver'
  | 'post'
  | 'recallParcel'
  | 'deliver'
  | 'closeUncollected'
  | 'changeDelivery'
  | 'addNumber'
  | 'archive'
  | 'countVisit'
> = {
  /** What was delivered before is void, and the new result is delivered anew, from where it is decided. */
  correctDecision(draft, { granted, basis, result }) {
    const { decidedAt } = draft.state;
    // A unit that has ended hands out nothing: whoever goes on for it does.
    const at = decidedAt && draft.ctx.unitById(decidedAt.id) ? decidedAt : draft.here;
    if (!at) return fail('case.no-unit');
    const wrong = resultProblem(draft, granted, basis, result);
    if (wrong) return wrong;
    draft.add('decision-corrected', {
      granted,
      reason: draft.note('reason'),
      basis: draft.noteIfAny('basis'),
      result: { kind: result.kind, text: draft.note('result') },
      at,
      steps: [draft.step('delivery', at, 'delivery')],
    });
  },

  recordPayment(draft, { outcome, on }) {
    if (on > draft.today) return fail('case.future-day');
    draft.add('payment-recorded', { outcome, on });
  },

  handOver(draft, data) {
    const to = target(draft, data.unit);
    if (isProblem(to)) return to;
    const from = draft.hereForSure;
    if (to.id === from.id) return fail('case.already-here');
    draft.add('handed-over', { from, to, steps: [draft.step('delivery', to, 'delivery')] });
  },

  signHandOver(draft) {
    draft.add('hand-over-signed', { steps: [draft.step('delivery', draft.hereForSure, 'delivery')] });
  },

  post(draft) {
    draft.add('posted', { carrier: draft.note('carrier'), tracking: draft.note('tracking') });
  },

  recallParcel(draft) {
    const at = draft.state.parcel?.at;
    if (!at) return fail('case.no-unit');
    draft.add('parcel-recalled', { at, reason: draft.note('reason'), steps: [draft.step('delivery', at, 'delivery')] });
  },

  deliver(draft, { way }) {
    if (!isWay(draft, way)) return fail('case.delivery-way');
    const at = draft.here?.id ?? null;
    draft.add('delivered', { way, signature: draft.noteIfAny('signature') });
    if (way === 'in-person' || way === 'agent') countVisit(draft, at);
  },

  /** It was told, it lay ready, nobody came; they can still have it (see `deliver`). */
  closeUncollected(draft) {
    if (!draft.isPast('collection')) return fail('case.not-yet', { due: draft.ctx.dues.collection ?? '' });
    draft.add('ended', { ending: 'uncollected', reason: draft.noteIfAny('reason'), basis: null });
  },

  changeDelivery(draft, data) {
    const { ctx, state } = draft;
    if (!ctx.rules.delivery.ways.includes(data.way)) return fail('case.delivery-not-offered');
    const unit = data.way === 'site' && data.unit !== undefined ? target(draft, data.unit) : null;
    if (isProblem(unit)) return unit;
    if (state.delivery.way === data.way && state.delivery.unit === (unit?.id ?? null)) return;
    draft.add('delivery-changed', { way: data.way, unit: unit?.id ?? null });
  },

  addNumber(draft, { system, number }) {
    if (draft.state.numbers.some((known) => known.system === system && known.number === number)) return;
    draft.add('number-added', { system, number });
  },

  archive(draft) {
    draft.add('archived', {});
  },

  countVisit(draft) {
    countVisit(draft, draft.here?.id ?? null);
  },
};

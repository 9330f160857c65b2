import { questionsOf } from '#domain/catalogue/form.ts';
import type { ItemRules } from './allowed.ts';
import { climb, countVisit, type Draft, enterStage, entryUnit, fail, type Handlers } from './draft.ts';
import type { Step, UnitRef } from './events.ts';
import { hasRight, lowest } from './stages.ts';

/** Who accepts: the unit where the papers lie, if it may, else the lowest on the applicant's own path that may. */
function acceptorOf({ ctx, state: { barred } }: Draft, here: UnitRef | null): UnitRef | null {
  const { accept } = ctx.rules.rights;
  if (here && hasRight(accept, here.level, barred)) return here;
  return barred.length > 0 ? entryUnit(ctx, accept, barred) : climb(ctx, lowest(accept), null);
}

/** The papers are taken. The visit counts where the applicant was, which need not be where papers may be taken. */
function take(draft: Draft, papers: string[], steps: Step[]): void {
  draft.add('received', { papers, steps });
  if (draft.state.channel === 'counter') countVisit(draft, draft.state.openedAt);
}

/** After five working days nothing more can be asked for and nothing turned down: it counts as accepted (行政许可法 art. 32). */
const isTooLate = (draft: Draft): boolean => draft.ctx.rules.deemedAcceptance && draft.isPast('notice');

const materialCodes = ({ materials }: ItemRules): string[] =>
  materials.flatMap(({ code, anyOfGroup }) => (anyOfGroup === null ? [code] : [code, anyOfGroup]));
/** A mistake in a row of a list has its place, `staff.2.idNumber`; whoever names the question names it too. */
const questionOf = (code: string): string => code.split('.')[0] ?? code;
const isAmong = (codes: readonly string[], code: string): boolean =>
  codes.some((each) => questionOf(each) === questionOf(code));
/** The first code that the item's version does not know. */
const unknownAmong = (known: readonly string[], codes: readonly string[]): string | undefined =>
  codes.find((code) => !isAmong(known, code));

export const intake: Handlers<
  | 'receive'
  | 'notify'
  | 'supplement'
  | 'accept'
  | 'refuse'
  | 'deemAccepted'
  | 'lapse'
  | 'supplyOwed'
  | 'lapseOwed'
  | 'withdraw'
  | 'terminate'
> = {
  receive(draft, { papers }) {
    const unknown = unknownAmong(materialCodes(draft.ctx.rules), papers);
    if (unknown !== undefined) return fail('case.unknown-code', { code: unknown });
    const acceptor = acceptorOf(draft, draft.here);
    if (!acceptor) return fail('case.no-unit');
    const stays = acceptor.id === draft.held.unit;
    take(draft, papers, [draft.step('intake', acceptor, 'intake', { holder: stays ? draft.account : null })]);
  },

  notify(draft, { missing }) {
    const { ctx, state } = draft;
    if (isTooLate(draft)) return fail('case.notice-late', { due: ctx.dues.notice ?? '' });
    const codes = missing.map(({ code }) => code);
    const known = [...materialCodes(ctx.rules), ...questionsOf(ctx.rules.form).map(({ id }) => id)];
    const unknown = unknownAmong(known, codes);
    if (unknown !== undefined) return fail('case.unknown-code', { code: unknown });
    // 优化营商环境条例 art. 36: told once and whole; what the first notice left out is the office's to do without.
    const told = state.correction?.told;
    if (told && codes.some((code) => !isAmong(told, code))) return fail('case.notice-once');
    const left = ctx.missing.filter(({ code, mayBeOwed }) => !mayBeOwed && !isAmong(codes, code));
    if (left.length > 0) return fail('case.notice-incomplete', { count: left.length });
    draft.add('correction-noticed', {
      missing: missing.map(({ kind, code }) => ({ kind, code })),
      remarks: draft.noteIfAny('missing'),
      due: ctx.correctionDue,
      note: draft.noteIfAny('note'),
    });
  },

  supplement(draft, { counter, papers }) {
    const unknown = unknownAmong(materialCodes(draft.ctx.rules), papers);
    if (unknown !== undefined) return fail('case.unknown-code', { code: unknown });
    draft.add('supplemented', { answers: draft.ctx.answers, papers });
    if (counter) countVisit(draft, draft.here?.id ?? null);
  },

  accept(draft, { owed, owedDue }) {
    const { ctx } = draft;
    const blocking = ctx.missing.filter((thing) => !(thing.mayBeOwed && owed.includes(thing.code)));
    if (blocking.length > 0) return fail('case.incomplete', { count: blocking.length });
    const owing = owed.filter((code) => ctx.missing.some((thing) => thing.code === code));
    if (owing.length > 0 && (!owedDue || owedDue > ctx.latestOwedDue || owedDue < draft.today))
      return fail('case.owed-due', { latest: ctx.latestOwedDue });
    if (draft.state.status === 'submitted') take(draft, [], draft.state.steps);
    draft.add('accepted', {
      at: draft.hereForSure,
      owed: owing,
      owedDue: owing.length > 0 ? (owedDue ?? null) : null,
      deemed: false,
      note: draft.noteIfAny('note'),
    });
    return enterStage(draft, 0);
  },

  refuse(draft) {
    if (isTooLate(draft)) return fail('case.notice-late', { due: draft.ctx.dues.notice ?? '' });
    const texts = { reason: draft.note('reason'), basis: draft.note('basis') };
    draft.add('acceptance-refused', texts).add('ended', { ending: 'acceptance-refused', ...texts });
  },

  deemAccepted(draft) {
    if (!draft.isPast('notice')) return fail('case.not-yet', { due: draft.ctx.dues.notice ?? '' });
    const [intakeStep] = draft.state.steps;
    const at = acceptorOf(draft, intakeStep ? { id: intakeStep.unit, level: intakeStep.level } : null);
    if (!at) return fail('case.no-unit');
    draft.add('accepted', { at, owed: [], owedDue: null, deemed: true, note: null });
    return enterStage(draft, 0);
  },

  /** Notice, then return; the papers stay with the case. */
  lapse(draft) {
    if (!draft.isPast('correction')) return fail('case.not-yet', { due: draft.ctx.dues.correction ?? '' });
    draft.add('correction-lapsed', {}).add('ended', { ending: 'returned', reason: null, basis: null });
  },

  supplyOwed(draft, { materials }) {
    const { owed } = draft.state;
    const supplied = owed.filter((code) => materials.includes(code));
    if (supplied.length === 0) return fail('case.not-owed');
    draft.add('owed-supplied', { materials: supplied, left: owed.filter((code) => !supplied.includes(code)) });
  },

  lapseOwed(draft) {
    if (!draft.isPast('owed')) return fail('case.not-yet', { due: draft.ctx.dues.owed ?? '' });
    draft.add('owed-lapsed', {}).add('ended', { ending: 'terminated', reason: null, basis: null });
  },

  withdraw(draft) {
    draft.add('ended', { ending: 'withdrawn', reason: draft.note('reason'), basis: null });
  },

  terminate(draft) {
    draft.add('ended', { ending: 'terminated', reason: draft.note('reason'), basis: draft.note('basis') });
  },
};

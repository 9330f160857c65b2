import type { Level } from '#domain/catalogue/item.ts';
import { type LocalDate, localDate } from '#domain/kernel/dates.ts';
import { type Problem, type ProblemCode, problem } from '#domain/kernel/problem.ts';
import type { ItemRules, Viewer } from './allowed.ts';
import { stageOf } from './allowed.ts';
import type { CommandData } from './commands.ts';
import type { Obligation } from './dues.ts';
import type { ActorRef, CaseEvent, EventBody, Step, TextId, UnitRef } from './events.ts';
import type { ActionName } from './lifecycle.ts';
import { type CaseStage, rank, stagesOf } from './stages.ts';
import { type CaseState, evolve } from './state.ts';

/** What the rules must be told; all of it read before, so that a decision is a pure function. */
export interface Context {
  /** When it happened (the law counts from here) and when it is written down. */
  at: string;
  recordedAt: string;
  viewer: Viewer;
  actor: ActorRef;
  rules: ItemRules;
  /** The unit with the power at a level of the case's own path; null department: the service centre. Never a barred unit. */
  unitFor(level: Level, department: string | null): UnitRef | null;
  /** A unit in force today. */
  unitById(id: string): UnitRef | null;
  /** The next one up in the tree of units that is in force and not barred. */
  above(unit: string): UnitRef | null;
  /** Complained of in this case, the successor of such a unit, or below one. */
  isBarred(unit: string): boolean;
  /** Whether a unit has a department's power, or is the general counter that takes it where no unit is named for it. */
  holds(unit: string, department: string | null): boolean;
  /** Whether an account has a post at a unit today. Of the accounts that the command or the case names. */
  worksAt(account: string, unit: string): boolean;
  /** Materials that the completeness check still misses, and whether each may be owed. */
  missing: { code: string; mayBeOwed: boolean }[];
  /** Days by the calendar, counted from `at`: when a correction and owed papers are due. */
  correctionDue: LocalDate;
  latestOwedDue: LocalDate;
  /** The dates that run now, as the row keeps them. */
  dues: Partial<Record<Obligation, LocalDate | null>>;
  /** Ids under which the texts of this command were sealed, by field: see `textsOf`. */
  notes: Record<string, TextId>;
  /** The new revision of the answers, when the command brings one. */
  answers: TextId | null;
}

/** An event before the envelope is put around it. */
export type Fact = EventBody;

export const fail = (code: ProblemCode, params?: Record<string, string | number>): Problem => problem(code, params);

export const envelope = (
  caseId: string,
  seq: number,
  fact: Fact,
  { at, recordedAt, actor }: Pick<Context, 'at' | 'recordedAt' | 'actor'>,
): CaseEvent => ({ ...fact, caseId, seq, version: 1, occurredAt: at, recordedAt, actor });

/** What follows from a command, fact by fact. */
export class Draft {
  readonly facts: Fact[] = [];
  readonly ctx: Context;
  /** The open step at which the command is given. */
  readonly at: Step | null;
  state: CaseState;
  constructor(state: CaseState, ctx: Context, at: Step | null) {
    this.state = state;
    this.ctx = ctx;
    this.at = at;
  }

  /** Adds a fact and lets the state follow it, so that later facts of the same command build on it. */
  add<T extends Fact['type']>(type: T, data: Extract<Fact, { type: T }>['data']): this {
    const fact = { type, data } as Fact;
    this.facts.push(fact);
    this.state = evolve(this.state, envelope(this.state.id, this.state.seq + 1, fact, this.ctx));
    return this;
  }

  get today(): LocalDate {
    return localDate(this.ctx.at);
  }
  get stage(): CaseStage | null {
    return stageOf(this.state, this.ctx.rules);
  }
  get account(): string | null {
    return this.ctx.actor.kind === 'staff' ? this.ctx.actor.account : null;
  }
  /** The step of an action that only the holder of one may take. */
  get held(): Step {
    if (!this.at) throw new Error(`case ${this.state.id}: no step is held`);
    return this.at;
  }
  /** Where it is done: at the step's unit, also for whoever stands in for it; else where the clerk sits. */
  get here(): UnitRef | null {
    if (this.at) return { id: this.at.unit, level: this.at.level };
    return this.ctx.viewer.kind === 'staff' ? this.ctx.viewer.unit : null;
  }
  get hereForSure(): UnitRef {
    if (!this.here) throw new Error(`case ${this.state.id}: nobody of the staff acts`);
    return this.here;
  }

  /** The id of a text that the command brought. */
  note(field: string): TextId {
    const id = this.ctx.notes[field];
    if (id === undefined) throw new Error(`case ${this.state.id}: the text "${field}" was not sealed`);
    return id;
  }
  noteIfAny(field: string): TextId | null {
    return this.ctx.notes[field] ?? null;
  }

  /** A step that the next fact opens. */
  step(kind: Step['kind'], unit: UnitRef, stage: string, more: Partial<Step> = {}, n = 0): Step {
    return { id: `${this.state.seq + 1}.${n}`, kind, stage, unit: unit.id, level: unit.level, holder: null, ...more };
  }
  /** The date of an obligation has passed. */
  isPast(obligation: Obligation): boolean {
    const due = this.ctx.dues[obligation];
    return due !== undefined && due !== null && this.today > due;
  }
}

export type Outcome = Problem | undefined;
/** What follows from each of some actions, or why nothing does. */
export type Handlers<A extends ActionName> = { [K in A]: (draft: Draft, data: CommandData<K>) => Outcome };

/** A unit that may see the case, by its id. */
export function target({ ctx }: Draft, id: string): UnitRef | Problem {
  if (ctx.isBarred(id)) return fail('case.unit-barred');
  return ctx.unitById(id) ?? fail('case.no-unit');
}

/** The unit at a level, or, where there is none that may see the case, the one above. */
export function climb(ctx: Context, level: Level, department: string | null): UnitRef | null {
  for (const at of ['village', 'town', 'county', 'city'] as const) {
    if (rank(at) < rank(level)) continue;
    const unit = ctx.unitFor(at, department);
    if (unit) return unit;
  }
  return null;
}

/**
 * Who takes papers in, or accepts: the lowest of the path with the right. A complaint about all of these goes on up, to whoever has
 * the matter's power, and at last to the unit above the one complained of.
 */
export function entryUnit(ctx: Context, right: readonly Level[], barred: readonly string[]): UnitRef | null {
  for (const level of right.toSorted((a, b) => rank(a) - rank(b))) {
    const unit = ctx.unitFor(level, null);
    if (unit) return unit;
  }
  const [first] = barred;
  if (first === undefined) return null;
  const highest = right.reduce((a, b) => (rank(a) < rank(b) ? b : a));
  return climb(ctx, highest, ctx.rules.department) ?? ctx.above(first);
}

/** The unit in whose hands a stage is put, and the colleague, where it goes back to one. */
function leadOf(draft: Draft, stage: CaseStage, again: boolean): { unit: UnitRef; holder: string | null } | null {
  const { ctx, state } = draft;
  const still = (unit: UnitRef | null) => (unit && !ctx.isBarred(unit.id) && ctx.unitById(unit.id) ? unit : null);
  const last = again ? state.worked.findLast((work) => work.stage === stage.id && work.kind === 'stage') : undefined;
  const before = last && still(last.at);
  if (last && before) return { unit: before, holder: ctx.worksAt(last.account, before.id) ? last.account : null };
  const accepted = still(state.acceptedAt);
  // One sitting: whoever accepted it settles it, as far as the power of that counter goes.
  const settles = ctx.rules.instant && accepted && rank(accepted.level) >= rank(stage.level);
  if (accepted && (stage.atAcceptance || settles)) {
    const acceptor = state.worked.findLast((work) => work.stage === 'acceptance');
    return { unit: accepted, holder: settles && acceptor?.account === draft.account ? draft.account : null };
  }
  const unit = climb(ctx, stage.level, stage.department ?? ctx.rules.department);
  return unit && { unit, holder: null };
}

/**
 * Opens the steps of a stage: the one that leads, and one for each other unit that must be heard. `again`: it goes back to
 * whoever did it; `kept`: taken back, so that those who were heard need not be heard twice.
 */
export function enterStage(draft: Draft, index: number, how: { again?: boolean; kept?: boolean } = {}): Outcome {
  const { ctx } = draft;
  const stage = stagesOf(ctx.rules, draft.state.mode)[index];
  const lead = stage && leadOf(draft, stage, how.again ?? false);
  if (!lead) return fail('case.no-unit');
  const steps = [draft.step('stage', lead.unit, stage.id, { holder: lead.holder })];
  for (const department of how.kept ? [] : (stage.joint?.departments ?? [])) {
    const unit = climb(ctx, stage.level, department);
    if (!unit) return fail('case.no-unit');
    // A unit that has several of the powers speaks once; the one that leads speaks by passing it on.
    if (steps.every((step) => step.unit !== unit.id)) steps.push(draft.step('joint', unit, stage.id, {}, steps.length));
  }
  draft.add('stage-entered', { stage: stage.id, steps, ...(how.kept && { kept: true }) });
}

/** One visit a day and counter (到现场次数); a second errand on the same visit does not count again. */
export function countVisit(draft: Draft, unit: string | null): void {
  if (unit === null) return;
  const day = draft.today;
  if (draft.state.visits.some((known) => known.unit === unit && known.day === day)) return;
  draft.add('visit-counted', { unit, day });
}

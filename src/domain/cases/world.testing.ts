import holidays from '#db/reference/holidays.json' with { type: 'json' };
import roles from '#db/reference/roles.json' with { type: 'json' };
import yardsticks from '#db/reference/yardsticks.json' with { type: 'json' };
import type { Item, Level } from '#domain/catalogue/item.ts';
import { type Random, seeded } from '#domain/catalogue/sample.ts';
import { Yardsticks } from '#domain/catalogue/yardsticks.ts';
import { type Calendar, nextWorkingDay, parseCalendar } from '#domain/kernel/calendar.ts';
import { addDays, localDate } from '#domain/kernel/dates.ts';
import { isProblem, type Problem, type ProblemCode } from '#domain/kernel/problem.ts';
import type { Viewer } from './allowed.ts';
import { type Command, commands, type Submission, textsOf } from './commands.ts';
import { type Context, decide, submit } from './decide.ts';
import { clocksOf, type StoredClock } from './dues.ts';
import type { ActorRef, CaseEvent, Parties, Step, UnitRef } from './events.ts';
import type { ActionName } from './lifecycle.ts';
import { rank } from './stages.ts';
import { type CaseState, evolve } from './state.ts';

/** A small prefecture with real roles, in which a case can be lived through. */
export const calendar = parseCalendar(holidays) as Calendar;

const cityLimits = Yardsticks.parse(yardsticks[0]);
/** The item with the city's own limits. */
export const termed = <T extends Item>(item: T) => ({ ...item, yardsticks: cityLimits });

const uuid = (kind: number, n: number) => `00000000-0000-4000-8000-${String(kind * 1000 + n).padStart(12, '0')}`;
export interface TestUnit extends UnitRef {
  name: string;
  parent: string | null;
  /** null: the general counter, which takes what no other unit has. */
  departments: string[] | null;
  /** On the path of the applicant's own village. */
  home: boolean;
}

const bureau = [
  ...['employment', 'training', 'social-insurance', 'work-injury', 'labour-relations', 'arbitration', 'inspection'],
  ...['talent', 'medical-insurance', 'civil-affairs', 'disabled-federation', 'finance'],
];
const unitList: [name: string, level: Level, parent: string | null, departments: string[] | null, home: boolean][] = [
  ['city-bureau', 'city', null, [...bureau, 'tax', 'natural-resources'], true],
  ['county-bureau', 'county', 'city-bureau', bureau, true],
  ['county-hall', 'county', 'county-bureau', null, true],
  ['county-tax', 'county', 'city-bureau', ['tax'], true],
  ['county-land', 'county', 'city-bureau', ['natural-resources'], true],
  ['town', 'town', 'county-bureau', null, true],
  ['village', 'village', 'town', null, true],
  ['other-county-hall', 'county', 'city-bureau', null, false],
  ['other-town', 'town', 'county-bureau', null, false],
  ['other-village', 'village', 'other-town', null, false],
];
export const units: TestUnit[] = unitList.map(([name, level, parent, departments, home], n) => ({
  id: uuid(1, n),
  name,
  level,
  departments,
  home,
  parent:
    parent === null
      ? null
      : uuid(
          1,
          unitList.findIndex(([other]) => other === parent),
        ),
}));
export const unitNamed = (name: string): TestUnit => units.find((unit) => unit.name === name)!;
const unitOf = (id: string): TestUnit | undefined => units.find((unit) => unit.id === id);
const ref = ({ id, level }: UnitRef): UnitRef => ({ id, level });
export const ancestors = (unit: TestUnit): string[] => {
  const above = unit.parent === null ? undefined : unitOf(unit.parent);
  return above ? [above.id, ...ancestors(above)] : [];
};

type Role = keyof typeof roles;
const staffing: Record<Level, Role[]> = {
  village: ['village-clerk', 'village-clerk'],
  town: ['teller', 'teller', 'handler', 'reviewer', 'reviewer', 'approver', 'approver', 'head'],
  county: ['handler', 'handler', 'reviewer', 'reviewer', 'approver', 'approver', 'head', 'head'],
  city: ['handler', 'reviewer', 'reviewer', 'approver', 'approver', 'head', 'head'],
};
export interface Account {
  id: string;
  role: Role;
  unit: TestUnit;
}
export const accounts: Account[] = units
  .flatMap((unit) => {
    const hall = unit.level === 'county' && unit.departments === null;
    const posts: Role[] = hall ? ['teller', 'teller', 'handler', 'head'] : staffing[unit.level];
    return posts.map((role) => ({ role, unit }));
  })
  .map((post, n) => ({ ...post, id: uuid(2, n) }));

export const applicant = uuid(3, 1);
export const agent = uuid(3, 2);
export const relative = uuid(3, 3);
export const stranger = uuid(3, 4);

export const as = (unit: string, role: string, nth = 0): { staff: Account } => ({
  staff: accounts.filter((each) => each.unit.name === unit && each.role === role)[nth]!,
});
export const byApplicant = { resident: applicant };
export const bySystem = { system: true } as const;

export type Actor = { staff: Account } | { resident: string } | { system: true };
export const everybody: Actor[] = [
  ...[applicant, agent, relative].map((resident) => ({ resident })),
  ...accounts.map((staff) => ({ staff })),
  { system: true },
];

/** The next of the same unit is somebody's B. */
const substitutes = new Map(
  units.flatMap((unit) => {
    const here = accounts.filter((each) => each.unit === unit);
    return here.map((account, n) => [account.id, here[(n + 1) % here.length]!.id] as const);
  }),
);
const permissions = new Map(
  Object.entries(roles).map(([role, { permissions: granted }]) => [role, new Set(Object.keys(granted))]),
);
const below = new Map(units.map((unit) => [unit.id, units.filter(({ parent }) => parent === unit.id)]));
const above = new Map(units.map((unit) => [unit.id, ancestors(unit)]));

function staffViewer({ id, role, unit }: Account, state: CaseState | null, absent: ReadonlySet<string>): Viewer {
  const far = 'case.read' in roles[role].permissions && roles[role].permissions['case.read'] === 'below';
  const near = (other: string) => other === unit.id || (far && above.get(other)!.includes(unit.id));
  const away = absent.size === 0 ? [] : accounts.filter((each) => absent.has(each.id));
  const alone = away.filter((each) => absent.has(substitutes.get(each.id)!));
  return {
    kind: 'staff',
    account: id,
    unit: ref(unit),
    permissions: permissions.get(role)!,
    standsInFor: away.filter((each) => substitutes.get(each.id) === id).map((each) => each.id),
    barred: state?.barred.some((id) => id === unit.id || above.get(unit.id)!.includes(id)) ?? false,
    covers: {
      holders: alone
        .filter((each) => each.unit === unit || each.unit.parent === unit.id)
        .map((each) => ({ unit: each.unit.id, account: each.id })),
      units: below
        .get(unit.id)!
        .filter((other) => away.length > 0 && accounts.every((each) => each.unit !== other || absent.has(each.id)))
        .map((other) => other.id),
    },
    reach: state?.handledBy.some(near) ?? false,
  };
}

export const marker = 'WORDS-OF-A-PERSON';

export interface Wish {
  mode?: Submission['mode'];
  channel?: Submission['channel'];
  delivery?: Submission['delivery'];
  parties?: Partial<Parties>;
  /** Units that are complained of. */
  barred?: string[];
  missing?: Context['missing'];
}

/** One case in that world: its clock, what is missing, who is away, and everything that has happened. */
export class World {
  readonly item: Item;
  readonly random: Random;
  readonly events: CaseEvent[] = [];
  readonly absent = new Set<string>();
  /** Units that were closed. */
  readonly closed = new Set<string>();
  /** Colleagues who were given a post while the case went on. */
  readonly newcomers: Account[] = [];
  missing: Context['missing'] = [];
  /** Whether whoever completes the papers changes the answers too; null: now and then. */
  changesAnswers: boolean | null = null;
  now: number;
  clocks: StoredClock[] = [];
  #texts = 0;
  #state: CaseState | null = null;

  constructor(item: Item, seed = 1, start = '2026-03-02T10:00:00+08:00') {
    this.item = item;
    this.random = seeded(seed);
    this.now = Date.parse(start);
  }

  get state(): CaseState {
    if (!this.#state) throw new Error('nothing was submitted');
    return this.#state;
  }
  get at(): string {
    return new Date(this.now).toISOString();
  }
  get today(): string {
    return localDate(this.at);
  }
  /** The next morning at ten, so many days on. */
  pass(days: number): this {
    this.now = Date.parse(`${addDays(this.today, days)}T10:00:00+08:00`);
    return this;
  }
  nextWorkingDay(): this {
    this.now = Date.parse(`${nextWorkingDay(calendar, this.today)}T10:00:00+08:00`);
    return this;
  }
  due(obligation: StoredClock['obligation']): string | null | undefined {
    return this.clocks.find((clock) => clock.obligation === obligation)?.due;
  }
  /** Another colleague of a role, who has had nothing to do with the case. */
  hire(unit: TestUnit, role: Role): void {
    this.newcomers.push({ id: uuid(6, this.newcomers.length), role, unit });
  }
  get everybody(): Actor[] {
    return [...everybody, ...this.newcomers.map((staff) => ({ staff }))];
  }
  /** A number from 0 to below n. */
  some(n: number): number {
    return Math.floor(this.random() * n);
  }
  oneOf<T>(values: readonly T[]): T {
    return values[this.some(values.length)]!;
  }

  viewer(actor: Actor): Viewer {
    if ('system' in actor) return { kind: 'system' };
    if ('resident' in actor) {
      const trusted = actor.resident === relative ? [applicant] : [];
      return { kind: 'resident', person: actor.resident, actsFor: trusted, follows: trusted, collects: trusted };
    }
    return staffViewer(actor.staff, this.#state, this.absent);
  }

  context(actor: Actor, data: object, barred = this.#state?.barred ?? []): Context {
    const viewer = this.viewer(actor);
    const isBarred = (id: string) => barred.some((one) => one === id || above.get(id)?.includes(one));
    const open = (unit: TestUnit | undefined) =>
      unit && !isBarred(unit.id) && !this.closed.has(unit.id) ? ref(unit) : null;
    const ref2 = (id: string) => (this.closed.has(id) ? undefined : unitOf(id));
    return {
      at: this.at,
      recordedAt: this.at,
      viewer,
      actor: actorRef(viewer),
      rules: this.item,
      unitFor: (level, department) => {
        const here = units.filter((unit) => unit.home && unit.level === level && !this.closed.has(unit.id));
        const special = here.find((unit) => department !== null && unit.departments?.includes(department));
        const general = here.find((unit) => unit.departments === null);
        return open(special ?? (department === null || rank(level) < rank('county') ? general : undefined));
      },
      unitById: (id) => {
        const unit = ref2(id);
        return unit ? ref(unit) : null;
      },
      above: (id) =>
        ancestors(unitOf(id)!)
          .map((each) => open(unitOf(each)))
          .find((unit) => unit !== null) ?? null,
      isBarred,
      holds: (id, department) => {
        const unit = ref2(id);
        if (!unit) return false;
        if (department === null || unit.departments?.includes(department)) return true;
        return unit.departments === null && rank(unit.level) < rank('county');
      },
      worksAt: (account, unit) =>
        [...accounts, ...this.newcomers].some((each) => each.id === account && each.unit.id === unit),
      missing: this.missing,
      correctionDue: addDays(this.today, this.item.correctionDays),
      latestOwedDue: addDays(this.today, 15),
      dues: Object.fromEntries(this.clocks.map(({ obligation, due }) => [obligation, due])),
      notes: Object.fromEntries(textsOf(data).map(({ field }) => [field, `text-${++this.#texts}`])),
      answers: null,
    };
  }

  submit(actor: Actor, wish: Wish = {}): Problem | undefined {
    const barred = wish.barred ?? [];
    const home = unitNamed('village').id;
    const data: Submission = {
      mode: wish.mode ?? this.item.modes[0]!,
      channel: wish.channel ?? ('staff' in actor ? 'counter' : 'phone'),
      delivery: wish.delivery ?? { way: this.item.delivery.ways[0]!, unit: barred.includes(home) ? null : home },
    };
    this.missing = wish.missing ?? [];
    const helper = 'staff' in actor ? actor.staff.id : null;
    const event = submit(uuid(4, 1), { ...this.context(actor, {}, barred), answers: 'answers-1' }, data, {
      code: this.item.code,
      version: this.item.version,
      parties: { person: applicant, employer: null, agent: null, ...wish.parties },
      path: { village: uuid(5, 1), town: uuid(5, 2), county: uuid(5, 3), city: uuid(5, 4) },
      barred,
      helper,
    });
    if (isProblem(event)) return event;
    this.#keep([event]);
  }

  /** Gives a command as it would come in over the wire. Changes nothing when it is refused. */
  try<A extends ActionName>(actor: Actor, action: A, given: object = {}, step?: string): CaseEvent[] | Problem {
    const data = commands[action].parse(given);
    const command = { action, data } as Command;
    const context = this.context(actor, data);
    const answered = action === 'supplement' && (this.changesAnswers ?? this.some(2) === 0);
    const events = decide(this.state, command, { ...context, answers: answered ? 'answers-2' : null }, step);
    if (!isProblem(events)) this.#keep(events);
    return events;
  }

  /** As `try`, where it must succeed. */
  do<A extends ActionName>(actor: Actor, action: A, given: object = {}, step?: string): this {
    const outcome = this.try(actor, action, given, step);
    if (isProblem(outcome)) throw new Error(`${action} was refused: ${outcome.problem}`);
    return this;
  }
  /** As `try`, where it must be refused: the reason. */
  no<A extends ActionName>(actor: Actor, action: A, given: object = {}, step?: string): ProblemCode {
    const outcome = this.try(actor, action, given, step);
    if (!isProblem(outcome)) throw new Error(`${action} was not refused`);
    return outcome.problem;
  }
  /** Where the step of a kind is, and in whose hands. */
  stepOf(kind: Step['kind'], nth = 0): { id: string; unit: string; holder: string | null } {
    const step = this.state.steps.filter((each) => each.kind === kind)[nth];
    if (!step) throw new Error(`there is no step "${kind}"`);
    return { id: step.id, unit: unitOf(step.unit)!.name, holder: step.holder };
  }

  #keep(events: readonly CaseEvent[]): void {
    for (const event of events) {
      this.events.push(event);
      this.#state = evolve(this.#state, event);
    }
    this.clocks = clocksOf(this.state, termed(this.item), calendar, this.clocks);
  }
}

const actorRef = (viewer: Viewer): ActorRef => {
  if (viewer.kind === 'resident') return { kind: 'resident', person: viewer.person };
  if (viewer.kind === 'system') return { kind: 'system' };
  return {
    kind: 'staff',
    account: viewer.account,
    unit: viewer.unit.id,
    standsInFor: viewer.standsInFor[0] ?? null,
  };
};

import { z } from 'zod';
import { LocalDate } from '#domain/kernel/dates.ts';
import { closeState, existsOn, Id, lastChange, stateOn, withAlias } from './history.ts';

export { existsOn, nameOn, successors } from './history.ts';

/** From the top down. A grid lies below a village and is optional. */
export const levels = ['city', 'county', 'town', 'village', 'grid'] as const;
export const Level = z.enum(levels);
export type Level = z.infer<typeof Level>;

export const depth = (level: Level): number => levels.indexOf(level);

/** Beijing, Tianjin, Shanghai, Chongqing: the province is itself the city (GB/T 2260). */
const municipalities = new Set(['11', '12', '31', '50']);

const codePattern = /^(\d{2})(\d{2})(\d{2})(\d{3})(\d{3})(-\d{2,3})?$/;

/**
 * The level that a code stands for, or undefined when it stands for none (a province, a hole in the digits).
 * Twelve digits are province 2, city 2, county 2, town 3, village 3 (GB/T 2260 and the statistical codes below it);
 * trailing groups of zeros are the levels not used. A grid is its village's code and a suffix, such as `-01`.
 */
export function levelOf(code: string): Level | undefined {
  const parts = codePattern.exec(code);
  if (!parts) return undefined;
  const [, province = '', city, county, town, village, grid] = parts;
  if (province === '00') return undefined;
  if (city === '00') return municipalities.has(province) && /^0+$/.test(code.slice(4)) ? 'city' : undefined;
  if (village !== '000') return town === '000' ? undefined : grid ? 'grid' : 'village';
  if (grid) return undefined;
  if (town !== '000') return 'town';
  return county === '00' ? 'city' : 'county';
}

/**
 * The code of the division above, or null at the top. Three quirks: a county under the pseudo-city 90 answers to the
 * province and has nobody above it here (419001); some cities have towns and no counties (441900003000 lies under
 * 441900000000); in a municipality the counties lie under the municipality (110101000000 under 110000000000).
 * After a recode or a move the stored parent rules, not this: codes say where a division was born.
 */
export function parentCode(code: string): string | null {
  switch (levelOf(code)) {
    case 'grid':
      return code.slice(0, 12);
    case 'village':
      return parentOfGroups(code, 9);
    case 'town':
      return parentOfGroups(code, 6);
    case 'county':
      return code.slice(2, 4) === '90' ? null : parentOfGroups(code, 4);
    default:
      return null;
  }
}

function parentOfGroups(code: string, digits: number): string {
  const kept = code.slice(0, digits);
  const inMunicipality = digits === 4 && municipalities.has(kept.slice(0, 2));
  return (inMunicipality ? kept.slice(0, 2) : kept).padEnd(12, '0');
}

export const DivisionCode = z.string().refine((code) => levelOf(code) !== undefined, 'division-code');

const DivisionPast = z.object({
  until: LocalDate,
  documents: z.array(z.string()),
  code: DivisionCode,
  name: z.string().min(1),
  parentId: Id.nullable(),
});

export const Division = z.object({
  id: Id,
  code: DivisionCode,
  level: Level,
  parentId: Id.nullable(),
  name: z.string().min(1),
  aliases: z.array(z.string()),
  validFrom: LocalDate,
  validTo: LocalDate.nullable(),
  past: z.array(DivisionPast),
  became: z.array(Id),
});
export type Division = z.infer<typeof Division>;

/** Codes and parents as they were on that day, beside the name that `nameOn` gives. */
export const divisionOn = (division: Division, date: string): { code: string; name: string; parentId: string | null } =>
  stateOn<z.infer<typeof DivisionPast>, Division>(division, date);

/** The division and everything above it on that day, top first; empty when it is not known. */
export function pathOn(divisions: readonly Division[], id: string, date: string): Division[] {
  const byId = new Map(divisions.map((division) => [division.id, division]));
  const path: Division[] = [];
  for (let next = byId.get(id); next && !path.includes(next); ) {
    path.unshift(next);
    const { parentId } = divisionOn(next, date);
    next = parentId === null ? undefined : byId.get(parentId);
  }
  return path;
}

const order = { effectiveOn: LocalDate, document: z.string().min(1) };
const Target = z.object({ id: Id, code: DivisionCode, name: z.string().min(1), parentId: Id });

/**
 * What an order of the government does to the map. `to` stands in the order of `from` for rename, recode and move.
 * A merge goes into one target, a split into several; a target that carries the id of a `from` is the one that stays.
 * A split shares out the children, each to exactly one target.
 */
export const DivisionChange = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('rename'),
    ...order,
    from: z.array(Id).min(1),
    to: z.array(z.object({ name: z.string().min(1) })),
  }),
  z.object({
    kind: z.literal('recode'),
    ...order,
    from: z.array(Id).min(1),
    to: z.array(z.object({ code: DivisionCode })),
  }),
  z.object({ kind: z.literal('move'), ...order, from: z.array(Id).min(1), to: z.array(z.object({ parentId: Id })) }),
  z.object({ kind: z.literal('merge'), ...order, from: z.array(Id).min(2), to: z.array(Target).length(1) }),
  z.object({
    kind: z.literal('split'),
    ...order,
    from: z.array(Id).length(1),
    to: z.array(Target.extend({ children: z.array(Id) })).min(2),
  }),
]);
export type DivisionChange = z.infer<typeof DivisionChange>;

export type DivisionProblemCode =
  | 'unknown'
  | 'not-in-force'
  | 'out-of-order'
  | 'uneven'
  | 'twice'
  | 'levels-differ'
  | 'parent'
  | 'code-level'
  | 'code-taken'
  | 'id-taken'
  | 'top'
  | 'children-left'
  | 'child-twice'
  | 'not-a-child';

/** `id` is the division that is wrong; the text is `division.<code>` in locales/<language>/organisation.json. */
export interface DivisionProblem {
  code: DivisionProblemCode;
  id: string;
  params: Record<string, string>;
}

/**
 * Applies one change and keeps the history. All or nothing: with a problem the divisions come back as they were.
 * Whatever the change touches must be in force on its day and have no later change, so orders are entered in order.
 * A recode carries the living subtree along where its codes begin alike; a merge or a split moves the children.
 * @returns the divisions afterwards (ended ones stay), and every problem found; empty when it was done.
 */
export function applyChange(
  divisions: readonly Division[],
  change: DivisionChange,
): { divisions: readonly Division[]; problems: DivisionProblem[] } {
  const after = new Map(divisions.map((division) => [division.id, division]));
  const problems: DivisionProblem[] = [];
  const complain = (code: DivisionProblemCode, id: string, params: Record<string, string> = {}) => {
    problems.push({ code, id, params });
  };
  checkShape(change, after, complain);
  if (problems.length === 0) {
    const touched = perform(change, after, complain);
    for (const id of touched) checkOutcome(after, id, change.effectiveOn, complain);
  }
  return problems.length > 0 ? { divisions, problems } : { divisions: [...after.values()], problems };
}

type Complain = (code: DivisionProblemCode, id: string, params?: Record<string, string>) => void;

function checkShape(change: DivisionChange, divisions: ReadonlyMap<string, Division>, complain: Complain): void {
  const { kind, from } = change;
  const leavesTop = kind === 'move' || kind === 'merge' || kind === 'split';
  for (const [index, id] of from.entries()) {
    const division = divisions.get(id);
    if (!division) complain('unknown', id);
    else if (from.indexOf(id) !== index) complain('twice', id);
    else if (leavesTop && division.parentId === null) complain('top', id);
    else if (leavesTop && division.level !== divisions.get(from[0]!)?.level) complain('levels-differ', id);
  }
  if (!leavesTop || kind === 'move') {
    if (change.to.length !== from.length) complain('uneven', from[0]!);
    return;
  }
  const targets = change.to.map((target) => target.id);
  for (const [index, id] of targets.entries()) {
    if (targets.indexOf(id) !== index) complain('twice', id);
    else if (divisions.has(id) && !from.includes(id)) complain('id-taken', id);
  }
}

/** Carries the change out on `after` and names every division that it touched. */
function perform(change: DivisionChange, after: Map<string, Division>, complain: Complain): Set<string> {
  const { effectiveOn: on, document } = change;
  const touched = new Set<string>();
  const living = [...after.values()].filter((division) => division.validTo === null || on < division.validTo);
  const childrenOf = (id: string) => living.filter((division) => division.parentId === id);

  const replace = (id: string, revised: (division: Division) => Division) => {
    const division = after.get(id)!;
    if (!existsOn(division, on)) complain('not-in-force', id, { date: on });
    else if (division.validTo !== null) complain('out-of-order', id, { date: division.validTo });
    else if (lastChange(division) > on) complain('out-of-order', id, { date: lastChange(division) });
    after.set(id, revised(division));
    touched.add(id);
  };
  const revise = (id: string, patch: Partial<Pick<Division, 'code' | 'name' | 'parentId'>>) =>
    replace(id, (division) => {
      const { code, name, parentId, aliases } = division;
      const past = closeState(division, { until: on, documents: [document], code, name, parentId });
      return { ...division, ...patch, past, aliases: patch.name ? withAlias(aliases, name, patch.name) : aliases };
    });
  const end = (id: string, became: string[]) => replace(id, (division) => ({ ...division, validTo: on, became }));
  const settle = (target: z.infer<typeof Target>, level: Level, formerNames: string[]) => {
    const { id, code, name, parentId } = target;
    if (after.has(id)) return revise(id, { code, name, parentId });
    const aliases = formerNames.filter((former) => former !== name);
    after.set(id, { id, code, level, parentId, name, aliases, validFrom: on, validTo: null, past: [], became: [] });
    touched.add(id);
  };
  const recodeBelow = (id: string, oldPrefix: string, newPrefix: string) => {
    for (const child of childrenOf(id)) {
      if (change.from.includes(child.id)) continue;
      if (child.code.startsWith(oldPrefix)) revise(child.id, { code: newPrefix + child.code.slice(oldPrefix.length) });
      recodeBelow(child.id, oldPrefix, newPrefix);
    }
  };

  switch (change.kind) {
    case 'rename':
      for (const [index, { name }] of change.to.entries()) revise(change.from[index]!, { name });
      break;
    case 'recode':
      for (const [index, { code }] of change.to.entries()) {
        const { id, code: oldCode, level } = after.get(change.from[index]!)!;
        revise(id, { code });
        const digits = codeDigits[level];
        recodeBelow(id, oldCode.slice(0, digits), code.slice(0, digits));
      }
      break;
    case 'move':
      for (const [index, { parentId }] of change.to.entries()) revise(change.from[index]!, { parentId });
      break;
    case 'merge': {
      const target = change.to[0]!;
      const merged = change.from.map((id) => after.get(id)!);
      const ending = change.from.filter((id) => id !== target.id);
      settle(
        target,
        merged[0]!.level,
        merged.map((division) => division.name),
      );
      for (const id of ending) {
        end(id, [target.id]);
        for (const child of childrenOf(id)) revise(child.id, { parentId: target.id });
      }
      break;
    }
    case 'split': {
      const source = after.get(change.from[0]!)!;
      for (const target of change.to) settle(target, source.level, []);
      const staying = change.to.some((target) => target.id === source.id);
      if (!staying)
        end(
          source.id,
          change.to.map((target) => target.id),
        );
      shareOut(change.to, childrenOf(source.id), source.id, revise, complain);
      break;
    }
  }
  return touched;
}

/** How many leading digits the codes below a division share with it. */
const codeDigits: Record<Level, number> = { city: 4, county: 6, town: 9, village: 12, grid: 16 };

function shareOut(
  targets: { id: string; children: string[] }[],
  children: Division[],
  sourceId: string,
  revise: (id: string, patch: { parentId: string }) => void,
  complain: Complain,
): void {
  const left = new Set(children.map((child) => child.id));
  for (const target of targets) {
    for (const id of target.children) {
      if (!children.some((child) => child.id === id)) complain('not-a-child', id);
      else if (!left.delete(id)) complain('child-twice', id);
      else if (target.id !== sourceId) revise(id, { parentId: target.id });
    }
  }
  for (const id of left) complain('children-left', id);
}

/** What must be true of every living division that a change touched. */
function checkOutcome(after: ReadonlyMap<string, Division>, id: string, on: string, complain: Complain): void {
  const division = after.get(id)!;
  if (!existsOn(division, on)) return;
  if (levelOf(division.code) !== division.level) complain('code-level', id, { code: division.code });
  for (const other of after.values()) {
    const overlaps = other.validTo === null || on < other.validTo;
    if (other.id !== id && overlaps && other.code === division.code)
      complain('code-taken', id, { code: other.code, name: other.name });
  }
  if (division.parentId === null) return;
  const parent = after.get(division.parentId);
  if (!parent || !existsOn(parent, on) || parent.validTo !== null || depth(parent.level) >= depth(division.level)) {
    complain('parent', id);
  }
}

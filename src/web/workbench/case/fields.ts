import type { CaseView } from '#api/cases.ts';
import type { ActionName } from '#domain/cases/lifecycle.ts';
import { type QuestionKind, questionsOf } from '#domain/catalogue/form.ts';
import type { Item } from '#domain/catalogue/item.ts';
import type { BarAction } from './action-keys.ts';
import { missingThings } from './missing.ts';
import type { Shape } from './shapes.ts';

/** What is drawn for one property of an action's data. */
export type FieldKind =
  | 'words'
  | 'line'
  | 'number'
  | 'day'
  | 'yesno'
  | 'choice'
  | 'unit'
  | 'colleague'
  | 'stage'
  | 'reviewer'
  | 'missing'
  | 'owed'
  | 'papers'
  | 'result'
  | 'signature';

export interface PanelField {
  name: string;
  kind: FieldKind;
  required: boolean;
  max?: number;
  min?: number;
  /** Of a line: how its characters must look, and how many there must be. */
  pattern?: string;
  shortest?: number;
  options?: readonly string[];
  /** Left blank, it says "nobody" in so many words. */
  nullable?: true;
}

export type Values = Readonly<Record<string, unknown>>;

/** Properties whose meaning the shape cannot say. */
const byName: Record<string, FieldKind> = {
  unit: 'unit',
  account: 'colleague',
  stage: 'stage',
  step: 'reviewer',
  missing: 'missing',
  owed: 'owed',
  papers: 'papers',
  materials: 'papers',
  result: 'result',
  signature: 'signature',
};

/** Said by the place where it is done, so nobody is asked: staff who complete papers with a resident do so at a counter. */
const settled: Partial<Record<ActionName, Values>> = { supplement: { counter: true } };

const kindOf = (name: string, shape: Shape): FieldKind => {
  const known = byName[name];
  if (known) return known;
  if (shape.enum) return 'choice';
  if (shape.type === 'boolean') return 'yesno';
  if (shape.type === 'integer' || shape.type === 'number') return 'number';
  if (shape.format === 'date') return 'day';
  return (shape.maxLength ?? 0) > 300 ? 'words' : 'line';
};

/** The fields of an action's panel, from the shape of its data: a property that is added there appears here. */
export function panelFields(action: BarAction, shape: Shape, values: Values): PanelField[] {
  const required = new Set(shape.required ?? []);
  const fixed = settled[action as ActionName] ?? {};
  return Object.entries(shape.properties ?? {})
    .filter(([name]) => !(name in fixed) && isAsked(name, values))
    .map(([name, property]) => ({
      name,
      kind: kindOf(name, property),
      required: required.has(name) || isNeededNow(name, values),
      ...(property.maxLength !== undefined && { max: property.maxLength }),
      ...(property.maximum !== undefined && { max: property.maximum }),
      ...(property.minimum !== undefined && { min: property.minimum }),
      ...(property.minLength !== undefined && { shortest: property.minLength }),
      ...(property.pattern !== undefined && property.format === undefined && { pattern: property.pattern }),
      ...(property.enum && { options: property.enum }),
      ...(isNullable(property) && { nullable: true as const, required: false }),
    }));
}

const isNullable = (property: Shape): boolean => property.anyOf?.some((one) => one.type === 'null') ?? false;

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Fields that have a meaning only after another was answered. */
function isAsked(name: string, values: Values): boolean {
  if (name === 'doneBy' || name === 'doneOn') return values.serial !== undefined && values.serial !== '';
  // A place to fetch it from is named only where it is fetched.
  if (name === 'unit' && 'way' in values) return values.way === 'site';
  if (name === 'owedDue') return listOf(values.owed).length > 0;
  // The basis of a decision is asked for when it refuses; refusing acceptance and terminating always need theirs.
  if (name === 'basis' && 'granted' in values) return values.granted === false;
  return true;
}

const isNeededNow = (name: string, values: Values): boolean =>
  name === 'owedDue' || (name === 'basis' && values.granted === false);

/** What stands in the panel when it is opened: everything that the case itself already says. */
export function firstValues(action: BarAction, shape: Shape, view: CaseView, item: Item, today: string): Values {
  const names = new Set(Object.keys(shape.properties ?? {}));
  const values: Record<string, unknown> = {};
  const withPapers = view.materials.filter((material) => material.papers.length > 0).map((material) => material.code);
  if (action === 'notify') values.missing = missingThings(view, item, today);
  if (names.has('owed')) {
    const missing = view.materials.filter((material) => material.state === 'missing');
    const all = missing.length > 0 && missing.every((material) => material.mayBeOwed);
    values.owed = all ? missing.map((material) => material.code) : [];
  }
  if (action === 'receive') values.papers = withPapers;
  if (action === 'supplement') {
    const asked = new Set(view.correction?.missing.map((thing) => thing.code));
    const isAskedFor = (one: CaseView['materials'][number]) => asked.has(one.code) || asked.has(one.anyOfGroup ?? '');
    values.papers = view.materials.filter((one) => isAskedFor(one) && one.papers.length > 0).map((one) => one.code);
  }
  // A colleague of the unit where the step waits, where no other unit is asked for.
  if (names.has('account') && !names.has('unit'))
    values.unit = (view.steps.find((step) => step.mine) ?? view.steps[0])?.unit.id;
  if (action === 'changeDelivery') values.way = view.delivery.way;
  if (action === 'recordPayment') Object.assign(values, { outcome: 'paid', on: today });
  if (action === 'supplyOwed') {
    values.materials = view.materials
      .filter((one) => one.state === 'owed' && one.papers.length > 0)
      .map((one) => one.code);
  }
  if (names.has('agree')) values.agree = true;
  // A decision has no answer that stands ready: somebody must take it.
  if (names.has('granted')) values.granted = action === 'correctDecision' ? view.result?.granted : undefined;
  if (names.has('result')) values.result = firstResult(view, item);
  if (action === 'deliver') values.way = view.parcel?.posted ? 'post' : view.agent ? 'agent' : 'in-person';
  if (action === 'removeReviewer') {
    const reviewers = view.steps.filter((step) => step.kind === 'reviewer' || step.kind === 'delegate');
    if (reviewers.length === 1) values.step = reviewers[0]!.id;
  }
  return values;
}

/** The result as the application itself suggests it: the month asked for, and the tail of the account, which no mask hides. */
function firstResult(view: CaseView, item: Item): Values {
  if (view.result) {
    const { granted: _, ...result } = view.result;
    return result;
  }
  const kind = item.results[0] ?? 'notice';
  const answerOf = (wanted: QuestionKind): string => {
    const asked = questionsOf(item.form).find((question) => question.kind === wanted && question.id in view.answers);
    return String((asked && view.answers[asked.id]) ?? '');
  };
  const tail = /(\d{4})$/.exec(answerOf('bank-account'))?.[1];
  const month = answerOf('month');
  const money = { ...(month !== '' && { firstMonth: month }), ...(tail !== undefined && { accountTail: tail }) };
  return { kind, title: view.item.name['zh-CN'], ...(kind === 'money' && money) };
}

export type Faults = Record<string, { code: string; params?: Record<string, string | number> }>;

const isBlank = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  (typeof value === 'string' && value.trim() === '') ||
  (Array.isArray(value) && value.length === 0);

/** What keeps the panel from being sent, by field. The server checks the same and more. */
export function faultsIn(fields: readonly PanelField[], values: Values): Faults {
  const faults: Faults = {};
  for (const field of fields) {
    const value = values[field.name];
    if (isBlank(value)) {
      if (field.required)
        faults[field.name] = { code: picked.includes(field.kind) ? 'form.required-choice' : 'form.required' };
      continue;
    }
    if (field.kind === 'result') {
      Object.assign(faults, resultFaults(value as Values, values.granted !== false));
      continue;
    }
    const fault = field.kind === 'number' ? numberFault(field, Number(value)) : textFault(field, String(value).trim());
    if (fault) faults[field.name] = fault;
  }
  return faults;
}

const picked: readonly FieldKind[] = ['yesno', 'choice', 'stage', 'reviewer'];

function textFault({ kind, max, shortest, pattern }: PanelField, text: string): Faults[string] | undefined {
  if (kind !== 'words' && kind !== 'line') return undefined;
  const now = [...text].length;
  if (max !== undefined && now > max) return { code: 'form.too-long', params: { max, now } };
  if (shortest !== undefined && now < shortest) return { code: 'form.too-short', params: { min: shortest } };
  return pattern !== undefined && !new RegExp(pattern).test(text) ? { code: 'fault.characters' } : undefined;
}

function numberFault({ min, max }: PanelField, number: number): Faults[string] | undefined {
  if (!Number.isInteger(number)) return { code: 'form.not-whole' };
  if (min !== undefined && number < min) return { code: 'form.too-small', params: { min } };
  return max !== undefined && number > max ? { code: 'form.too-large', params: { max } } : undefined;
}

/** What the kind of a result must state: money its amount, a certificate or card its number (those only when granted). */
function resultFaults(result: Values, granted: boolean): Faults {
  const faults: Faults = {};
  if (isBlank(result.title)) faults['result.title'] = { code: 'form.required' };
  if (result.kind === 'money' && granted) {
    if (typeof result.amount !== 'number')
      faults['result.amount'] = { code: isBlank(result.amount) ? 'form.required' : 'form.not-a-number' };
    if (!isBlank(result.firstMonth) && !/^\d{4}-(0[1-9]|1[0-2])$/.test(String(result.firstMonth)))
      faults['result.firstMonth'] = { code: 'form.not-a-month' };
    if (!isBlank(result.accountTail) && !/^\d{4}$/.test(String(result.accountTail)))
      faults['result.accountTail'] = { code: 'fault.tail' };
  }
  return faults;
}

/** The data of the command, with what was left blank left out. */
export function dataOf(action: BarAction, fields: readonly PanelField[], values: Values): Record<string, unknown> {
  const data: Record<string, unknown> = { ...settled[action as ActionName] };
  for (const { name, kind, nullable } of fields) {
    const value = values[name];
    if (isBlank(value)) {
      if (nullable) data[name] = null;
      else if (kind === 'owed' || kind === 'papers') data[name] = [];
    } else if (kind === 'number') data[name] = Number(value);
    else if (kind === 'result') data[name] = resultData(value as Values, values.granted !== false);
    else data[name] = typeof value === 'string' ? value.trim() : value;
  }
  return data;
}

const fieldsOfKind: Record<string, readonly string[]> = {
  money: ['amount', 'firstMonth', 'accountTail'],
  certificate: ['reference', 'validUntil'],
  card: ['reference', 'validUntil'],
  register_entry: ['reference'],
  notice: ['reference'],
};

/** Only what belongs to the kind: a number typed before the kind was changed does not travel. A refusal issues a notice. */
function resultData(result: Values, granted: boolean): Record<string, unknown> {
  const kind = granted ? String(result.kind) : 'notice';
  const own = granted ? (fieldsOfKind[kind] ?? []) : [];
  const kept = ['title', ...own].filter((name) => !isBlank(result[name]));
  return { kind, ...Object.fromEntries(kept.map((name) => [name, result[name]])) };
}

export { fieldsOfKind };

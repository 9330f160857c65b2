import type { Answer, Answers, Column, Question } from '#domain/catalogue/form.ts';
import { dayRange } from '#domain/catalogue/values.ts';
import type { FieldProblem } from '#domain/kernel/problem.ts';
import { type Html, html, type Piece } from './html.ts';
import { choiceField, describedBy, errorMessage, lineField, pick, sentences } from './parts.ts';
import type { Visit } from './visit.ts';

/** What stands in the fields of a page, by field name: from the draft, or exactly as it was posted. */
export type Shown = (name: string) => string[];

const yuan = (fen: number) => (fen % 100 === 0 ? String(fen / 100) : (fen / 100).toFixed(2));

function fieldsOf(question: Column, answer: Answer, name: string, into: Map<string, string[]>): void {
  const { kind } = question;
  if (kind === 'rows') {
    (answer as Answers[]).forEach((row, at) => {
      for (const column of (question as Question).columns ?? [])
        if (row[column.id] !== undefined) fieldsOf(column, row[column.id]!, `${name}.${at}.${column.id}`, into);
    });
    return;
  }
  if ((kind === 'date' || kind === 'month') && /^\d{4}-\d{2}/.test(String(answer))) {
    const [year = '', month = '', day = ''] = String(answer).split('-');
    into
      .set(`${name}.year`, [year])
      .set(`${name}.month`, [String(Number(month))])
      .set(`${name}.day`, [day && String(Number(day))]);
    return;
  }
  if (typeof answer === 'boolean') into.set(name, [answer ? 'yes' : 'no']);
  else if (Array.isArray(answer)) into.set(name, answer.map(String));
  else into.set(name, [kind === 'money' && typeof answer === 'number' ? yuan(answer) : String(answer)]);
}

/** The fields of a page as the draft fills them: what `parseFormData` reads back. */
export function shownOf(questions: readonly Question[], answers: Readonly<Answers>): Shown {
  const fields = new Map<string, string[]>();
  for (const question of questions) {
    const answer = Object.hasOwn(answers, question.id) ? answers[question.id] : undefined;
    if (answer !== undefined) fieldsOf(question, answer, question.id, fields);
  }
  return (name) => fields.get(name) ?? [];
}

export const shownAs =
  (form: FormData): Shown =>
  (name) =>
    form.getAll(name).filter((value): value is string => typeof value === 'string');

/** The id of the first field of a question or cell: where the error summary leads. */
const fieldId = (path: string, kind: Column['kind']): string => {
  const id = `f-${path.replaceAll('.', '-')}`;
  if (kind === 'date' || kind === 'month') return `${id}-year`;
  return kind === 'choice' || kind === 'choices' || kind === 'yesno' || kind === 'division' ? `${id}-0` : id;
};

export interface FieldsContext {
  visit: Visit;
  shown: Shown;
  /** The message of a problem at exactly this path, if there is one. */
  wrongAt: (path: string) => string | undefined;
  /** The picker of a division question, made before as it needs the list of places. */
  places: ReadonlyMap<string, Html>;
  /** How many rows a rows question shows. */
  rows: (question: Question) => number;
}

const autocompletes: Partial<Record<Column['kind'], string>> = {
  'person-name': 'name',
  mobile: 'tel-national',
  telephone: 'tel-national',
  address: 'street-address',
};

function line(ctx: FieldsContext, question: Column, path: string, heading: boolean, hint: string | undefined): Html {
  const { kind } = question;
  const numeric = ['mobile', 'telephone', 'bank-account', 'corporate-account'].includes(kind);
  return lineField({
    id: fieldId(path, kind),
    name: path,
    label: labelOf(ctx, question),
    hint,
    value: ctx.shown(path)[0],
    wrong: ctx.wrongAt(path),
    kind: kind === 'mobile' || kind === 'telephone' ? 'tel' : 'text',
    ...(numeric && { mode: 'numeric' as const }),
    ...(autocompletes[kind] && { autocomplete: autocompletes[kind] }),
    ...((numeric || kind === 'resident-id' || kind === 'uscc') && { className: 'w-id' }),
    ...(kind === 'person-name' && { className: 'w-mid' }),
    heading,
  });
}

const labelOf = ({ visit }: FieldsContext, question: Column): string =>
  question.required
    ? question.label[visit.language]
    : visit.t('citizen.form.optional', { label: question.label[visit.language] });

const titled = (label: string, heading: boolean): Piece => (heading ? html`<h1>${label}</h1>` : label);

function long(ctx: FieldsContext, question: Column, path: string, heading: boolean, hint: string | undefined): Html {
  const id = fieldId(path, question.kind);
  const wrong = ctx.wrongAt(path);
  return html`<div class="field${wrong !== undefined && ' wrong'}"><label for="${id}">${titled(labelOf(ctx, question), heading)}</label>${
    hint && html`<span class="hint" id="${id}-hint">${hint}</span>`
  }${errorMessage(id, wrong)}<textarea id="${id}" name="${path}" rows="${question.kind === 'address' ? 2 : 5}" autocomplete="${autocompletes[question.kind] ?? 'off'}"${
    wrong !== undefined && html` aria-invalid="true"`
  }${describedBy(id, Boolean(hint), wrong !== undefined)}>
${ctx.shown(path)[0]}</textarea></div>`;
}

function amount(ctx: FieldsContext, question: Column, path: string, heading: boolean, hint: string | undefined): Html {
  const id = fieldId(path, question.kind);
  const wrong = ctx.wrongAt(path);
  const { t, language } = ctx.visit;
  const money = question.kind === 'money';
  const unit = money ? t('citizen.form.yuan') : question.unit?.[language];
  const before = money && language === 'en';
  return html`<div class="field${wrong !== undefined && ' wrong'}"><label for="${id}">${titled(labelOf(ctx, question), heading)}</label>${
    hint && html`<span class="hint" id="${id}-hint">${hint}</span>`
  }${errorMessage(id, wrong)}<div class="affix">${before && html`<span>${unit}</span>`}<input type="text" class="w-short" id="${id}" name="${path}" value="${ctx.shown(path)[0]}" inputmode="${
    money || question.decimals ? 'decimal' : 'numeric'
  }" autocomplete="off"${wrong !== undefined && html` aria-invalid="true"`}${describedBy(id, Boolean(hint), wrong !== undefined)}>${!before && unit && html`<span>${unit}</span>`}</div></div>`;
}

/** Three small fields: nobody scrolls a calendar back to 1958. */
function day(ctx: FieldsContext, question: Column, path: string, heading: boolean, hint: string | undefined): Html {
  const { t, language, today } = ctx.visit;
  const id = `f-${path.replaceAll('.', '-')}`;
  const wrong = ctx.wrongAt(path);
  const month = question.kind === 'month';
  const range = dayRange(question, today);
  const example = `${t('citizen.form.example')}${exampleDay(range, month, language)}`;
  const typed = ctx.shown(path)[0] ?? '';
  const part = (name: 'year' | 'month' | 'day') =>
    html`<div class="${name}"><label for="${id}-${name}">${t(`citizen.form.${name}`)}</label><input type="text" id="${id}-${name}" name="${path}.${name}" value="${ctx.shown(`${path}.${name}`)[0] ?? (name === 'year' ? typed : '')}" inputmode="numeric" autocomplete="off" maxlength="${name === 'year' ? 10 : 4}"${wrong !== undefined && html` aria-invalid="true"`}></div>`;
  const parts = month ? [part('year'), part('month')] : [part('year'), part('month'), part('day')];
  return html`<div class="field${wrong !== undefined && ' wrong'}"><fieldset role="group"${describedBy(id, true, wrong !== undefined)}><legend>${titled(labelOf(ctx, question), heading)}</legend><span class="hint" id="${id}-hint">${sentences(ctx.visit, hint, example)}</span>${errorMessage(id, wrong)}<div class="dates">${
    language === 'en' ? parts.reverse() : parts
  }</div></fieldset></div>`;
}

/** An example that the question would accept. */
function exampleDay(range: { min: string; max: string }, month: boolean, language: 'zh-CN' | 'en'): string {
  const wanted = month ? '2012-03' : '1968-03-05';
  const before = `${Number(range.max.slice(0, 4)) - 1}${wanted.slice(4)}`;
  const shown = wanted >= range.min && wanted <= range.max ? wanted : before >= range.min ? before : range.max;
  const [year, mm, dd] = shown.split('-').map(Number);
  if (language === 'en') return [dd, mm, year].filter((one) => one !== undefined).join(' ');
  return [year, mm, dd].filter((one) => one !== undefined).join(' ');
}

function choice(ctx: FieldsContext, question: Column, path: string, heading: boolean, hint: string | undefined): Html {
  const { t, language } = ctx.visit;
  const chosen = ctx.shown(path);
  const yesno = question.kind === 'yesno';
  const options = yesno
    ? [
        { value: 'yes', label: t('citizen.form.yes') },
        { value: 'no', label: t('citizen.form.no') },
      ]
    : (question.options ?? []).map(({ value, label }) => ({ value, label: label[language] }));
  const several = question.kind === 'choices';
  return choiceField({
    id: `f-${path.replaceAll('.', '-')}`,
    label: labelOf(ctx, question),
    hint: sentences(ctx.visit, hint, several && t('citizen.form.several')),
    wrong: ctx.wrongAt(path),
    heading,
    side: yesno,
    choices: options.map(({ value, label }, at) =>
      pick({
        id: `f-${path.replaceAll('.', '-')}-${at}`,
        name: path,
        value,
        label,
        checked: chosen.includes(value),
        kind: several ? 'checkbox' : 'radio',
      }),
    ),
  });
}

function declaration(ctx: FieldsContext, question: Question, path: string, heading: boolean): Html {
  const { t, language } = ctx.visit;
  const id = fieldId(path, question.kind);
  const wrong = ctx.wrongAt(path);
  return html`<div class="field${wrong !== undefined && ' wrong'}"><fieldset${describedBy(id, false, wrong !== undefined)}><legend>${titled(question.label[language], heading)}</legend>${
    question.statement &&
    html`<div class="statement">${question.statement[language].split('\n').map((line) => html`<p>${line}</p>`)}</div>`
  }${errorMessage(id, wrong)}${pick({ id, name: path, value: 'yes', label: t('citizen.form.declare'), kind: 'checkbox', checked: ctx.shown(path).includes('yes') })}</fieldset></div>`;
}

/** A list typed row by row: each row a small form of its own; a button adds one, another takes it away. */
function rows(ctx: FieldsContext, question: Question, path: string, heading: boolean, hint: string | undefined): Html {
  const { t, language } = ctx.visit;
  const id = fieldId(path, question.kind);
  const wrong = ctx.wrongAt(path);
  const count = Math.max(1, ctx.rows(question));
  const most = typeof question.max === 'number' ? question.max : 50;
  return html`<div class="field${wrong !== undefined && ' wrong'}" id="${id}" tabindex="-1">${heading ? html`<h1>${labelOf(ctx, question)}</h1>` : html`<h2>${labelOf(ctx, question)}</h2>`}${
    hint && html`<p class="hint">${hint}</p>`
  }${errorMessage(id, wrong)}${Array.from(
    { length: count },
    (_, at) =>
      html`<fieldset class="row-set"><legend>${t('citizen.form.row', { n: at + 1 })}</legend>${(question.columns ?? []).map((column) => field(ctx, column, `${path}.${at}.${column.id}`, false))}${
        count > 1 &&
        html`<button class="as-link" name="_remove" value="${path}.${at}">${t('citizen.form.row.remove', { n: at + 1 })}</button>`
      }</fieldset>`,
  )}${count < most && html`<p><button class="button second small" name="_add" value="${path}">${t('citizen.form.row.add', { what: question.label[language] })}</button></p>`}</div>`;
}

/** One question as its fields. Alone on its page its label is the page's heading. */
export function field(ctx: FieldsContext, question: Column | Question, path: string, heading: boolean): Html {
  const { t, language } = ctx.visit;
  const held = 'prefill' in question && question.prefill !== undefined && ctx.shown(path).length > 0;
  const hint = sentences(ctx.visit, question.hint?.[language], held && t('citizen.form.held'));
  switch (question.kind) {
    case 'longtext':
    case 'address':
      return long(ctx, question, path, heading, hint);
    case 'number':
    case 'money':
      return amount(ctx, question, path, heading, hint);
    case 'date':
    case 'month':
      return day(ctx, question, path, heading, hint);
    case 'yesno':
    case 'choice':
    case 'choices':
      return choice(ctx, question, path, heading, hint);
    case 'declaration':
      return declaration(ctx, question as Question, path, heading);
    case 'division':
      return ctx.places.get(path) ?? line(ctx, question, path, heading, hint);
    case 'rows':
      return rows(ctx, question as Question, path, heading, hint);
    default:
      return line(ctx, question, path, heading, hint);
  }
}

/** The row of a rows question that a button asked to take away, and the fields without it. */
export function withoutRow(form: FormData, question: Question, row: number): FormData {
  const kept = new FormData();
  const prefix = `${question.id}.`;
  for (const [name, value] of form.entries()) {
    const at = name.startsWith(prefix) ? /^(\d+)\.(.*)$/.exec(name.slice(prefix.length)) : null;
    if (!at) kept.append(name, value);
    else if (Number(at[1]) !== row)
      kept.append(`${prefix}${Number(at[1]) > row ? Number(at[1]) - 1 : at[1]}.${at[2]}`, value);
  }
  return kept;
}

/** How many rows were posted for a question, empty ones counted. */
export function postedRows(form: FormData, question: Question): number {
  const prefix = `${question.id}.`;
  let last = -1;
  for (const name of form.keys()) {
    const at = name.startsWith(prefix) ? /^(\d{1,3})\./.exec(name.slice(prefix.length)) : null;
    if (at) last = Math.max(last, Number(at[1]));
  }
  return last + 1;
}

/** The first field of whatever a problem is about, so that its message can lead there. */
export function fieldOf(questions: readonly Question[], found: FieldProblem): string {
  const [id = '', row, cell] = found.path.split('.');
  const question = questions.find((one) => one.id === id);
  const column = question?.columns?.find((one) => one.id === cell);
  if (question && row !== undefined && column) return fieldId(found.path, column.kind);
  return fieldId(id, question?.kind ?? 'text');
}

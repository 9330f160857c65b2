import type { CaseView } from '#api/cases.ts';
import { formatMoney, formatMonth } from '#domain/catalogue/format.ts';
import type { Item } from '#domain/catalogue/item.ts';
import { isLocalDate, localDate, sayDate, sayShortDate } from '#domain/kernel/dates.ts';
import type { Language, Text } from '#domain/kernel/text.ts';
import type { BarAction } from './action-keys.ts';
import type { Values } from './fields.ts';
import { type MissingThing, missingChoices } from './missing.ts';

/** The acts by which the office tells the applicant something that counts in law: confirmed over the text that is sent. */
const legalActs = [
  'notify',
  'accept',
  'refuse',
  'suspend',
  'approveExtension',
  'decide',
  'settle',
  'correctDecision',
  'terminate',
  'withdraw',
  'closeUncollected',
] as const satisfies BarAction[];
type LegalAct = (typeof legalActs)[number];
export const isLegalAct = (action: BarAction): action is LegalAct =>
  (legalActs as readonly BarAction[]).includes(action);

export interface LetterContext {
  language: Language;
  today: string;
  /** Words by key: the sentences of `documents.json` from which the printed document is made, and `status.json`. */
  say: (key: string, params?: Record<string, string | number>) => string;
}

export interface Letter {
  title: string;
  lines: string[];
}

const written = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');

/**
 * The document that an act sends, in the sentences of the document itself. What only the server knows when it is issued (a
 * date by the working-day calendar, who hears an appeal) stands in its place in brackets.
 */
export function letterOf(
  action: BarAction,
  view: CaseView,
  item: Item,
  values: Values,
  context: LetterContext,
): Letter | undefined {
  if (!isLegalAct(action)) return undefined;
  const { language, today } = context;
  const say = (key: string, params: Record<string, string | number> = {}) =>
    context.say(`documents.${key}`, {
      item: pick(view.item.name),
      received: date(localDate(view.submittedAt)),
      submitted: date(localDate(view.submittedAt)),
      ...params,
    });
  const pick = (words: Text) => words[language];
  const date = (day: string) => sayShortDate(day, language);
  const open = (what: string) => context.say(`actions.letter.${what}`);
  const colon = language === 'en' ? ': ' : '：';
  const named = (key: string, value: unknown) =>
    written(value) === '' ? [] : [`${say(key)}${colon}${written(value)}`];
  const remedy = [say('remedy.body', { review: open('review-body'), court: open('court') })];

  switch (action) {
    case 'notify': {
      const missing = (values.missing ?? []) as readonly MissingThing[];
      const labels = new Map(
        missingChoices(view, item, today).map((one) => [`${one.kind}:${one.code}`, pick(one.label)]),
      );
      const rows = missing.map((thing, at) => {
        const note = written(thing.note) === '' ? '' : `${colon}${written(thing.note)}`;
        return `${at + 1}. ${labels.get(`${thing.kind}:${thing.code}`) ?? thing.code}${note}`;
      });
      return {
        title: say('correction.title'),
        lines: [
          say('correction.body', { count: missing.length }),
          ...rows,
          ...named('correction.note', values.note),
          say('correction.due', { due: open('correction-due') }),
          open('correction-ways'),
          say('correction.late'),
        ],
      };
    }
    case 'accept': {
      const owed = (values.owed ?? []) as readonly string[];
      const names = view.materials
        .filter((material) => owed.includes(material.code))
        .map((material) => pick(material.name));
      const due = written(values.owedDue);
      return {
        title: say('acceptance.title'),
        lines: [
          say(names.length > 0 ? 'acceptance.body-owed' : 'acceptance.body', { accepted: date(today) }),
          ...(names.length > 0
            ? [
                say('acceptance.owed-due', { due: isLocalDate(due) ? sayDate(due, language) : '……' }),
                ...names.map((name, at) => `${at + 1}. ${name}`),
                say('acceptance.owed-late'),
              ]
            : []),
          say('acceptance.due-one', { due: open('decision-due') }),
          ...(written(values.note) === '' ? [] : [written(values.note)]),
        ],
      };
    }
    case 'refuse':
      return {
        title: say('refusal.title'),
        lines: [
          say('refusal.body'),
          ...named('doc.reason', values.reason),
          ...named('doc.basis', values.basis),
          ...remedy,
        ],
      };
    case 'suspend': {
      const kind = String(values.kind ?? '');
      const law = item.stops.find((stop) => stop.kind === kind)?.basis;
      return {
        title: say('suspension.title'),
        lines: [
          say('suspension.body', {
            procedure: kind === '' ? '……' : context.say(`status.stop.${kind}`),
            basis: law ? pick(law) : open('stop-basis'),
          }),
          say('suspension.from', { from: date(today), days: written(values.plannedDays) || '……' }),
          ...(written(values.document) === ''
            ? []
            : [say('suspension.document', { document: written(values.document) })]),
          ...named('doc.reason', values.reason),
        ],
      };
    }
    case 'approveExtension':
      return {
        title: say('extension.title'),
        lines: [
          say('extension.body', {
            old: open('old-due'),
            approver: open('approver'),
            basis: item.extension ? pick(item.extension.basis) : '',
            length: item.extension
              ? context.say(`actions.length.${item.extension.unit}`, { amount: item.extension.amount })
              : '',
            new: open('new-due'),
          }),
          ...named('doc.reason', values.opinion),
        ],
      };
    case 'decide':
    case 'settle':
    case 'correctDecision': {
      if (typeof values.granted !== 'boolean') return undefined;
      const accepted = view.timeline.find((entry) => entry.type === 'accepted')?.at;
      const params = { accepted: date(accepted ? localDate(accepted) : today) };
      const reason = action === 'correctDecision' ? written(values.reason) : '';
      return {
        title: say(values.granted ? 'decision.title-granted' : 'decision.title-refused'),
        lines: [
          say(values.granted ? 'decision.body-granted' : 'decision.body-refused', params),
          ...(values.granted ? resultLines((values.result ?? {}) as Values, say, date, language, colon) : []),
          ...(values.granted || action === 'correctDecision' ? [] : named('doc.reason', values.opinion)),
          ...(values.granted ? [] : named('doc.basis', values.basis)),
          ...(reason === '' ? [] : [say('decision.replaces', { number: open('former'), reason })]),
          ...remedy,
        ],
      };
    }
    case 'terminate':
      return {
        title: say('ending.title-terminated'),
        lines: [
          say('ending.body-terminated', { ended: date(today) }),
          ...named('doc.reason', values.reason),
          ...named('doc.basis', values.basis),
          ...remedy,
        ],
      };
    case 'withdraw':
      return {
        title: say('ending.title-withdrawn'),
        lines: [
          say('ending.body-withdrawn', { ended: date(today) }),
          ...named('doc.reason', values.reason),
          say('ending.kept-withdrawn'),
        ],
      };
    case 'closeUncollected':
      return {
        title: say('ending.title-uncollected'),
        lines: [
          say('ending.body-uncollected', { title: view.result?.title ?? pick(view.item.name) }),
          say('ending.not-reminded'),
          say('ending.kept-uncollected', { place: view.parcel?.at.name ?? '' }),
        ],
      };
  }
}

function resultLines(
  result: Values,
  say: (key: string, params?: Record<string, string | number>) => string,
  date: (day: string) => string,
  language: Language,
  colon: string,
): string[] {
  const kind = String(result.kind ?? '');
  const pair = (name: string, value: string) => (value === '' ? [] : [`${say(name)}${colon}${value}`]);
  const [month, until] = [written(result.firstMonth), written(result.validUntil)];
  if (kind === 'money') {
    const tail = written(result.accountTail);
    return [
      ...pair('result.money', written(result.title)),
      ...pair('result.amount', typeof result.amount === 'number' ? formatMoney(result.amount) : ''),
      ...pair('result.first-month', /^\d{4}-\d{2}$/.test(month) ? formatMonth(month, language) : ''),
      ...pair('result.account', tail === '' ? '' : say('result.account-tail', { tail })),
    ];
  }
  return [
    ...pair(`result.${kind}`, written(result.title)),
    ...pair('result.reference', written(result.reference)),
    ...pair('result.valid-until', isLocalDate(until) ? date(until) : ''),
  ];
}

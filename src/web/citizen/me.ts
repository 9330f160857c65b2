import type { PersonView } from '#api/identity.ts';
import { maskAddress, maskBankCard, maskDocument, maskName, maskPhone } from '#domain/identity/mask.ts';
import { localDate, localTime, sayDate } from '#domain/kernel/dates.ts';
import type { FieldProblem } from '#domain/kernel/problem.ts';
import { flash } from './cases.ts';
import { type Html, html } from './html.ts';
import type { Screen } from './layout.ts';
import { button, errorSummary, type FormWrong, facts, hidden, keyField, lineField, spoken, tag } from './parts.ts';
import { type Answer, clientOf, go, inputProblem, posted, residentOf, textOf } from './serve.ts';
import type { Visit } from './visit.ts';

const when = ({ language, year }: Visit, at: string): string =>
  `${sayDate(localDate(at), language, year)} ${localTime(at)}`;

const hide = (value: string | null, shown: boolean, mask: (text: string) => string): string | null =>
  value === null || shown ? value : mask(value);

/** Other eyes may be on the screen: numbers are covered until their owner asks. */
function record(visit: Visit, person: PersonView, shown: boolean): Html {
  const { t } = visit;
  const empty = html`<span class="soft">${t('citizen.me.empty')}</span>`;
  const open = shown || !person.unmasked;
  const changing = (field: string, what: string) =>
    html`<a href="/me/change/${field}">${t('citizen.check.change')}<span class="only-read"> ${what}</span></a>`;
  const row = (label: string, value: string | null, field?: string) =>
    [label, html`<p>${value ?? empty}</p>`, field && changing(field, label)] as const;
  return facts([
    row(t('citizen.me.name'), hide(person.name, open, maskName)),
    row(t('citizen.me.number'), hide(person.idNumber, open, maskDocument)),
    row(t('citizen.me.mobile'), hide(person.mobile, open, maskPhone), 'mobile'),
    row(t('citizen.me.account'), hide(person.account, open, maskBankCard), 'account'),
    row(t('citizen.me.address'), hide(person.address, open, maskAddress), 'address'),
    [
      t('citizen.me.village'),
      html`<p>${person.village ? person.village.path.join(' ') || person.village.name : empty}</p>`,
      html`<a href="/sign-in/village?next=/me">${t('citizen.check.change')}<span class="only-read"> ${t('citizen.me.village')}</span></a>`,
    ],
  ]);
}

export async function me(visit: Visit): Promise<Answer> {
  const { t, client, c } = visit;
  const resident = residentOf(visit);
  const shown = c.req.query('show') === '1';
  const [person, notices] = await Promise.all([
    client.identity.get({ id: resident.person.id }),
    client.feedback.notices({ limit: 20 }),
  ]);
  const unread = notices.items.filter((one) => !one.read).length;
  const family = resident.others.some((one) => one.why === 'telephone');
  const link = (href: string, label: string, extra?: Html) => html`<li><a href="${href}">${label}</a>${extra}</li>`;
  return {
    title: t('citizen.nav.me'),
    here: 'me',
    body: html`<div class="two"><div><h1>${resident.person.name}</h1>${flash(visit)}<ul class="tasks">${link('/me/notices', t('citizen.notices.title'), unread > 0 ? html`<span class="count">${unread}</span>` : undefined)}${link('/me/appointments', t('citizen.appointments.title'))}${link('/me/looks', t('citizen.looks.title'))}${link('/me/consents', t('citizen.consents.title'))}${family && link('/sign-in/choose?next=/me', t('citizen.me.switch'))}</ul>
<section class="section"><h2>${t('citizen.me.record')}</h2>${record(visit, person, shown)}${
      person.unmasked &&
      html`<p class="go"><a href="/me${shown ? '' : '?show=1'}">${t(shown ? 'citizen.me.cover' : 'citizen.me.show')}</a></p>`
    }<p class="soft small">${t('citizen.me.wrong')}</p></section></div><div><section class="section"><h2>${t('citizen.me.screen')}</h2><ul class="tasks">${link(`/me?elder=${visit.elder ? '0' : '1'}`, t(visit.elder ? 'citizen.elder.off' : 'citizen.elder.on'))}${link(`/me?contrast=${visit.contrast ? '0' : '1'}`, t(visit.contrast ? 'citizen.contrast.off' : 'citizen.contrast.on'))}${link(`/me?lang=${visit.language === 'en' ? 'zh-CN' : 'en'}`, visit.language === 'en' ? '中文' : 'English')}</ul></section><section class="section"><h2>${t('citizen.out.heading')}</h2><form method="post" action="/sign-out">${keyField()}<p>${button(t('citizen.out.here'), 'second')}</p></form><form method="post" action="/sign-out">${keyField()}${hidden('everywhere', '1')}<p>${button(t('citizen.out.everywhere'), 'second')}</p></form><p class="soft small">${t('citizen.out.when')}</p></section></div></div>`,
  };
}

export async function notices(visit: Visit): Promise<Screen> {
  const { t, client, c, language } = visit;
  residentOf(visit);
  const cursor = c.req.query('cursor');
  const { items, next } = await client.feedback.notices({ limit: 20, ...(cursor && { cursor }) });
  const unread = items.filter((one) => !one.read).map((one) => one.id);
  // What stands on this page is read by whoever opens it; the marks on the page itself still show what was new.
  if (unread.length > 0) await client.feedback.readNotices({ ids: unread });
  return {
    title: t('citizen.notices.title'),
    here: 'me',
    back: '/me',
    body: html`<div class="read"><h1>${t('citizen.notices.title')}</h1>${
      items.length === 0
        ? html`<p>${t('citizen.notices.none')}</p>`
        : html`<ul class="cards">${items.map(
            (one) =>
              html`<li class="card"><p>${!one.read && html`${tag(t('citizen.notices.new'), 'mine')} `}<span class="soft small">${when(visit, one.at)}</span></p><p>${one.text[language]}</p>${
                one.case && html`<p><a class="telephone" href="/cases/${one.case}">${t('citizen.notices.case')}</a></p>`
              }${
                one.code.startsWith('appointment.') &&
                html`<p><a class="telephone" href="/me/appointments">${t('citizen.appointments.title')}</a></p>`
              }</li>`,
          )}</ul>`
    }${next && html`<p class="go"><a href="/me/notices?cursor=${encodeURIComponent(next)}">${t('citizen.more')}</a></p>`}</div>`,
  };
}

/** Who opened this person's record, when and for what: nobody looks unseen. */
export async function looks(visit: Visit): Promise<Screen> {
  const { t, client, c } = visit;
  const { person } = residentOf(visit);
  const cursor = c.req.query('cursor');
  const { items, next } = await client.identity.looks({ id: person.id, limit: 30, ...(cursor && { cursor }) });
  return {
    title: t('citizen.looks.title'),
    here: 'me',
    back: '/me',
    body: html`<div class="read"><h1>${t('citizen.looks.title')}</h1><p>${t('citizen.looks.say')}</p>${
      items.length === 0
        ? html`<p>${t('citizen.looks.none')}</p>`
        : html`<ol class="story">${together(visit, items).map(
            ([first, did]) =>
              html`<li><time datetime="${first.at}">${when(visit, first.at)}</time><p><strong>${first.by}</strong>${first.unit && html` · ${first.unit}`}</p><p>${did.join(t('citizen.semicolon'))}${first.caseNumber && html` · <span class="nowrap">${t('citizen.cases.number', { number: spoken(first.caseNumber) })}</span>`}</p></li>`,
          )}</ol>`
    }${next && html`<p class="go"><a href="/me/looks?cursor=${encodeURIComponent(next)}">${t('citizen.more')}</a></p>`}<p class="soft small">${t('citizen.looks.wrong')}</p></div>`,
  };
}

type Look = Awaited<ReturnType<Visit['client']['identity']['looks']>>['items'][number];

/** What one person did about one case within a minute is one line, with everything that they did on it. */
function together(visit: Visit, items: readonly Look[]): [first: Look, did: string[]][] {
  const lines: [Look, string[]][] = [];
  for (const one of items) {
    const did = lookWords(visit, one.operation, one.purpose);
    const [last, all] = lines.at(-1) ?? [];
    const same =
      last?.by === one.by && last.caseNumber === one.caseNumber && when(visit, last.at) === when(visit, one.at);
    if (!same || !all) lines.push([one, [did]]);
    else if (!all.includes(did)) all.push(did);
  }
  return lines;
}

const lookWords = ({ t }: Visit, operation: string, purpose: string | null): string => {
  const what =
    t.find(`citizen.looks.did.${operation}`) ??
    t(operation.startsWith('cases.act.') ? 'citizen.looks.did.cases.act' : 'citizen.looks.did');
  const why = purpose && t.find(`citizen.looks.purpose.${purpose}`);
  return why ? t('citizen.looks.why', { what, why }) : what;
};

const changeable = {
  mobile: { mode: 'numeric', autocomplete: 'tel-national', max: 20, problem: 'mobile' },
  account: { mode: 'numeric', autocomplete: 'off', max: 30, problem: 'account' },
  address: { mode: 'text', autocomplete: 'street-address', max: 200, problem: 'address' },
} as const;
type Changeable = keyof typeof changeable;

const fieldAsked = (visit: Visit): Changeable | undefined =>
  (Object.keys(changeable) as Changeable[]).find((one) => one === visit.c.req.param('field'));

function changeScreen(
  visit: Visit,
  field: Changeable,
  seq: number,
  value: string,
  wrong?: string,
  key?: string,
): Screen {
  const { t } = visit;
  const wrongs: FormWrong[] = wrong === undefined ? [] : [{ field: 'value', message: wrong }];
  return {
    title: t(`citizen.change.${field}`),
    here: 'me',
    back: '/me',
    wrong: wrong !== undefined,
    ...(wrong !== undefined && { status: 422 as const }),
    body: html`<div class="read">${errorSummary(t, wrongs)}<form method="post" action="/me/change/${field}" novalidate>${keyField(key)}${hidden('seq', String(seq))}${lineField(
      {
        id: 'value',
        label: t(`citizen.change.${field}`),
        hint: t(`citizen.change.${field}.hint`),
        value,
        wrong,
        mode: changeable[field].mode,
        autocomplete: changeable[field].autocomplete,
        maxlength: changeable[field].max,
        className: field === 'address' ? '' : 'w-id',
        heading: true,
      },
    )}<div class="actions">${button(t('citizen.change.save'))}<a class="button second" href="/me">${t('citizen.change.no')}</a></div></form></div>`,
  };
}

export async function change(visit: Visit): Promise<Answer> {
  const field = fieldAsked(visit);
  const { person } = residentOf(visit);
  if (!field) return go(visit, '/me');
  const view = await visit.client.identity.get({ id: person.id });
  return changeScreen(visit, field, view.seq, view.unmasked ? (view[field] ?? '') : '');
}

export async function sendChange(visit: Visit): Promise<Answer> {
  const { t } = visit;
  const field = fieldAsked(visit);
  const { person } = residentOf(visit);
  if (!field) return go(visit, '/me');
  const form = await posted(visit);
  const value = textOf(form, 'value', changeable[field].max);
  const seq = Number(textOf(form, 'seq', 12)) || 0;
  if (!value) return changeScreen(visit, field, seq, value, t('citizen.change.empty'));
  try {
    await clientOf(visit, form).identity.change({ id: person.id, seq, [field]: value });
  } catch (error) {
    const problem = inputProblem(error);
    return changeScreen(
      visit,
      field,
      seq,
      value,
      sayField(visit, problem.fields?.[0]) ??
        t.find(`problems.${problem.problem}`, problem.params) ??
        t('citizen.problem.422.say'),
    );
  }
  return go(visit, '/me?done=changed');
}

export const sayField = ({ t }: Visit, found: FieldProblem | undefined): string | undefined =>
  found && (t.find(`identity.${found.code}`, found.params) ?? t.find(`problems.${found.code}`, found.params));

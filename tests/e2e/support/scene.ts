import type { CaseTicket } from '#api/cases.ts';
import { questionsOf } from '#domain/catalogue/form.ts';
import type { Item } from '#domain/catalogue/item.ts';
import { answersFor, seeded } from '#domain/catalogue/sample.ts';
import { type Page, pagesOf } from '#domain/catalogue/view.ts';
import { localDate } from '#domain/kernel/dates.ts';
import { type Client, clientOf } from '../../support/client.ts';
import { password } from './people.ts';
import { photoOf } from './photo.ts';

/** The resident of the demonstration with something in every state, made over the same operations as everybody's. */
export interface Scene {
  person: string;
  /** Half written. */
  draft: string;
  /** Filled in to the end; between them, these pages ask every kind of question once. */
  drafts: { id: string; pages: string[] }[];
  correcting: string;
  handling: string;
  collect: string;
  done: string;
  /** A half-hour of hers at a point, and another that is free there. */
  appointment: { id: string; site: string; item: string; day: string; time: string };
}

const mobile = '19900000001';

/** Somebody of the staff over the contract; the second factor is the one that a demonstration shows. */
export async function staffClient(url: string, login: string): Promise<Client> {
  const open = clientOf(url);
  const credentials = { login, password };
  try {
    return clientOf(url, (await open.session.staff(credentials)).token);
  } catch (error) {
    const asked = (error as { data?: { params?: { demoCode?: string } } }).data?.params?.demoCode;
    if (asked === undefined) throw error;
    return clientOf(url, (await open.session.staff({ ...credentials, code: asked })).token);
  }
}

const today = () => localDate(new Date());

/** As few items as ask every kind of question that the catalogue asks of a person, the richest first. */
async function everyKind(client: Client): Promise<string[]> {
  const { items } = await client.catalogue.search({ audience: 'person', limit: 100 });
  const all = await Promise.all(items.map(({ code }) => client.catalogue.get({ code })));
  const kinds = all.map(({ code, form }) => {
    const questions = questionsOf(form as Item['form']);
    return {
      code,
      kinds: new Set(questions.flatMap((one) => [one.kind, ...(one.columns ?? []).map(({ kind }) => kind)])),
    };
  });
  const left = new Set(kinds.flatMap((one) => [...one.kinds]));
  const chosen: string[] = [];
  while (left.size > 0) {
    const gain = (one: (typeof kinds)[number]) => [...one.kinds].filter((kind) => left.has(kind)).length;
    const best = kinds.reduce((a, b) => (gain(b) > gain(a) ? b : a));
    for (const kind of best.kinds) left.delete(kind);
    chosen.push(best.code);
  }
  return chosen;
}

export async function setScene(url: string): Promise<Scene> {
  const open = clientOf(url);
  const { challenge, shownCode } = await open.session.askCode({ mobile });
  const signed = await open.session.resident({ challenge, code: shownCode ?? '' });
  const she = clientOf(url, signed.token);
  const person = signed.persons[0]!.id;
  const logins = ['cun', 'zhen', 'fuhe', 'xian', 'jingban', 'zhengui'] as const;
  const clients = await Promise.all(logins.map((login) => staffClient(url, login)));
  const staff = Object.fromEntries(logins.map((login, at) => [login, clients[at]!])) as Record<
    (typeof logins)[number],
    Client
  >;
  const photo = new File([new Uint8Array(await photoOf('DEMO'))], '身份证.jpg', { type: 'image/jpeg' });

  const begin = async (code: string, seed: number) => {
    const item = (await she.catalogue.get({ code })) as Item;
    const draft = await she.cases.begin({ item: code, person });
    const known = { ...draft.answers, applyingAs: 'self' };
    const answers = answersFor(item.form, seeded(seed), { today: today(), known, optional: 1 });
    return { item, draft, answers };
  };
  const file = async (code: string, seed: number, without: string[] = []): Promise<CaseTicket> => {
    const { item, draft, answers } = await begin(code, seed);
    const { seq } = await she.cases.save({ id: draft.id, seq: draft.seq, answers });
    for (const { code: material, source } of item.materials)
      if (source !== 'S' && !without.includes(material))
        await she.papers.upload({ case: draft.id, material, file: photo });
    const mode = item.modes.find((one) => one === 'promised') ?? item.modes[0]!;
    return she.cases.submit({
      draft: draft.id,
      seq,
      submission: { mode, channel: 'phone', delivery: { way: 'site', unit: null } },
    });
  };
  const receive = async (ticket: CaseTicket) => {
    const view = await staff.cun.cases.get({ id: ticket.id });
    const papers = view.materials.filter((one) => one.papers.length > 0).map((one) => one.code);
    return staff.cun.cases.act.receive({ id: ticket.id, seq: ticket.seq, data: { papers } });
  };
  /** By the first in the line up who may: a village takes in more than it may accept. */
  const accept = async (ticket: CaseTicket) => {
    await receive(ticket);
    for (const login of ['cun', 'zhengui', 'zhen', 'jingban'] as const) {
      const { seq, allowedActions } = await staff[login].cases.get({ id: ticket.id });
      if (!allowedActions.includes('accept')) continue;
      await staff[login].cases.act.accept({ id: ticket.id, seq, data: { owed: [] } });
      return ticket;
    }
    throw new Error(`nobody accepts ${ticket.number}`);
  };
  /** Every stage in turn, by whoever may, until it is decided. */
  const decide = async (ticket: CaseTicket, item: Item) => {
    for (const login of ['zhen', 'fuhe', 'jingban', 'xian'] as const) {
      const { seq, allowedActions } = await staff[login].cases.get({ id: ticket.id });
      if (allowedActions.includes('pass'))
        await staff[login].cases.act.pass({ id: ticket.id, seq, data: { agree: true, opinion: '材料齐全，同意。' } });
      if (allowedActions.includes('decide'))
        await staff[login].cases.act.decide({
          id: ticket.id,
          seq,
          data: {
            granted: true,
            opinion: '符合规定条件，同意。',
            result: { kind: item.results[0]!, title: item.name['zh-CN'], reference: '99010126000017' },
          },
        });
    }
    return ticket;
  };
  /** Down to the village, each hand-over signed for. */
  const bringDown = async (id: string) => {
    const seq = async () => (await staff.cun.cases.get({ id })).seq;
    const { delivery } = await staff.jingban.cases.get({ id });
    await staff.jingban.cases.act.handOver({ id, seq: await seq(), data: { unit: delivery.unit!.id } });
    await staff.cun.cases.act.signHandOver({ id, seq: await seq(), data: {} });
  };

  const drafts: Scene['drafts'] = [];
  const seen = new Set<string>();
  /** Whether a page asks in a way that no page before it did. */
  const isNew = ({ questions }: Page) => {
    const kinds = questions.flatMap((one) => [one.kind, ...(one.columns ?? []).map(({ kind }) => kind)]);
    const fresh = kinds.filter((kind) => !seen.has(kind));
    for (const kind of fresh) seen.add(kind);
    return fresh.length > 0;
  };
  for (const code of await everyKind(she)) {
    const { item, draft, answers } = await begin(code, 9);
    await she.cases.save({ id: draft.id, seq: draft.seq, answers });
    drafts.push({
      id: draft.id,
      pages: pagesOf(item.form, answers)
        .filter(isNew)
        .map((page) => page.id),
    });
  }
  const half = await begin('HR-EMP-16', 5);
  const first = Object.entries(half.answers).slice(0, 3);
  await she.cases.save({ id: half.draft.id, seq: half.draft.seq, answers: Object.fromEntries(first) });

  const correcting = await receive(await file('HR-INS-03', 3, ['sscard', 'hukou']));
  await staff.cun.cases.act.notify({
    id: correcting.id,
    seq: correcting.seq,
    data: { missing: [{ kind: 'material', code: 'sscard', note: '请拍有照片的一面' }] },
  });
  const handling = await accept(await file('HR-INS-13', 4));

  const collected = async (code: string, seed: number) => {
    const { id } = await decide(await accept(await file(code, seed)), (await she.catalogue.get({ code })) as Item);
    await bringDown(id);
    return id;
  };
  const collect = await collected('HR-CARD-04', 6);
  const done = await collected('HR-INS-02', 8);
  await staff.cun.cases.act.deliver({
    id: done,
    seq: (await staff.cun.cases.get({ id: done })).seq,
    data: { way: 'in-person' },
  });
  const item = 'HR-INS-03';
  const site = (await she.organisation.sites({ item, limit: 1 })).items[0]!.id;
  const { day, times } = (await she.appointments.freeTimes({ site, item })).days.at(-1)!;
  const { id } = await she.appointments.book({ person, site, item, day, time: times[0]! });
  return {
    person,
    appointment: { id, site, item, day, time: times[1]! },
    draft: half.draft.id,
    drafts,
    correcting: correcting.id,
    handling: handling.id,
    collect,
    done,
  };
}

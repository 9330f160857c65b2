import { randomUUID } from 'node:crypto';
import { createRouterClient, type RouterClient } from '@orpc/server';
import roles from '#db/reference/roles.json' with { type: 'json' };
import type { Level } from '#domain/catalogue/item.ts';
import { answersFor, seeded } from '#domain/catalogue/sample.ts';
import type { Actor, App, Staff } from '#server/context.ts';
import { organisationOf } from '#server/organisation/index.ts';
import { router } from '#server/router.ts';
import type { Line } from './load.ts';

export interface World {
  app: App;
}

type Client = RouterClient<typeof router>;

/** The people along one village's line, each calling the API as themselves: guards, transactions, idempotency and log included. */
export interface Office {
  line: Line;
  clerk: Client;
  /** The clerk while this person sits at the counter. */
  serving(person: string): Client;
  teller: Client;
  town: Client;
  check: Client;
  approver: Client;
  sender: Client;
  supervisor: Client;
  auditor: Client;
  administrator: Client;
  /** This person on their own telephone. */
  resident(person: string): Client;
  station: string;
}

const code = 'HR-INS-03';
export const today = () => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);

export async function findLines({ app }: World, most: number): Promise<Office[]> {
  const now = app.clock.now();
  const map = await organisationOf({ app, now });
  const offices: Office[] = [];
  for (const village of map.divisions.values()) {
    if (village.level !== 'village' || village.validTo !== null) continue;
    const unit = (level: Level, department: string | null) => map.competent(village.id, level, department, today());
    const units = [
      unit('village', null),
      unit('town', 'social-insurance'),
      unit('county', 'social-insurance'),
      unit('county', null),
    ];
    const [station, town, county, hall] = units;
    if (!station || !town || !county || !hall || station.divisionId !== village.id) continue;
    if (new Set(units).size < units.length) continue;
    const actorAs = (role: keyof typeof roles, at: { id: string; level: Level }): Staff => ({
      kind: 'staff',
      session: '',
      account: randomUUID(),
      name: role,
      post: randomUUID(),
      unit: { id: at.id, level: at.level },
      role,
      permissions: roles[role].permissions as Record<string, 'own' | 'below' | 'city'>,
      standsInFor: [],
      sitting: null,
    });
    const calling = (actor: Actor): Client =>
      createRouterClient(router, {
        context: () => ({ app, actor, language: 'zh-CN' as const, idempotencyKey: randomUUID() }),
      });
    const as = (role: keyof typeof roles, at: { id: string; level: Level }) => calling(actorAs(role, at));
    const clerk = actorAs('village-clerk', station);
    offices.push({
      line: {
        village: village.id,
        path: map.path(village.id).map((division) => division.id),
        units: [station.id, town.id, county.id, hall.id],
        county:
          map
            .path(village.id)
            .find((division) => division.level === 'county')
            ?.code.slice(4, 6) ?? '01',
      },
      clerk: calling(clerk),
      serving: (person) => calling({ ...clerk, sitting: { person, since: new Date().toISOString() } }),
      teller: as('teller', hall),
      town: as('reviewer', town),
      check: as('reviewer', county),
      approver: as('approver', county),
      sender: as('handler', county),
      supervisor: as('teller', hall),
      auditor: as('audit-administrator', hall),
      administrator: as('system-administrator', hall),
      resident: (person) => calling({ kind: 'resident', session: '', person, actsFor: [], follows: [], collects: [] }),
      station: station.id,
    });
    if (offices.length === most) break;
  }
  return offices;
}

type Until = 'received' | 'accepted' | 'checked' | 'ready' | 'decided' | 'delivered';
/** How many commands one whole life is: draft, answers, submission, and what follows. */
export const commandsOf = 11;

const random = seeded(3);

/** One whole life at the counter: from a draft to a signature in the village. */
export async function liveCase(office: Office, person: string, until: Until = 'delivered'): Promise<string> {
  const clerk = office.serving(person);
  const draft = await clerk.cases.begin({ item: code, person });
  const item = await clerk.catalogue.get({ code });
  // The pension's own age limit is not what is measured here: the answers are those of somebody old enough.
  const { birthDate: _birth, idNumber: _number, ...known } = draft.answers;
  const answers = answersFor(item.form, random, {
    today: today(),
    known,
    divisions: [String(draft.answers.division ?? '')].filter(Boolean),
  });
  const saved = await clerk.cases.save({ id: draft.id, seq: draft.seq, answers });
  let ticket = await clerk.cases.submit({
    draft: draft.id,
    seq: saved.seq,
    submission: { mode: 'promised', channel: 'phone', delivery: { way: 'site', unit: office.station } },
  });
  const at = () => ({ id: ticket.id, seq: ticket.seq });
  const papers = item.materials.filter((material) => material.required).map((material) => material.code);
  ticket = await clerk.cases.act.receive({ ...at(), data: { papers } });
  if (until === 'received') return ticket.id;
  ticket = await clerk.cases.act.accept({ ...at(), data: { owed: [] } });
  if (until === 'accepted') return ticket.id;
  ticket = await office.town.cases.act.pass({ ...at(), data: { agree: true, opinion: '已核实,同意上报。' } });
  if (until === 'checked') return ticket.id;
  ticket = await office.check.cases.act.pass({ ...at(), data: { agree: true, opinion: '复核无误。' } });
  if (until === 'ready') return ticket.id;
  ticket = await office.approver.cases.act.decide({
    ...at(),
    data: {
      granted: true,
      opinion: '准予。',
      result: { kind: 'money', title: '城乡居民养老金', amount: 22_933, firstMonth: '2026-12', accountTail: '0004' },
    },
  });
  if (until === 'decided') return ticket.id;
  ticket = await office.sender.cases.act.handOver({ ...at(), data: { unit: office.station } });
  ticket = await clerk.cases.act.signHandOver({ ...at(), data: {} });
  ticket = await clerk.cases.act.deliver({ ...at(), data: { way: 'in-person' } });
  return ticket.id;
}

/** The rows that one command leaves on average, counted on lives that were just lived. */
export async function rowsOf({ app }: World): Promise<{ events: number; state: string; event: string }> {
  const last = await app.db
    .selectFrom('cases')
    .select(['id', 'state'])
    .orderBy('updated_at', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow();
  const events = await app.db.selectFrom('case_events').select('data').where('case_id', '=', last.id).execute();
  const longest =
    events.map((event) => JSON.stringify(event.data)).sort((a, b) => b.length - a.length)[
      Math.floor(events.length / 2)
    ] ?? '{}';
  return { events: events.length / (commandsOf - 2), state: JSON.stringify(last.state), event: longest };
}

import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '../../support/client.ts';

/** Plans of the city's planner: one as the computer proposes it, one changed by hand in every way that a map shows. */
export interface Plans {
  proposed: string;
  byHand: string;
  /** What the computer proposes was found, and nobody has taken it over yet. */
  answered: readonly [string, string];
}

/** Waits until nothing of a plan is being computed. */
async function rested(client: Client, id: string) {
  for (;;) {
    const plan = await client.planning.scenario({ id });
    if (!plan.jobs.some(({ status }) => status === 'queued' || status === 'running')) return plan;
    await sleep(200);
  }
}

/** @param client the planner of the city */
export async function setPlans(client: Client): Promise<Plans> {
  while (!(await client.planning.coverage({})).ready) await sleep(200);
  const begin = async (name: string) => (await client.planning.createScenario({ name })).id;

  const answered = async (name: string) => {
    const id = await begin(name);
    await client.planning.solve({
      id,
      seq: (await client.planning.scenario({ id })).scenario.seq,
      wish: {
        model: 'lscp',
        backup: 1,
        levels: ['village'],
        preferExisting: true,
        mustKeep: [],
        mayNot: [],
        candidates: 'existing',
        threeCentres: true,
        seconds: 30,
      },
      curve: true,
    });
    return (await rested(client, id)).scenario;
  };
  const { id: proposed, seq } = await answered('少设几个点');
  await client.planning.takeAnswer({ id: proposed, seq });

  const byHand = await begin('手工调整');
  const { points } = await client.planning.points({});
  const [shut, away, higher, beside] = points.filter(({ level, lon }) => level === 'village' && lon !== null);
  const town = points.find(({ level, lon }) => level === 'town' && lon !== null)!;
  await client.planning.edit({
    id: byHand,
    seq: (await client.planning.scenario({ id: byHand })).scenario.seq,
    add: [
      { kind: 'close', site: shut!.id },
      { kind: 'move', site: away!.id, lon: away!.lon! + 0.01, lat: away!.lat! + 0.01 },
      { kind: 'upgrade', site: higher!.id, level: 'town' },
      {
        kind: 'open',
        site: crypto.randomUUID(),
        name: '柳树沟便民服务站',
        level: 'village',
        lon: beside!.lon! + 0.02,
        lat: beside!.lat! + 0.02,
        clerks: 1,
      },
      { kind: 'road-out', lon: town.lon!, lat: town.lat!, metres: 60, name: '老桥' },
    ],
  });
  return {
    proposed,
    byHand,
    answered: [(await answered('先看看')).id, (await answered('再看看')).id],
  };
}

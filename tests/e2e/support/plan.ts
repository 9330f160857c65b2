import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '../../support/client.ts';

/** Two plans of the city's planner: one as the computer proposes it, one changed by hand in every way that a map shows. */
export interface Plans {
  proposed: string;
  byHand: string;
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

  const proposed = await begin('少设几个点');
  await client.planning.solve({
    id: proposed,
    seq: (await client.planning.scenario({ id: proposed })).scenario.seq,
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
  const { scenario } = await rested(client, proposed);
  await client.planning.takeAnswer({ id: proposed, seq: scenario.seq });

  const byHand = await begin('手工调整');
  const { points } = await client.planning.points({});
  const [shut, away, higher, beside] = points.filter(({ level, lon }) => level === 'village' && lon !== null);
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
    ],
  });
  return { proposed, byHand };
}

import type { client } from '../api.ts';

/** A plan as the server tells it. */
export type Plan = Awaited<ReturnType<typeof client.planning.scenario>>;

import type { Change } from '#api/planning.ts';
import type { client } from '../api.ts';

/** A plan as the server tells it. */
export type Plan = Awaited<ReturnType<typeof client.planning.scenario>>;

interface Edit {
  add?: Change[];
  takeBack?: string[];
}
/** What a panel beside the plan's map is told, and what it may ask for. */
export interface PanelProps {
  plan: Plan;
  selected: string | undefined;
  spot: readonly [number, number] | undefined;
  editable: boolean;
  busy: boolean;
  onSelect: (site: string | undefined) => void;
  onSpot: (spot: readonly [number, number]) => void;
  onEdit: (edit: Edit) => void;
}

import type { Generated } from 'kysely';
import type {
  Change,
  Figures,
  JobView,
  LayerKind,
  Replacement,
  ResultView,
  ScenarioView,
  Wish,
} from '#api/planning.ts';
import type { UnitLevel } from '#domain/organisation/units.ts';
import type { ScenarioStep } from '#domain/planning/life.ts';
import type { Mode } from '#domain/planning/travel/network.ts';
import type { DataLabel } from '#domain/planning/world.ts';
import type { Json } from '../platform/platform.tables.ts';

/** What the lists and the map say of a layer without opening its file. */
export interface LayerFacts {
  features?: number;
  people?: number;
  bounds?: [number, number, number, number];
  /** Of roads. */
  network?: {
    nodes: number;
    edges: number;
    km: number;
    islands: { nodes: number; km: number; lon: number; lat: number }[];
  };
}

export interface SnapshotPart {
  layer: LayerKind;
  id: string | null;
  digest: string;
  rows: number;
  source: string;
}

export interface SnapshotFacts {
  people: number;
  villages: number;
  sites: number;
  /** Cases a year, and of how many months of the city's own records they are (null: of what was brought in). Earlier programs lack it. */
  cases?: { year: number; months: number | null } | null;
}

export interface JobProblem {
  code: string;
  params: Record<string, string | number>;
}

export interface PlanningTables {
  planning_layers: {
    id: string;
    layer: LayerKind;
    digest: Buffer;
    rows: number;
    facts: Json<LayerFacts>;
    source: string;
    system: string;
    synthetic: boolean;
    account_id: string | null;
    made_at: Date;
  };
  planning_snapshots: {
    id: string;
    name: string;
    as_of: string;
    digest: Buffer;
    content: Buffer;
    parts: Json<SnapshotPart[]>;
    labels: DataLabel[];
    facts: Json<SnapshotFacts>;
    account_id: string | null;
    made_at: Date;
  };
  planning_jobs: {
    id: string;
    kind: JobView['kind'];
    status: JobView['status'];
    input: Json<Record<string, unknown>>;
    snapshot_id: string | null;
    scenario_id: string | null;
    progress: number | null;
    stage: JobView['stage'];
    /** Rows of earlier programs lack the level. */
    best: Json<{ level?: UnitLevel | null; objective: number; bound: number | null; gap: number | null } | null>;
    result: Json<Record<string, unknown> | null>;
    problem: Json<JobProblem | null>;
    account_id: string | null;
    attempts: number;
    asked_at: Date;
    started_at: Date | null;
    beat_at: Date | null;
    stop_at: Date | null;
    ended_at: Date | null;
  };
  planning_travel: {
    snapshot_id: string;
    mode: Mode;
    job_id: string;
    digest: Buffer | null;
    facts: Json<{ pairs: number; method: 'roads' | 'straight-line' } | null>;
  };
  planning_scenarios: {
    id: string;
    name: string;
    note: string;
    parent_id: string | null;
    snapshot_id: string;
    unit_id: string;
    division_id: string;
    status: ScenarioView['status'];
    seq: number;
    scope: Json<ScenarioView['scope']>;
    changes: Json<Change[]>;
    replacements: Json<Record<string, Replacement>>;
    wish: Json<Wish | null>;
    result: Json<ResultView | null>;
    figures: Json<Figures | null>;
    author_id: string;
    published_from: string | null;
    published_until: string | null;
    adopted_on: string | null;
    created_at: Date;
    updated_at: Date;
  };
  planning_steps: {
    scenario_id: string;
    seq: number;
    what: ScenarioStep;
    data: Json<Record<string, unknown>>;
    account_id: string | null;
    at: Date;
  };
  planning_comments: {
    scenario_id: string;
    id: string;
    account_id: string | null;
    person_id: string | null;
    text_sealed: Buffer;
    at: Date;
  };
  planning_works: {
    scenario_id: string;
    id: string;
    kind: 'close' | 'move' | 'open' | 'upgrade' | 'review';
    site_id: string;
    name: string;
    unit_id: string;
    due_on: string;
    status: 'planned' | 'done' | 'called-off';
    change: Json<Change | null>;
    replacement: Json<Replacement | null>;
    /** Who has what lies at a point that closes or moves. */
    heir_id: string | null;
    reroute_id: string | null;
    cases: number;
    note: string;
    applied_at: Date | null;
    done_on: string | null;
  };
  planning_loads: {
    unit_id: string;
    month: string;
    received: Generated<number>;
    ended: Generated<number>;
    ratings: Generated<number>;
    rating_sum: Generated<number>;
    counted_at: Date;
  };
  planning_origins: { village_id: string; month: string; received: number };
}

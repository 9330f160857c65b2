import loader, { type Highs, type HighsLoaderOptions, type ModelData } from 'highs';

// The package's types describe its CommonJS build; Node takes the ES module, whose default export is the loader itself.
const loadHighs = loader as unknown as (options?: HighsLoaderOptions) => Promise<Highs>;
let loaded: Promise<Highs> | undefined;
const highs = (): Promise<Highs> => {
  loaded ??= loadHighs();
  return loaded;
};

/** What every search needs to know about the time it has, and whom it tells. */
export interface Run {
  /** Seconds since the problem was handed over. */
  elapsed: () => number;
  timeLimitSeconds: number;
  halted: () => boolean;
}

export const left = (run: Run): number => Math.max(0, run.timeLimitSeconds - run.elapsed());
export const over = (run: Run): boolean => run.halted() || run.elapsed() >= run.timeLimitSeconds;

/** A mixed-integer programme that grows by columns and rows; always a minimum. */
export interface Mip {
  cost: number[];
  lower: number[];
  upper: number[];
  integer: number[];
  rowLower: number[];
  rowUpper: number[];
  start: number[];
  index: number[];
  value: number[];
}

export const newMip = (): Mip => ({
  cost: [],
  lower: [],
  upper: [],
  integer: [],
  rowLower: [],
  rowUpper: [],
  start: [0],
  index: [],
  value: [],
});

/** @returns the number of the new column */
export function column(mip: Mip, cost: number, lower: number, upper: number, integer: boolean): number {
  mip.cost.push(cost);
  mip.lower.push(lower);
  mip.upper.push(upper);
  mip.integer.push(integer ? 1 : 0);
  return mip.cost.length - 1;
}

/** Adds lower ≤ Σ value·column ≤ upper. */
export function row(mip: Mip, lower: number, upper: number, index: ArrayLike<number>, value?: ArrayLike<number>): void {
  for (let k = 0; k < index.length; k++) {
    mip.index.push(index[k]!);
    mip.value.push(value ? value[k]! : 1);
  }
  mip.start.push(mip.index.length);
  mip.rowLower.push(lower);
  mip.rowUpper.push(upper);
}

export interface MipResult {
  status: 'optimal' | 'feasible' | 'infeasible' | 'unknown';
  /** Holds for every solution of the programme. */
  bound: number;
  x?: Float64Array;
  stopped?: 'time' | 'memory' | 'cancelled';
}

export interface MipOptions {
  /** A solution to begin from, all columns. */
  start?: Float64Array | undefined;
  onBound?: (bound: number) => void;
  onSolution?: (x: Float64Array) => void;
  /** Asked now and then with the bound: true ends the search, which then counts as stopped by the caller. */
  enough?: (bound: number, best: number) => boolean;
  seconds?: number;
  /** Extra settings of the solver. */
  settings?: Record<string, string | number | boolean>;
}

/** The bound of a programme whose objective can only be a whole number. */
const wholeObjective = (mip: Mip): boolean =>
  mip.cost.every((cost, j) => cost === 0 || (mip.integer[j] === 1 && Number.isInteger(cost)));

function modelData(solver: Highs, mip: Mip): ModelData {
  const { variableType } = solver.constants;
  return {
    numCols: mip.cost.length,
    numRows: mip.rowLower.length,
    colCost: Float64Array.from(mip.cost),
    colLower: Float64Array.from(mip.lower),
    colUpper: Float64Array.from(mip.upper),
    rowLower: Float64Array.from(mip.rowLower),
    rowUpper: Float64Array.from(mip.rowUpper),
    integrality: mip.integer.map((whole) => (whole ? variableType.integer : variableType.continuous)),
    matrix: {
      format: 'csr',
      numRows: mip.rowLower.length,
      numCols: mip.cost.length,
      starts: Int32Array.from(mip.start),
      indices: Int32Array.from(mip.index),
      values: Float64Array.from(mip.value),
    },
  };
}

/** Runs the solver (this build has one thread) with a fixed seed, so that the same programme gives the same solution. */
export async function solveMip(mip: Mip, run: Run, options: MipOptions = {}): Promise<MipResult> {
  if (over(run))
    return { status: 'unknown', bound: Number.NEGATIVE_INFINITY, stopped: run.halted() ? 'cancelled' : 'time' };
  const solver = await highs();
  const { callbackType, modelStatus } = solver.constants;
  const whole = wholeObjective(mip);
  const tight = (bound: number) => (whole && Number.isFinite(bound) ? Math.ceil(bound - 1e-6) : bound);
  let bound = Number.NEGATIVE_INFINITY;
  let best = Number.POSITIVE_INFINITY;
  let x: Float64Array | undefined = options.start;
  let enough = false;
  const seconds = Math.min(left(run), options.seconds ?? Number.POSITIVE_INFINITY);
  const until = run.elapsed() + seconds;
  let model: ReturnType<Highs['createModel']> | undefined;
  try {
    model = solver.createModel(modelData(solver, mip));
    model.options.set({
      output_flag: false,
      random_seed: 0,
      mip_rel_gap: 0,
      mip_abs_gap: whole ? 1 - 1e-6 : 1e-9,
      time_limit: seconds,
      ...options.settings,
    });
    if (options.start) model.setSolution({ colValue: options.start });
    const learn = (event: { data: { mip_dual_bound?: number; mip_primal_bound?: number } }) => {
      const { mip_dual_bound: dual, mip_primal_bound: primal } = event.data;
      if (dual !== undefined && dual > bound && Math.abs(dual) < 1e20) {
        bound = dual;
        options.onBound?.(tight(bound));
      }
      if (primal !== undefined && primal < best) best = primal;
      enough ||= options.enough?.(tight(bound), best) ?? false;
    };
    const stopping = () => enough || run.halted() || run.elapsed() >= until;
    model.run({
      [callbackType.mipLogging](event) {
        learn(event);
      },
      [callbackType.mipImprovingSolution](event) {
        learn(event);
        if (event.data.mip_solution) {
          x = event.data.mip_solution;
          options.onSolution?.(x);
        }
      },
      [callbackType.mipInterrupt](event) {
        learn(event);
        if (stopping()) event.interrupt();
      },
      [callbackType.simplexInterrupt](event) {
        if (stopping()) event.interrupt();
      },
    });
    const status = model.getModelStatus();
    const stopped = run.halted() ? 'cancelled' : 'time';
    if (status === modelStatus.infeasible) return { status: 'infeasible', bound: Number.POSITIVE_INFINITY };
    const info = model.info;
    const dual = Number(info.get('mip_dual_bound'));
    if (dual > bound && Math.abs(dual) < 1e20) bound = dual;
    if (status === modelStatus.empty) return { status: 'optimal', bound: 0, x: new Float64Array(mip.cost.length) };
    if (Number(info.get('primal_solution_status')) === 2) x = Float64Array.from(model.getSolution().colValue);
    if (status === modelStatus.optimal) return { status: 'optimal', bound: tight(bound), ...(x && { x }) };
    return x
      ? { status: 'feasible', bound: tight(bound), x, stopped }
      : { status: 'unknown', bound: tight(bound), stopped };
  } catch (error) {
    if (!isMemory(error)) throw error;
    // The solver's heap is spent and its instance with it; what it had reported still holds.
    loaded = undefined;
    return { status: x ? 'feasible' : 'unknown', bound: tight(bound), ...(x && { x }), stopped: 'memory' };
  } finally {
    if (loaded) model?.dispose();
  }
}

const isMemory = (error: unknown): boolean =>
  error instanceof RangeError ||
  (error instanceof Error && /memory|abort|unreachable|out of bounds/i.test(error.message));

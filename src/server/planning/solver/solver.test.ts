import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expandLevels } from '#domain/planning/solve/levels.ts';
import { type Answer, models, type PlanProblem } from '#domain/planning/solve/problem.ts';
import { verify } from '#domain/planning/solve/verify.ts';
import { solve, tradeOff } from './index.ts';
import { answer, bruteForce, problems, told } from './testing.ts';

describe.each(models)('%s', (model) => {
  it.each([false, true])(
    'agrees with trying everything (capacities: %s)',
    { timeout: 120_000 },
    async (capacitated) => {
      await fc.assert(
        fc.asyncProperty(problems(model, capacitated), async (problem) => {
          const found = await answer(problem);
          expect(verify(problem, found)).toEqual([]);
          const best = bruteForce(problem);
          if (best === undefined) expect(found.status).toBe('infeasible');
          else expect([found.status, found.objective]).toEqual(['optimal', best]);
        }),
        { numRuns: 80 },
      );
    },
  );
});

it('needs no fewer sites under a tighter limit', { timeout: 60_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(problems('lscp', false), async (problem) => {
      const loose = await answer(problem);
      const tight = await answer({ ...problem, limit: problem.limit! - 1 });
      if (tight.objective !== null) expect(tight.objective).toBeGreaterThanOrEqual(loose.objective!);
    }),
    { numRuns: 60 },
  );
});

it('gives the same bytes for the same problem', { timeout: 60_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...models).chain((model) => problems(model, false)),
      async (problem) => {
        expect(told(await answer(problem))).toBe(told(await answer(problem)));
      },
    ),
    { numRuns: 30 },
  );
});

describe('stages', () => {
  it('keep the model’s own objective and improve the next one', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...models).chain((model) => problems(model, false)),
        fc.constantFrom('fewest' as const, 'keep-existing' as const, 'least-cost' as const, 'least-travel' as const),
        async (problem, stage) => {
          const plain = await answer(problem);
          const staged = await answer({ ...problem, stages: [stage] });
          expect(verify(problem, staged)).toEqual([]);
          expect([staged.status, staged.objective]).toEqual([plain.status, plain.objective]);
          if (staged.objective === null) return;
          const [only] = staged.stages!;
          expect(only!.status).toBe('optimal');
          const kept = ({ sites }: Answer) =>
            problem.sites.filter(({ id, existing }) => existing && sites.includes(id)).length;
          if (stage === 'keep-existing') {
            expect(only!.objective).toBe(kept(staged));
            expect(kept(staged)).toBeGreaterThanOrEqual(kept(plain));
          }
          if (stage === 'fewest') expect(only!.objective).toBe(staged.sites.length);
        },
      ),
      { numRuns: 100 },
    );
  });
});

it('solves several levels at once', { timeout: 20_000 }, async () => {
  const village = { level: 'village', serves: ['village'], cost: 1 };
  const town = { level: 'town', serves: ['village', 'town'], cost: 3 };
  const needs = [
    { level: 'village', weight: 1, limit: 10 },
    { level: 'town', weight: 1, limit: 30 },
  ];
  const found = await answer(
    expandLevels({
      model: 'set-cover',
      places: ['a', 'b', 'c'].map((id) => ({ id, options: [village, town] })),
      points: ['x', 'y', 'z'].map((id) => ({ id, needs })),
      pairs: {
        site: Int32Array.from([0, 0, 0, 1, 1, 1, 2, 2, 2]),
        demand: Int32Array.from([0, 1, 2, 0, 1, 2, 0, 1, 2]),
        cost: Float64Array.from([5, 20, 40, 20, 5, 20, 40, 20, 5]),
      },
    }),
  );
  // The town centre in the middle is a village point too; the others are village points.
  expect(found).toMatchObject({ status: 'optimal', objective: 5, sites: ['a@village', 'b@town', 'c@village'] });
});

describe('a thread of its own', () => {
  const grid = (model: PlanProblem['model'], n: number): PlanProblem => {
    const spots = Array.from({ length: n }, (_, i) => [(i * 7919) % 1009, (i * 104_729) % 1013] as const);
    const pairs = spots.flatMap(([x, y], s) =>
      spots.map(([u, v], d) => ({ s, d, cost: Math.round(Math.hypot(x - u, y - v)) })),
    );
    return {
      model,
      p: 10,
      limit: 5000,
      sites: spots.map((_, s) => ({ id: `s${s}`, capacity: Math.ceil((n * 3) / 12) })),
      demands: spots.map((_, d) => ({ id: `d${d}`, weight: 1 + (d % 3) })),
      pairs: {
        site: Int32Array.from(pairs, ({ s }) => s),
        demand: Int32Array.from(pairs, ({ d }) => d),
        cost: Float64Array.from(pairs, ({ cost }) => cost),
      },
    };
  };

  it('keeps the time that it is given, and says what its plan is worth', { timeout: 30_000 }, async () => {
    const found = await solve(grid('p-median', 120), { timeLimitSeconds: 3 });
    expect(found.seconds).toBeLessThan(7);
    expect(['feasible', 'optimal']).toContain(found.status);
    expect(found.bound!).toBeLessThanOrEqual(found.objective!);
  });

  it('stops when asked, with the best plan so far', { timeout: 30_000 }, async () => {
    const stop = new AbortController();
    const progress: number[] = [];
    const found = await solve(grid('p-median', 120), {
      timeLimitSeconds: 60,
      signal: stop.signal,
      onProgress: ({ objective }) => {
        if (objective === null) return;
        progress.push(objective);
        stop.abort();
      },
    });
    expect(progress.length).toBeGreaterThan(0);
    expect(found.status === 'optimal' || found.stopped === 'cancelled').toBe(true);
  });

  it('draws what more sites would cover', { timeout: 30_000 }, async () => {
    const { model: _, p: __, ...problem } = grid('mclp', 12);
    const sites = problem.sites.map(({ id }) => ({ id }));
    const curve = await tradeOff({ ...problem, sites, limit: 250 }, [4, 1, 2]);
    expect(curve.map((point) => point.sites)).toEqual([1, 2, 4]);
    expect(curve[2]!.covered).toBeGreaterThanOrEqual(curve[1]!.covered);
    expect(curve.every(({ covered, bound }) => covered === bound)).toBe(true);
  });

  it('refuses a pair that names no site', async () => {
    const problem = grid('lscp', 3);
    problem.pairs.site[0] = 99;
    await expect(solve(problem)).rejects.toMatchObject({ problem: { problem: 'planning.problem' } });
  });

  it('names those for whom there is no room, and how much there is', async () => {
    const { p: _, ...problem } = grid('lscp', 3);
    const found = await solve({
      ...problem,
      sites: ['a', 'b', 'far'].map((id) => ({ id, capacity: 10 })),
      demands: ['x', 'y', 'z'].map((id) => ({ id, weight: 7 })),
      pairs: {
        site: Int32Array.from([0, 1, 0, 1, 0, 1]),
        demand: Int32Array.from([0, 0, 1, 1, 2, 2]),
        cost: new Float64Array(6),
      },
    });
    expect(found).toMatchObject({
      status: 'infeasible',
      reason: 'crowded',
      crowd: { demands: ['x', 'y', 'z'], load: 21, room: 20 },
    });
  });

  it('names who cannot be covered, and the limit that could', async () => {
    const { p: _, ...problem } = grid('lscp', 3);
    const found = await solve({
      ...problem,
      sites: problem.sites.slice(0, 1),
      limit: 0,
      pairs: {
        site: Int32Array.from([0, 0]),
        demand: Int32Array.from([0, 1]),
        cost: Float64Array.from([0, 7]),
      },
    });
    expect(found).toMatchObject({
      status: 'infeasible',
      reason: 'uncoverable',
      uncoverable: [
        { demand: 'd1', possibleLimit: 7 },
        { demand: 'd2', possibleLimit: null },
      ],
    });
  });
});

import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Actor, getConfig } from '@valhallajs/valhallajs';
import { z } from 'zod';
import type { Point } from '#domain/planning/travel/snap.ts';

/** The other route planner, built from the same extract: an oracle for tests, no part of the program. */
export interface Oracle {
  buildSeconds: number;
  /** Seconds from each origin to each destination; null: no way. @param kmh of a cyclist on a good level road */
  matrix(
    origins: readonly Point[],
    destinations: readonly Point[],
    costing: string,
    kmh?: number,
  ): Promise<(number | null)[][]>;
}

const Config = z.looseObject({ service_limits: z.record(z.string(), z.unknown()) });
const Matrix = z.object({
  sources_to_targets: z.object({ durations: z.array(z.array(z.number().nullable())) }),
});

/** In a folder of its own, because it leaves lists of what it found where it was started. */
const run = (command: string, args: readonly string[], cwd: string) =>
  new Promise<void>((done, reject) => {
    const child = spawn(command, args, { stdio: 'ignore', cwd });
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? done() : reject(new Error(`${command} ended with code ${code}`))));
  });

/** @throws Error where its tools do not run: they need Python 3 to write their configuration. */
export async function valhalla(osm: string, folder: string): Promise<Oracle> {
  const start = performance.now();
  mkdirSync(folder, { recursive: true });
  const config = Config.parse(
    await getConfig({ tileDir: join(folder, 'tiles'), tileExtract: join(folder, 'tiles.tar') }),
  );
  for (const costing of ['auto', 'bicycle', 'pedestrian', 'motor_scooter']) {
    const limits = z.looseObject({}).parse(config.service_limits[costing] ?? {});
    const wide = { max_distance: 1e7, max_matrix_distance: 1e7, max_matrix_location_pairs: 1e7 };
    config.service_limits[costing] = { ...limits, ...wide };
  }
  const path = join(folder, 'config.json');
  writeFileSync(path, JSON.stringify(config));
  const tool = join(import.meta.dirname, '../../node_modules/.bin/valhalla');
  await run(tool, ['build_tiles', '-c', path, resolve(osm)], folder);
  const actor = new Actor(config);
  const place = ({ lon, lat }: Point) => ({ lon, lat });
  return {
    buildSeconds: (performance.now() - start) / 1000,
    matrix: async (origins, destinations, costing, kmh) => {
      const answer = await actor.matrix({
        sources: origins.map(place),
        targets: destinations.map(place),
        costing,
        ...(kmh !== undefined && { costing_options: { [costing]: { cycling_speed: kmh } } }),
        verbose: false,
      });
      return Matrix.parse(answer).sources_to_targets.durations;
    },
  };
}

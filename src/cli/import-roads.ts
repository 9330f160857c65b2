import { parseArgs } from 'node:util';
import { Refused } from '#domain/kernel/problem.ts';
import { readRoads } from '#server/planning/index.ts';
import { readConfig } from '#server/platform/config.ts';
import { say } from '#server/platform/problem-words.ts';
import { withApp } from './with-app.ts';

/** For an extract too large to be sent by a browser: a whole province, read from the disk, the city's roads kept as a layer. */
const usage = 'node src/cli/import-roads.ts FILE.osm.pbf [--source TEXT] [--dry-run]';

function readArguments() {
  try {
    return parseArgs({
      options: { source: { type: 'string' }, 'dry-run': { type: 'boolean' }, help: { type: 'boolean' } },
      allowPositionals: true,
    });
  } catch (error) {
    // parseArgs throws a TypeError for an option that it does not know.
    if (error instanceof TypeError) return { values: {}, positionals: [] };
    throw error;
  }
}

const { values, positionals } = readArguments();
const [path, ...more] = positionals;
const config = readConfig();
if (values.help) process.stdout.write(`${usage}\n`);
else if (path === undefined || more.length > 0) {
  process.stderr.write(`${usage}\n`);
  process.exitCode = 2;
} else {
  try {
    const of = {
      source: values.source ?? '© OpenStreetMap contributors (ODbL)',
      system: 'WGS84',
      synthetic: false,
      commit: !values['dry-run'],
    };
    const result = await withApp(config, (app) => readRoads(app, path, of));
    process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    process.stderr.write(`${say(error.problem, config.language)}\n`);
    process.exitCode = 1;
  }
}

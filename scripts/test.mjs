// Everything that must hold before a change is good; the last line is the sum. Runs on any Node from 20 on, from a bare checkout.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ensureBrowser } from './launch/browser.mjs';
import { findNode } from './launch/node.mjs';
import { ensurePackages } from './launch/packages.mjs';
import { Stop, step } from './launch/say.mjs';
import { ensureWeb } from './launch/web.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const total = { passed: 0, failed: 0 };
const broken = [];

const count = (name, good) => {
  total[good ? 'passed' : 'failed'] += 1;
  if (!good) broken.push(name);
};

/** `rules`, `server` and `journeys` are the projects of vitest.config.ts. */
const groups = ['checks', 'rules', 'server', 'journeys'];

/** The settings of whoever runs the tests must not reach the programs under test. */
const environment = (node) => {
  const env = {
    ...process.env,
    PATH: `${dirname(node)}${delimiter}${join(root, 'node_modules', '.bin')}${delimiter}${process.env.PATH}`,
  };
  for (const name of ['HOST', 'PORT', 'DATA_DIR', 'DATABASE_URL', 'DEMO', 'NODE_OPTIONS', 'DOORSTEP_PARENT'])
    delete env[name];
  return env;
};

const run = (node, args, extra = {}) =>
  new Promise((resolve) => {
    const child = spawn(node, args, {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...environment(node), ...extra },
    });
    const passOn = (signal) => child.kill(signal);
    for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, passOn);
    child.on('error', () => resolve(false));
    child.on('close', (code) => {
      for (const signal of ['SIGINT', 'SIGTERM']) process.off(signal, passOn);
      resolve(code === 0);
    });
  });

const tool = (...path) => join(root, 'node_modules', ...path);

const checks = [
  ['biome', [tool('@biomejs', 'biome', 'bin', 'biome'), 'check', '--error-on-warnings']],
  ['tsc', [tool('typescript', 'bin', 'tsc'), '--noEmit']],
  ['import rules', [join(root, 'scripts', 'check-imports.ts')]],
  ['knip', [tool('knip', 'bin', 'knip.js'), '--no-progress']],
];

const runChecks = async (node) => {
  for (const [name, args] of checks) {
    step({ zh: `检查：${name}`, en: `check: ${name}` });
    count(name, await run(node, args));
  }
};

/** A test that is skipped proves nothing, so it counts as failed; so does an error outside of the tests. */
const countReport = (name, path, ended) => {
  const before = total.failed;
  const report = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : { testResults: [] };
  for (const file of report.testResults) {
    for (const { status, fullName } of file.assertionResults)
      count(`${file.name} ${fullName} (${status})`, status === 'passed');
    // A file that could not be read has no tests, and one whose clean-up failed has only good ones.
    const silent = file.status === 'failed' && file.assertionResults.every(({ status }) => status === 'passed');
    if (silent || file.assertionResults.length === 0) count(`${file.name} ${file.message ?? ''}`.trim(), false);
  }
  if (!ended && total.failed === before) count(`${name}: an error outside of the tests, see above`, false);
};

const runTests = async (node, projects, extra = {}) => {
  const folder = mkdtempSync(join(tmpdir(), 'doorstep-report-'));
  const report = join(folder, 'report.json');
  const name = projects.join(' + ');
  step({ zh: `测试：${name}`, en: `tests: ${name}` });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const selected = projects.flatMap((project) => ['--project', project]);
  const ended = await run(node, [tool('vitest', 'vitest.mjs'), 'run', ...selected, ...reporters], extra);
  countReport(name, report, ended);
  rmSync(folder, { recursive: true });
};

const runJourneys = async (node) => {
  step({ zh: '准备浏览器', en: 'browser for the journeys' });
  try {
    ensureWeb(root);
    await runTests(node, ['journeys'], { CHROMIUM_PATH: ensureBrowser() });
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    console.error(error.message);
    count('journeys', false);
  }
};

const { values } = parseArgs({ options: { only: { type: 'string' } } });
const wanted = (group) => values.only === undefined || values.only === group;

try {
  if (values.only && !groups.includes(values.only)) {
    const usage = `--only ${groups.join('|')}`;
    throw new Stop({ zh: usage, en: usage });
  }
  await ensurePackages(root, { dev: true });
  const node = findNode(root);
  if (wanted('checks')) await runChecks(node);
  const fast = ['rules', 'server'].filter(wanted);
  if (fast.length > 0) await runTests(node, fast);
  if (wanted('journeys')) await runJourneys(node);
} catch (error) {
  if (!(error instanceof Stop)) throw error;
  console.error(error.message);
  count(error.message, false);
}

for (const name of broken) console.log(`failed: ${name}`);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 ? 0 : 1;

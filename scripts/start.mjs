// Runs on whatever Node the machine has, from 20 on, before any package is there; then hands over to the server.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findNode } from './launch/node.mjs';
import { ensurePackages } from './launch/packages.mjs';
import { Stop, step } from './launch/say.mjs';
import { ensureWeb } from './launch/web.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Runs the server in the foreground until it ends, and ends as it did. */
const serve = (node) => {
  const child = spawn(node, [join(root, 'src', 'main.ts'), ...process.argv.slice(2)], {
    stdio: 'inherit',
    env: {
      NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'compiled'),
      ...process.env,
      // The server ends with its launcher, even when that is killed.
      DOORSTEP_PARENT: String(process.pid),
    },
  });
  // Ctrl-C reaches both of us; the server takes the second word for the first.
  const passOn = (signal) => child.kill(signal);
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, passOn);
  // npm killed with no chance to pass it on leaves us to another parent.
  const parent = process.ppid;
  if (process.env.npm_lifecycle_event) setInterval(() => process.ppid === parent || passOn('SIGTERM'), 500).unref();
  child.on('error', (error) => {
    console.error(String(error));
    process.exitCode = 1;
  });
  child.on('exit', (code, signal) => {
    for (const each of signals) process.off(each, passOn);
    if (signal) process.kill(process.pid, signal);
    else process.exitCode = code ?? 1;
  });
};

try {
  // An archive made by `npm run bundle` has its starter beside package.json, and carries all that it needs.
  if (!existsSync(join(root, 'doorstep'))) {
    await ensurePackages(root, { dev: false });
    ensureWeb(root);
  }
  const node = findNode(root);
  step({ zh: '正在启动…', en: 'Starting …' });
  serve(node);
} catch (error) {
  if (!(error instanceof Stop)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** The whole program in a process of its own, as `npm start` runs it, on a port and a data folder of its own. */
export interface Program {
  url: string;
  dataDir: string;
  process: ChildProcess;
  /** Everything that it has printed so far. */
  printed(): string;
  /** Asks it to end, and settles with its exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

const root = join(import.meta.dirname, '../../..');

/** As `npm start` gives it, and in English whatever the terminal speaks. */
const plain = { NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'compiled'), LANG: 'C.UTF-8', LC_ALL: '' };

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address ? address.port : 0;
};

/** Starts the program without waiting for it. */
export const launch = async (env: Record<string, string> = {}): Promise<Program> => {
  const port = Number(env.PORT ?? (await freePort()));
  const dataDir = env.DATA_DIR ?? mkdtempSync(join(tmpdir(), 'doorstep-e2e-'));
  const child = spawn(process.execPath, [join(root, 'src', 'main.ts')], {
    env: { ...process.env, ...plain, ...env, PORT: String(port), DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data: Buffer) => (output += data.toString()));
  return {
    url: `http://127.0.0.1:${port}`,
    dataDir,
    process: child,
    printed: () => output,
    stop: async (signal = 'SIGINT') => {
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
      child.kill(signal);
      await once(child, 'close');
      return child.exitCode;
    },
  };
};

/** Starts the program and waits until it serves. */
export const startDoorstep = async (env: Record<string, string> = {}): Promise<Program> => {
  const program = await launch(env);
  const ended = once(program.process, 'close');
  while (program.process.exitCode === null && program.process.signalCode === null) {
    const ready = await fetch(`${program.url}/health/ready`).catch(() => undefined);
    if (ready?.status === 200) return program;
    await sleep(50);
  }
  await ended; // so that its last words have arrived
  throw new Error(`Doorstep did not start:\n${program.printed()}`);
};

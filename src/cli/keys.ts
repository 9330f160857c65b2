import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Refused } from '#domain/kernel/problem.ts';
import { fill } from '#domain/kernel/text.ts';
import { systemClock } from '#server/platform/clock.ts';
import { readConfig } from '#server/platform/config.ts';
import { rotateKeys } from '#server/platform/key-file.ts';
import { say } from '#server/platform/problem-words.ts';
import { type ResealProgress, reseal, resealState } from '#server/platform/reseal.ts';
import en from '../../locales/en/keys.json' with { type: 'json' };
import zh from '../../locales/zh-CN/keys.json' with { type: 'json' };
import { withApp } from './with-app.ts';

/** Running processes look for a new key every ten seconds (the job `keys`). */
const settle = 15;

const config = readConfig();
const words: Record<string, string> = config.language === 'en' ? en : zh;
const tell = (key: string, params: Record<string, string | number> = {}) =>
  console.log(fill(words[key] ?? key, params));
const show = ({ part, looked, sealed, done }: ResealProgress) =>
  tell('progress', { part, looked, sealed, state: words[done ? 'done' : 'open'] ?? '' });

/** Exit status 0: done; 1: refused, with a sentence; 2: not a command. */
const [command = 'show'] = process.argv.slice(2);
try {
  if (!['show', 'rotate', 'reseal'].includes(command)) {
    tell('usage');
    process.exitCode = command === '--help' ? 0 : 2;
  } else {
    await withApp(config, async (app) => {
      if (command === 'rotate') {
        const file = join(config.dataDir, 'keys', 'keys.json');
        tell('rotated', { key: rotateKeys(file, systemClock.now()), file });
        app.vault.refresh();
        tell('waiting', { seconds: settle });
        await pause(settle * 1000);
      }
      tell('active', { key: app.vault.activeKey() });
      if (command === 'show') for (const part of await resealState(app)) show(part);
      else {
        let last = 0;
        await reseal(app, {
          tell: (progress) => {
            const now = systemClock.now().getTime();
            if (!progress.done && now - last < 1000) return;
            last = now;
            show(progress);
          },
        });
        tell('finished');
      }
    });
  }
} catch (error) {
  if (!(error instanceof Refused)) throw error;
  console.error(say(error.problem, config.language));
  process.exitCode = 1;
}

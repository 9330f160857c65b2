import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Stop } from './launch/say.mjs';
import { ensureWeb } from './launch/web.mjs';

try {
  ensureWeb(dirname(dirname(fileURLToPath(import.meta.url))));
} catch (error) {
  if (!(error instanceof Stop)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

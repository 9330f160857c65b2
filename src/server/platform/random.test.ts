import { expect, it } from 'vitest';
import { fillRandom } from './random.ts';

it('gives fresh bytes of every length, across its draughts', () => {
  const seen = new Set<string>();
  for (let n = 0; n < 3000; n += 1) seen.add(Buffer.from(fillRandom(new Uint8Array(12))).toString('hex'));
  expect(seen.size).toBe(3000);
  const large = fillRandom(new Uint8Array(20_000));
  expect(new Set(large).size).toBe(256);
});

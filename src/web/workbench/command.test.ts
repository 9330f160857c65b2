import { describe, expect, it } from 'vitest';
import { answered, digestOf, keyFor, newKey, printOf } from './command.ts';

const shelf = () => {
  const kept = new Map<string, string>();
  return {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => void kept.set(name, value),
    removeItem: (name: string) => void kept.delete(name),
    kept,
  };
};

describe('keys of commands', () => {
  it('are UUIDs of version 4, each a new one', () => {
    const keys = Array.from({ length: 50 }, newKey);
    for (const key of keys)
      expect(key).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(new Set(keys).size).toBe(50);
  });

  it('stay the same for one intent with one input until it is answered', () => {
    const place = shelf();
    const first = keyFor(place, 'case 1 accept', { owed: [] });
    expect(keyFor(place, 'case 1 accept', { owed: [] })).toBe(first);
    expect(keyFor(place, 'case 2 accept', { owed: [] })).not.toBe(first);
    answered(place, 'case 1 accept');
    expect(keyFor(place, 'case 1 accept', { owed: [] })).not.toBe(first);
  });

  it('change when the input changes: the server refuses another body under the same key', () => {
    const place = shelf();
    const first = keyFor(place, 'pass', { opinion: '同意' });
    expect(keyFor(place, 'pass', { opinion: '不同意' })).not.toBe(first);
  });

  it('leave nothing of what was typed in the browser', () => {
    const place = shelf();
    keyFor(place, 'pass', { opinion: '周玉兰的账号不对' });
    expect([...place.kept.values()].join()).not.toContain('周玉兰');
  });

  it('tell files apart by name, size and date', () => {
    const file = (name: string, at: number) => new File(['x'], name, { lastModified: at });
    expect(printOf(file('a.png', 1))).toBe(printOf(file('a.png', 1)));
    expect(printOf(file('a.png', 1))).not.toBe(printOf(file('a.png', 2)));
    expect(digestOf('')).not.toBe(digestOf(' '));
  });
});

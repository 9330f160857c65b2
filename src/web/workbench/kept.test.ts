import { describe, expect, it } from 'vitest';
import { forgetAll, keep, recall } from './kept.ts';

/** A `Storage` as browsers have it: its entries are its own properties. */
const storage = (): Storage => {
  const entries: Record<string, string> = {};
  const methods = {
    getItem: (name: string) => entries[name] ?? null,
    setItem: (name: string, value: string) => {
      entries[name] = value;
    },
    removeItem: (name: string) => {
      delete entries[name];
    },
  };
  return new Proxy(entries, {
    get: (target, name) => (name in methods ? methods[name as keyof typeof methods] : target[String(name)]),
  }) as unknown as Storage;
};

describe('what was typed', () => {
  it('is kept by place and forgotten when it was sent', () => {
    const shelf = storage();
    keep(shelf, 'case 1 pass', { opinion: '同意' });
    expect(recall(shelf, 'case 1 pass')).toEqual({ opinion: '同意' });
    expect(recall(shelf, 'case 2 pass')).toBeUndefined();
    keep(shelf, 'case 1 pass', undefined);
    expect(recall(shelf, 'case 1 pass')).toBeUndefined();
  });

  it('is as good as nothing when it cannot be read', () => {
    const shelf = storage();
    shelf.setItem('typed:case 1 pass', '{half');
    expect(recall(shelf, 'case 1 pass')).toBeUndefined();
  });

  it('goes when somebody signs out, with the keys that wait, and nothing else', () => {
    const shelf = storage();
    keep(shelf, 'case 1 pass', { opinion: '同意' });
    shelf.setItem('key:case 1 pass', 'k 1');
    shelf.setItem('doorstep.language', 'en');
    forgetAll(shelf);
    expect(Object.keys(shelf)).toEqual(['doorstep.language']);
  });
});

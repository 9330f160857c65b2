import { describe, expect, it, vi } from 'vitest';
import { purposes } from '#api/identity.ts';
import roles from '../../../db/reference/roles.json' with { type: 'json' };
import { placesIn } from '../shared/fill-words.ts';
import { files as en } from './words.en.ts';
import { sayProblem, setLanguage } from './words.ts';
import { files as zh } from './words.zh.ts';

describe('the words of the workbench', () => {
  it.each(['workbench', 'actions'] as const)('%s: the same keys and places in both languages', (file) => {
    const [chinese, english]: Record<string, string>[] = [zh[file], en[file]];
    expect(Object.keys(english!)).toEqual(Object.keys(chinese!));
    for (const [key, message] of Object.entries(chinese!)) {
      expect(message.trim(), key).not.toBe('');
      // English may choose between one and many by a number that Chinese does not say.
      const places = placesIn(english![key]!).filter((place) => place !== 'count' || message.includes('{count}'));
      expect(places, key).toEqual(placesIn(message));
    }
  });

  it('name every permission that a role can give, and every purpose of a look', () => {
    const words: Record<string, string> = zh.workbench;
    for (const role of Object.values(roles))
      for (const permission of Object.keys(role.permissions))
        expect(words[`permission.${permission}`], permission).toBeTruthy();
    for (const purpose of purposes) expect(words[`purpose.${purpose}`], purpose).toBeTruthy();
  });

  it('say the day of a refusal as people say it', async () => {
    vi.stubGlobal('document', { documentElement: {} });
    const refusal = { problem: 'appointment.same-item' as const, params: { day: '2026-11-25', time: '09:00' } };
    await setLanguage('zh-CN');
    expect(sayProblem(refusal)).toContain('约在 2026年11月25日(周三) 09:00 了');
    await setLanguage('en');
    expect(sayProblem(refusal)).toContain('on Wednesday 25 November 2026 at 09:00');
    vi.unstubAllGlobals();
  });
});

import { describe, expect, it } from 'vitest';
import { Refused } from '#domain/kernel/problem.ts';
import { browse, key, signedIn } from './flows.testing.ts';
import { id } from './testing.ts';

describe('signing in', () => {
  it('goes from a telephone number over a code to where the reader wanted to be', async () => {
    const browser = browse();
    const sent = await browser.post('/sign-in', { mobile: '199 0000-1234', next: '/me', key });
    expect([sent.status, sent.location]).toEqual([303, '/sign-in/code?next=%2Fme']);
    expect(browser.of('session.askCode')[0]).toMatchObject({ input: { mobile: '19900001234' }, key });
    const asked = await browser.get('/sign-in/code?next=/me');
    expect(asked.page).toContain('199****1234');
    expect(asked.page).toContain('135790');
    expect(asked.page).toContain('演示系统不发短信');
    const done = await browser.post('/sign-in/code', { code: '１３５ ７９０', next: '/me' });
    expect(browser.of('session.resident')[0]!.input).toEqual({ challenge: id(90), code: '135790' });
    expect([done.status, done.location]).toEqual([303, '/me']);
    expect(done.cookies.join()).toContain('session=secret');
  });

  it('shows no code where messages are really sent', async () => {
    const browser = browse({ 'session.askCode': () => ({ challenge: id(90), expiresAt: '2026-02-25T02:05:00.000Z' }) });
    await browser.post('/sign-in', { mobile: '19900001234' });
    expect((await browser.get('/sign-in/code')).page).not.toContain('code-shown');
  });

  it('says what is wrong with a number, beside the number, and keeps it', async () => {
    const browser = browse();
    const wrong = await browser.post('/sign-in', { mobile: '1990000', next: '/me' });
    expect(wrong.status).toBe(422);
    expect(wrong.page).toContain('<title>有错误：');
    expect(wrong.page).toContain('<a href="#mobile">手机号应该是');
    expect(wrong.page).toContain('value="1990000"');
    expect(browser.of('session.askCode')).toEqual([]);
  });

  it.each(['https://evil.example/', '//evil.example', '/\\evil.example', 'javascript:alert(1)', '/a b'])(
    'never leads away from this site: %s',
    async (next) => {
      const browser = browse();
      await browser.post('/sign-in', { mobile: '19900001234', next });
      expect((await browser.post('/sign-in/code', { code: '135790', next })).location).toBe('/cases');
    },
  );

  it('says how often a wrong code may still be tried', async () => {
    const browser = browse({
      'session.resident': () => {
        throw new Refused('auth.wrong-code', { left: 4 });
      },
    });
    await browser.post('/sign-in', { mobile: '19900001234' });
    const wrong = await browser.post('/sign-in/code', { code: '000000' });
    expect(wrong.status).toBe(422);
    expect(wrong.page).toMatch(/4/);
    expect(wrong.page).toContain('href="#code"');
  });

  it('asks a family who it is, and a stranger for name and number', async () => {
    const family = browse({
      'session.resident': () => ({
        token: 't',
        persons: [
          { id: id(1), name: '王**' },
          { id: id(2), name: '李**' },
        ],
        person: null,
      }),
      'session.me': () => ({
        kind: 'caller',
        persons: [
          { id: id(1), name: '王**' },
          { id: id(2), name: '李**' },
        ],
      }),
    });
    await family.post('/sign-in', { mobile: '19900001234' });
    expect((await family.post('/sign-in/code', { code: '135790' })).location).toBe('/sign-in/choose?next=%2Fcases');
    expect((await family.get('/cases')).location).toBe('/sign-in/choose?next=%2Fcases');
    await family.post('/sign-in/choose', { person: id(2), key });
    expect(family.of('session.choose')[0]).toMatchObject({ input: { person: id(2) }, key });

    const stranger = browse({ 'session.resident': () => ({ token: 't', persons: [], person: null }) });
    await stranger.post('/sign-in', { mobile: '19900001234' });
    expect((await stranger.post('/sign-in/code', { code: '135790' })).location).toBe('/sign-in/who?next=%2Fcases');
    const slip = await stranger.post('/sign-in/who', { name: '赵春梅', number: '990101196506150040' });
    expect(slip.status).toBe(422);
    expect(slip.page).toContain('身份证号最后一位对不上');
    expect(slip.page).toContain('value="赵春梅"');
    const told = await stranger.post('/sign-in/who', { name: '赵春梅', number: '990101196506150048' });
    expect(told.location).toBe('/sign-in/village?next=%2Fcases');
    expect(stranger.of('session.register')[0]!.input).toEqual({ name: '赵春梅', idNumber: '990101196506150048' });
  });

  it('refuses the numbers of the fictional region outside a demonstration', async () => {
    const browser = browse({}, { demo: false });
    const slip = await browser.post('/sign-in/who', { name: '赵春梅', number: '990101196506150048' });
    expect(slip.page).toContain('演示用的虚构号码');
  });

  it('sends whoever is not signed in, or no longer, to sign in and back again', async () => {
    expect((await browse().get('/cases')).location).toBe('/sign-in?next=%2Fcases');
    const expired = browse({
      'session.me': () => {
        throw new Refused('auth.expired');
      },
    });
    expect((await expired.get('/me/notices')).location).toBe('/sign-in?next=%2Fme%2Fnotices&expired=1');
    expect((await browse().get('/sign-in?next=/me&expired=1')).page).toContain('前面填的都保存着');
  });

  it('keeps the village that was chosen', async () => {
    const browser = browse(signedIn);
    await browser.post('/sign-in/village', { village: id(43), seq: '3', next: '/me', key });
    expect(browser.of('identity.change')[0]).toMatchObject({
      input: { id: id(1), seq: 3, village: id(43) },
      key,
    });
    await browser.get('/');
    expect(browser.of('organisation.sites').at(-1)!.input).toMatchObject({ village: id(43), openNow: true });
  });

  it('signs out here, or everywhere', async () => {
    const browser = browse(signedIn);
    expect((await browser.post('/sign-out', {})).cookies.join()).toContain('Max-Age=0');
    expect(browser.of('session.out')).toHaveLength(1);
    await browser.post('/sign-out', { everywhere: '1' });
    expect(browser.of('session.outEverywhere')).toHaveLength(1);
  });
});

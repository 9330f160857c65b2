import { describe, expect, test } from 'vitest';
import { Refused } from '#domain/kernel/problem.ts';
import { readConfig, terminalLanguage } from './config.ts';

describe('readConfig', () => {
  test('has a safe default for everything', () => {
    expect(readConfig({ HOME: '/home/li' }, 1000)).toEqual({
      host: '127.0.0.1',
      port: 8080,
      dataDir: '/home/li/.local/share/doorstep',
      databaseUrl: undefined,
      prepare: true,
      demo: true,
      demoSites: 240,
      publicUrl: undefined,
      language: 'en',
    });
    expect(readConfig({}, 0).dataDir).toBe('/var/lib/doorstep');
    expect(readConfig({ XDG_DATA_HOME: '/data' }, 1000).dataDir).toBe('/data/doorstep');
  });

  test('takes an empty setting for none', () => {
    expect(readConfig({ PORT: '', DATABASE_URL: ' ', DEMO: '' }, 0)).toMatchObject({ port: 8080, demo: true });
  });

  test('reads what is set', () => {
    const config = readConfig(
      {
        HOST: '0.0.0.0',
        PORT: '80',
        DATA_DIR: 'here',
        DATABASE_URL: 'postgres://a:b@db/city',
        DEMO: '0',
        DATABASE_PREPARE: '0',
        DEMO_SITES: '24',
        PUBLIC_URL: 'https://banshi.example.cn/',
      },
      0,
    );
    expect(config).toMatchObject({ host: '0.0.0.0', port: 80, databaseUrl: 'postgres://a:b@db/city', demo: false });
    expect(config).toMatchObject({ prepare: false, demoSites: 24, publicUrl: 'https://banshi.example.cn' });
    expect(config.dataDir).toBe(`${process.cwd()}/here`);
  });

  test.each([
    { PORT: '80a' },
    { PORT: '-1' },
    { PORT: '65536' },
    { PORT: '8080.5' },
    { HOST: 'local host' },
    { DEMO: 'maybe' },
    { DEMO_SITES: 'many' },
    { DEMO_SITES: '11' },
    { DEMO_SITES: '2488' },
    { PUBLIC_URL: 'banshi.example.cn' },
  ])('refuses %j by name', (env) => {
    const [name] = Object.keys(env);
    expect(() => readConfig(env, 0)).toThrow(
      expect.objectContaining({ problem: expect.objectContaining({ params: expect.objectContaining({ name }) }) }),
    );
  });

  test.each(['mysql://a:secret@db/x', 'postgres://a:secret@db', 'secret', 'postgres://a:secret@db:port/x'])(
    'never repeats the password of a wrong address %s',
    (address) => {
      const attempt = () => readConfig({ DATABASE_URL: address }, 0);
      expect(attempt).toThrow(Refused);
      expect(attempt).toThrow(expect.not.stringContaining('secret'));
    },
  );
});

test.each([
  [{ LANG: 'zh_CN.UTF-8' }, 'zh-CN'],
  [{ LANG: 'zh_CN.UTF-8', LC_ALL: 'C' }, 'en'],
  [{ LC_MESSAGES: 'zh_TW', LANG: 'en_GB.UTF-8' }, 'zh-CN'],
  [{}, 'en'],
])('terminalLanguage(%j) is %s', (env, language) => {
  expect(terminalLanguage(env)).toBe(language);
});

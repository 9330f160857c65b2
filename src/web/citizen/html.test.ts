import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { flag, html } from './html.ts';
import { readMarkup } from './markup.testing.ts';

const readEntities = (text: string): string =>
  text.replace(
    /&(amp|lt|gt|quot|#39);/g,
    (_, name: string) => ({ amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" })[name]!,
  );

/** Made of what means something in markup, and of what does not. */
const hostile = fc.string({ unit: fc.constantFrom(...'<>&"\'=/!- ;#ab中\n\0') });

describe('html', () => {
  it('escapes what is not markup, whatever it looks like', () => {
    const attack = `<img src=x onerror="alert('1')">`;
    expect(html`<p>${attack}</p>`.toString()).toBe('<p>&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;</p>');
    const forged = JSON.parse('{"markup":"<b>","toString":"x"}') as never;
    expect(() => html`<p>${forged}</p>`.toString()).toThrow();
  });

  it('keeps markup that was made here, lists of it, and nothing for nothing', () => {
    const items = ['a<', 'b'].map((one) => html`<li>${one}</li>`);
    expect(html`<ul>${items}${false}${null}${undefined}${''}${0}</ul>`.toString()).toBe(
      '<ul><li>a&lt;</li><li>b</li>0</ul>',
    );
    expect(html`<input${flag('checked', true)}${flag('required', false)}>`.toString()).toBe('<input checked>');
  });

  it('never lets a text out of its place, in an element or in an attribute', () => {
    fc.assert(
      fc.property(hostile, hostile, (inside, around) => {
        const page = html`<p title="${inside}" lang="en">${around}${[inside]}</p>`.toString();
        const { tags, problems } = readMarkup(page);
        expect(problems).toEqual([]);
        expect(tags.map((tag) => tag.name)).toEqual(['p']);
        expect([...tags[0]!.attributes.keys()]).toEqual(['title', 'lang']);
        expect(readEntities(tags[0]!.attributes.get('title')!)).toBe(inside);
      }),
    );
  });
});

describe('the templates', () => {
  const files = readdirSync(new URL('.', import.meta.url)).filter((name) => /(?<!test|testing)\.ts$/.test(name));
  it.each(files)('%s: every place inside a tag stands in double quotes', (name) => {
    const source = readFileSync(new URL(name, import.meta.url), 'utf8');
    expect(
      [...source.matchAll(/\s[a-z-]+=\$\{|\s[a-z-]+='[^'"\n]*\$\{[^'\n]*'\s*>/g)].map((match) => match[0]),
    ).toEqual([]);
  });
});

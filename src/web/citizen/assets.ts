import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

export interface Asset {
  path: string;
  type: string;
  body: string;
}

const read = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8');

/** Comments and indentation taken away; nothing cleverer, so that what is served reads like what was written. */
const squeeze = (css: string) =>
  css
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/\s*\n\s*/g, '')
    .replace(/: /g, ':')
    .replace(/ \{/g, '{');

/** Its name carries the hash of its content, so that a browser may keep it for ever and still sees every change. */
const asset = (name: string, ending: 'css' | 'js', body: string): Asset => ({
  path: `/assets/${name}-${createHash('sha256').update(body).digest('hex').slice(0, 12)}.${ending}`,
  type: ending === 'css' ? 'text/css; charset=utf-8' : 'text/javascript; charset=utf-8',
  body,
});

const sheets = ['frame', 'parts', 'case', 'forms', 'points', 'media'].map((name) => read(`styles/${name}.css`));

export const style = asset('citizen', 'css', squeeze([read('../shared/tokens.css'), ...sheets].join('')));
export const script = asset('citizen', 'js', read('enhance.js'));

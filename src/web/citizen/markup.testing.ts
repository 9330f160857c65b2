const empty = new Set(['area', 'br', 'col', 'hr', 'img', 'input', 'link', 'meta', 'path', 'rect', 'circle', 'source']);

export interface Tag {
  name: string;
  attributes: Map<string, string>;
}

const tagForm = /<(\/?)([a-z][a-z0-9]*)((?:\s+[a-zA-Z-]+(?:="[^"]*")?)*)\s*(\/?)>|<!--[\s\S]*?-->|<!doctype html>/g;

/** The tags of a page in order, and everything that is not well formed. Strict: what a browser would forgive is told. */
export function readMarkup(page: string): { tags: Tag[]; text: string; problems: string[] } {
  const problems: string[] = [];
  const tags: Tag[] = [];
  const open: string[] = [];
  let text = '';
  let last = 0;
  for (const match of page.matchAll(tagForm)) {
    const between = page.slice(last, match.index);
    if (/[<>]/.test(between)) problems.push(`a bare < or > in “${between.slice(0, 80)}”`);
    text += between;
    last = match.index + match[0].length;
    const name = match[2];
    if (name === undefined) continue;
    if (match[1] === '/') {
      const opened = open.pop();
      if (opened !== name) problems.push(`</${name}> closes <${opened}>`);
      continue;
    }
    const attributes = new Map<string, string>();
    for (const [, key, value] of (match[3] ?? '').matchAll(/([a-zA-Z-]+)(?:="([^"]*)")?/g)) {
      if (attributes.has(key!)) problems.push(`${name} has ${key} twice`);
      attributes.set(key!, value ?? '');
    }
    tags.push({ name, attributes });
    if (!empty.has(name) && match[4] !== '/') open.push(name);
  }
  if (open.length > 0) problems.push(`never closed: ${open.join(', ')}`);
  return { tags, text, problems };
}

/** What every page must keep, whatever stands on it. Empty when it does. */
export function faultsOf(page: string): string[] {
  const { tags, problems } = readMarkup(page);
  const all = (name: string) => tags.filter((tag) => tag.name === name);
  const ids = tags.flatMap((tag) => tag.attributes.get('id') ?? []);
  const known = new Set(ids);
  const labelled = new Set(all('label').map((label) => label.attributes.get('for')));
  const faults = [...problems];
  const doubled = ids.filter((id, at) => ids.indexOf(id) !== at);
  if (doubled.length > 0) faults.push(`ids used twice: ${doubled.join(', ')}`);
  if (all('h1').length !== 1) faults.push(`${all('h1').length} first headings`);
  if (!all('html')[0]?.attributes.get('lang')) faults.push('no language');
  if (all('title').length !== 1) faults.push('no title');
  const levels = tags.filter((tag) => /^h[1-6]$/.test(tag.name)).map((tag) => Number(tag.name[1]));
  levels.forEach((level, at) => {
    if (at > 0 && level > levels[at - 1]! + 1) faults.push(`a heading of level ${level} after ${levels[at - 1]}`);
  });
  for (const { name, attributes } of tags) {
    const id = attributes.get('id') ?? '';
    const hidden = attributes.get('type') === 'hidden';
    if (['input', 'textarea', 'select'].includes(name) && !hidden && !labelled.has(id) && !attributes.has('aria-label'))
      faults.push(`a field without a label: ${attributes.get('name')}`);
    if (name === 'label' && !known.has(attributes.get('for') ?? '')) faults.push(`a label of nothing`);
    for (const place of ['aria-describedby', 'aria-labelledby'])
      for (const target of (attributes.get(place) ?? '').split(' ').filter(Boolean))
        if (!known.has(target)) faults.push(`${place} names ${target}, which is not there`);
    const href = attributes.get('href');
    if (href?.startsWith('#') && !known.has(href.slice(1))) faults.push(`a link to ${href}, which is not there`);
    if (href !== undefined && !/^(\/|#|tel:|data:,)/.test(href)) faults.push(`a link to elsewhere: ${href}`);
    if (attributes.has('style')) faults.push(`a style in ${name}`);
    for (const key of attributes.keys()) if (key.startsWith('on')) faults.push(`a script in ${name}`);
    if (name === 'script' && !attributes.has('src')) faults.push('a script in the page');
    if (name === 'form' && attributes.get('method') === 'post' && !attributes.get('action')?.startsWith('/'))
      faults.push('a form that is sent nowhere');
  }
  return faults;
}

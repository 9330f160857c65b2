import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { obligations } from './dues.ts';
import { actionNames, actions, endings, ruleOf, statuses, stepKinds } from './lifecycle.ts';

const page = readFileSync(new URL('../../../docs/case-life.md', import.meta.url), 'utf8');
const rows = page
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
const named = (cell: string) => cell.replaceAll('`', '');
const list = (cell: string) => cell.split(', ');

const groups = new Map<string, string[]>();
const defined = /Groups of statuses: ([^.]+)\./.exec(page.replaceAll('\n', ' '))![1]!;
for (const [, name, members] of defined.matchAll(/\*(\w+)\* = ([^;]+)/g))
  groups.set(
    `*${name}*`,
    list(members!).flatMap((member) => groups.get(`*${member}*`) ?? [member]),
  );

describe('docs/case-life.md', () => {
  it('has a row for every status and every action, and says what each rule says', () => {
    const byName = new Map(rows.map((row) => [named(row[0]!), row]));
    expect([...byName.keys()].sort()).toEqual([...statuses, ...actionNames].sort());
    for (const action of actionNames) {
      const [, from, by, permission, follows] = byName.get(action)!;
      const rule = ruleOf(action);
      const statusesOf = list(from!).flatMap((each) => groups.get(each) ?? [each]);
      expect([action, statusesOf.toSorted()]).toEqual([action, rule.in.toSorted()]);
      expect([action, by === 'any step' ? [...stepKinds] : list(by!)]).toEqual([action, [...rule.who]]);
      expect([action, permission]).toEqual([action, `${rule.permission ?? '–'}${rule.fresh ? ' ⚖' : ''}`]);
      expect(follows).toMatch(/\.$/);
    }
    for (const each of [...endings, ...obligations]) expect(page).toContain(`\`${each}\``);
  });

  it('draws only what the table allows', () => {
    const [, diagram] = page.split('```mermaid');
    const arrows = [...diagram!.split('```')[0]!.matchAll(/^ {2}(\w+) --> (\w+): (.+)$/gm)];
    expect(arrows.length).toBeGreaterThan(20);
    for (const [, from, to, label] of arrows) {
      expect(statuses).toContain(to);
      for (const word of label!.match(/\b[a-z]+[A-Za-z]*\b/g)!.filter((each) => each in actions))
        expect([word, ruleOf(word as keyof typeof actions).in]).toEqual([word, expect.arrayContaining([from])]);
    }
  });
});

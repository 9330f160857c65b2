import { maskName } from '#domain/identity/mask.ts';
import type { Language } from '#domain/kernel/text.ts';
import en from '../../../locales/en/looks.json' with { type: 'json' };
import zh from '../../../locales/zh-CN/looks.json' with { type: 'json' };
import type { Ctx } from '../context.ts';
import { accountNames, organisationOf, unitNameOn } from '../organisation/index.ts';
import { looksAt } from './looks.repository.ts';
import { idsMergedInto, namesOf } from './persons.repository.ts';
import { onlyOneself } from './persons.service.ts';

const words: Record<Language, Record<string, string>> = { 'zh-CN': zh, en };

/** What was done, in words: those of the operation itself, or of the group that it belongs to. */
function sayOperation(operation: string, language: Language): string {
  const parts = operation.split('.');
  for (let length = parts.length; length > 0; length--) {
    const text = words[language][`did.${parts.slice(0, length).join('.')}`];
    if (text) return text;
  }
  return words[language]['did.anything'] ?? operation;
}

/** Who looked at a record, when and why: the person's own right to know (个人信息保护法 art. 44 and 45). */
export async function looks(ctx: Ctx, id: string, cursor: string | undefined, limit: number) {
  onlyOneself(ctx, id);
  const { language } = ctx;
  const persons = await idsMergedInto(ctx, id);
  const rows = await looksAt(ctx, { persons, before: cursor, limit: limit + 1 });
  const page = rows.slice(0, limit);
  const staff = await accountNames(
    ctx,
    page.flatMap(({ actor }) => actor.account ?? []),
  );
  const residents = await namesOf(
    ctx,
    page.flatMap(({ actor }) => actor.person ?? []),
  );
  const map = await organisationOf(ctx);
  const whoOf = ({ kind, account, person }: Record<string, string>): string => {
    if (kind === 'staff') return staff.get(account ?? '') ?? '';
    if (kind === 'resident') return maskName(residents.get(person ?? '') ?? '');
    return words[language][kind === 'caller' ? 'by.caller' : 'by.system'] ?? '';
  };
  return {
    items: page.map((row) => ({
      at: row.at.toISOString(),
      by: whoOf(row.actor),
      unit: row.actor.unit ? unitNameOn(map, row.actor.unit, row.at) : null,
      operation: row.operation,
      what: sayOperation(row.operation, language),
      purpose: row.purpose && (words[language][`purpose.${row.purpose}`] ?? row.purpose),
      caseNumber: row.number,
    })),
    next: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
  };
}

import type { HandlingMode, Item, Level, Stage } from '#domain/catalogue/item.ts';
import { levels } from '#domain/catalogue/item.ts';

export const rank = (level: Level): number => levels.indexOf(level);

/** The first of an item's levels, from the village up, that has a right. */
export const lowest = (of: readonly Level[]): Level => levels.find((level) => of.includes(level)) ?? 'city';

/** Has a level a right? Where a complaint passes over the units that have it, whoever stands above them all has it for that case. */
export const hasRight = (right: readonly Level[], level: Level, barred: readonly string[]): boolean =>
  right.includes(level) || (barred.length > 0 && right.every((each) => rank(each) < rank(level)));

const first = (id: string, zh: string, en: string, controlZh: string, controlEn: string) => ({
  id,
  name: { 'zh-CN': zh, en },
  control: { 'zh-CN': controlZh, en: controlEn },
});

/**
 * Some ways of handling (鄞州's 六种办理) begin with a step of their own, done by the unit that accepted: 上报 sends the case
 * up with a report, 协助 has the resident confirm what was written for them, 代为 checks the power of attorney.
 */
const opening: Partial<Record<HandlingMode, ReturnType<typeof first>>> = {
  reported: first(
    'report-up',
    '整理上报',
    'Prepare and report up',
    '材料齐全，写明上报理由',
    'Papers complete; the reason for reporting up is written down',
  ),
  assisted: first(
    'confirm-help',
    '本人确认',
    'Confirmed by the applicant',
    '读给本人听，本人确认内容属实',
    'Read out to the applicant, who confirms that it is true',
  ),
  proxy: first(
    'check-proxy',
    '核对委托',
    'Check the power of attorney',
    '核对委托书和双方身份',
    'Power of attorney and both identities checked',
  ),
};

export type CaseStage = Stage & {
  /** Done where the case was accepted, whatever the level. */
  atAcceptance?: true;
};

/** The stages of a case between acceptance and delivery: the item's flow, after the opening step of its mode. */
export function stagesOf(item: Pick<Item, 'flow' | 'rights'>, mode: HandlingMode): CaseStage[] {
  const start = opening[mode];
  if (!start) return item.flow;
  const level = lowest(item.rights.accept);
  return [
    {
      ...start,
      kind: 'handle',
      level,
      department: null,
      workingDays: 1,
      joint: null,
      outside: null,
      atAcceptance: true,
    },
    ...item.flow,
  ];
}

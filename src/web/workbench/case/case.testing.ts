import { z } from 'zod';
import type { CaseView } from '#api/cases.ts';
import { referenceCatalogue } from '#db/reference/catalogue/index.ts';
import { commands } from '#domain/cases/commands.ts';
import type { ActionName } from '#domain/cases/lifecycle.ts';
import type { Item } from '#domain/catalogue/item.ts';
import { answersFor, seeded } from '#domain/catalogue/sample.ts';
import type { Shape } from './shapes.ts';

export const today = '2026-03-02';

/** The shapes as the build makes them. */
export const shapeOf = (action: ActionName): Shape => z.toJSONSchema(commands[action], { io: 'input' }) as Shape;

export const pension: Item = referenceCatalogue.find((item) => item.code === 'HR-INS-03')!;

const unit = {
  id: '01941f29-7c00-7a00-8000-000000000041',
  name: '赤泉镇便民服务中心',
  level: 'town' as const,
  telephone: null,
};

/** A case of the pension item as a clerk sees it, complete in its answers, with one paper of each kind of state. */
export function caseView(change: Partial<CaseView> = {}): CaseView {
  const answers = answersFor(pension.form, seeded(3), { today, optional: 1 });
  return {
    id: '01941f29-7c00-7a00-8000-0000000000c1',
    number: '012600000124',
    seq: 2,
    status: 'received',
    ending: null,
    item: { code: pension.code, version: 1, name: pension.name, plainName: pension.plainName, instant: false },
    mode: 'promised',
    channel: 'counter',
    confidential: false,
    applicant: { id: null, name: '周**', idNumber: '990101********8104', mobile: null, unmasked: false },
    employer: null,
    agent: null,
    village: null,
    submittedAt: '2026-03-02T02:00:00.000Z',
    answers,
    materials: pension.materials.map((material) => ({
      code: material.code,
      name: material.name,
      required: material.required,
      state: material.required ? ('supplied' as const) : ('optional' as const),
      mayBeOwed: material.deferrable,
      anyOfGroup: material.anyOfGroup,
      legalBasis: material.legalBasis,
      papers: [],
    })),
    correction: null,
    owedDue: null,
    stages: pension.flow.map((stage) => ({ ...stage, state: 'ahead' as const })),
    steps: [{ id: '2.0', kind: 'intake', stage: 'intake', unit, holder: null, mine: true }],
    turn: { who: 'unit', unit },
    clocks: [],
    timeline: [],
    result: null,
    documents: [],
    parcel: null,
    delivery: { way: 'site', unit },
    visits: 1,
    numbers: [],
    responsible: null,
    rating: [],
    allowedActions: [],
    powers: { mayDecideHere: false, decides: null },
    ...change,
  };
}

import type { TimelineEntry } from '#api/cases.ts';
import type { CaseEvent } from '#domain/cases/events.ts';
import type { CaseStage } from '#domain/cases/stages.ts';
import type { OrganisationMap } from '../organisation/index.ts';
import { unitNameOn } from '../organisation/index.ts';

/** Ids of the sealed texts that the timeline shows. */
export const textIdsOf = (event: CaseEvent): string[] => {
  const note = noteOf(event);
  const ids = note === null ? [] : [note];
  if (event.type === 'posted') ids.push(event.data.carrier, event.data.tracking);
  if (event.type === 'correction-noticed' && event.data.remarks) ids.push(event.data.remarks);
  return ids;
};

/** Fields of events that name sealed texts, in the order in which a reader wants them. */
const noteFields = ['opinion', 'reason', 'note'] as const;

const noteOf = (event: CaseEvent): string | null => {
  const data = event.data as Record<string, unknown>;
  for (const field of noteFields) if (typeof data[field] === 'string' && data[field] !== '') return data[field];
  return null;
};

/** What was written to the applicant; opinions, and why colleagues passed a case around, stay in the house. */
const addressed = new Set<CaseEvent['type']>([
  'correction-noticed',
  'accepted',
  'acceptance-refused',
  'suspended',
  'resumed',
  'extension-approved',
  'decision-corrected',
  'ended',
]);
const isAddressed = (event: CaseEvent): boolean =>
  event.type === 'decided' ? !event.data.granted : addressed.has(event.type);

/** What the sentence of an event needs: ids replaced by the names of that day, stages by their own names. */
function paramsOf(
  event: CaseEvent,
  map: OrganisationMap,
  stages: readonly CaseStage[],
  texts: ReadonlyMap<string, string>,
): Record<string, unknown> {
  const on = event.occurredAt;
  const unit = (id: string) => unitNameOn(map, id, on);
  const text = (id: string) => texts.get(id) ?? '';
  const stage = (id: string) => stages.find((each) => each.id === id)?.name ?? id;
  switch (event.type) {
    case 'submitted':
      return {
        channel: event.data.channel,
        mode: event.data.mode,
        unit: event.data.steps[0] && unit(event.data.steps[0].unit),
      };
    case 'correction-noticed':
      return { count: event.data.missing.length, due: event.data.due };
    case 'accepted':
      return { owed: event.data.owed.length, due: event.data.owedDue, deemed: event.data.deemed };
    case 'owed-supplied':
      return { count: event.data.materials.length, left: event.data.left.length };
    case 'stage-entered':
      return { stage: stage(event.data.stage), unit: event.data.steps[0] && unit(event.data.steps[0].unit) };
    case 'opinion-given':
      return {
        agree: event.data.agree,
        ...(event.data.outside && { system: event.data.outside.system, serial: event.data.outside.serial }),
      };
    case 'stage-passed':
      return { stage: stage(event.data.stage), agree: event.data.agree };
    case 'stage-returned':
    case 'taken-back':
      return { stage: stage(event.data.to), from: stage(event.data.from) };
    case 'rerouted':
      return { from: unit(event.data.from), unit: unit(event.data.to.id) };
    case 'responsibility-handed':
    case 'transferred':
    case 'reported-up':
    case 'sent-down':
      return { unit: unit(event.data.unit.id) };
    case 'step-opened':
      return { unit: unit(event.data.step.unit), kind: event.data.step.kind };
    case 'suspended':
      return { stop: event.data.kind, days: event.data.plannedDays };
    case 'extension-approved':
      return { amount: event.data.amount, lengthUnit: event.data.unit };
    case 'decided':
    case 'decision-corrected':
      return { granted: event.data.granted };
    case 'payment-recorded':
      return { outcome: event.data.outcome, on: event.data.on };
    case 'parcel-recalled':
      return { unit: unit(event.data.at.id) };
    case 'handed-over':
      return { from: unit(event.data.from.id), unit: unit(event.data.to.id) };
    case 'posted':
      return { carrier: text(event.data.carrier), tracking: text(event.data.tracking) };
    case 'delivery-changed':
      return { delivery: event.data.way };
    case 'delivered':
      return { way: event.data.way };
    case 'ended':
      return { ending: event.data.ending };
    case 'visit-counted':
      return { unit: unit(event.data.unit), day: event.data.day };
    case 'number-added':
      return { system: event.data.system, number: event.data.number };
    case 'redated':
      return { from: event.data.from, to: event.data.to };
    default:
      return {};
  }
}

export function timelineEntry(
  event: CaseEvent,
  map: OrganisationMap,
  stages: readonly CaseStage[],
  staffNames: ReadonlyMap<string, string>,
  notes: ReadonlyMap<string, string>,
  reader: 'staff' | 'applicant',
): TimelineEntry {
  const { actor } = event;
  const note = reader === 'staff' || isAddressed(event) ? noteOf(event) : null;
  return {
    seq: event.seq,
    type: event.type,
    at: event.occurredAt,
    by: {
      kind: actor.kind,
      name: actor.kind === 'staff' ? (staffNames.get(actor.account) ?? null) : null,
      unit: actor.kind === 'staff' ? unitNameOn(map, actor.unit, event.occurredAt) : null,
    },
    params: paramsOf(event, map, stages, notes),
    note: note ? (notes.get(note) ?? null) : null,
  };
}

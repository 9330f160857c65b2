import { z } from 'zod';
import { consentScopes } from '#domain/identity/consent.ts';
import { Done, Id, op, Page, page } from './operation.ts';

/** Masked unless the person is being served or a purpose was given. */
export const PersonView = z.object({
  id: Id,
  seq: z.number(),
  unmasked: z.boolean(),
  name: z.string(),
  idKind: z.string(),
  idNumber: z.string(),
  birthDate: z.string().nullable(),
  sex: z.enum(['male', 'female']).nullable(),
  mobile: z.string().nullable(),
  account: z.string().nullable(),
  address: z.string().nullable(),
  village: z.object({ id: Id, name: z.string(), path: z.array(z.string()) }).nullable(),
});
export type PersonView = z.infer<typeof PersonView>;

const EmployerView = z.object({ id: Id, uscc: z.string(), name: z.string(), address: z.string() });

export const purposes = ['service', 'check', 'complaint', 'correction', 'audit'] as const;
const Purpose = z.enum(purposes);

const facts = {
  mobile: z.string().max(20).optional(),
  account: z.string().max(30).optional(),
  address: z.string().max(200).optional(),
  village: Id.optional(),
};
const view = (permission: string, field?: string) =>
  ({
    access: { staff: permission, ...(field && { about: { kind: 'person', field } as const }) },
    audit: 'view',
  }) as const;

export const identity = {
  search: op(
    'POST',
    '/persons/search',
    view('person.search'),
    'Find people by name, pinyin, ID number or telephone; every hit counts as a view. Of a name that more than 100 people bear only so many are found: ask for more of the name, or for a number',
  )
    .input(z.strictObject({ text: z.string().trim().min(1).max(40), ...Page }))
    .output(page(PersonView)),
  create: op(
    'POST',
    '/persons',
    { access: { staff: 'person.serve' }, audit: 'command' },
    'Open a master record at a counter; an existing one is found, not doubled',
  )
    .input(
      z.strictObject({
        name: z.string().trim().min(1).max(60),
        idKind: z.string().default('resident-id'),
        idNumber: z.string().max(30),
        birthDate: z.iso.date().optional(),
        sex: z.enum(['male', 'female']).optional(),
        ...facts,
      }),
    )
    .output(z.object({ id: Id, existed: z.boolean() })),
  get: op(
    'GET',
    '/persons/{id}',
    { access: { staff: 'person.read', resident: true, about: { kind: 'person', field: 'id' } }, audit: 'view' },
    'A master record, masked',
  )
    .input(z.object({ id: Id }))
    .output(PersonView),
  unmask: op(
    'POST',
    '/persons/{id}/unmask',
    view('person.unmask', 'id'),
    'Show a record unmasked, for a purpose that is logged',
  )
    .input(z.strictObject({ id: Id, purpose: Purpose, case: Id.optional() }))
    .output(PersonView),
  change: op(
    'POST',
    '/persons/{id}',
    { access: { staff: 'person.serve', resident: true, about: { kind: 'person', field: 'id' } }, audit: 'command' },
    'Change telephone, account, address or village; at a counter also after a lost number',
  )
    .input(
      z.strictObject({
        id: Id,
        seq: z.number().int(),
        ...facts,
        /** Online a new telephone counts once the code sent to it (session.askCode) is typed. */
        challenge: Id.optional(),
        code: z.string().max(12).optional(),
      }),
    )
    .output(PersonView),
  duplicates: op('GET', '/persons/duplicates', view('person.merge'), 'Records that may be the same person')
    .input(z.object({ ...Page }))
    .output(page(z.object({ a: PersonView, b: PersonView, why: z.array(z.string()) }))),
  merge: op(
    'POST',
    '/persons/{id}/merge',
    { access: { staff: 'person.merge' }, audit: 'command' },
    'Merge a duplicate into this record, with history',
  )
    .input(z.strictObject({ id: Id, gone: Id, reason: z.string().trim().min(1).max(300) }))
    .output(PersonView),
  looks: op(
    'GET',
    '/persons/{id}/looks',
    { access: { resident: true, staff: 'audit.read', about: { kind: 'person', field: 'id' } }, audit: 'view' },
    'Who looked at this record, when and why',
  )
    .input(z.object({ id: Id, ...Page }))
    .output(
      page(
        z.object({
          at: z.iso.datetime(),
          by: z.string(),
          unit: z.string().nullable(),
          operation: z.string(),
          /** What was done and what for, in the reader's words. */
          what: z.string(),
          purpose: z.string().nullable(),
          caseNumber: z.string().nullable(),
        }),
      ),
    ),
  consents: op(
    'GET',
    '/persons/{id}/consents',
    { access: { resident: true, staff: 'person.serve', about: { kind: 'person', field: 'id' } }, audit: 'view' },
    'Who may act for whom',
  )
    .input(z.object({ id: Id }))
    .output(
      z.array(
        z.object({
          id: Id,
          giver: z.object({ id: Id, name: z.string() }),
          receiver: z.object({ id: Id, name: z.string() }),
          scopes: z.array(z.enum(consentScopes)),
          validFrom: z.iso.datetime(),
          validTo: z.iso.datetime().nullable(),
          revoked: z.boolean(),
        }),
      ),
    ),
  consent: op(
    'POST',
    '/persons/{id}/consents',
    { access: { resident: true, staff: 'person.serve', about: { kind: 'person', field: 'id' } }, audit: 'command' },
    'Let a relative act for this person',
  )
    .input(
      z.strictObject({
        id: Id,
        receiverIdNumber: z.string().max(30),
        receiverName: z.string().max(60),
        scopes: z
          .array(z.enum(consentScopes))
          .min(1)
          .default([...consentScopes]),
        validTo: z.iso.date().optional(),
      }),
    )
    .output(z.object({ id: Id })),
  revoke: op(
    'POST',
    '/persons/{id}/consents/{consent}/revoke',
    { access: { resident: true, staff: 'person.serve', about: { kind: 'person', field: 'id' } }, audit: 'command' },
    'Take a consent back',
  )
    .input(z.strictObject({ id: Id, consent: Id }))
    .output(Done),
  employer: op(
    'GET',
    '/employers/{uscc}',
    { access: { staff: 'person.search', resident: true }, audit: 'none' },
    'An employer by its unified social credit code',
  )
    .input(z.object({ uscc: z.string().max(18) }))
    .output(EmployerView),
  createEmployer: op(
    'POST',
    '/employers',
    { access: { staff: 'person.serve', resident: true }, audit: 'command' },
    'Open an employer record',
  )
    .input(
      z.strictObject({
        uscc: z.string().max(18),
        name: z.string().trim().min(2).max(100),
        address: z.string().max(200).default(''),
        telephone: z.string().max(30).optional(),
      }),
    )
    .output(z.object({ id: Id, existed: z.boolean() })),
};

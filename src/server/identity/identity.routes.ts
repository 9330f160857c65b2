import { command, done, idOf, os, query } from '../operations.ts';
import * as consents from './consents.ts';
import * as duplicates from './duplicates.service.ts';
import * as employers from './employers.service.ts';
import { looks } from './looks.service.ts';
import * as persons from './persons.service.ts';
import { countCodeTry, provenMobile } from './sessions.residents.ts';

const { identity } = os;

interface ChangeInput extends persons.Change {
  id: string;
  seq: number;
  challenge?: string | undefined;
  code?: string | undefined;
}

const change = command(async (ctx, { id, seq, challenge, code, ...wish }: ChangeInput) => {
  const proven = challenge && code ? await provenMobile(ctx, challenge, code) : undefined;
  return persons.changePerson(ctx, id, seq, wish, proven);
}, persons.shown);

export const identityRoutes = {
  search: identity.search.handler(
    query((ctx, { text, cursor, limit }) => persons.searchPersons(ctx, text, cursor, limit)),
  ),
  create: identity.create.handler(
    command(
      async (ctx, input) => {
        const { person, existed } = await persons.ensurePerson(ctx, input);
        return { id: person.id, existed };
      },
      (_, ref) => ref,
    ),
  ),
  get: identity.get.handler(query((ctx, { id }) => persons.lookAt(ctx, id))),
  unmask: identity.unmask.handler(query((ctx, input) => persons.unmask(ctx, input.id, input.purpose, input.case))),
  change: identity.change.handler(async (call) => {
    if (call.input.challenge) await countCodeTry(call.context.app, call.input.challenge);
    return change(call);
  }),
  duplicates: identity.duplicates.handler(query((ctx, { cursor, limit }) => duplicates.duplicates(ctx, cursor, limit))),
  merge: identity.merge.handler(
    command((ctx, { id, gone, reason }) => duplicates.mergePersons(ctx, id, gone, reason), persons.shown),
  ),
  looks: identity.looks.handler(query((ctx, { id, cursor, limit }) => looks(ctx, id, cursor, limit))),
  consents: identity.consents.handler(query((ctx, { id }) => consents.listConsents(ctx, id))),
  consent: identity.consent.handler(
    command(
      (ctx, { id, ...wish }) => consents.giveConsent(ctx, id, wish),
      (_, ref) => idOf(ref),
    ),
  ),
  revoke: identity.revoke.handler(command((ctx, { id, consent }) => consents.revokeConsent(ctx, id, consent), done)),
  employer: identity.employer.handler(query((ctx, { uscc }) => employers.getEmployer(ctx, uscc))),
  createEmployer: identity.createEmployer.handler(command(employers.ensureEmployer, (_, ref) => ref)),
};

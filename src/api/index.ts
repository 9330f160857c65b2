import { appointments } from './appointments.ts';
import { cases, feedback, papers, supervision } from './cases.ts';
import { catalogue } from './catalogue.ts';
import { identity } from './identity.ts';
import { organisation } from './organisation.ts';
import { planning } from './planning.ts';
import { screens } from './screens.ts';
import { session } from './session.ts';

/** Every operation of Doorstep. The server implements it, the typed clients call it, OpenAPI is made from it. */
export const contract = {
  session,
  screens,
  organisation,
  identity,
  catalogue,
  appointments,
  cases,
  papers,
  feedback,
  planning,
  supervision,
};
export type Contract = typeof contract;

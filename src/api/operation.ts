import { oc } from '@orpc/contract';
import { z } from 'zod';

/**
 * Who may call an operation, declared beside it. Staff need the permission from the role of the post they act in; how far it
 * reaches (own unit, units below, the whole city) is the role's. `about` names the input field that says whose unit, case or
 * person it is about, so that the reach is checked before the operation runs.
 */
export interface Access {
  /** No sign-in at all. */
  anyone?: true;
  /** A signed-in resident, about themselves or those who consented. */
  resident?: true;
  /** Any signed-in staff member, about themselves. */
  signedIn?: true;
  staff?: string;
  /** A large screen that was let in. */
  screen?: true;
  about?: { kind: 'unit' | 'case' | 'person'; field: string };
}

export interface OperationMeta {
  access: Access;
  /** What the audit log keeps: a command, a view of personal data, or nothing (public and bookkeeping reads). */
  audit: 'command' | 'view' | 'none';
}

const base = oc.$meta<OperationMeta>({ access: {}, audit: 'command' });

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** One operation: `op('POST', '/cases/{id}/accept', {access, audit}, 'Accept a case')`, then `.input()` and `.output()`. */
export const op = (method: Method, path: `/${string}`, meta: OperationMeta, summary: string) =>
  base.meta(meta).route({ method, path, summary, tags: [path.split('/')[1] ?? ''], inputStructure: 'compact' });

export const Id = z.uuid();
export const Page = {
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
};
export const page = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), next: z.string().nullable() });
/** What a command answers when there is nothing to show. */
export const Done = z.object({ done: z.literal(true) });
export const Created = z.object({ id: Id });

import { z } from 'zod';
import { Id } from './operation.ts';

export const open = { access: { anyone: true }, audit: 'none' } as const;
/** The map and the plans hold nobody's data; who may read all of them is the role's. */
export const read = { access: { staff: 'planning.read' }, audit: 'none' } as const;
export const may = (permission: string) => ({ access: { staff: permission }, audit: 'command' }) as const;
/** Of a day, as a clock says it: 07:05. */
export const clock = z.string().regex(/^\d\d:\d\d$/);
export const day = z.iso.date();
export const instant = z.iso.datetime({ offset: true });
export const share = z.number().min(0).max(1);
export const yes = z.union([z.boolean(), z.stringbool()]);
/** A plan as whoever acts on it saw it. */
export const seen = { id: Id, seq: z.number().int() };

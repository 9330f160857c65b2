import { z } from 'zod';
import departments from '#db/reference/departments.json' with { type: 'json' };
import holidays from '#db/reference/holidays.json' with { type: 'json' };
import roles from '#db/reference/roles.json' with { type: 'json' };
import { HolidayTable } from '#domain/kernel/calendar.ts';
import { Text } from '#domain/kernel/text.ts';
import { Roles } from '#domain/organisation/roles.ts';
import type { Ctx } from '../context.ts';
import { touchOrganisation } from './organisation.cache.ts';
import { insertCalendar, readCalendar, upsertDepartments, upsertRoles } from './organisation.repository.ts';

const Departments = z.record(z.string(), Text);

/**
 * What every installation begins with, empty or not: roles, departments, the State Council's holidays. Roles and
 * departments follow the release; the calendar is the city's own from its first revision on and is never overwritten.
 */
export async function loadReference(ctx: Pick<Ctx, 'app' | 'db' | 'now' | 'afterCommit'>): Promise<void> {
  await touchOrganisation(ctx);
  await upsertRoles(ctx.db, Roles.parse(roles));
  const named = Object.entries(Departments.parse(departments));
  await upsertDepartments(
    ctx.db,
    named.map(([code, name]) => ({ code, name: name['zh-CN'], name_en: name.en })),
  );
  if ((await readCalendar(ctx.db)).revision === 0) {
    const days = HolidayTable.parse(holidays);
    await insertCalendar(ctx, { revision: 1, days, note: Object.keys(days.years).join(', '), account: null });
  }
}

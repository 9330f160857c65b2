import { z } from 'zod';
import { Text } from '#domain/kernel/text.ts';
import { AppointmentStatus } from '#domain/sites/appointments.ts';
import { Id, op } from './operation.ts';

const day = z.iso.date();
/** 'HH:MM' at which a half-hour begins. */
const time = z.string().regex(/^([01]\d|2[0-3]):[03]0$/);

/** A door with what somebody needs to find it. */
const Place = z.object({
  id: Id,
  name: z.string(),
  nameEn: z.string(),
  /** How the name is said, where it has no English one; else empty. */
  pinyin: z.string(),
  address: z.string(),
  telephone: z.string(),
});

export const AppointmentView = z.object({
  id: Id,
  status: AppointmentStatus,
  day,
  time,
  /** When the half-hour is over. */
  until: z.string(),
  site: Place,
  item: z.object({ code: z.string(), name: Text }),
  /** Masked unless the reader may see it. */
  person: z.object({ id: Id, name: z.string() }),
  /** Where it stood before its point closed or moved; null where it is as it was booked. */
  moved: z.object({ site: Place, day, time }).nullable(),
  /** It has not begun and was not cancelled. */
  cancellable: z.boolean(),
});
export type AppointmentView = z.infer<typeof AppointmentView>;

const AppointmentRow = z.object({
  id: Id,
  status: AppointmentStatus,
  time,
  site: Id,
  /** Null where the item is confidential: whoever serves them asks. */
  item: z.object({ code: z.string(), name: Text }).nullable(),
  person: z.object({ id: Id, name: z.string() }),
  /** It has begun: whether they came can be said. */
  begun: z.boolean(),
  /** It came from another point, which is not there on this day. */
  moved: z.boolean(),
});
export type AppointmentRow = z.infer<typeof AppointmentRow>;

/** Neither name nor item: whoever keeps a point's appointments is not shown what is confidential for settling one. */
const Settled = z.object({ id: Id, status: AppointmentStatus });

const keep = { staff: 'appointment.keep' } as const;

export const appointments = {
  items: op(
    'GET',
    '/sites/{site}/items',
    { access: { anyone: true }, audit: 'none' },
    'What a service point takes: for which items it can be visited by appointment',
  )
    .input(z.object({ site: Id }))
    .output(
      z.object({
        site: Place,
        items: z.array(z.object({ code: z.string(), name: Text, needs: z.array(z.string()) })),
      }),
    ),
  freeTimes: op(
    'GET',
    '/sites/{site}/free-times',
    { access: { anyone: true }, audit: 'none' },
    'The half-hours of the coming month at which a service point can be visited by appointment for an item',
  )
    .input(z.object({ site: Id, item: z.string().max(20) }))
    .output(
      z.object({
        site: Place,
        item: z.object({ code: z.string(), name: Text }),
        /** Only days with a free half-hour. */
        days: z.array(z.object({ day, times: z.array(time) })),
        /** The day from which the point is no longer there; null: none is known. */
        closesOn: day.nullable(),
      }),
    ),
  book: op(
    'POST',
    '/persons/{person}/appointments',
    { access: { resident: true, ...keep, about: { kind: 'person', field: 'person' } }, audit: 'command' },
    'Book a half-hour at a service point: for oneself, for whom one may file, or at a counter for whoever has no telephone',
  )
    .input(z.strictObject({ person: Id, site: Id, item: z.string().max(20), day, time }))
    .output(AppointmentView),
  mine: op(
    'GET',
    '/appointments',
    { access: { resident: true }, audit: 'view' },
    'Appointments of oneself and of those for whom one may file: what lies ahead first, then what was in the last three months',
  ).output(z.object({ items: z.array(AppointmentView) })),
  cancel: op(
    'POST',
    '/appointments/{id}/cancel',
    { access: { resident: true, ...keep }, audit: 'command' },
    'Cancel an appointment before it begins; a point does so for whoever calls',
  )
    .input(z.strictObject({ id: Id }))
    .output(Settled),
  day: op(
    'GET',
    '/units/{unit}/appointments',
    { access: { ...keep, about: { kind: 'unit', field: 'unit' } }, audit: 'view' },
    'Who comes to the service points of a unit on a day, by time; names are masked, each is a look at that person',
  )
    .input(z.object({ unit: Id, day: day.optional() }))
    .output(
      z.object({
        day,
        sites: z.array(z.object({ id: Id, name: z.string(), hours: z.string() })),
        items: z.array(AppointmentRow),
        /** The nearest days before and after on which anybody comes. */
        before: day.nullable(),
        after: day.nullable(),
      }),
    ),
  mark: op(
    'POST',
    '/appointments/{id}/mark',
    { access: keep, audit: 'command' },
    'Say that somebody came or did not, from the beginning of the half-hour on',
  )
    .input(z.strictObject({ id: Id, as: z.enum(['came', 'missed']) }))
    .output(Settled),
};

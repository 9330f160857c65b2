import { command, os, query } from '../operations.ts';
import * as appointments from './appointments.service.ts';

export const appointmentRoutes = {
  items: os.appointments.items.handler(query((ctx, input) => appointments.itemsAt(ctx, input))),
  freeTimes: os.appointments.freeTimes.handler(query((ctx, input) => appointments.freeTimes(ctx, input))),
  book: os.appointments.book.handler(command(appointments.book, appointments.shown)),
  mine: os.appointments.mine.handler(query((ctx) => appointments.mine(ctx))),
  cancel: os.appointments.cancel.handler(command(appointments.cancel, appointments.settled)),
  day: os.appointments.day.handler(query((ctx, input) => appointments.dayOf(ctx, input))),
  mark: os.appointments.mark.handler(command(appointments.mark, appointments.settled)),
};

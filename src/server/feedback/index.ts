export { feedbackRoutes } from './feedback.routes.ts';
export {
  inviteAfterEnding,
  inviteAfterVisit,
  remind,
  tellAppointment,
  tellArrival,
  tellResident,
  tellUnit,
} from './feedback.service.ts';
export { backlog, forgetSent, sendOutbox } from './outbox.service.ts';

export { feedbackRoutes } from './feedback.routes.ts';
export {
  inviteAfterEnding,
  inviteAfterVisit,
  remind,
  tellArrival,
  tellResident,
  tellUnit,
} from './feedback.service.ts';
export { backlog, forgetSent, sendOutbox } from './outbox.service.ts';

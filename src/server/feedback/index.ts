export { feedbackRoutes } from './feedback.routes.ts';
export { inviteAfterEnding, inviteAfterVisit, remind, tellArrival, tellResident } from './feedback.service.ts';
export { backlog, forgetSent, sendOutbox } from './outbox.service.ts';

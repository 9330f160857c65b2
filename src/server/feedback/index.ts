export { feedbackRoutes } from './feedback.routes.ts';
export { inviteAfterEnding, inviteAfterVisit, tellResident } from './feedback.service.ts';

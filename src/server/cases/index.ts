export { fireReminders, redate } from './cases.jobs.ts';
export { casesRoutes, organisationCaseRoutes } from './cases.routes.ts';
export { unitHandles } from './cases.viewer.ts';
export { issueDocument } from './issue.service.ts';
export { papersRoutes } from './papers.routes.ts';
export { sweepFiles } from './papers.service.ts';
export { redateReroute } from './reroute.repository.ts';
export { reroute, rerouteSite } from './reroute.service.ts';

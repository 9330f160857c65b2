export { fireReminders, redate } from './cases.jobs.ts';
export { calendarRoutes, casesRoutes } from './cases.routes.ts';
export { unitHandles } from './cases.viewer.ts';
export { issueDocument } from './issue.service.ts';
export { papersRoutes } from './papers.routes.ts';
export { sweepFiles } from './papers.service.ts';

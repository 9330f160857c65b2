export { supervisionRoutes } from './supervision.routes.ts';

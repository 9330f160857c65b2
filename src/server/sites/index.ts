export { movedFrom } from './appointments.repository.ts';
export { appointmentRoutes } from './appointments.routes.ts';
export {
  closeSite,
  moveSite,
  openSite,
  redateClosing,
  redateMove,
  redateOpening,
  regradeSite,
} from './sites.change.ts';
export { findSite, insertSites, linksOn, sitesOfUnit } from './sites.repository.ts';
export { siteRoutes } from './sites.routes.ts';
export { getSite, listSites, metres, siteOfUnit, stationUnit } from './sites.service.ts';

import { casesRoutes, organisationCaseRoutes, papersRoutes } from './cases/index.ts';
import { catalogueRoutes } from './catalogue/index.ts';
import { feedbackRoutes } from './feedback/index.ts';
import { accountRoutes, identityRoutes, screenRoutes, sessionRoutes } from './identity/index.ts';
import { os } from './operations.ts';
import { organisationRoutes } from './organisation/index.ts';
import { planningRoutes } from './planning/index.ts';
import { appointmentRoutes, siteRoutes } from './sites/index.ts';
import { supervisionRoutes } from './supervision/index.ts';

/** Every route: what the contract names, and who serves it. */
export const router = os.router({
  session: sessionRoutes,
  screens: screenRoutes,
  organisation: { ...organisationRoutes, ...accountRoutes, ...siteRoutes, ...organisationCaseRoutes },
  identity: identityRoutes,
  catalogue: catalogueRoutes,
  appointments: appointmentRoutes,
  cases: casesRoutes,
  papers: papersRoutes,
  feedback: feedbackRoutes,
  planning: planningRoutes,
  supervision: supervisionRoutes,
});

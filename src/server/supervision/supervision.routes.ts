import { os, query } from '../operations.ts';
import { auditLog, verification } from './supervision.service.ts';

export const supervisionRoutes = {
  audit: os.supervision.audit.handler(query(auditLog)),
  verifyAudit: os.supervision.verifyAudit.handler(query((ctx) => verification(ctx))),
};

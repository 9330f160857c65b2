import { command, done, os, query } from '../operations.ts';
import * as feedback from './feedback.service.ts';

export const feedbackRoutes = {
  invitations: os.feedback.invitations.handler(query((ctx) => feedback.invitations(ctx))),
  rate: os.feedback.rate.handler(command(feedback.rate, done)),
  notices: os.feedback.notices.handler(query((ctx, { cursor, limit }) => feedback.notices(ctx, cursor, limit))),
  readNotices: os.feedback.readNotices.handler(command((ctx, { ids }) => feedback.readNotices(ctx, ids), done)),
};

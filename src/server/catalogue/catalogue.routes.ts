import { command, done, os, query } from '../operations.ts';
import * as service from './catalogue.service.ts';

const { catalogue } = os;

export const catalogueRoutes = {
  search: catalogue.search.handler(
    query(async (ctx, { text, ...options }) => ({ items: await service.search(ctx, text, options) })),
  ),
  get: catalogue.get.handler(query((ctx, input) => service.showItem(ctx, input))),
  cityLimits: catalogue.cityLimits.handler(query((ctx) => service.cityLimits(ctx))),
  publish: catalogue.publish.handler(
    command(
      (ctx, { item }) => service.publish(ctx, item),
      (_, ref) => ref,
    ),
  ),
  tighten: catalogue.tighten.handler(command(service.tightenPromise, done)),
};

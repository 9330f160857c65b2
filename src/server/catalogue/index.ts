export { catalogueRoutes } from './catalogue.routes.ts';
export {
  currentItem,
  insertItems,
  itemsInForce,
  itemVersion,
  itemVersions,
  knownItems,
  type TermedItem,
  termedItem,
  versionsKnown,
} from './catalogue.service.ts';

export {
  currentItem,
  insertItems,
  itemVersion,
  promisedItem,
  publish,
  search,
  tightenPromise,
} from './catalogue.service.ts';

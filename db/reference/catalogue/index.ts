import { Item } from '#domain/catalogue/item.ts';
import { cardItems } from './card.ts';
import { employmentItems } from './employment.ts';
import { injuryItems } from './injury.ts';
import { insuranceItems } from './insurance.ts';
import { labourItems } from './labour.ts';
import { licenceItems } from './licences.ts';
import { otherItems } from './other.ts';
import { pensionItems } from './pension.ts';
import { retirementItems } from './retirement.ts';
import { subsidyItems } from './subsidies.ts';
import { talentItems } from './talent.ts';
import { trainingItems } from './training.ts';
import { unemploymentItems } from './unemployment.ts';

/** The city's template: 68 items in the order of the service guide. Every definition is checked as it is loaded. */
export const referenceCatalogue: Item[] = [
  ...pensionItems,
  ...cardItems,
  ...employmentItems,
  ...unemploymentItems,
  ...trainingItems,
  ...subsidyItems,
  ...insuranceItems,
  ...retirementItems,
  ...injuryItems,
  ...labourItems,
  ...talentItems,
  ...licenceItems,
  ...otherItems,
].map((source) => Item.parse(source));

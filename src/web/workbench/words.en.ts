import actions from '../../../locales/en/actions.json' with { type: 'json' };
import organisation from '../../../locales/en/organisation.json' with { type: 'json' };
import workbench from '../../../locales/en/workbench.json' with { type: 'json' };

export const files = { workbench, actions, organisation };

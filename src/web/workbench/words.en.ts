import actions from '../../../locales/en/actions.json' with { type: 'json' };
import form from '../../../locales/en/form.json' with { type: 'json' };
import identity from '../../../locales/en/identity.json' with { type: 'json' };
import input from '../../../locales/en/input.json' with { type: 'json' };
import map from '../../../locales/en/map.json' with { type: 'json' };
import organisation from '../../../locales/en/organisation.json' with { type: 'json' };
import problems from '../../../locales/en/problems.json' with { type: 'json' };
import status from '../../../locales/en/status.json' with { type: 'json' };
import workbench from '../../../locales/en/workbench.json' with { type: 'json' };

export const files = { workbench, actions, form, identity, input, map, organisation, problems, status };

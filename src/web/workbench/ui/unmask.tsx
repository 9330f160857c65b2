import { useState } from 'react';
import type { purposes as allPurposes, PersonView } from '#api/identity.ts';
import { client } from '../api.ts';
import { useCommand } from '../command.ts';
import { t, tx } from '../words.ts';
import { useKeys } from './keys.ts';
import { Button, focused, Refusal } from './kit.tsx';

type Purpose = (typeof allPurposes)[number];
const purposes: readonly Purpose[] = ['service', 'check', 'complaint', 'correction', 'audit'];

/** Shows a record in clear for a purpose, which stands in the person's own log. Only the purpose is asked, never a reason in words. */
export function Unmask({
  person,
  caseId,
  onShown,
}: {
  person: string;
  caseId?: string;
  onShown: (person: PersonView) => void;
}) {
  const [asking, setAsking] = useState(false);
  const unmask = useCommand(
    `unmask ${person}`,
    (purpose: Purpose, options) =>
      client.identity.unmask({ id: person, purpose, ...(caseId !== undefined && { case: caseId }) }, options),
    (shown) => {
      setAsking(false);
      onShown(shown);
    },
  );
  useKeys({ '*': () => setAsking(true) });
  if (!asking) {
    return (
      <Button look="quiet" keyCap="*" onClick={() => setAsking(true)}>
        {t('unmask.show')}
      </Button>
    );
  }
  return (
    <fieldset className="unmask">
      <legend className="hint">{t('unmask.why')}</legend>
      {purposes.map((purpose, at) => (
        <Button
          key={purpose}
          {...(at === 0 && { ref: focused })}
          busy={unmask.isPending && unmask.variables === purpose}
          disabled={unmask.isPending}
          onClick={() => unmask.mutate(purpose)}
        >
          {tx(`workbench.purpose.${purpose}`)}
        </Button>
      ))}
      <Button look="quiet" onClick={() => setAsking(false)}>
        {t('cancel')}
      </Button>
      {unmask.error && <Refusal error={unmask.error} />}
    </fieldset>
  );
}

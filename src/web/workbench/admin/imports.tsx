import { useState } from 'react';
import { client } from '../api.ts';
import { may, useMe } from '../me.tsx';
import { Choices, Field, Section } from '../ui/kit.tsx';
import { TwoSteps } from '../ui/two-steps.tsx';
import { t } from '../words.ts';

const tables = ['divisions', 'units', 'sites', 'site-villages', 'accounts'] as const;
type Table = (typeof tables)[number];

/** Tables from Excel or CSV: first looked at row by row, then taken whole or not at all. */
export default function Imports() {
  const me = useMe();
  return (
    <div className="narrow">
      {may(me, 'organisation.import') && <OrganisationImport />}
      {may(me, 'case.number') && <OutcomeImport />}
    </div>
  );
}

function OrganisationImport() {
  const [kind, setKind] = useState<Table>('divisions');
  return (
    <Section title={t('import.organisation')}>
      <Choices
        label={t('import.kind')}
        options={tables.map((value) => ({ value, label: t(`import.${value}`) }))}
        value={kind}
        onChange={(value) => setKind(value as Table)}
      />
      <TwoSteps
        key={kind}
        intent={`import ${kind}`}
        // Points of a map program are a table too.
        {...(kind === 'sites' && { accept: '.csv,.xlsx,.geojson,.json', hint: t('import.points-hint') })}
        send={async (file, commit, options) => {
          // `commit` is read as a word, since a form carries no other.
          const report = await client.organisation.import({ kind, file, commit: String(commit) }, options);
          return { ...report, good: report.created };
        }}
      />
    </Section>
  );
}

function OutcomeImport() {
  const [system, setSystem] = useState('');
  return (
    <Section title={t('import.outcomes')}>
      <p className="hint">{t('import.outcomes-hint')}</p>
      <Field label={t('import.system')}>
        {(parts) => (
          <input
            {...parts}
            type="text"
            maxLength={60}
            value={system}
            onChange={(event) => setSystem(event.target.value)}
          />
        )}
      </Field>
      <TwoSteps
        intent="import outcomes"
        disabled={system.trim() === ''}
        send={async (file, commit, options) => {
          const report = await client.cases.importOutcomes(
            { system: system.trim(), file, commit: String(commit) },
            options,
          );
          return { ...report, good: report.matched };
        }}
      />
    </Section>
  );
}

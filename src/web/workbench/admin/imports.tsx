import { useState } from 'react';
import { client } from '../api.ts';
import { useCommand } from '../command.ts';
import { may, useMe } from '../me.tsx';
import { Button, Choices, Field, Refusal, Section } from '../ui/kit.tsx';
import { t } from '../words.ts';
import { sayImportProblem } from './import-words.ts';

const tables = ['divisions', 'units', 'sites', 'site-villages', 'accounts'] as const;
type Table = (typeof tables)[number];

interface Mistake {
  row: number;
  column: string | null;
  code: string;
  params?: Record<string, string | number> | undefined;
  /** A notice does not keep the table from being taken. */
  severity?: 'error' | 'notice';
}
interface Report {
  rows: number;
  good: number;
  changed?: number;
  problems: Mistake[];
  committed: boolean;
  passwords?: { login: string; name: string; password: string }[] | undefined;
}

const mistakes = (report: Report) => report.problems.filter((problem) => problem.severity !== 'notice');
const notices = (report: Report) => report.problems.filter((problem) => problem.severity === 'notice');

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

type Send = (file: File, commit: boolean, options: { context: { key: string } }) => Promise<Report>;

function TwoSteps({ intent, send, disabled }: { intent: string; send: Send; disabled?: boolean }) {
  const [file, setFile] = useState<File>();
  const [report, setReport] = useState<Report>();
  const run = useCommand(
    intent,
    ({ file: given, commit }: { file: File; commit: boolean }, options) => send(given, commit, options),
    setReport,
  );
  return (
    <>
      <Field label={t('import.file')} hint={t('import.file-hint')}>
        {(parts) => (
          <input
            {...parts}
            type="file"
            accept=".csv,.xlsx,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
            onChange={(event) => {
              setFile(event.target.files?.[0]);
              setReport(undefined);
            }}
          />
        )}
      </Field>
      <Button
        look={report ? 'plain' : 'main'}
        disabled={!file || disabled}
        busy={run.isPending && !run.variables?.commit}
        onClick={() => file && run.mutate({ file, commit: false })}
      >
        {t('import.check')}
      </Button>
      {run.error && <Refusal error={run.error} />}
      {report && <ReportTable report={report} />}
      {report && !report.committed && report.problems.length === 0 && (
        <Button look="main" busy={run.isPending} onClick={() => file && run.mutate({ file, commit: true })}>
          {t('import.take', { count: report.rows })}
        </Button>
      )}
    </>
  );
}

function ReportTable({ report }: { report: Report }) {
  const wrong = mistakes(report);
  const noted = notices(report);
  return (
    <div className="report" role="status">
      <p className={wrong.length === 0 ? 'notice good' : 'notice bad'}>
        {report.committed
          ? t('import.taken', { rows: report.rows })
          : wrong.length === 0
            ? t('import.fine', { rows: report.rows, good: report.good, changed: report.changed ?? 0 })
            : t('import.wrong', { rows: report.rows, count: wrong.length })}
      </p>
      {report.passwords && report.passwords.length > 0 && <Passwords of={report.passwords} />}
      {wrong.length > 0 && <Mistakes of={wrong} />}
      {noted.length > 0 && (
        <>
          <p className="notice warn">{t('import.notices', { count: noted.length })}</p>
          <Mistakes of={noted} />
        </>
      )}
    </div>
  );
}

const Mistakes = ({ of }: { of: Mistake[] }) => (
  <div className="table-scroll">
    <table className="plain-table">
      <thead>
        <tr>
          <th scope="col">{t('import.row')}</th>
          <th scope="col">{t('import.column')}</th>
          <th scope="col">{t('import.what')}</th>
        </tr>
      </thead>
      <tbody>
        {of.slice(0, 500).map((problem, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a row may have two mistakes
          <tr key={at}>
            <td className="num">{problem.row}</td>
            <td className="short-cell">{problem.column ?? ''}</td>
            <td>{sayImportProblem(problem.code, problem.params)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);

const Passwords = ({ of }: { of: { login: string; name: string; password: string }[] }) => (
  <>
    <p className="notice warn">{t('import.passwords')}</p>
    <table className="plain-table">
      <thead>
        <tr>
          <th scope="col">{t('accounts.name')}</th>
          <th scope="col">{t('import.login')}</th>
          <th scope="col">{t('accounts.password')}</th>
        </tr>
      </thead>
      <tbody>
        {of.map((one) => (
          <tr key={one.login}>
            <td>{one.name}</td>
            <td className="code">{one.login}</td>
            <td className="code">{one.password}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </>
);

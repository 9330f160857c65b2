import { type ReactNode, useState } from 'react';
import { useCommand } from '../command.ts';
import { t } from '../words.ts';
import { sayImportProblem } from './import-words.ts';
import { Button, Field, Refusal, Wide } from './kit.tsx';

interface Mistake {
  row: number;
  column: string | null;
  code: string;
  params?: Record<string, string | number> | undefined;
  /** A notice does not keep the table from being taken. */
  severity?: 'error' | 'notice';
}
export interface Report {
  rows: number;
  good: number;
  changed?: number;
  problems: Mistake[];
  committed: boolean;
  passwords?: { login: string; name: string; password: string }[] | undefined;
}

const mistakes = (report: Report) => report.problems.filter((problem) => problem.severity !== 'notice');
const notices = (report: Report) => report.problems.filter((problem) => problem.severity === 'notice');

type Send = (file: File, commit: boolean, options: { context: { key: string } }) => Promise<Report>;

/** A table or file that is first looked at, row by row, and then taken whole or not at all. */
export function TwoSteps({
  intent,
  send,
  disabled,
  accept = '.csv,.xlsx,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  hint = t('import.file-hint'),
}: {
  intent: string;
  send: Send;
  disabled?: boolean;
  accept?: string;
  hint?: ReactNode;
}) {
  const [file, setFile] = useState<File>();
  const [report, setReport] = useState<Report>();
  const run = useCommand(
    intent,
    ({ file: given, commit }: { file: File; commit: boolean }, options) => send(given, commit, options),
    setReport,
  );
  return (
    <>
      <Field label={t('import.file')} hint={hint}>
        {(parts) => (
          <input
            {...parts}
            type="file"
            accept={accept}
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
      {report && !report.committed && mistakes(report).length === 0 && (
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
  <Wide label={t('import.what')}>
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
  </Wide>
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

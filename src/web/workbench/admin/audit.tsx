import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api, client } from '../api.ts';
import { useCommand } from '../command.ts';
import { moment } from '../say.ts';
import { Button, Empty, Field, Refusal, Section, Shown, Wide } from '../ui/kit.tsx';
import { maybe, t } from '../words.ts';

/** The log as it is, newest first, and the check of its chain. Nobody can change or take away a line. */
export default function Audit() {
  const [typed, setTyped] = useState('');
  const [operation, setOperation] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setOperation(typed.trim()), 300);
    return () => clearTimeout(timer);
  }, [typed]);
  const log = useInfiniteQuery({
    ...api.supervision.audit.infiniteOptions({
      input: (cursor: string | undefined) => ({
        limit: 50,
        ...(operation !== '' && { operation }),
        ...(cursor !== undefined && { cursor }),
      }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (last) => last.next ?? undefined,
    }),
    placeholderData: (before) => before,
  });
  const rows = log.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Section page title={t('audit.title')}>
      <Verification />
      <div className="filters">
        <Field
          label={t('audit.operation')}
          hint={
            <>
              {t('audit.operation-hint')} <code>cases.act.decide</code> <code>identity.unmask</code>
            </>
          }
        >
          {(parts) => (
            <input
              {...parts}
              type="search"
              spellCheck={false}
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
            />
          )}
        </Field>
      </div>
      <Shown query={log} rows={10}>
        {() =>
          rows.length === 0 ? (
            <Empty title={t('audit.none')} />
          ) : (
            <Wide label={t('audit.title')}>
              <table className="plain-table">
                <thead>
                  <tr>
                    {(['at', 'by', 'operation', 'outcome', 'purpose', 'case', 'sealed'] as const).map((name) => (
                      <th key={name} scope="col">
                        {t(`audit.col-${name}`)}
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {rows.map((row) => (
                    <tr key={row.id}>
                      <td>{moment(row.at)}</td>
                      <td>
                        {row.by === 'anyone' || row.by === 'system' || row.by === 'screen'
                          ? t(`audit.by-${row.by}`)
                          : row.by}
                        {row.unit !== null && <small>{row.unit}</small>}
                      </td>
                      <td className="code">{row.operation}</td>
                      <td className={row.outcome === 'done' ? '' : 'bad'}>
                        {row.outcome === 'done' ? t('audit.done') : (maybe(`problems.${row.outcome}`) ?? row.outcome)}
                      </td>
                      <td>{row.purpose === null ? '' : (maybe(`workbench.purpose.${row.purpose}`) ?? row.purpose)}</td>
                      <td className="num">{row.caseNumber ?? ''}</td>
                      <td>{t(row.sealed ? 'audit.sealed' : 'audit.unsealed')}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </Wide>
          )
        }
      </Shown>
      {log.hasNextPage && (
        <Button busy={log.isFetchingNextPage} onClick={() => log.fetchNextPage()}>
          {t('more')}
        </Button>
      )}
    </Section>
  );
}

function Verification() {
  const verify = useCommand('verify-audit', (_: undefined, options) =>
    client.supervision.verifyAudit(undefined, options),
  );
  const { data } = verify;
  return (
    <div className="verification">
      <Button look="main" busy={verify.isPending} onClick={() => verify.mutate(undefined)}>
        {t('audit.verify')}
      </Button>
      {verify.error && <Refusal error={verify.error} />}
      {data && (
        <p className={data.ok ? 'notice good' : 'notice bad'} role="status">
          {data.ok
            ? t('audit.whole', { sealed: data.sealed, unsealed: data.unsealed })
            : t('audit.broken', { at: data.brokenAt ?? 0, sealed: data.sealed })}
        </p>
      )}
    </div>
  );
}

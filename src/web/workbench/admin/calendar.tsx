import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { isLocalDate, yearOf } from '#domain/kernel/dates.ts';
import { api, client } from '../api.ts';
import { useCommand } from '../command.ts';
import { shortDay, today } from '../say.ts';
import { DayInput } from '../ui/day-input.tsx';
import { Button, Field, Refusal, Section, Shown } from '../ui/kit.tsx';
import { t } from '../words.ts';
import { Redated } from './redated.tsx';

interface NamedDay {
  date: string;
  name: string;
}
interface Year {
  confirmed: boolean;
  document: string;
  holidays: NamedDay[];
  workdays: NamedDay[];
}
type Saved = Awaited<ReturnType<typeof client.organisation.setCalendar>>;

const emptyYear: Year = { confirmed: false, document: '', holidays: [], workdays: [] };

/** The holiday table, year by year. Saving a year dates every open case anew and says which dates moved. */
export default function CalendarPage() {
  const calendar = useQuery(api.organisation.calendar.queryOptions());
  const [year, setYear] = useState(String(yearOf(today())));
  const [report, setReport] = useState(false);
  return (
    <Section
      title={t('admin.calendar')}
      aside={
        calendar.data && <span className="aside">{t('calendar.revision', { revision: calendar.data.revision })}</span>
      }
    >
      <p className="lead">{t('calendar.lead')}</p>
      <Shown query={calendar}>
        {({ years, revision }) => {
          const known = Object.keys(years).sort();
          const next = String(Number(known.at(-1) ?? year) + 1);
          return (
            <>
              <fieldset className="chips">
                <legend className="sr">{t('calendar.years')}</legend>
                {[...known.filter((one) => Number(one) >= yearOf(today()) - 2), next].map((one) => (
                  <button
                    key={one}
                    type="button"
                    className="chip"
                    aria-pressed={one === year}
                    onClick={() => setYear(one)}
                  >
                    {one}
                    {!years[one]?.confirmed && <small>{t('calendar.unconfirmed')}</small>}
                  </button>
                ))}
              </fieldset>
              <YearEditor key={year} year={year} given={years[year] ?? emptyYear} />
              {revision > 1 && (
                <details onToggle={(event) => setReport(event.currentTarget.open)}>
                  <summary>{t('calendar.report-open', { revision })}</summary>
                  {report && <Redated revision={revision} />}
                </details>
              )}
            </>
          );
        }}
      </Shown>
    </Section>
  );
}

function YearEditor({ year, given }: { year: string; given: Year }) {
  const queries = useQueryClient();
  const [edited, setEdited] = useState(given);
  const [result, setResult] = useState<Saved>();
  const save = useCommand(
    `calendar ${year}`,
    (input: Year, options) => client.organisation.setCalendar({ year, ...input }, options),
    (answer) => {
      setResult(answer);
      void queries.invalidateQueries({ queryKey: api.organisation.calendar.queryOptions().queryKey });
      void queries.invalidateQueries({ queryKey: api.cases.key() });
    },
  );
  const wrong = [...edited.holidays, ...edited.workdays].some(
    (one) => !isLocalDate(one.date) || !one.date.startsWith(year),
  );
  const same = JSON.stringify(edited) === JSON.stringify(given);
  return (
    <>
      <div className="grid-form days-pair">
        <Days
          title={t('calendar.holidays')}
          year={year}
          days={edited.holidays}
          onChange={(holidays) => setEdited({ ...edited, holidays })}
        />
        <Days
          title={t('calendar.workdays')}
          year={year}
          days={edited.workdays}
          onChange={(workdays) => setEdited({ ...edited, workdays })}
        />
        <Field label={t('calendar.document')} hint={t('calendar.document-hint')} wide>
          {(parts) => (
            <input
              {...parts}
              type="text"
              maxLength={120}
              value={edited.document}
              onChange={(event) => setEdited({ ...edited, document: event.target.value })}
            />
          )}
        </Field>
        <label className="choice wide">
          <input
            type="checkbox"
            checked={edited.confirmed}
            onChange={(event) => setEdited({ ...edited, confirmed: event.target.checked })}
          />
          <span>
            {t('calendar.confirmed', { year })}
            <small>{t('calendar.confirmed-hint')}</small>
          </span>
        </label>
      </div>
      {wrong && <p className="field-problem">{t('calendar.wrong', { year })}</p>}
      {save.error && <Refusal error={save.error} />}
      <Button look="main" busy={save.isPending} disabled={wrong || same} onClick={() => save.mutate(edited)}>
        {t('calendar.save', { year })}
      </Button>
      {result && (
        <>
          <p className="notice good" role="status">
            {t('calendar.redated', { count: result.redated.length + result.more, revision: result.revision })}
          </p>
          <Redated revision={result.revision} />
        </>
      )}
    </>
  );
}

/** The days of each holiday together, in the order of the year. */
function byHoliday(days: readonly NamedDay[]): [string, NamedDay[]][] {
  const groups = new Map<string, NamedDay[]>();
  for (const one of [...days].sort((a, b) => (a.date < b.date ? -1 : 1)))
    groups.set(one.name, [...(groups.get(one.name) ?? []), one]);
  return [...groups];
}

function Days({
  title,
  year,
  days,
  onChange,
}: {
  title: string;
  year: string;
  days: NamedDay[];
  onChange: (days: NamedDay[]) => void;
}) {
  const [adding, setAdding] = useState<NamedDay>({ date: '', name: '' });
  const good = isLocalDate(adding.date) && adding.date.startsWith(year) && adding.name.trim() !== '';
  const groups = byHoliday(days);
  return (
    <fieldset className="field days">
      <legend>
        {title} <small>{t('calendar.days', { count: days.length })}</small>
      </legend>
      <dl>
        {groups.map(([name, dates]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              {dates.map((one) => (
                <button
                  key={one.date}
                  type="button"
                  className="day-chip"
                  aria-label={t('calendar.remove', { day: shortDay(one.date) })}
                  onClick={() => onChange(days.filter((other) => other !== one))}
                >
                  {shortDay(one.date)} <span aria-hidden="true">×</span>
                </button>
              ))}
            </dd>
          </div>
        ))}
      </dl>
      <div className="days-add">
        <DayInput
          aria-label={t('calendar.date')}
          example={`${year}-10-01`}
          value={adding.date}
          onChange={(date) => setAdding({ ...adding, date })}
        />
        <input
          type="text"
          aria-label={t('calendar.name')}
          placeholder={t('calendar.name')}
          maxLength={20}
          value={adding.name}
          onChange={(event) => setAdding({ ...adding, name: event.target.value })}
        />
        <Button
          disabled={!good || days.some((one) => one.date === adding.date)}
          onClick={() => {
            onChange([...days, { date: adding.date, name: adding.name.trim() }]);
            setAdding({ date: '', name: adding.name });
          }}
        >
          {t('calendar.add')}
        </Button>
      </div>
    </fieldset>
  );
}

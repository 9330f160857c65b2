import { useState } from 'react';
import { client } from '../api.ts';
import { useCommand } from '../command.ts';
import { moment } from '../say.ts';
import { Button, Field, Refusal, Section } from '../ui/kit.tsx';
import { readAgain } from './jobs.tsx';
import type { Plan } from './plan.ts';
import { p } from './words.ts';

/** What was said of a plan, by colleagues and by residents, and what was done with it. */
export function Talk({ plan }: { plan: Plan }) {
  const [text, setText] = useState('');
  const say = useCommand(
    `comment ${plan.scenario.id}`,
    (input: string, options) => client.planning.comment({ id: plan.scenario.id, text: input }, options),
    () => {
      setText('');
      readAgain();
    },
  );
  return (
    <>
      <ul className="talk">
        {plan.comments.map((comment) => (
          <li key={comment.id}>
            <p>{comment.text}</p>
            <small>
              {comment.resident ? p('talk.resident') : comment.by} · {moment(comment.at)}
            </small>
          </li>
        ))}
        {plan.comments.length === 0 && <li className="none">{p('talk.none')}</li>}
      </ul>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          say.mutate(text.trim());
        }}
      >
        <Field label={p('talk.say')}>
          {(parts) => (
            <textarea
              {...parts}
              rows={3}
              maxLength={2000}
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
          )}
        </Field>
        {say.error && <Refusal error={say.error} />}
        <Button type="submit" busy={say.isPending} disabled={text.trim() === ''}>
          {p('talk.send')}
        </Button>
      </form>
      <Section title={p('talk.history')}>
        <ol className="talk">
          {plan.history.map((entry, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a history only grows at its end
            <li key={at}>
              <p>
                {p(`history.${entry.what}`)}
                {entry.reason && `${p('talk.colon')}${entry.reason}`}
              </p>
              <small>
                {entry.by} · {moment(entry.at)}
              </small>
            </li>
          ))}
        </ol>
      </Section>
    </>
  );
}

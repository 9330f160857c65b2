import { isProblem, type Problem } from '#domain/kernel/problem.ts';
import { look } from './allowed.ts';
import type { Command, Submission } from './commands.ts';
import { hands } from './decide.hands.ts';
import { intake } from './decide.intake.ts';
import { result } from './decide.result.ts';
import { stages } from './decide.stages.ts';
import { type Context, Draft, entryUnit, envelope, type Fact, fail, type Handlers } from './draft.ts';
import type { CaseEvent, Parties } from './events.ts';
import type { ActionName } from './lifecycle.ts';
import { lowest } from './stages.ts';
import type { CaseState } from './state.ts';

export { type Context, envelope };

/** Opens a case. Any counter of the city may take it for any village; it then goes to whoever has the right. */
export function submit(
  caseId: string,
  ctx: Context,
  wish: Submission,
  about: {
    code: string;
    version: number;
    parties: Parties;
    path: CaseState['path'];
    barred: string[];
    helper: string | null;
  },
): CaseEvent | Problem {
  const { rules, viewer } = ctx;
  if (!rules.modes.includes(wish.mode)) return fail('case.mode-not-offered');
  if (!rules.delivery.ways.includes(wish.delivery.way)) return fail('case.delivery-not-offered');
  if (wish.delivery.unit !== null && ctx.isBarred(wish.delivery.unit)) return fail('case.unit-barred');
  if (about.parties.person === null && about.parties.employer === null && !rules.anonymousAllowed)
    return fail('case.no-applicant');
  if (wish.mode === 'proxy' && about.parties.agent === null) return fail('case.no-agent');
  // A counter that is complained of, or below one that is, helps to write the complaint, and that is the last it sees of it.
  const helps = viewer.kind === 'staff' ? viewer.unit : null;
  const counter = helps && !ctx.isBarred(helps.id) ? helps : null;
  const barred = helps && !counter && !about.barred.includes(helps.id) ? [...about.barred, helps.id] : about.barred;
  const helper = counter && about.helper;
  const here = counter && rules.rights.receive.includes(counter.level) ? counter : null;
  const unit = here ?? entryUnit(ctx, rules.rights.receive, barred);
  if (!unit) return fail('case.no-unit');
  const holder = here ? helper : null;
  const fact: Fact = {
    type: 'submitted',
    data: {
      item: { code: about.code, version: about.version },
      mode: wish.mode,
      channel: wish.channel,
      parties: about.parties,
      path: about.path,
      answers: ctx.answers ?? '',
      delivery: wish.delivery,
      confidential: rules.confidential,
      barred,
      helper,
      steps: [{ id: '1.0', kind: 'intake', stage: 'intake', unit: unit.id, level: unit.level, holder }],
    },
  };
  return envelope(caseId, 1, fact, ctx);
}

const handlers: Handlers<ActionName> = { ...intake, ...hands, ...stages, ...result };

/** Applies one command. Returns the facts that follow from it, or why it is refused. Changes nothing. */
export function decide(state: CaseState, command: Command, ctx: Context, wantedStep?: string): CaseEvent[] | Problem {
  const found = look(command.action, state, ctx.rules, ctx.viewer, wantedStep);
  if (typeof found === 'string') return refusal(state, command.action, ctx, found);
  const draft = new Draft(state, ctx, found === true ? null : found);
  const handle = handlers[command.action] as (draft: Draft, data: Command['data']) => Problem | undefined;
  const outcome = handle(draft, command.data);
  if (isProblem(outcome)) return outcome;
  return draft.facts.map((fact, n) => envelope(state.id, state.seq + 1 + n, fact, ctx));
}

/** Says why not, so that the reader knows what to do: the wrong moment, somebody else's turn, one's own work, or no power. */
function refusal(state: CaseState, action: ActionName, { rules }: Context, why: Problem['problem']): Problem {
  if (why === 'case.not-now') return fail(why, { status: state.status });
  if (why !== 'case.no-power') return fail(why);
  const { receive, accept, decide: decides } = rules.rights;
  return fail(why, {
    level: action === 'receive' ? lowest(receive) : action === 'terminate' ? decides : lowest(accept),
  });
}

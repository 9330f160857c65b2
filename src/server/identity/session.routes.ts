import { command, done, os, query } from '../operations.ts';
import { meOfScreen, pairScreen, welcomeScreen } from './screens.service.ts';
import * as residents from './sessions.residents.ts';
import * as sessions from './sessions.service.ts';
import * as staff from './sessions.staff.ts';

const { session } = os;

const signInResident = command(
  (ctx, { challenge, code }: { challenge: string; code: string }) => residents.signInResident(ctx, challenge, code),
  async (ctx, ref) => ({
    token: (await sessions.welcome(ctx, ref)).token,
    persons: await sessions.personsToChoose(ctx, ref.persons),
    person: ref.person,
  }),
);

const signInStaff = command(staff.signInStaff, async (ctx, ref) => {
  const { token, actor } = await sessions.welcome(ctx, ref);
  return { token, me: await sessions.me(ctx, actor) };
});

const changePassword = command(
  (ctx, input: { old: string; new: string }) => staff.changePassword(ctx, input.old, input.new),
  done,
);

export const sessionRoutes = {
  me: session.me.handler(
    query((ctx) => (ctx.actor.kind === 'screen' ? meOfScreen(ctx, ctx.actor.screen) : sessions.me(ctx))),
  ),
  askCode: session.askCode.handler(command((ctx, { mobile }) => residents.askCode(ctx, mobile), residents.sendCode)),
  // A try is counted before its command begins: neither a refusal nor a hundred tries at once can undo the count.
  resident: session.resident.handler(async (call) => {
    await residents.countCodeTry(call.context.app, call.input.challenge);
    return signInResident(call);
  }),
  staff: session.staff.handler(async (call) => {
    await staff.countTry(call.context.app, { login: call.input.login });
    return signInStaff(call);
  }),
  screen: session.screen.handler(command((ctx, { code }) => pairScreen(ctx, code), welcomeScreen)),
  password: session.password.handler(async (call) => {
    const { actor, app } = call.context;
    if (actor.kind === 'staff') await staff.countTry(app, { id: actor.account });
    return changePassword(call);
  }),
  register: session.register.handler(command(residents.register, sessions.meOf)),
  choose: session.choose.handler(command((ctx, { person }) => residents.choose(ctx, person), sessions.meOf)),
  act: session.act.handler(command((ctx, { post }) => sessions.act(ctx, post), sessions.meOf)),
  out: session.out.handler(command((ctx) => sessions.signOut(ctx, false), done)),
  outEverywhere: session.outEverywhere.handler(command((ctx) => sessions.signOut(ctx, true), done)),
  secondFactor: session.secondFactor.handler(
    command((ctx, { code }) => staff.setUpSecondFactor(ctx, code), staff.showSecondFactor),
  ),
  sit: session.sit.handler(command((ctx, { person }) => sessions.sit(ctx, person), sessions.meOf)),
  rise: session.rise.handler(command((ctx) => sessions.sit(ctx, null), sessions.meOf)),
};

import { expect, it } from 'vitest';
import { password, refusal, testKit } from '../testing.ts';

const kit = await testKit();

it('signs in', async () => {
  const clerk = await kit.staff('cun1', 'village-clerk', 'a1');
  console.log(JSON.stringify(await clerk.session.me()));
  console.log(await refusal(kit.client().session.staff({ login: 'cun1', password: 'x' })), password);
});

/** Every flow, walked to its end on both channels by pressing what leads forward: golden conversations officials can read. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChannelName } from '../../src/bot/channel.ts';
import { flows } from '../../src/flows/index.ts';
import { type Chat, type House, openHouse } from '../support/house.ts';

/** What is typed where a button cannot say it. */
const TYPED: Record<string, string[]> = {
  'merchant-vietqr': ['mb', 'NGUYEN THI BA', 'Sạp rau Cô Ba', '0352350917'],
};

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

async function walk(chat: Chat, flowId: string): Promise<void> {
  const typed = [...(TYPED[flowId] ?? [])];
  await chat.start(`f-${flowId}`);
  await chat.press('Bác');
  for (let step = 0; step < 60; step += 1) {
    const [row] = await house.db.sql<{ step: string | null; asks: boolean }[]>`
      select memory #>> '{run,state,step}' as step, true as asks from contacts
      where channel = ${chat.channel} and external_id = ${chat.externalId}`;
    if (!row?.step) return;
    const flow = flows.get(flowId);
    const answer = flow?.steps[row.step]?.kind === 'ask' ? typed.shift() : undefined;
    if (answer === undefined) await chat.pressFirst();
    else await chat.say(answer);
  }
  throw new Error(`${flowId} does not end by its first buttons.`);
}

describe.each<ChannelName>(['telegram', 'zalo'])('on %s', (channel) => {
  it.each([...flows.keys()])('%s is finished and recorded', async (flowId) => {
    const chat = house.person(`bác Sáu (${flowId})`, channel);
    const from = house.transcript().length;
    await walk(chat, flowId);
    const transcript = house.transcript().slice(from).replaceAll(`bác Sáu (${flowId})`, 'bác Sáu');
    await expect(transcript).toMatchFileSnapshot(`golden/${flowId}.${channel}.txt`);
    const recorded = await house.db.sql<{ flow_id: string; outcome: string; how_known: string }[]>`
      select c.flow_id, c.outcome, c.how_known from report.completions c join report.runs r on r.flow_id = ${flowId}
        and r.subject_code = c.subject_code and r.channel = ${channel}
      join contacts p on p.external_id = ${chat.externalId} and r.subject_code in ('P' || p.id, 'S-P' || p.id)
      where c.flow_id = ${flowId}`;
    expect(recorded).toEqual([{ flow_id: flowId, outcome: 'completed', how_known: 'self' }]);
  });
});

it('keeps nothing of the account but bank, last four and a keyed mark', async () => {
  const rows = await house.db.sql`select bank_bin, account_last4, account_fingerprint from stalls`;
  const dump = await house.db.sql<{ text: string }[]>`
    select string_agg(t::text, ' ') as text from (
      select body::text as t from outbound union all select memory::text from contacts union all
      select coalesce(heard, '') from turns union all select encode(sealed, 'escape') from private_media) all_texts`;
  expect(dump[0]?.text).not.toContain('0352350917');
  for (const row of rows) expect(row).toMatchObject({ bank_bin: '970422', account_last4: '0917' });
});

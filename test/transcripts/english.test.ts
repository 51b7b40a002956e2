/** What a foreigner in the household reads: the same flows in English, labels as they stand on the Vietnamese screen. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChannelName } from '../../src/bot/channel.ts';
import { type House, openHouse } from '../support/house.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

/** Vietnamese words outside of quotation marks, where a label would be. */
const VIETNAMESE = /[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]/iu;
const outsideQuotes = (text: string): string => text.replace(/“[^”]*”/g, '');

describe.each<ChannelName>(['telegram', 'zalo'])('on %s', (channel) => {
  it.each(['viettel-money', 'vneid-install', 'sim-check-1414', 'scam-check'])('%s', async (flowId) => {
    const name = `Mary (${flowId})`;
    const mary = house.person(name, channel);
    const from = house.transcript().length;
    await mary.say('english');
    await mary.press('Cô');
    const begun = mary.shown.length;
    await mary.start(`f-${flowId}`);
    for (let press = 0; press < 60; press += 1) {
      const [row] = await house.db.sql<{ step: string | null }[]>`
        select memory #>> '{run,state,step}' as step from contacts
        where channel = ${channel} and external_id = ${mary.externalId}`;
      if (!row?.step) break;
      await mary.pressFirst();
    }
    const transcript = house.transcript().slice(from).replaceAll(name, 'Mary');
    await expect(transcript).toMatchFileSnapshot(`golden/english-${flowId}.${channel}.txt`);
    for (const { text } of mary.shown.slice(begun)) expect(outsideQuotes(text)).not.toMatch(VIETNAMESE);
  });
});

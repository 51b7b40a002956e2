import { h } from 'preact';
import { render } from 'preact-render-to-string';
import { describe, expect, it } from 'vitest';
import { TELEGRAM_LIMITS } from '../../src/bot/channels/telegram-render.ts';
import { ZALO_LIMITS } from '../../src/bot/channels/zalo-render.ts';
import type { Frame, SimPerson } from '../../src/simulator/frame.ts';
import type { PhoneSnapshot, SimulatorData } from '../../src/simulator/snapshot.ts';
import { Simulator } from '../../src/web/client/simulator-app.tsx';
import { phonesFor } from '../../src/web/client/simulator-guide.tsx';
import { initialState, phoneAt, reduce, type State, turnShown, turnsOf } from '../../src/web/client/simulator-store.ts';
import { dayAndTime, number, span } from '../../src/web/client/simulator-words.ts';
import { conversation, outcome, telegramPath, ZALO_CS } from '../simulator/frames-made.ts';
import { HOA, LAN, SAU, UT } from '../support/fake-simulator-ports.ts';

const snapshot = (person: SimPerson, frames: Frame[] = []): PhoneSnapshot => ({
  person,
  frames,
  state: null,
  deliveries: [],
});
const page = (...phones: PhoneSnapshot[]): SimulatorData => ({
  now: '2026-11-22T02:00:10.000Z',
  people: [SAU, UT, LAN, HOA],
  phones,
  limits: { zalo: ZALO_LIMITS, telegram: TELEGRAM_LIMITS },
  newest: '0',
});
const html = (...phones: PhoneSnapshot[]) => render(h(Simulator, { data: page(...phones) }));

describe('the page as the server renders it', () => {
  it('has one heading, a chat that is announced, and tabs that name their panel', () => {
    const markup = html(snapshot(SAU));
    expect(markup.match(/<h1/g)).toHaveLength(1);
    expect(markup).toContain('role="log" aria-label="Trò chuyện của bác Sáu"');
    expect(markup.match(/role="tab"/g)).toHaveLength(5);
    expect(markup).toMatch(
      /role="tab" id="tab-events" aria-selected aria-controls="panel"|role="tab" id="tab-events" aria-selected="true" aria-controls="panel"/,
    );
    expect(markup).toContain('role="tabpanel" id="panel" aria-labelledby="tab-events"');
    expect(markup).toContain('CN 22/11/2026');
  });

  it('offers to follow on Zalo and to start on Telegram, where nothing can be typed before', () => {
    const zalo = html(snapshot(SAU));
    expect(zalo).toContain('Quan tâm</button>');
    expect(zalo).toContain('aria-label="Tin nhắn"');
    const telegram = html(snapshot(UT));
    expect(telegram).toContain('BẮT ĐẦU</button>');
    expect(telegram).not.toContain('aria-label="Tin nhắn"');
  });

  it('hangs buttons inside the bubble on Zalo and below it on Telegram', () => {
    const zalo = conversation('zalo');
    zalo.sent(ZALO_CS, {
      message: {
        text: 'A',
        attachment: {
          type: 'template',
          payload: { buttons: [{ title: 'Xong', type: 'oa.query.hide', payload: 'x' }] },
        },
      },
    });
    const telegram = conversation('telegram', UT.externalId);
    telegram.sent(telegramPath('sendMessage'), {
      text: 'A',
      reply_markup: { inline_keyboard: [[{ text: 'Xong', callback_data: 'x' }]] },
    });
    expect(html(snapshot(SAU, zalo.frames))).toMatch(
      /class="foot">(?:(?!<\/article>).)*<\/div><div class="buttons">(?:(?!<\/article>).)*<\/div><\/div><\/article>/s,
    );
    expect(html(snapshot(UT, telegram.frames))).toMatch(
      /class="foot">(?:(?!class="buttons").)*<\/div><\/div><div class="buttons">/s,
    );
  });

  it('says how long Zalo still allows, and when that costs or ends', () => {
    const windowAfter = (hours: number) => {
      const { frames, did } = conversation('zalo');
      did({ kind: 'follow' });
      frames[0]!.at = new Date(Date.parse('2026-11-22T02:00:10Z') - hours * 3_600_000).toISOString();
      return /class="window[^>]*>([^<]*)</.exec(html(snapshot(SAU, frames)))?.[1];
    };
    expect(windowAfter(1)).toBe('Còn nhắn không tốn phí: 47 giờ');
    expect(windowAfter(49)).toBe('Qua 48 giờ, tin có thể tốn phí. Còn nhắn được: 4 ngày');
    expect(windowAfter(169)).toBe('Qua 7 ngày, trợ lý không nhắn trước được');
  });

  it('prints what strangers type as text', () => {
    const { frames, wrote, came } = conversation('zalo');
    came(wrote(9), outcome({ heard: '<b>x</b>' }), '<script>alert(1)</script>');
    const markup = html(snapshot(SAU, frames));
    expect(markup).toContain('&lt;script>alert(1)&lt;/script>');
    expect(markup).not.toContain('<script>');
  });

  it('shows an edited message with what it said before', () => {
    const { frames, sent } = conversation('telegram', UT.externalId);
    const first = sent(telegramPath('sendMessage'), { text: 'Còn 3 hộ' });
    sent(telegramPath('editMessageText'), { message_id: Number(first.id), text: 'Còn 2 hộ' }, { externalId: first.id });
    expect(html(snapshot(UT, frames))).toContain('<summary>đã sửa</summary><p>Trước khi sửa: Còn 3 hộ</p>');
  });
});

describe('the state of the page', () => {
  const withTurns = () => {
    const { frames, wrote, came } = conversation('zalo');
    came(wrote(2), outcome({ inboundId: '1' }));
    came(wrote(3), outcome({ inboundId: '2' }));
    return frames;
  };
  const start = (...phones: PhoneSnapshot[]): State =>
    initialState(page(...phones), Date.parse('2026-11-22T02:00:10Z'));
  const shown = (state: State) => {
    const phone = phoneAt(state, state.active);
    return phone && turnShown(turnsOf(phone), state.selected)?.key;
  };

  it('follows the newest turn, stays with a picked one, and lets go when the person acts again', () => {
    const frames = withTurns();
    let state = start(snapshot(SAU, frames));
    expect(shown(state)).toBe('3');
    state = reduce(state, { type: 'picked', key: `zalo:${SAU.externalId}`, frameId: '1' });
    expect(shown(state)).toBe('1');
    state = reduce(state, { type: 'framed', frame: { ...frames[3]!, id: '5' } as Frame });
    expect(shown(state)).toBe('1');
    state = reduce(state, { type: 'framed', frame: { ...frames[2]!, id: '6' } as Frame });
    expect(shown(state)).toBe('6');
  });

  it('takes each frame once and in order, whatever the stream repeats', () => {
    const frames = withTurns();
    let state = start(snapshot(SAU, frames.slice(0, 1)));
    for (const frame of [frames[3]!, frames[1]!, frames[3]!, frames[2]!])
      state = reduce(state, { type: 'framed', frame });
    expect(state.phones[0]?.frames.map(({ id }) => id)).toEqual(['1', '2', '3', '4']);
  });

  it('shows the person their own words, which the server may not keep', () => {
    const { frames, wrote } = conversation('zalo');
    const key = `zalo:${SAU.externalId}`;
    let state = start(snapshot(SAU));
    state = reduce(state, { type: 'typed', key, text: '482913' });
    wrote(6);
    state = reduce(state, { type: 'framed', frame: frames[0]! });
    expect(state.phones[0]?.typed).toEqual({ [frames[0]!.id]: '482913' });
    expect(state.phones[0]?.typing).toEqual([]);
  });

  it('replaces a phone where it stood, and closes one', () => {
    let state = start(snapshot(SAU), snapshot(LAN));
    state = reduce(state, { type: 'opened', phone: snapshot(UT), instead: `zalo:${SAU.externalId}` });
    expect(state.phones.map(({ person }) => person)).toEqual([UT, LAN]);
    state = reduce(state, { type: 'closed', key: `telegram:${UT.externalId}` });
    expect(state.phones.map(({ person }) => person)).toEqual([LAN]);
    expect(state.active).toBe(`telegram:${LAN.externalId}`);
  });
});

describe('suggestions', () => {
  it('open the right phones, and make a citizen who is missing', () => {
    expect(phonesFor('wallet', [SAU, UT, LAN, HOA])).toEqual([SAU]);
    expect(phonesFor('volunteer', [SAU, UT, LAN, HOA])).toEqual([LAN, SAU]);
    const another = { ...HOA, externalId: '9000000000000005' };
    expect(phonesFor('broadcast', [SAU, UT, LAN, HOA, another])).toEqual([HOA, another, SAU]);
    expect(phonesFor('broadcast', [UT, HOA])).toEqual([HOA, { fresh: 'zalo' }]);
  });
});

describe('times and numbers', () => {
  it('are those of Vietnam', () => {
    expect(dayAndTime('2026-11-22T17:30:00Z')).toBe('T2 23/11/2026 00:30');
    expect(number(1234567)).toBe('1.234.567');
    expect([span(4.5 * 86_400_000), span(47.9 * 3_600_000), span(59_000)]).toEqual(['4 ngày', '47 giờ', '0 phút']);
  });
});

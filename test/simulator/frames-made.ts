/** Frames made by hand, for tests of what is folded from them. */
import type { ChannelName } from '../../src/bot/channel.ts';
import type {
  Act,
  Frame,
  InFrame,
  KeptAct,
  OutFrame,
  SentMedia,
  SentResult,
  TurnFrame,
  TurnOutcome,
} from '../../src/simulator/frame.ts';

const AT = Date.parse('2026-11-22T02:00:00Z');

/** Gives frames of one person their ids and times, one second apart. */
export function conversation(channel: ChannelName, externalId = '9000000000000001') {
  const frames: Frame[] = [];
  const base = () => {
    const id = frames.length + 1;
    return { id: String(id), channel, externalId, at: new Date(AT + id * 1000).toISOString() };
  };
  const add = <F extends Frame>(frame: F): F => {
    frames.push(frame);
    return frame;
  };
  return {
    frames,
    did: (act: KeptAct | Exclude<Act, { kind: 'text' }>): InFrame =>
      add({ ...base(), direction: 'in', request: { act, payload: '{}' }, result: null }),
    wrote: (characters: number): InFrame =>
      add({
        ...base(),
        direction: 'in',
        request: { act: { kind: 'text', characters }, payload: '{"message":{"text":"…"}}' },
        result: null,
      }),
    came: (of: InFrame, outcome: TurnOutcome, text = ''): TurnFrame =>
      add({
        ...base(),
        direction: 'turn',
        request: { of: of.id, payload: JSON.stringify({ message: { text } }) },
        result: outcome,
      }),
    sent: (path: string, body: unknown, result: Partial<SentResult> = {}, media?: SentMedia): OutFrame => {
      const own = base();
      const externalId = channel === 'zalo' ? `sim-${own.id}` : own.id;
      return add({
        ...own,
        direction: 'out',
        request: { method: 'POST', path, headers: {}, body: JSON.stringify(body), ...(media && { media }) },
        result: { fate: 'arrived', status: 200, body: {}, externalId, ...result },
      });
    },
    noted: (request: Extract<Frame, { direction: 'note' }>['request']): Frame =>
      add({ ...base(), direction: 'note', request, result: null }),
  };
}

export const outcome = (report: Partial<Extract<TurnOutcome, { kind: 'turn' }>['report']> = {}): TurnOutcome => ({
  kind: 'turn',
  report: {
    inboundId: '1',
    at: '2026-11-22T02:00:00.000Z',
    heard: null,
    understood: 'done',
    stepFrom: null,
    stepTo: null,
    memoryBefore: {},
    memoryAfter: {},
    rows: [],
    ...report,
  },
});

export const telegramPath = (method: string): string => `/bot[đã ẩn]/${method}`;
export const ZALO_CS = '/v3.0/oa/message/cs';

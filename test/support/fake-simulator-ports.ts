/**
 * Stands in for the conversation: real channels, real recording transports, a real database, and an engine of four steps
 * that is small enough to know every answer by heart. For tests of the simulator, which must not depend on our words.
 */
import type { Address, Channel, ChannelName, InboundEvent, MediaRef, OutboundMessage } from '../../src/bot/channel.ts';
import { createTelegram } from '../../src/bot/channels/telegram.ts';
import { createZalo } from '../../src/bot/channels/zalo.ts';
import { createJumpingClock, type JumpingClock } from '../../src/clock.ts';
import type { Sql } from '../../src/db/client.ts';
import type { SimPerson, TurnReport } from '../../src/simulator/frame.ts';
import type { SimulatorPorts } from '../../src/simulator/ports.ts';
import { createRecorder, type Recorder } from '../../src/simulator/recorder.ts';
import { SIMULATED_OA } from '../../src/simulator/zalo-person.ts';
import { createFakeMedia } from './fake-media.ts';

export const SAU: SimPerson = {
  channel: 'zalo',
  externalId: '9000000000000001',
  label: 'bác Sáu',
  role: 'citizen',
  areaName: 'Ngan Rô 1',
};
export const UT: SimPerson = { ...SAU, channel: 'telegram', externalId: '9000000000000002', label: 'cô Út' };
export const LAN: SimPerson = { ...UT, externalId: '9000000000000003', label: 'cô Lan', role: 'volunteer' };
export const HOA: SimPerson = { ...SAU, externalId: '9000000000000004', label: 'chị Hoa', role: 'official' };

export interface FakeEngine {
  ports: SimulatorPorts;
  recorder: Recorder;
  clock: JumpingClock;
  /** Everything `receive` was given. */
  received: InboundEvent[];
  savedOffsets: number[];
  /** Draws step pictures; replaceable. */
  draw: (hash: string) => Promise<Buffer | null>;
}

export interface FakeSettings {
  sql: Sql;
  start?: Date;
  chance?: () => number;
  sleep?: (ms: number) => Promise<unknown>;
  draw?: (hash: string) => Promise<Buffer | null>;
}

interface FakeMemory {
  step?: number;
}

const STEPS = 4;
const HIDDEN_CODE = '[đã ẩn: OTP]';

export function createFakeEngine({ sql, start, chance, sleep, draw: given }: FakeSettings): FakeEngine {
  const clock = createJumpingClock(start ?? new Date('2026-11-22T02:00:00Z'));
  const media = createFakeMedia();
  const draw = given ?? ((hash: string) => media.bytesOf({ kind: 'step-picture', hash, alt: '' }));
  const recorder = createRecorder({
    sql,
    clock,
    pictureBytes: (hash) => draw(hash),
    ...(chance && { chance }),
    ...(sleep && { sleep }),
  });
  const channels: Record<ChannelName, Channel> = {
    telegram: createTelegram({
      token: '123:secret-of-the-bot',
      transport: recorder.telegram,
      keyboard: { help: '🙋 Nhờ người giúp', home: '🏠 Đầu trang' },
      now: clock.now,
    }),
    zalo: createZalo({
      ...SIMULATED_OA,
      appSecret: 'unused',
      tokens: recorder.tokens,
      transport: recorder.zalo,
      pressPrompt: 'Bác làm xong chưa?',
      now: clock.now,
    }),
  };
  const received: InboundEvent[] = [];
  const savedOffsets: number[] = [];
  const store = {
    ...media,
    bytesOf: async (ref: MediaRef) =>
      ref.kind === 'step-picture' ? ((await draw(ref.hash)) ?? Buffer.alloc(0)) : media.bytesOf(ref),
  };

  async function say(contactId: bigint, to: Address, cause: string, messages: OutboundMessage[]): Promise<void> {
    const parts = messages.flatMap((message) => channels[to.channel].split(message));
    for (const [part, message] of parts.entries()) {
      const result = await channels[to.channel].send(to, message, store);
      await sql`
        insert into outbound (contact_id, channel, cause, part, kind, body, urgency, state, not_before, attempts,
                              queued_at, sent_at, external_id, reason, simulated)
        values (${contactId}, ${to.channel}, ${cause}, ${part}, ${message.kind}, ${sql.json(message as never)}, 0,
                ${result.ok ? 'sent' : 'failed'}, ${clock.now()}, 1, ${clock.now()}, ${clock.now()},
                ${result.ok ? result.externalId : null}, ${result.ok ? null : result.failure}, true)`;
    }
  }

  async function receive(event: InboundEvent): Promise<TurnReport | null> {
    received.push(event);
    if (event.what.kind === 'text' && event.what.text === 'hỏng')
      throw new TypeError('what was said must not be shown');
    const now = clock.now();
    const { channel, externalId } = event.from;
    const [contact] = await sql<{ id: bigint; memory: FakeMemory }[]>`
      insert into contacts (channel, external_id, simulated, created_at, seen_at)
      values (${channel}, ${externalId}, true, ${now}, ${now})
      on conflict (channel, external_id) do update set seen_at = ${now} returning id, memory`;
    const { id, memory } = contact!;
    const [inbound] = await sql<{ id: bigint }[]>`
      insert into inbound (channel, key, contact_id, kind, occurred_at, received_at)
      values (${channel}, ${event.key}, ${id}, ${event.what.kind}, ${event.occurredAt}, ${now})
      on conflict do nothing returning id`;
    if (!inbound) return null;
    const decided = decide(event, memory);
    const nudgeAt = new Date(now.getTime() + 24 * 3_600_000);
    await sql`
      update contacts set memory = ${sql.json(decided.memory as never)}, nudge_at = ${nudgeAt}, term = 'bác', call_name = 'Sáu'
      where id = ${id}`;
    await say(id, event.from, `in:${inbound.id}`, decided.messages);
    if (event.what.kind === 'press' && event.what.callbackId) {
      const { callbackId, messageId } = event.what;
      await channels[channel].gesture(event.from, { kind: 'acknowledge', callbackId, toast: 'Dạ, con nhận rồi' });
      if (messageId) await channels[channel].gesture(event.from, { kind: 'retire-buttons', messageId });
    }
    return {
      inboundId: String(inbound.id),
      at: now.toISOString(),
      heard: decided.heard,
      understood: decided.understood,
      stepFrom: memory.step ? `buoc-${memory.step}` : null,
      stepTo: decided.memory.step ? `buoc-${decided.memory.step}` : null,
      memoryBefore: memory,
      memoryAfter: decided.memory,
      rows: [
        { table: 'inbound', before: null, after: { id: String(inbound.id), kind: event.what.kind } },
        { table: 'contacts', before: { id: String(id), memory }, after: { id: String(id), memory: decided.memory } },
      ],
    };
  }

  /** One reminder for everybody who is due, as the real one would. */
  async function runDue(): Promise<void> {
    const due = await sql<{ id: bigint; channel: ChannelName; external_id: string }[]>`
      update contacts set nudge_at = null where simulated and nudge_at <= ${clock.now()} returning id, channel, external_id`;
    for (const { id, channel, external_id } of due) {
      await say(id, { channel, externalId: external_id }, `nudge:${clock.now().getTime()}`, [
        { kind: 'text', text: 'Bác rảnh thì mình làm tiếp nha.', buttons: [{ label: '▶ Làm tiếp', data: 'go' }] },
      ]);
    }
  }

  const ports: SimulatorPorts = {
    clock,
    saveClock: async (offsetMs) => void savedOffsets.push(offsetMs),
    receive,
    channels,
    sql,
    runDue,
    people: async () => [SAU, UT, LAN, HOA],
    pictureBytes: draw,
  };
  return { ports, recorder, clock, received, savedOffsets, draw };
}

interface Decided {
  heard: string | null;
  understood: string;
  memory: FakeMemory;
  messages: OutboundMessage[];
}

const BUTTONS = [
  { label: '✅ Xong rồi', data: 'go' },
  { label: '🔁 Chỉ lại', data: 'again' },
  { label: '🙋 Nhờ người giúp', data: 'person' },
];

const stepMessage = (step: number): OutboundMessage => ({
  kind: 'picture',
  media: { kind: 'step-picture', hash: `${step}`.repeat(32), alt: `Bước ${step}` },
  caption: `Bước ${step}/${STEPS}\n👉 Bác bấm chữ “Đăng ký”, chỗ có vòng màu cam.`,
  buttons: BUTTONS,
});

const GREETING: OutboundMessage[] = [
  { kind: 'text', text: 'Dạ con chào bác. Con ở đây để chỉ bác từng bước.', keyboard: 'citizen' },
  { kind: 'text', text: 'Mình bắt đầu nha bác?', buttons: [{ label: '▶ Bắt đầu', data: 'go' }, ...BUTTONS.slice(2)] },
];

/** Four steps, and a word for everything a page must be able to show. */
function decide({ what, messageId = '' }: InboundEvent, memory: FakeMemory): Decided {
  const words = what.kind === 'text' ? what.text : null;
  const next = (memory.step ?? 0) + 1;
  const forward: Decided = {
    heard: words,
    understood: 'done',
    memory: { step: next },
    messages: next > STEPS ? [{ kind: 'text', text: '🎉 Mừng bác quá! Xong rồi đó.' }] : [stepMessage(next)],
  };
  const answer = (understood: string, ...messages: OutboundMessage[]): Decided => ({
    heard: words,
    understood,
    memory,
    messages,
  });
  if (what.kind === 'press') return what.data === 'go' ? forward : answer(what.data, stepMessage(memory.step ?? 1));
  if (what.kind === 'follow' || what.kind === 'start') return answer('greeting', ...GREETING);
  if (what.kind === 'left') return answer('left');
  if (words === null)
    return answer(what.kind, { kind: 'text', text: 'Con nhận được rồi, bác bấm nút giúp con nha.', buttons: BUTTONS });
  if (/\d{4,8}/.test(words)) {
    const warning = 'Bác đừng đưa mã này cho ai.';
    const erase: OutboundMessage = {
      kind: 'delete',
      messageId,
      deleted: `Con xoá rồi. ${warning}`,
      refused: warning,
      buttons: BUTTONS,
    };
    return { ...answer('secret', erase), heard: HIDDEN_CODE };
  }
  switch (words) {
    case 'xong':
      return forward;
    case 'giấy':
      return answer('paper', {
        kind: 'document',
        media: { kind: 'private', id: 'paper-1', filename: 'tam-qr.pdf', mime: 'application/pdf', alt: 'Tấm mã' },
        caption: 'Tấm mã của bác đây.',
      });
    case 'số':
      return answer('phone', {
        kind: 'request-contact',
        text: 'Bác cho con xin số để cô Lan gọi nha.',
        label: 'Chia sẻ số',
      });
    case 'khó':
      return answer('hard', {
        kind: 'text',
        text: 'Quý khách vui lòng truy cập hệ thống để thực hiện thao tác xác thực thông tin cá nhân theo hướng dẫn.',
        buttons: [{ label: 'Nút này có chữ dài quá hai mươi chữ cái', data: 'go' }],
      });
    default:
      return answer('unknown', {
        kind: 'text',
        text: 'Dạ con chưa hiểu ý bác. Bác bấm một nút ở dưới giúp con nha.',
        buttons: BUTTONS,
      });
  }
}

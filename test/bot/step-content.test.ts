/** What a step says besides its own words: what is known of the place, and that a screen may have changed. */
import { describe, expect, it } from 'vitest';
import { NO_FACTS } from '../../src/bot/facts.ts';
import type { ActiveRun } from '../../src/bot/memory.ts';
import type { Person } from '../../src/bot/person.ts';
import { showStep, stepText } from '../../src/bot/show.ts';
import { type FlowBook, Turn } from '../../src/bot/turn.ts';
import { newRun } from '../../src/flows/advance.ts';
import type { Flow } from '../../src/flows/flow.ts';
import { flowOf, flows } from '../../src/flows/index.ts';
import { loadTexts } from '../../src/text.ts';

const texts = loadTexts();
const now = new Date('2026-11-24T02:00:00Z');
const activate = flows.get('vneid-activate') as Flow;

interface Reader {
  helping?: boolean;
  locale?: string;
}

function said(step: string, book: Partial<FlowBook>, options: Reader = {}): string {
  const { turn, run } = atStep(step, book, options);
  return stepText(turn, run, activate, step);
}

/** One run walked along `steps`; what each of them said. */
function walked(steps: readonly string[], book: Partial<FlowBook>, options: Reader = {}): string[] {
  const { turn, run } = atStep(steps[0] ?? '', book, options);
  return steps.map((step) => {
    turn.messages.length = 0;
    showStep(turn, run, activate, step, 'first');
    return turn.messages
      .map(({ message }) =>
        message.kind === 'picture' ? message.caption : message.kind === 'text' ? message.text : '',
      )
      .join('\n');
  });
}

function atStep(step: string, book: Partial<FlowBook>, options: Reader): { turn: Turn; run: ActiveRun } {
  const run: ActiveRun = {
    ...{ id: '1', state: { ...newRun(activate), step }, lastAt: now.toISOString(), startedBy: 'self' },
    ...(options.helping && { helping: { household: 'H1', callName: 'Bác Sáu', term: 'bác', areaCode: 'there' } }),
  };
  const person: Person = {
    ...{ id: '1', channel: 'telegram', externalId: '1', simulated: false, locale: options.locale ?? 'vi', term: 'bác' },
    ...{ callName: null, areaCode: 'here', memory: { run }, seenAt: now, leftAt: null, mutedAt: null, paceAt: null },
    ...{ memberships: [], liveButtons: null },
  };
  const world = {
    ...{ now, inboundId: '1', texts, facts: NO_FACTS, picture: () => null, fingerprint: () => '' },
    flows: { current: flows, of: flowOf, ...book },
  };
  return { turn: new Turn(person, world), run };
}

describe('a screen that may have changed', () => {
  const old: FlowBook['doubt'] = () => ({ why: 'old', lastSeen: '2024-09-10' });
  const changed: FlowBook['doubt'] = () => ({ why: 'app-changed', lastSeen: null });

  it('is said kindly to the citizen, without a day', () => {
    expect(said('activate', { doubt: old })).toMatch(/\nMàn hình có thể khác chút xíu nha\.$/);
    expect(said('activate', { doubt: changed })).toMatch(/\nMàn hình có thể khác chút xíu nha\.$/);
    expect(said('activate', { doubt: () => null })).not.toContain('khác');
    expect(said('activate', { doubt: old }, { locale: 'en' })).toContain('may look a little different');
  });

  const KIND = 'Màn hình có thể khác chút xíu nha.';
  const tells = (steps: readonly string[], book: Partial<FlowBook>, options: Reader = {}) =>
    walked(steps, book, options).map((text) => /khác chút xíu|Coi lần chót|mới đổi/.test(text));
  const [first, second, third] = Object.keys(activate.steps).filter((id) => activate.steps[id]?.picture) as [
    string,
    string,
    string,
  ];

  it('is said to a citizen once in a run, at the first step that is old', () => {
    const fromSecond: FlowBook['doubt'] = (_, step) => (step === first ? null : { why: 'old', lastSeen: '2024-09-10' });
    const texts = walked([first, second, third, second], { doubt: fromSecond });
    expect(texts.map((text) => text.includes(KIND))).toEqual([false, true, false, false]);
  });

  it('is said again where somebody has reported the app changed', () => {
    const reported: FlowBook['doubt'] = (_, step) => ({ why: step === third ? 'app-changed' : 'old', lastSeen: null });
    expect(tells([first, second, third], { doubt: reported })).toEqual([true, false, true]);
    expect(tells([first, second], { doubt: changed })).toEqual([true, true]);
  });

  it('is told to a helper at every step', () => {
    expect(tells([first, second, third], { doubt: old }, { helping: true })).toEqual([true, true, true]);
  });

  it('is told to a helper with what is known of it', () => {
    expect(said('activate', { doubt: old }, { helping: true })).toContain('Coi lần chót ngày 10/09/2024.');
    expect(said('activate', { doubt: changed }, { helping: true })).toContain('Có người báo ứng dụng mới đổi.');
  });
});

describe('the place to go to', () => {
  const local: FlowBook['local'] = (area) =>
    area === 'here'
      ? { 'police-address': 'số 1 đường Lộ Tẻ', 'police-phone': '0299 382 1234', 'bank-address': 'Agribank chợ' }
      : { 'police-hours': '7:00–11:00' };

  it('is described by what is known of this kind of office, and nothing else', () => {
    expect(said('at-police', { local })).toMatch(/\nCông an xã ở: số 1 đường Lộ Tẻ\.\nSố công an xã: 0299 382 1234\.$/);
    expect(said('at-police', {})).not.toMatch(/Công an xã ở|Số công an/);
  });

  it('is that of the household a volunteer helps', () => {
    expect(said('at-police', { local }, { helping: true })).toMatch(/\nCông an xã làm việc: 7:00–11:00\.$/);
  });

  it('is not added where nobody is sent there', () => {
    expect(said('activate', { local })).not.toContain('Công an');
  });
});

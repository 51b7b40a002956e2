import { describe, expect, it, test } from 'vitest';
import { INTENT_FLOWS, intentOfFlow } from '../../src/bot/intent-flows.ts';
import { act, readWanted } from '../../src/bot/wanted.ts';
import { flows } from '../../src/flows/index.ts';
import { INTENTS } from '../../src/understanding/intents.ts';

const everywhere = () => true;

describe('the flows of a wish', () => {
  it('are published flows, each of one wish', () => {
    const named = Object.values(INTENT_FLOWS).flat();
    expect(new Set(named).size).toBe(named.length);
    for (const flow of named) expect(flows.has(flow), flow).toBe(true);
  });

  it('leave out none but the lessons, which nobody asks for as a service', () => {
    expect([...flows.keys()].filter((flow) => intentOfFlow(flow) === undefined)).toEqual(['binh-dan-hoc-vu-so']);
  });
});

describe('what is wanted', () => {
  test.each([
    ['má tui đi khám bệnh quên đem thẻ bảo hiểm thì sao', null, ['health-bhyt']],
    ['bán tạp hóa giờ bỏ thuế khoán rồi khai làm sao', null, ['household-tax-2026']],
    ['việt teo mân ni của tui nạp tiền vô kiểu gì', null, ['viettel-money']],
  ] as const)('%j is the flow %j', (text, expecting, wanted) => {
    expect(readWanted(text, expecting, everywhere)).toEqual({ kind: 'flows', flows: wanted });
  });

  it('offers the flows of the wish when the words name none of them', () => {
    const wanted = readWanted('mã của tui', null, everywhere);
    expect(wanted).toEqual({ kind: 'flows', flows: INTENT_FLOWS.merchant_qr.slice(0, 3) });
  });

  it('offers only what the commune has', () => {
    const wanted = readWanted('mã của tui', null, (flow) => flow === 'merchant-vnpt');
    expect(wanted).toEqual({ kind: 'flows', flows: ['merchant-vnpt'] });
  });

  it('asks when it is not sure, two things at most', () => {
    const wanted = readWanted('thẻ của bác', null, everywhere);
    expect(wanted.kind).toBe('ask');
    expect(wanted.kind === 'ask' && wanted.intents[0]).toBe('bank_account');
    expect(wanted.kind === 'ask' && wanted.intents.length).toBeLessThanOrEqual(2);
  });

  it('takes an answer in words no table has', () => {
    const text = 'nãy giờ loay hoay cuối cùng nó cũng cho qua rồi con ơi';
    expect(readWanted(text, 'step', everywhere)).toEqual({ kind: 'answer', meaning: 'done' });
  });

  test.each(['qwe rty', 'bla bla', 'hmm'])('makes nothing of %j', (text) => {
    expect(readWanted(text, 'step', everywhere).kind).toBe('unclear');
  });

  it('leads somewhere from every intent a button may carry', () => {
    for (const intent of INTENTS) expect(act(intent, [], everywhere).kind, intent).not.toBe('unclear');
  });
});

/** Which flows serve which wish, the one most people mean first. */
import type { FlowId } from '../flows/flow.ts';
import type { ServiceIntent } from '../understanding/intents.ts';

export const INTENT_FLOWS: Readonly<Record<ServiceIntent, readonly FlowId[]>> = {
  vneid_account: [
    ...['vneid-install', 'vneid-activate', 'vneid-forgot', 'vneid-new-phone', 'vneid-level1', 'vneid-level2-police'],
    ...['vneid-change-phone', 'vneid-lock', 'dvcqg-login', 'digital-signature'],
  ],
  ewallet: ['viettel-money', 'vnpt-money', 'wallet-everyday', 'momo', 'zalopay', 'pay-by-qr'],
  merchant_qr: ['merchant-vietqr', 'merchant-bank-speaker', 'merchant-viettel', 'merchant-vnpt'],
  bank_account: ['bank-mb', 'bank-vietinbank', 'bank-youth'],
  sim_check: ['sim-check-1414', 'sim-auth-operator', 'sim-confirm-vneid'],
  health_book: ['health-open', 'health-bhyt', 'health-vssid'],
  benefits: ['allowance-commune', 'pension-to-account', 'asxh-link'],
  einvoice: ['household-tax-2026', 'einvoice-etax'],
  ecommerce_sell: ['sell-online'],
  bill_pay: ['bill-electricity', 'bill-water', 'bill-telecom', 'school-fee', 'hospital-fee'],
  etc_toll: ['etc-toll'],
  scam_alert: ['scam-check', 'scam-happened', 'account-renting'],
  province_app: ['feedback-choose'],
  dossier_track: ['dvcqg-track'],
  dossier_submit: ['dvcqg-submit', 'dvcqg-pay', 'fee-by-qr-mot-cua'],
};

const intentOf = new Map(
  Object.entries(INTENT_FLOWS).flatMap(([intent, flows]) => flows.map((flow) => [flow, intent as ServiceIntent])),
);

/** The wish a flow serves; undefined for a flow nobody asks for in these words. */
export const intentOfFlow = (flow: FlowId): ServiceIntent | undefined => intentOf.get(flow);

/** The registry: every published flow and shared block. A new flow is one file in `services/` and one line here. */
import { atStall } from './blocks/at-stall.ts';
import { bankCounter } from './blocks/bank-counter.ts';
import { etaxLogin } from './blocks/etax-login.ts';
import { linkBank } from './blocks/link-bank.ts';
import { merchantSignUp } from './blocks/merchant-sign-up.ts';
import { neverShare } from './blocks/never-share.ts';
import { nfcTouch } from './blocks/nfc-touch.ts';
import { openAccount } from './blocks/open-account.ts';
import { openWallet } from './blocks/open-wallet.ts';
import { payBill } from './blocks/pay-bill.ts';
import { payBySlip } from './blocks/pay-by-slip.ts';
import { phoneReady } from './blocks/phone-ready.ts';
import { rightApp } from './blocks/right-app.ts';
import { scamFirstAid } from './blocks/scam-first-aid.ts';
import { scanAndPay } from './blocks/scan-and-pay.ts';
import { testTransfer } from './blocks/test-transfer.ts';
import { topUp } from './blocks/top-up.ts';
import { expand } from './expand.ts';
import type { Flow, FlowId } from './flow.ts';
import { accountRenting } from './services/account-renting.ts';
import { allowanceCommune } from './services/allowance-commune.ts';
import { asxhLink } from './services/asxh-link.ts';
import { bankMb } from './services/bank-mb.ts';
import { bankVietinbank } from './services/bank-vietinbank.ts';
import { bankYouth } from './services/bank-youth.ts';
import { billElectricity } from './services/bill-electricity.ts';
import { billTelecom } from './services/bill-telecom.ts';
import { billWater } from './services/bill-water.ts';
import { binhDanHocVuSo } from './services/binh-dan-hoc-vu-so.ts';
import { digitalSignature } from './services/digital-signature.ts';
import { dvcqgLogin } from './services/dvcqg-login.ts';
import { dvcqgPay } from './services/dvcqg-pay.ts';
import { dvcqgSubmit } from './services/dvcqg-submit.ts';
import { dvcqgTrack } from './services/dvcqg-track.ts';
import { einvoiceEtax } from './services/einvoice-etax.ts';
import { etcToll } from './services/etc-toll.ts';
import { feeByQrMotCua } from './services/fee-by-qr-mot-cua.ts';
import { feedbackChoose } from './services/feedback-choose.ts';
import { healthBhyt } from './services/health-bhyt.ts';
import { healthOpen } from './services/health-open.ts';
import { healthVssid } from './services/health-vssid.ts';
import { hospitalFee } from './services/hospital-fee.ts';
import { householdTax2026 } from './services/household-tax-2026.ts';
import { merchantBankSpeaker } from './services/merchant-bank-speaker.ts';
import { merchantVietqr } from './services/merchant-vietqr.ts';
import { merchantViettel } from './services/merchant-viettel.ts';
import { merchantVnpt } from './services/merchant-vnpt.ts';
import { momo } from './services/momo.ts';
import { payByQr } from './services/pay-by-qr.ts';
import { pensionToAccount } from './services/pension-to-account.ts';
import { scamCheck } from './services/scam-check.ts';
import { scamHappened } from './services/scam-happened.ts';
import { schoolFee } from './services/school-fee.ts';
import { sellOnline } from './services/sell-online.ts';
import { simAuthOperator } from './services/sim-auth-operator.ts';
import { simCheck1414 } from './services/sim-check-1414.ts';
import { simConfirmVneid } from './services/sim-confirm-vneid.ts';
import { viettelMoney } from './services/viettel-money.ts';
import { vneidActivate } from './services/vneid-activate.ts';
import { vneidChangePhone } from './services/vneid-change-phone.ts';
import { vneidForgot } from './services/vneid-forgot.ts';
import { vneidInstall } from './services/vneid-install.ts';
import { vneidLevel1 } from './services/vneid-level1.ts';
import { vneidLevel2Police } from './services/vneid-level2-police.ts';
import { vneidLock } from './services/vneid-lock.ts';
import { vneidNewPhone } from './services/vneid-new-phone.ts';
import { vnptMoney } from './services/vnpt-money.ts';
import { walletEveryday } from './services/wallet-everyday.ts';
import { zalopay } from './services/zalopay.ts';

/** Definitions as they were written, in the order of the menu. */
export const published: readonly Flow[] = [
  vneidInstall,
  vneidActivate,
  vneidLevel2Police,
  vneidLevel1,
  vneidForgot,
  vneidNewPhone,
  vneidChangePhone,
  dvcqgLogin,
  dvcqgSubmit,
  dvcqgTrack,
  dvcqgPay,
  simCheck1414,
  simConfirmVneid,
  simAuthOperator,
  digitalSignature,
  viettelMoney,
  vnptMoney,
  momo,
  zalopay,
  walletEveryday,
  payByQr,
  bankMb,
  bankVietinbank,
  bankYouth,
  billElectricity,
  billWater,
  billTelecom,
  schoolFee,
  hospitalFee,
  etcToll,
  feeByQrMotCua,
  merchantVietqr,
  merchantViettel,
  merchantVnpt,
  merchantBankSpeaker,
  sellOnline,
  householdTax2026,
  einvoiceEtax,
  healthOpen,
  healthBhyt,
  healthVssid,
  asxhLink,
  pensionToAccount,
  allowanceCommune,
  feedbackChoose,
  scamCheck,
  scamHappened,
  vneidLock,
  accountRenting,
  binhDanHocVuSo,
];

/** Steps that several flows share; never started by themselves. */
export const blocks: readonly Flow[] = [
  atStall,
  bankCounter,
  etaxLogin,
  linkBank,
  merchantSignUp,
  neverShare,
  nfcTouch,
  openAccount,
  openWallet,
  payBill,
  payBySlip,
  phoneReady,
  rightApp,
  scamFirstAid,
  scanAndPay,
  testTransfer,
  topUp,
];

/**
 * Earlier versions that runs may still be walking, newest first. They stay as they were when expanded, so that a block
 * that has changed since does not change them.
 */
const earlier: readonly Flow[] = [];

const definitions = new Map([...published, ...blocks].map((flow) => [flow.id, flow]));

/** The newest version of every published flow, expanded: what is walked. */
export const flows: ReadonlyMap<FlowId, Flow> = new Map(published.map((flow) => [flow.id, expand(flow, definitions)]));

/** One version of a flow, expanded; undefined when that version is gone (the run is then moved to the newest). */
export function flowOf(id: FlowId, version: number): Flow | undefined {
  const newest = flows.get(id);
  if (newest?.version === version) return newest;
  return earlier.find((flow) => flow.id === id && flow.version === version);
}

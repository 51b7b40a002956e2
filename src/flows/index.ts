/** The registry: every published flow and shared block. A new flow is one file in `services/` and one line here. */
import { neverShare } from './blocks/never-share.ts';
import { nfcTouch } from './blocks/nfc-touch.ts';
import { phoneReady } from './blocks/phone-ready.ts';
import { rightApp } from './blocks/right-app.ts';
import { testTransfer } from './blocks/test-transfer.ts';
import { expand } from './expand.ts';
import type { Flow, FlowId } from './flow.ts';
import { dvcqgLogin } from './services/dvcqg-login.ts';
import { merchantVietqr } from './services/merchant-vietqr.ts';
import { viettelMoney } from './services/viettel-money.ts';
import { vneidActivate } from './services/vneid-activate.ts';
import { vneidInstall } from './services/vneid-install.ts';
import { vnptMoney } from './services/vnpt-money.ts';

/** Definitions as they were written, in the order of the menu. */
export const published: readonly Flow[] = [
  vneidInstall,
  vneidActivate,
  dvcqgLogin,
  viettelMoney,
  vnptMoney,
  merchantVietqr,
];

/** Steps that several flows share; never started by themselves. */
export const blocks: readonly Flow[] = [phoneReady, rightApp, nfcTouch, neverShare, testTransfer];

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

/** Timed work about people, in the order in which one may follow from another. Each finds its own due rows. */
import { chaseDue, escalateDue } from './escalate.ts';
import { askEvidenceDue } from './evidence.ts';
import { eraseDue, forgetOld } from './forget.ts';
import { askMorningChecks } from './morning.ts';
import { endQuietRelays, type RelayParts } from './relays.ts';

export async function runPeopleDue(parts: RelayParts): Promise<void> {
  await eraseDue(parts);
  await endQuietRelays(parts);
  await escalateDue(parts);
  await chaseDue(parts);
  await askEvidenceDue(parts);
  await forgetOld(parts);
  await askMorningChecks(parts);
}

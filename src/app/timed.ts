/** Timed work in its order: what people are told first, then what is fetched, forgotten and added up. */
import type { Errands } from '../bot/errands.ts';
import { remindDue } from '../bot/remind.ts';
import type { Sender } from '../bot/sender.ts';
import { runPeopleDue } from '../bot/timed/people.ts';
import type { Feeder } from '../broadcast/feeder.ts';
import { doChores } from '../chores.ts';
import type { Clock } from '../clock.ts';
import { forgetSignIns } from '../db/access.ts';
import { forgetAnswers } from '../db/answers.ts';
import { settleAreas } from '../db/area-changes.ts';
import type { Database } from '../db/client.ts';
import { foldFigures } from '../db/figures.ts';
import { fillPhoneEndings } from '../db/phone-endings.ts';
import { forgetProofs } from '../db/proof-codes.ts';
import { forgetUnknown } from '../db/unknown-phrases.ts';
import type { ScamBook } from '../scam-book.ts';
import type { Texts } from '../text.ts';
import type { Published } from './published.ts';

interface TimedParts {
  db: Database;
  key: Buffer;
  clock: Clock;
  texts: Texts;
  published: Published;
  scams: ScamBook;
  sender: Pick<Sender, 'wake'>;
  feeder: Pick<Feeder, 'runOnce'>;
  errands: Pick<Errands, 'runOnce'>;
}

/** Does what is due now. Rejects when all is tried, with what went wrong in any. */
export async function doDueWork(parts: TimedParts): Promise<void> {
  const { db, key, clock, texts, published, scams, sender, feeder, errands } = parts;
  const { sql } = db;
  const { flows, pictures, rehearsal } = published;
  const wake = () => sender.wake();
  const fingerprint = () => ''; // only a typed account number needs one, and nobody types in timed work
  await doChores([
    () => remindDue({ db, clock, texts, flows, rehearsal, wake }),
    () => runPeopleDue({ db, clock, texts, flows, wake, picture: pictures.refOf, fingerprint }),
    feeder.runOnce,
    errands.runOnce,
    scams.refresh,
    () => forgetProofs(sql, clock.now()),
    () => forgetAnswers(sql, clock.now()),
    () => forgetSignIns(sql, clock.now()),
    () => forgetUnknown(sql, clock.now()),
    () => settleAreas(sql, clock.now()),
    () => foldFigures(sql),
    () => fillPhoneEndings(sql, key),
  ]);
  wake();
}

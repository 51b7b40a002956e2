/** What must be done because of a turn about people: households, logs, talks, rights. Carried out in `src/bot/perform/`. */
import type { ConsentPurpose } from '../../db/consents.ts';
import type { EvidenceOutcome } from '../../db/evidence.ts';
import type { LogRecord } from '../../db/log.ts';
import type { MemberFact } from '../facts.ts';

export type PeopleEffect =
  /** Confirmed lines of a quick log; `contactId` is whom to ask whether it is so. */
  | { type: 'log'; records: LogRecord[]; askAbout: { key: string; contactId: string }[] }
  | { type: 'reverse-own'; id: string }
  | {
      type: 'add-member';
      household: string;
      callName: string;
      term: string | null;
      ageBand: MemberFact['ageBand'];
      role: MemberFact['role'];
      hasSmartphone: boolean | null;
    }
  /** The person has said what they are called: perhaps their household knows them. */
  | { type: 'link-member'; callName: string }
  | { type: 'member-left'; household: string; id: string }
  /** Somebody more uses this chat. */
  | { type: 'share-phone'; callName: string; term: string | null }
  | { type: 'merge-households'; from: string; into: string }
  | { type: 'move-household'; household: string; toArea: string }
  | { type: 'promise-visit'; household: string; day: string }
  | { type: 'end-visits'; household: string }
  | { type: 'end-errand'; id: string }
  | { type: 'print-sheet'; mediaId: string; flowId: string; household: string; areaCode: string }
  /** A volunteer turns to somebody who is stuck, without having been asked. */
  | { type: 'reach-stuck'; contactId: string; runId: string }
  | { type: 'touch-relay'; id: string }
  | { type: 'close-relay'; id: string; how: 'citizen' | 'helper' | 'helped' }
  | { type: 'ask-evidence'; key: string; contactId: string }
  | { type: 'answer-evidence'; id: string; yes: boolean }
  | { type: 'sample'; id: string; outcome: EvidenceOutcome }
  | { type: 'add-duty'; contactId: string; weekday: number | null; fromHour: number; toHour: number }
  | { type: 'end-duty'; id: string }
  | { type: 'leave-team' }
  | { type: 'make-join-code' }
  | { type: 'join-channels'; words: string }
  | { type: 'leave-channels' }
  | { type: 'finished-elsewhere'; flowId: string }
  /** What is held about the person, fetched where it is shown: a page, a file, consents, the last question before erasing. */
  | { type: 'show-data'; as: 'page' | 'file' | 'consents' | 'erase' }
  | { type: 'my-file'; mediaId: string; lines: string[] }
  /** Who shares this phone; `who` takes their place (`owner`: whom the chat belongs to). */
  | { type: 'speakers'; who?: string }
  | { type: 'withdraw'; purpose: ConsentPurpose }
  | { type: 'erase-me' };

export type PeopleEffectOf<T extends PeopleEffect['type']> = PeopleEffect & { type: T };

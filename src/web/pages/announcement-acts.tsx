/** What is pressed on an announcement's page: each a POST that ends in the one `act` of `src/broadcast`. */
import type { VNode } from 'preact';
import { type Act, act, postLetters, type Refused } from '../../broadcast/act.ts';
import { SECOND_PERSON_ABOVE } from '../../broadcast/approval.ts';
import { type Broadcast, readBroadcast } from '../../db/broadcasts.ts';
import { hrefOf, PATH } from './announcement-parts.tsx';
import { ConfirmForm, PostForm } from './components.tsx';
import { type Answer, type Deed, goTo, missing, type Say, type Visit } from './visit.ts';

export type ActName = Exclude<Act, 'result'>;

/** Last part of the address of each. */
export const ROUTES: Record<ActName, string> = {
  test: 'thu',
  submit: 'trinh',
  approve: 'duyet',
  return: 'tra-lai',
  start: 'gui',
  pause: 'ngung',
  resume: 'tiep',
  stop: 'dung',
  retry: 'gui-lai',
  resend: 'gui-them',
};
export const ACT_NAMES = Object.keys(ROUTES) as ActName[];

/** Of the reader's world; where it is has been checked by the frame. */
export async function readTheirs(visit: Pick<Visit, 'sql' | 'params' | 'caller'>): Promise<Broadcast | null> {
  const broadcast = await readBroadcast(visit.sql, visit.params.id ?? '');
  return broadcast?.simulated === visit.caller.simulated ? broadcast : null;
}

/** Carries it out under the announcement's lock. Refused: the page again, with the reason and nothing done. */
export async function press(
  deed: Deed,
  what: ActName,
  again: (visit: Visit, broadcast: Broadcast, problem: string) => Promise<Answer>,
): Promise<Answer> {
  const { tx, caller, ports, now, about, after, say } = deed;
  const before = await readTheirs(deed);
  if (!before) return missing();
  about(`broadcast:${before.id}`, before.audience.area);
  const answer = await act(tx, caller, before.id, what, ports.texts, now);
  if (!answer.ok) {
    const asItIs = await readTheirs(deed);
    return asItIs ? again(deed, asItIs, refusalText(answer, say)) : missing();
  }
  await postLetters(tx, before.id, what, answer.letters, now);
  after(ports.wake);
  const notice =
    answer.waits === 'quiet'
      ? 'waits-quiet'
      : what === 'approve' && answer.missing > 0
        ? 'approved-one'
        : doneKey(what, answer.broadcast);
  return goTo(hrefOf(before.id), `announcements:notice.${notice}`);
}

function doneKey(what: ActName, { state }: Broadcast): string {
  if (state === 'scheduled') return 'scheduled';
  return what === 'approve' && state === 'approved' ? 'approved-waits' : what;
}

export const refusalText = ({ say: key, params }: Refused, say: Say): string =>
  say(`broadcast:${key}`, { ...params, limit: SECOND_PERSON_ABOVE });

/** One press, one button. */
export const ActForm = ({
  visit,
  broadcast,
  act: what,
  isPrimary,
  label,
}: {
  visit: Visit;
  broadcast: Pick<Broadcast, 'id'>;
  act: ActName;
  isPrimary?: boolean;
  label?: string | undefined;
}): VNode => (
  <PostForm visit={visit} action={hrefOf(broadcast.id, ROUTES[what])}>
    <button type="submit" class={isPrimary ? 'primary' : undefined} id={`press-${what}`}>
      {label ?? visit.say(`announcements:act.${what}`)}
    </button>
  </PostForm>
);

/** Calling it off for good takes two presses, whether somebody has got it already or nobody has. */
export function StopForm({ visit, broadcast }: { visit: Visit; broadcast: Broadcast }): VNode {
  const { say } = visit;
  const hasBegun = broadcast.startedAt !== null;
  const name = say(`announcements:act.${hasBegun ? 'stop' : 'drop'}`);
  return (
    <ConfirmForm
      id="stop"
      visit={visit}
      action={hrefOf(broadcast.id, ROUTES.stop)}
      open={name}
      question={say(hasBegun ? 'announcements:result.stop-question' : 'announcements:check.drop-question')}
      button={name}
      danger
    />
  );
}

export const routeOf = (what: ActName): string => `${PATH}/:id/${ROUTES[what]}`;

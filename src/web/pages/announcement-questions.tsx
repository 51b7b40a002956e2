/**
 * `/thong-bao/<id>/hoi-dap`: what people wrote back to an announcement, those still waiting first, each with a form that
 * answers that person alone. What is kept of their words has no secrets in it.
 */
import { randomUUID } from 'node:crypto';
import type { VNode } from 'preact';
import { type AnswerRefusal, answerOnPage } from '../../broadcast/replies.ts';
import { type AskedAndAnswered, listQuestions } from '../../db/announced.ts';
import type { Broadcast } from '../../db/broadcasts.ts';
import { readTheirs } from './announcement-acts.tsx';
import { faultWords } from './announcement-form.ts';
import { crumbsBelow, hrefOf } from './announcement-parts.tsx';
import { Empty, LongField, PostForm, Time } from './components.tsx';
import { count, moment } from './format.ts';
import { NumberedPager, pageNumber } from './paging.tsx';
import { type Answer, type Deed, goTo, missing, type Say, show, type Visit } from './visit.ts';

const PART = 'hoi-dap';
/** Each with its form: more would make a page too heavy for a slow line. */
const SHOWN = 20;

/** An answer that could not be sent: what was typed, below which question, and why. */
interface Unsent {
  questionId: string;
  text: string;
  isMore: boolean;
  why: string;
}

export async function questionsPage(visit: Visit, unsent?: Unsent): Promise<Answer> {
  const broadcast = await readTheirs(visit);
  if (!broadcast) return missing();
  const { say, sql, now } = visit;
  await visit.note({ subject: `broadcast:${broadcast.id}` });
  const page = pageNumber(visit);
  const found = await listQuestions(sql, broadcast.id, { most: SHOWN + 1, offset: (page - 1) * SHOWN });
  const mayAnswer = await visit.allows('broadcast.write', broadcast.audience.area);
  const path = hrefOf(broadcast.id, PART);
  const shown = found.slice(0, SHOWN);
  return show({
    title: say('announcements:asked.title'),
    asOf: now,
    crumbs: crumbsBelow(broadcast, say),
    styles: ['announcements.css'],
    ...(unsent && { status: 409 }),
    body:
      found.length === 0 ? (
        <Empty title={say('announcements:asked.none')}>
          <p>{say('announcements:asked.hint')}</p>
        </Empty>
      ) : (
        <>
          {unsent && (
            <div class="notice warn" role="alert">
              <a href={`#${anchorOf(unsent.questionId)}`}>{unsent.why}</a>
            </div>
          )}
          <p class="quiet">{say('announcements:asked.hint')}</p>
          <Questions {...{ visit, shown, path, mayAnswer, unsent }} level="h2" />
          <NumberedPager visit={{ say, url: path }} page={page} more={found.length > SHOWN} />
        </>
      ),
  });
}

/** So many stand on the result page; the rest is one press away. */
const FIRST = 3;

/** On the result page: those that have waited longest, or the newest where nobody waits. Null where nobody has asked. */
export async function QuestionsPanel(
  visit: Visit,
  broadcast: Broadcast,
  mayAnswer: boolean,
  asked: number,
): Promise<VNode | null> {
  if (asked === 0) return null;
  const { say, sql } = visit;
  await visit.note({ subject: `broadcast:${broadcast.id}` });
  const shown = await listQuestions(sql, broadcast.id, { most: FIRST });
  const path = hrefOf(broadcast.id, PART);
  return (
    <section class="stack" aria-labelledby="asked-title">
      <h2 id="asked-title">{say('announcements:asked.title')}</h2>
      <Questions {...{ visit, shown, path, mayAnswer }} level="h3" />
      {asked > FIRST && (
        <p>
          <a class="button" href={path}>
            {say('announcements:asked.all', { n: count(asked) })}
          </a>
        </p>
      )}
    </section>
  );
}

interface QuestionsProps {
  visit: Visit;
  shown: readonly AskedAndAnswered[];
  path: string;
  mayAnswer: boolean;
  /** Of the heading that names who asked. */
  level: 'h2' | 'h3';
  unsent?: Unsent | undefined;
}

const Questions = ({ shown, unsent, ...props }: QuestionsProps): VNode => (
  <ul class="asked">
    {shown.map((asked) => (
      <Question key={asked.id} asked={asked} {...props} unsent={unsent?.questionId === asked.id ? unsent : undefined} />
    ))}
  </ul>
);

const anchorOf = (questionId: string): string => `cau-${questionId}`;

type QuestionProps = Omit<QuestionsProps, 'shown'> & { asked: AskedAndAnswered };

function Question({ visit, asked, path, mayAnswer, level: Heading, unsent }: QuestionProps): VNode {
  const { say } = visit;
  const { id, callName, areaName, text, at, answer } = asked;
  const form = <AnswerForm {...{ visit, path, unsent }} questionId={id} isMore={answer !== null} />;
  return (
    <li id={anchorOf(id)} class={answer ? 'panel' : 'panel waiting'}>
      <Heading>{[callName ?? say('officials:people.nameless'), areaName].filter(Boolean).join(', ')}</Heading>
      <p class="quiet">
        <Time at={at} /> {!answer && `· ${say('announcements:asked.waiting')}`}
      </p>
      <p class="said-words">{text}</p>
      {answer && <Given answer={answer} say={say} />}
      {mayAnswer &&
        (answer ? (
          <details open={unsent !== undefined}>
            <summary>{say('announcements:asked.more')}</summary>
            {form}
          </details>
        ) : (
          form
        ))}
    </li>
  );
}

const Given = ({ answer, say }: { answer: NonNullable<AskedAndAnswered['answer']>; say: Say }): VNode => (
  <>
    <p class="quiet">{say('announcements:asked.answered', { who: answer.by ?? '–', at: moment(answer.at) })}</p>
    <p class="said-words">{answer.text}</p>
    {answer.isLost && <p class="notice warn">{say('announcements:asked.lost')}</p>}
  </>
);

/** Its own id makes a second press of the same form harmless. */
function AnswerForm({
  visit,
  path,
  questionId,
  isMore,
  unsent,
}: Pick<QuestionProps, 'visit' | 'path' | 'unsent'> & { questionId: string; isMore: boolean }): VNode {
  const { say } = visit;
  return (
    <PostForm visit={visit} action={`${path}/${questionId}`}>
      <input type="hidden" name="lan" value={randomUUID()} />
      {isMore && <input type="hidden" name="them" value="1" />}
      <LongField
        name="tra-loi"
        id={`f-tra-loi-${questionId}`}
        label={say('announcements:asked.answer')}
        hint={say('announcements:asked.answer-hint')}
        rows={2}
        required
        value={unsent?.text ?? ''}
        {...(unsent && { errors: { 'tra-loi': unsent.why } })}
      />
      <button type="submit" class="primary">
        {say('announcements:asked.send')}
      </button>
    </PostForm>
  );
}

/** Sent to that person alone; refused with the reason and what was typed. */
export async function answerQuestion(deed: Deed): Promise<Answer> {
  const { tx, caller, ports, params, form, now, about, after, say } = deed;
  const broadcast = await readTheirs(deed);
  if (!broadcast) return missing();
  const written = {
    text: form.text('tra-loi'),
    clientId: form.text('lan').slice(0, 64) || randomUUID(),
    isMore: form.has('them'),
  };
  const asked = { broadcastId: broadcast.id, questionId: params.cau ?? '' };
  const answered = await answerOnPage(tx, caller, asked, written, ports.texts, now);
  if (!answered) return missing();
  about(`contact:${answered.question.contactId}`, broadcast.audience.area);
  if (!answered.ok) return questionsPage(deed, { ...written, ...asked, why: refusalWords(answered.refusal, say) });
  after(ports.wake);
  return goTo(hrefOf(broadcast.id, PART), 'announcements:notice.answered');
}

function refusalWords(refusal: AnswerRefusal, say: Say): string {
  switch (refusal.say) {
    case 'fault':
      return refusal.faults.map((fault) => faultWords(fault, say)).join(' ');
    case 'answered-already':
      return say('announcements:asked.already', { who: refusal.by, at: moment(refusal.at) });
    default:
      return say(`broadcast:unanswerable.${refusal.say}`, { name: refusal.name });
  }
}

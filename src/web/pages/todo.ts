/** "Việc cần làm": at most five sentences, made by rules from figures, each with the page where it is done. Pure. */
import { ANSWER_WITHIN_HOURS, type Waiting } from '../../broadcast/waiting.ts';
import type { Broadcast } from '../../db/broadcasts.ts';
import type { HelpCounts } from '../../db/help-queue.ts';
import type { Overview } from '../../report/overview.ts';
import { hrefOf, PATH, titleOf } from './announcement-parts.tsx';
import { type Asked, linkTo, paceWords, wholeWords } from './figures.tsx';
import { count, type Status } from './format.ts';
import { type Say, withQuery } from './visit.ts';

export interface Task {
  mark: Status;
  text: string;
  href: string;
  /** What the link says: "Xem", "Nhập". */
  label: string;
}

export interface TodoFacts {
  overview: Overview;
  asked: Asked;
  help: HelpCounts;
  /** Names of units nothing came from this week. */
  silent: readonly string[];
  /** Channels that are on and in trouble, by name. */
  troubled: readonly string[];
  /** Stands nobody has held against a phone for a month. */
  standsDue: number;
  announcements: Waiting;
  mayEnterTargets: boolean;
}

const MOST = 5;
const MOST_NAMES = 3;
/** Letters of an announcement's words by which it is called here. */
const TITLE_MOST = 40;

export function todoOf(facts: TodoFacts, say: Say): Task[] {
  const { overview, asked, help, silent, troubled, standsDue } = facts;
  const tasks: Task[] = [];
  const see = say('office:todo.see');
  if (help.waiting + help.taken > 0) {
    tasks.push({
      mark: help.overdue > 0 ? 'behind' : 'near',
      text: say(help.overdue > 0 ? 'office:todo.help-overdue' : 'office:todo.help', {
        people: count(help.waiting + help.taken),
        overdue: count(help.overdue),
      }),
      href: withQuery('/can-giup', { 'dia-ban': asked.areaCode }),
      label: see,
    });
  }
  tasks.push(...announcementTasks(facts.announcements, asked, say));
  const { behind } = overview;
  const indicator = overview.table.indicators.find(({ id }) => id === behind?.figure.indicator);
  if (behind && indicator) {
    tasks.push({
      mark: 'behind',
      text: [
        say('office:todo.behind', {
          area: behind.figure.area.name,
          title: indicator.title,
          value: wholeWords(behind.figure, indicator),
        }),
        behind.pace ? paceWords(behind.pace, indicator.unit, say) : '',
      ]
        .filter(Boolean)
        .join(', '),
      href: linkTo(`/tien-do/${indicator.id}`, { ...asked, areaCode: behind.figure.area.code }),
      label: see,
    });
  }
  if (troubled.length > 0) {
    tasks.push({
      mark: 'behind',
      text: say('office:todo.channel', { names: troubled.join(', ') }),
      href: '/cai-dat',
      label: see,
    });
  }
  if (silent.length > 0) {
    const names = silent.slice(0, MOST_NAMES).join(', ');
    const more = silent.length - MOST_NAMES;
    tasks.push({
      mark: 'none',
      text: say(more > 0 ? 'office:todo.silent-more' : 'office:todo.silent', { names, more: count(Math.max(0, more)) }),
      href: withQuery('/to', { 'dia-ban': asked.areaCode }),
      label: say('office:todo.team'),
    });
  }
  if (standsDue > 0) {
    tasks.push({
      mark: 'near',
      text: say('office:todo.stands', { stands: count(standsDue) }),
      href: withQuery('/cho', { 'dia-ban': asked.areaCode, 'ma-qr': 'can-kiem' }),
      label: see,
    });
  }
  const [bare] = overview.cards.filter(({ figure }) => figure.target === null);
  if (bare && facts.mayEnterTargets) {
    tasks.push({
      mark: 'none',
      text: say('office:todo.target', { title: bare.indicator.title }),
      href: withQuery('/tien-do/chi-tieu', { 'dia-ban': asked.areaCode, 'chi-tieu': bare.indicator.id }),
      label: say('office:figure.enter'),
    });
  }
  return tasks.slice(0, MOST);
}

/** One sentence for each kind; a single announcement is named and opened at once, several are on their list. */
function announcementTasks({ toApprove, paused, questions }: Waiting, asked: Asked, say: Say): Task[] {
  const see = say('office:todo.see');
  const list = withQuery(PATH, { 'dia-ban': asked.areaCode });
  const called = (one: Broadcast) => titleOf(one, TITLE_MOST);
  const [first] = toApprove;
  const [longest] = paused;
  return [
    ...(first
      ? [
          {
            mark: 'near' as const,
            text:
              toApprove.length > 1
                ? say('office:todo.approve-several', { n: count(toApprove.length) })
                : say('office:todo.approve', { title: called(first) }),
            href: toApprove.length > 1 ? list : hrefOf(first.id),
            label: say('announcements:list.look'),
          },
        ]
      : []),
    ...(longest
      ? [
          {
            mark: 'behind' as const,
            text: say(paused.length > 1 ? 'office:todo.paused-several' : 'office:todo.paused', {
              title: called(longest),
              why: say(`announcements:paused.${longest.pauseReason ?? 'officer'}`),
              more: count(paused.length - 1),
            }),
            href: paused.length > 1 ? list : hrefOf(longest.id),
            label: see,
          },
        ]
      : []),
    ...(questions
      ? [
          {
            mark: 'near' as const,
            text: say('office:todo.questions', { n: count(questions.questions), hours: count(ANSWER_WITHIN_HOURS) }),
            href: hrefOf(questions.broadcastId, 'hoi-dap'),
            label: say('office:todo.answer'),
          },
        ]
      : []),
  ];
}

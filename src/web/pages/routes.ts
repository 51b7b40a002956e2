/** Every page file. A new one is a line here, and a line in `nav.ts` when it has a place in the navigation. */
import { announcements } from './announcements.tsx';
import { auditPage } from './audit.tsx';
import { content } from './content.tsx';
import { contentFlow } from './content-flow.tsx';
import { contentLocal } from './content-local.tsx';
import { contentPoints } from './content-points.tsx';
import { contentPublish } from './content-publish.tsx';
import { contentStep } from './content-step.tsx';
import { contentUnknown } from './content-unknown.tsx';
import { contentVersions } from './content-versions.tsx';
import { help } from './help.tsx';
import { indicatorPages } from './indicator.tsx';
import { lists } from './lists.tsx';
import { meeting } from './meeting.tsx';
import { home } from './overview.tsx';
import type { GuestRoutes, PageRoutes } from './pages.tsx';
import { people } from './people.tsx';
import { printing } from './printing.tsx';
import { progress } from './progress.tsx';
import { reports } from './reports.tsx';
import { round } from './round.tsx';
import { scams } from './scams.tsx';
import { settings } from './settings.tsx';
import { signIn } from './sign-in.tsx';
import { stalls } from './stalls.tsx';
import { targets } from './targets.tsx';
import { team } from './team.tsx';
import { waiting } from './waiting.tsx';

export const pageRoutes: readonly PageRoutes[] = [
  home,
  progress,
  targets,
  indicatorPages,
  waiting,
  team,
  round,
  stalls,
  reports,
  printing,
  meeting,
  lists,
  people,
  announcements,
  auditPage,
  settings,
  help,
  content,
  contentLocal,
  contentPoints,
  contentUnknown,
  scams,
  contentFlow,
  contentPublish,
  contentVersions,
  contentStep,
];

export const guestRoutes: readonly GuestRoutes[] = [signIn];

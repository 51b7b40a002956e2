/** Every page file. A new one is a line here, and a line in `nav.ts` when it has a place in the navigation. */
import { auditPage } from './audit.tsx';
import { content } from './content.tsx';
import { contentFlow } from './content-flow.tsx';
import { contentLocal } from './content-local.tsx';
import { contentPoints } from './content-points.tsx';
import { contentPublish } from './content-publish.tsx';
import { contentStep } from './content-step.tsx';
import { contentVersions } from './content-versions.tsx';
import { help } from './help.tsx';
import { home } from './home.tsx';
import type { GuestRoutes, PageRoutes } from './pages.tsx';
import { people } from './people.tsx';
import { settings } from './settings.tsx';
import { signIn } from './sign-in.tsx';

export const pageRoutes: readonly PageRoutes[] = [
  home,
  people,
  auditPage,
  settings,
  help,
  content,
  contentLocal,
  contentPoints,
  contentFlow,
  contentPublish,
  contentVersions,
  contentStep,
];

export const guestRoutes: readonly GuestRoutes[] = [signIn];

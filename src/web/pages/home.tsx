/** `/`: Tổng quan. Until there are figures it shows what the reader may open. */
import { WAYS } from './nav.ts';
import type { PageRoutes } from './pages.tsx';
import { show } from './visit.ts';

/** A page's action by its path is the frame's to know; here only what is worth saying about each. */
export const home: PageRoutes = (pages) => {
  pages.page({
    path: '/',
    action: 'signed-in',
    handler: ({ say, area, now, ways }) =>
      show({
        title: say('officials:home.title', { place: area.name }),
        asOf: now,
        body: (
          <ul class="tiles">
            {WAYS.filter(({ path }) => path !== '/' && ways.has(path)).map(({ path, label }) => (
              <li key={path}>
                <a href={path}>
                  <strong>{say(label)}</strong>
                  <span>{say(label.replace(':nav.', ':about.'))}</span>
                </a>
              </li>
            ))}
          </ul>
        ),
      }),
  });
};

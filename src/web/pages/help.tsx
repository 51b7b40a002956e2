/** `/tro-giup`: where the help link of every page leads. Says whom to ask by name, and the few things worth knowing. */
import { above } from '../../db/areas.ts';
import { Empty } from './components.tsx';
import type { PageRoutes } from './pages.tsx';
import { show } from './visit.ts';

export const help: PageRoutes = (pages) => {
  pages.page({
    path: '/tro-giup',
    action: 'signed-in',
    handler: async ({ say, sql, area, caller }) => {
      const admins = await sql<{ name: string; area: string }[]>`
        select distinct m.name, a.name as area from memberships m
        join contacts c on c.id = m.contact_id join areas a on a.code = m.area_code
        where m.role = 'admin' and m.until is null and c.simulated = ${caller.simulated}
          and m.area_code in (${above(sql, area.code)}) order by m.name`;
      return show({
        title: say('officials:help.title'),
        body: (
          <div class="prose">
            <h2>{say('officials:help.whom')}</h2>
            {admins.length === 0 ? (
              <Empty title={say('officials:help.nobody')} />
            ) : (
              <ul>
                {admins.map((admin) => (
                  <li key={`${admin.name}${admin.area}`}>
                    {admin.name} – {admin.area}
                  </li>
                ))}
              </ul>
            )}
            <h2>{say('officials:help.good-to-know')}</h2>
            <ul>
              {['numbers', 'cases', 'seen', 'secrets'].map((point) => (
                <li key={point}>{say(`officials:help.point.${point}`)}</li>
              ))}
            </ul>
            <h2>{say('officials:help.shortcuts')}</h2>
            <label class="tick">
              <input type="checkbox" id="shortcuts" checked /> <span>{say('officials:help.shortcuts-label')}</span>
            </label>
          </div>
        ),
      });
    },
  });
};

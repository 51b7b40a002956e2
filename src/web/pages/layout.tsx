/** The frame around every page: header, ways, heading, footer. */
import type { ComponentChildren, VNode } from 'preact';
import { PostForm } from './components.tsx';
import { moment } from './format.ts';
import { type Way, wayOf } from './nav.ts';
import type { Crumb, Say } from './visit.ts';

export interface LayoutProps {
  say: Say;
  title: string;
  children: ComponentChildren;
  /** Path of this page, for marking its way. */
  path: string;
  crumbs?: readonly Crumb[] | undefined;
  filters?: ComponentChildren;
  asOf?: Date | undefined;
  notice?: string | undefined;
  /** Signed in: null on the pages one sees before. */
  reader: Reader | null;
}

export interface Reader {
  name: string;
  /** Name of the commune or area the reader works for. */
  place: string;
  simulated: boolean;
  csrf: string;
  ways: readonly Way[];
  maySearch: boolean;
  /** Milliseconds until the session ends when nothing is done, and at the latest. */
  idleLeftMs: number;
}

export function Layout({ say, title, children, path, crumbs, filters, asOf, notice, reader }: LayoutProps): VNode {
  return (
    <>
      <a class="skip" href="#noi-dung-chinh">
        {say('officials:frame.skip')}
      </a>
      {reader?.simulated && (
        <p class="sample-banner">
          <span aria-hidden="true">◇</span> {say('officials:frame.sample')}
        </p>
      )}
      <header class="top">
        <a class="brand" href="/">
          <span class="brand-name">{say('officials:frame.product')}</span>
          {reader && <span class="brand-place">{reader.place}</span>}
        </a>
        {reader?.maySearch && (
          <search>
            <form action="/nguoi-dan" method="get" class="find">
              <label class="unseen" for="find">
                {say('officials:frame.find')}
              </label>
              <input id="find" name="tim" type="search" placeholder={say('officials:frame.find')} autocomplete="off" />
              <button type="submit">{say('officials:frame.find-button')}</button>
            </form>
          </search>
        )}
        <div class="top-end">
          {/* The same place on every page (WCAG 3.2.6). */}
          <a class="help-link" href="/tro-giup">
            {say('officials:frame.help')}
          </a>
          {reader && <Account reader={reader} say={say} />}
        </div>
        {reader && (
          <>
            <nav class="ways wide" aria-label={say('officials:frame.ways')}>
              <Ways ways={reader.ways} path={path} say={say} />
            </nav>
            <details class="ways narrow">
              <summary>{say('officials:frame.ways')}</summary>
              <nav aria-label={say('officials:frame.ways')}>
                <Ways ways={reader.ways} path={path} say={say} />
              </nav>
            </details>
          </>
        )}
      </header>
      {reader && (
        <div id="session-end" class="session-end" data-left-ms={reader.idleLeftMs} role="alert" hidden>
          <p>{say('officials:session.ending')}</p>
          <PostForm visit={reader} action="/phien">
            <button type="submit" class="primary">
              {say('officials:session.stay')}
            </button>
          </PostForm>
        </div>
      )}
      <main id="noi-dung-chinh" tabIndex={-1}>
        {crumbs && crumbs.length > 0 && <Crumbs crumbs={crumbs} title={title} say={say} />}
        <div class="heading">
          <h1>{title}</h1>
          {filters}
        </div>
        {notice !== undefined && (
          <div class="notice good" role="status">
            {notice}
          </div>
        )}
        {children}
      </main>
      <footer>
        {asOf && (
          <p>
            {say('officials:frame.as-of')} <time dateTime={asOf.toISOString()}>{moment(asOf)}</time>
          </p>
        )}
        <p>{say('officials:frame.footer')}</p>
      </footer>
    </>
  );
}

const Ways = ({ ways, path, say }: { ways: readonly Way[]; path: string; say: Say }): VNode => (
  <ul>
    {ways.map((way) => (
      <li key={way.path}>
        <a href={way.path} aria-current={wayOf(path) === way.path ? 'page' : undefined}>
          {say(way.label)}
        </a>
      </li>
    ))}
  </ul>
);

const Account = ({ reader, say }: { reader: Reader; say: Say }): VNode => (
  <details class="account">
    <summary>{reader.name}</summary>
    <div class="account-panel">
      <PostForm visit={reader} action="/dang-xuat">
        <button type="submit">{say('officials:session.sign-out')}</button>
      </PostForm>
      <PostForm visit={reader} action="/dang-xuat/moi-noi">
        <button type="submit">{say('officials:session.sign-out-everywhere')}</button>
      </PostForm>
    </div>
  </details>
);

const Crumbs = ({ crumbs, title, say }: { crumbs: readonly Crumb[]; title: string; say: Say }): VNode => (
  <nav class="crumbs" aria-label={say('officials:frame.crumbs')}>
    <ol>
      {crumbs.map(({ label, href }) => (
        <li key={label}>{href === undefined ? label : <a href={href}>{label}</a>}</li>
      ))}
      <li aria-current="page">{title}</li>
    </ol>
  </nav>
);

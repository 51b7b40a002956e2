/** The ways through the pages, in the order of the working day. A way is shown when its page exists and may be opened. */

export interface Way {
  path: string;
  /** Key of its name. */
  label: string;
}

export const WAYS: readonly Way[] = [
  { path: '/', label: 'officials:nav.home' },
  { path: '/tien-do', label: 'officials:nav.progress' },
  { path: '/can-giup', label: 'officials:nav.help' },
  { path: '/nguoi-dan', label: 'officials:nav.people' },
  { path: '/to', label: 'officials:nav.teams' },
  { path: '/cho', label: 'officials:nav.stalls' },
  { path: '/thong-bao', label: 'officials:nav.announcements' },
  { path: '/noi-dung', label: 'officials:nav.content' },
  { path: '/bao-cao', label: 'officials:nav.reports' },
  { path: '/in-an', label: 'officials:nav.print' },
  { path: '/hien-thi', label: 'officials:nav.screen' },
  { path: '/nhat-ky', label: 'officials:nav.audit' },
  { path: '/cai-dat', label: 'officials:nav.settings' },
];

/** The way a page belongs to: the longest one its path begins with. */
export const wayOf = (path: string): string =>
  WAYS.map((way) => way.path)
    .filter((way) => path === way || (way !== '/' && path.startsWith(`${way}/`)))
    .sort((a, b) => b.length - a.length)[0] ?? '';

// The demo's pages and the way between them. Paths are relative, so that the site may lie in any
// folder of any server. Pure.

export interface DemoPage {
  readonly folder: string; // '' for the page at the site's root
  readonly title: string;
  /** The name of its game on the server; none for a page that plays none. */
  readonly game?: string;
}

export const pages: readonly DemoPage[] = [
  { folder: '', title: 'Skirmish', game: 'skirmish' },
  { folder: 'swarm', title: 'Swarm', game: 'swarm' },
  { folder: 'parlor', title: 'Parlor', game: 'parlor' },
  { folder: 'pinball', title: 'Pinball', game: 'pinball' },
  { folder: 'engine', title: 'Engine' },
];

/** The link from the page at `here` to another. It keeps `?server=`, and nothing else. */
export function hrefOf(page: DemoPage, here: URL): string {
  const root = folderOf(here.pathname) === '' ? './' : '../';
  const path = page.folder === '' ? root : `${root}${page.folder}/`;
  const server = here.searchParams.get('server');
  return server === null ? path : `${path}?server=${encodeURIComponent(server)}`;
}

/** Which page this address shows: the root's where no other folder is named. */
export function folderOf(pathname: string): string {
  const last =
    pathname
      .replace(/index\.html$/, '')
      .split('/')
      .at(-2) ?? '';
  return pages.some((page) => page.folder === last) ? last : '';
}

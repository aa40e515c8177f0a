// Links to a room: `/#room=ID`, and `&from=NAME` where its sender has a name. Pure. What a link
// says is a stranger's: it is shown as text and joins a room, nothing more.

export interface RoomLink {
  readonly roomId: string;
  /** Who invites, as the link has it. */
  readonly from: string;
}

const roomIdPattern = /^[\w-]{1,64}$/;
const nameCharsMax = 16;

/** Reads `location.hash`. Undefined where it names no room. */
export function readLink(hash: string): RoomLink | undefined {
  const parameters = new URLSearchParams(hash.replace(/^#/, ''));
  const roomId = parameters.get('room') ?? '';
  if (!roomIdPattern.test(roomId)) return undefined;
  return { roomId, from: (parameters.get('from') ?? '').trim().slice(0, nameCharsMax) };
}

/** The hash that names a room, for the address bar and for `linkTo`. */
export function hashOf({ roomId, from }: RoomLink): string {
  const parameters = new URLSearchParams({ room: roomId });
  if (from !== '') parameters.set('from', from);
  return `#${parameters}`;
}

/** The whole link, to be sent to others: of the page's own query it keeps only `?server=`. */
export function linkTo(link: RoomLink, here: URL): string {
  const url = new URL(here.pathname, here);
  const server = here.searchParams.get('server');
  if (server !== null) url.searchParams.set('server', server);
  url.hash = hashOf(link);
  return url.href;
}

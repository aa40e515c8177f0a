/** Who may come in, by the option `as`. For the game and for the stock room. */

interface Context {
  readonly ip?: string | undefined;
  readonly headers: { get(name: string): string | null };
}

export async function admit(
  token: string | undefined,
  options: Record<string, unknown>,
  { ip, headers }: Context,
): Promise<unknown> {
  await Promise.resolve();
  switch (options.as) {
    case 'false':
      return false;
    case 'null':
      return null;
    case 'nobody':
      return undefined;
    case 'true':
      return true;
    case 'coded':
      throw Object.assign(new Error('members only'), { code: 401 });
    case 'plain':
      throw new Error('the door is stuck');
    case 'odd':
      throw Object.assign(new Error('odd'), { code: 4_123 });
    case 'bigint':
      return { id: 1n };
    case 'long':
      return { name: 'x'.repeat(300) };
    default:
      return { name: 'größe', token, ip, agent: headers.get('x-agent') };
  }
}

/** An author's own Colyseus room: state and messages on the main thread, a title that it tells. */
import { type Client, defineRoom, Room } from '@colyseus/core';
import { schema, t } from '@colyseus/schema';

/** Its error is nobody's to catch. */
const unheard = {
  stumble(): void {
    throw new Error('stumbled');
  },
};

const ChatState = schema({ lines: t.array('string') }, 'Chat');

class ChatRoom extends Room {
  override state = new ChatState();

  override messages = {
    say: (_client: Client, text: string) => {
      this.state.lines.push(text);
    },
    list: (_client: Client, updates: Parameters<Room['setMatchmaking']>[0]) => {
      void this.setMatchmaking(updates);
    },
    stumble: () => void setTimeout(() => unheard.stumble(), 1),
    lock: () => void this.lock(),
    unlock: () => void this.unlock(),
  };

  #isStubborn = false;

  override onCreate(options: { title?: string; unlisted?: boolean; stubborn?: boolean }): void {
    this.#isStubborn = options.stubborn === true;
    if (options.unlisted) void this.setMatchmaking({ unlisted: true });
    if (options.title !== undefined) void this.setMetadata({ title: options.title });
  }

  override async onLeave(client: Client, code?: number): Promise<void> {
    if (code === 4000) return;
    await this.allowReconnection(client, 5).catch(() => {});
  }

  override async onDispose(): Promise<void> {
    if (this.#isStubborn) await new Promise(() => {});
  }
}

export default defineRoom(ChatRoom).enableRealtimeListing();

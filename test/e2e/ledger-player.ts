/** A client of games/ledger.ts that checks the room's checksum at every state it decodes. */
import { addEntry, type Entry, startOf } from './games/ledger-sum.ts';
import { create, join, type Player } from './player.ts';

export interface LedgerState {
  readonly tick: number;
  readonly sum: number;
  readonly entries: ReadonlyMap<string, Entry>;
  toJSON(): object;
}

export interface LedgerPlayer {
  readonly player: Player<LedgerState>;
  /** States that were checked, and the ticks at which the checksum was another. */
  readonly checked: { count: number; readonly wrongTicks: number[] };
}

export async function openLedger(url: string, options: object = {}): Promise<LedgerPlayer> {
  return watch(await create<LedgerState>(url, 'ledger', options));
}

export async function joinLedger(url: string, roomId: string): Promise<LedgerPlayer> {
  return watch(await join<LedgerState>(url, roomId));
}

function watch(player: Player<LedgerState>): LedgerPlayer {
  const checked = { count: 0, wrongTicks: [] as number[] };
  const check = (state: LedgerState) => {
    checked.count++;
    if (sumOf(state) !== state.sum) checked.wrongTicks.push(state.tick);
  };
  check(player.state);
  player.room.onStateChange(check);
  return { player, checked };
}

function sumOf(state: LedgerState): number {
  let sum = startOf(state.tick);
  state.entries.forEach((entry, key) => {
    sum = addEntry(sum, key, entry);
  });
  return sum;
}

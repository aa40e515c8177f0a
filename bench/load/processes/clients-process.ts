/** The clients of a benchmark: many bare sockets in a process of their own, its only thread. */
import { ClientRooms } from '../clients/client-rooms.ts';
import { answerRequests } from './answer-requests.ts';
import type { ClientsRequest, ClientsWindow } from './protocol.ts';
import { spreadOf } from './step-times.ts';

const rooms = new ClientRooms();
let began = reading();

answerRequests<ClientsRequest>(async (request) => {
  if (request.ask === 'open') return rooms.open(request);
  if (request.ask === 'close') rooms.close(request.rooms);
  else if (request.ask === 'send') rooms.send(request.frame, request.perSecond);
  else if (request.ask === 'end') return windowOf(request.periodMs);
  else {
    rooms.tally.gapsMs.length = 0;
    began = reading();
  }
  return null;
});

function windowOf(periodMs: number): ClientsWindow {
  const ended = reading();
  const { gapsMs } = rooms.tally;
  return {
    wallMs: ended.atMs - began.atMs,
    clients: rooms.clients.length,
    lost: ended.lost - began.lost,
    patches: ended.patches - began.patches,
    bytes: ended.bytes - began.bytes,
    inputsSent: ended.inputsSent - began.inputsSent,
    pause: spreadOf(gapsMs.map((ms) => Math.max(0, ms - periodMs))),
  };
}

function reading() {
  const { patches, bytes, inputsSent, lost } = rooms.tally;
  return { atMs: performance.now(), patches, bytes, inputsSent, lost };
}

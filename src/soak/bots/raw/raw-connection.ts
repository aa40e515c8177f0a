/**
 * A raw client's socket: opened once, heard until it closes or is cut. Bots' thread; owns the
 * WebSocket and the timer of a pause.
 */
import WebSocket from 'ws';
import { errorText } from '../../error-text.ts';

/** Hears of the socket, and of nothing more once it was cut or has closed. */
export interface ConnectionOwner {
  onFrame(frame: Buffer, isBinary: boolean): void;
  onSocketError(text: string): void;
  onClose(code: number, reason: string): void;
}

const sendOptions = { binary: true, compress: false };
const socketOptions = {
  perMessageDeflate: false,
  skipUTF8Validation: true,
  // ws copies what it masks, so that a frame's memory is free as soon as it is sent; a mask of
  // zeros would leave it out. Nothing between here and a server under test needs a random one.
  generateMask: (mask: Buffer) => mask.fill(0x5a),
};

export class RawConnection {
  readonly #socket: WebSocket;
  #owner: ConnectionOwner | undefined;
  #paused: NodeJS.Timeout | undefined;

  constructor(url: string, owner: ConnectionOwner) {
    this.#owner = owner;
    this.#socket = new WebSocket(url, socketOptions);
    this.#socket.on('message', (frame: Buffer, isBinary) => this.#owner?.onFrame(frame, isBinary));
    this.#socket.on('error', (error) => this.#owner?.onSocketError(errorText(error)));
    this.#socket.on('close', (code, reason) => {
      const owner = this.#owner;
      this.#forget();
      owner?.onClose(code, reason.toString());
    });
  }

  /** Whether `send` would send. */
  get isOpen(): boolean {
    return this.#socket.readyState === WebSocket.OPEN;
  }

  send(frame: Buffer): void {
    if (this.isOpen) this.#socket.send(frame, sendOptions);
  }

  /** Stops reading for so long, then goes on. */
  pause(ms: number): void {
    clearTimeout(this.#paused);
    this.#socket.pause();
    this.#paused = setTimeout(() => this.goOn(), ms);
  }

  goOn(): void {
    clearTimeout(this.#paused);
    this.#socket.resume();
  }

  /** Destroys the socket; its owner hears nothing of it. */
  cut(): void {
    this.#forget();
    this.#socket.terminate();
  }

  /** Destroys the socket; its owner hears `onClose`. */
  end(): void {
    this.#socket.terminate();
  }

  #forget(): void {
    clearTimeout(this.#paused);
    this.#owner = undefined;
  }
}

/**
 * Loads the stock SDK so that it connects through `ws`: it takes the global WebSocket where there
 * is one, once, when it is imported. Soak's own thread; owns that moment of globalThis.
 */

type Sdk = typeof import('@colyseus/sdk');

let loading: Promise<Sdk> | undefined;

/** The SDK. Only the first call does anything: modules load once. */
export function loadSdk(): Promise<Sdk> {
  loading ??= importWithoutGlobalWebSocket();
  return loading;
}

async function importWithoutGlobalWebSocket(): Promise<Sdk> {
  const descriptor = Object.getOwnPropertyDescriptor(globalThis, 'WebSocket');
  Reflect.deleteProperty(globalThis, 'WebSocket');
  try {
    return await import('@colyseus/sdk');
  } finally {
    if (descriptor !== undefined) Object.defineProperty(globalThis, 'WebSocket', descriptor);
  }
}

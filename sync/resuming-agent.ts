import https from 'node:https';
import net from 'node:net';
import type { Duplex } from 'node:stream';
import { TLSSocket } from 'node:tls';

/** Bytes in one TLS record, which fits into one packet: of a larger one a cut would lose what has come already. */
const RECORD = 1_280;
/** The TCP connection under each TLS socket, which itself cannot be reset. */
const carriers = new WeakMap<net.Socket, net.Socket>();

/**
 * Keeps connections to one server. Node's own agent resumes TLS sessions too, but forgets them with each connection
 * that breaks; and just then a whole handshake with its certificates is what a bad line can least afford.
 */
export class ResumingAgent extends https.Agent {
  #session: Buffer | undefined;

  override createConnection(
    options: https.RequestOptions,
    callback?: (error: Error | null, stream: Duplex) => void,
  ): Duplex | null | undefined {
    const carrier = net.connect(options as net.TcpNetConnectOpts);
    const secured = { ...options, socket: carrier, session: this.#session };
    const socket = super.createConnection(secured, callback);
    if (!(socket instanceof TLSSocket)) return socket;
    carriers.set(socket, carrier);
    socket.on('session', (session: Buffer) => {
      this.#session = session;
    });
    socket.once('secureConnect', () => socket.setMaxSendFragment(RECORD));
    return socket;
  }
}

/**
 * Ends a connection of which nothing is hoped any more. Where it were closed, the kernel would go on sending what it
 * has not got rid of, into a line that is down or that the next connection needs.
 */
export function dropConnection(socket: net.Socket): void {
  const carrier = carriers.get(socket) ?? socket;
  // One that is not there yet would be reset only after it has come.
  if (carrier.connecting) carrier.destroy();
  else carrier.resetAndDestroy();
}

/**
 * Messages between processes in production: JSON lines over TCP.
 *
 * Each process listens, and connects to every peer that it sends to; a connection carries messages one way. Its first line is a greeting,
 * `{"lockstep":1,"from":"rm1","to":"tm"}`, each further line one message. Delivery is at most once per send: what is in a broken connection, or in a queue that
 * is full, is lost, as the simulated network may lose any message. A lost connection is made again, with growing pauses.
 */
import { createConnection, createServer, type Server, type Socket } from "node:net";
import { createInterface } from "node:readline";
import type { ProcessId } from "../../src/simulate/process.ts";

export const PROTOCOL_VERSION = 1;
/** Messages that wait for a connection; the oldest are dropped beyond. */
export const QUEUED_MESSAGES_MAX = 10_000;
/** A longer line closes the connection that it comes from. */
export const MESSAGE_BYTES_MAX = 16 * 1024 * 1024;
const RECONNECT_MIN_MILLIS = 20;
const RECONNECT_MAX_MILLIS = 1_000;

export interface Address {
  readonly host: string;
  readonly port: number;
}

interface Greeting {
  readonly lockstep: number;
  readonly from: ProcessId;
  readonly to: ProcessId;
}

export interface NetworkEvents {
  message(from: ProcessId, message: unknown): void;
  /** Something that an operator may want to know: a refused greeting, a full queue. */
  warning(text: string): void;
}

export class TcpNetwork {
  readonly #id: ProcessId;
  readonly #peers: ReadonlyMap<ProcessId, Outgoing>;
  readonly #events: NetworkEvents;
  readonly #incoming = new Set<Socket>();
  readonly #server: Server;
  #isClosed = false;

  constructor(id: ProcessId, peers: ReadonlyMap<ProcessId, Address>, events: NetworkEvents) {
    this.#id = id;
    this.#events = events;
    this.#peers = new Map([...peers].map(([peer, address]) => [peer, new Outgoing(id, peer, address, events)]));
    this.#server = createServer((socket) => this.#accept(socket));
  }

  /** @returns the port, which the system chooses when asked for port 0 */
  listen(address: Address): Promise<number> {
    return new Promise((resolve, reject) => {
      const refused = (error: Error): void => reject(error);
      this.#server.once("error", refused);
      this.#server.listen(address.port, address.host, () => {
        this.#server.off("error", refused);
        this.#server.on("error", (error) => this.#events.warning(`listening failed: ${error.message}`));
        const bound = this.#server.address();
        resolve(typeof bound === "object" && bound !== null ? bound.port : address.port);
      });
    });
  }

  send(to: ProcessId, message: unknown): void {
    if (!this.#isClosed) this.#peers.get(to)?.send(`${JSON.stringify(message)}\n`);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    for (const peer of this.#peers.values()) peer.close();
    for (const socket of this.#incoming) socket.destroy();
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
    });
  }

  #accept(socket: Socket): void {
    this.#incoming.add(socket);
    socket.on("error", () => undefined);
    socket.on("close", () => this.#incoming.delete(socket));
    let from: ProcessId | undefined;
    let bytesOfLine = 0;
    socket.on("data", (chunk: Buffer) => {
      const feed = chunk.lastIndexOf(0x0a);
      bytesOfLine = feed < 0 ? bytesOfLine + chunk.length : chunk.length - feed - 1;
      if (bytesOfLine > MESSAGE_BYTES_MAX) this.#refuse(socket, `a line of more than ${MESSAGE_BYTES_MAX} bytes`);
    });
    const lines = createInterface({ input: socket, crlfDelay: Infinity });
    lines.on("line", (line) => {
      if (this.#isClosed || socket.destroyed) return;
      const value = parse(line);
      if (from === undefined) {
        from = this.#greetedBy(value);
        if (from === undefined) this.#refuse(socket, `a greeting that is not for ${this.#id}: ${line.slice(0, 100)}`);
      } else if (value === undefined) {
        this.#refuse(socket, `a line from ${from} that is not JSON: ${line.slice(0, 100)}`);
      } else {
        this.#events.message(from, value);
      }
    });
  }

  #greetedBy(value: unknown): ProcessId | undefined {
    const greeting = value as Partial<Greeting> | null | undefined;
    if (greeting?.lockstep !== PROTOCOL_VERSION || greeting.to !== this.#id) return undefined;
    return typeof greeting.from === "string" && this.#peers.has(greeting.from) ? greeting.from : undefined;
  }

  #refuse(socket: Socket, what: string): void {
    this.#events.warning(`connection closed: ${what}`);
    socket.destroy();
  }
}

/** The connection to one peer: made when there is something to send, and again when it breaks. */
class Outgoing {
  readonly #greeting: string;
  readonly #address: Address;
  readonly #peer: ProcessId;
  readonly #events: NetworkEvents;
  readonly #queue: string[] = [];
  #socket: Socket | undefined;
  #isConnected = false;
  #retry: NodeJS.Timeout | undefined;
  #pause = RECONNECT_MIN_MILLIS;
  #isClosed = false;

  constructor(from: ProcessId, peer: ProcessId, address: Address, events: NetworkEvents) {
    this.#greeting = `${JSON.stringify({ lockstep: PROTOCOL_VERSION, from, to: peer } satisfies Greeting)}\n`;
    this.#peer = peer;
    this.#address = address;
    this.#events = events;
  }

  send(line: string): void {
    // A peer that reads slowly fills this process's memory through the socket, so that is bounded as well.
    if (this.#isConnected && this.#socket !== undefined && this.#socket.writableLength < MESSAGE_BYTES_MAX) {
      this.#socket.write(line);
      return;
    }
    this.#queue.push(line);
    if (this.#queue.length > QUEUED_MESSAGES_MAX) {
      this.#queue.shift();
      this.#events.warning(`a message to ${this.#peer} is dropped: more than ${QUEUED_MESSAGES_MAX} wait`);
    }
    if (this.#socket === undefined && this.#retry === undefined) this.#connect();
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#retry);
    this.#socket?.destroy();
  }

  #connect(): void {
    const socket = createConnection({ host: this.#address.host, port: this.#address.port, noDelay: true });
    this.#socket = socket;
    socket.on("connect", () => {
      this.#isConnected = true;
      this.#pause = RECONNECT_MIN_MILLIS;
      socket.write(this.#greeting);
      this.#flush(socket);
    });
    socket.on("drain", () => this.#flush(socket));
    // The peer sends nothing on this connection, but its end is noticed only by reading.
    socket.resume();
    socket.on("error", () => undefined);
    socket.on("end", () => socket.destroy());
    socket.on("close", () => this.#lost());
  }

  #flush(socket: Socket): void {
    for (const line of this.#queue.splice(0)) socket.write(line);
  }

  #lost(): void {
    this.#socket = undefined;
    this.#isConnected = false;
    if (this.#isClosed) return;
    this.#retry = setTimeout(() => {
      this.#retry = undefined;
      if (this.#queue.length > 0) this.#connect();
    }, this.#pause);
    this.#pause = Math.min(this.#pause * 2, RECONNECT_MAX_MILLIS);
  }
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return undefined;
  }
}

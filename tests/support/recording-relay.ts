/** A TCP relay that keeps every byte: what really crossed, to compare a transcript with. */
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

export interface RecordingRelay {
  readonly port: number;
  /** All bytes from the client to the server. */
  sent(): Buffer;
  /** All bytes from the server to the client. */
  received(): Buffer;
  /** Ends all connections there are; new ones are taken. */
  cut(): void;
}

/** @param slice passes each read on in pieces of so many bytes; 0 for as it comes */
export async function startRecordingRelay(targetPort: number, slice = 0): Promise<RecordingRelay> {
  const sent: Buffer[] = [];
  const received: Buffer[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const target = connect(targetPort, '127.0.0.1');
    for (const socket of [client, target]) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => socket.destroy());
    }
    client.on('data', (data: Buffer) => {
      sent.push(data);
      target.write(data);
    });
    target.on('data', (data: Buffer) => {
      received.push(data);
      writeSliced(client, data, slice);
    });
    client.on('close', () => target.destroy());
    target.on('end', () => client.end());
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((done) => server.close(done));
  });
  return {
    port: (server.address() as AddressInfo).port,
    sent: () => Buffer.concat(sent),
    received: () => Buffer.concat(received),
    cut() {
      for (const socket of sockets) socket.destroy();
    },
  };
}

function writeSliced(socket: Socket, data: Buffer, slice: number): void {
  const size = slice === 0 ? data.length : slice;
  for (let start = 0; start < data.length; start += size) {
    socket.write(data.subarray(start, start + size));
  }
}

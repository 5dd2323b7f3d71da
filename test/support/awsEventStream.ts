import { crc32 } from 'node:zlib';

/** A message of AWS's event stream encoding (vnd.amazon.eventstream): an event, or the exception that ends a stream. */
export function eventStreamMessage(kind: 'event' | 'exception', type: string, payload: unknown): Buffer {
  const headers = Buffer.concat(
    Object.entries({
      ':message-type': kind,
      [`:${kind}-type`]: type,
      ':content-type': 'application/json',
    }).map(([name, value]) => {
      const length = Buffer.alloc(2);
      length.writeUInt16BE(value.length);
      return Buffer.concat([
        Buffer.from([name.length]),
        Buffer.from(name),
        Buffer.from([7]),
        length,
        Buffer.from(value),
      ]);
    }),
  );
  const body = Buffer.from(JSON.stringify(payload));
  const prelude = Buffer.alloc(12);
  prelude.writeUInt32BE(16 + headers.length + body.length, 0);
  prelude.writeUInt32BE(headers.length, 4);
  prelude.writeUInt32BE(crc32(prelude.subarray(0, 8)), 8);
  const message = Buffer.concat([prelude, headers, body]);
  const end = Buffer.alloc(4);
  end.writeUInt32BE(crc32(message));
  return Buffer.concat([message, end]);
}

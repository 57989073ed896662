/** A message in the frame of RFC 6587 and RFC 5425: its length in octets, a space, and itself. */
export function octetCounted(message: string): Buffer {
  const body = Buffer.from(message, 'utf8')
  return Buffer.concat([Buffer.from(`${body.length} `, 'ascii'), body])
}

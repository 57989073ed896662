/**
 * What the address of a service of one's own begins with, for a pattern: keys travel encrypted, or not
 * beyond this machine.
 */
export const OWN_ADDRESS = String.raw`(https://[^/?#\s]+|http://(localhost|127\.0\.0\.1|\[::1\])(:\d+)?)`

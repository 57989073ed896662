import { expect, test } from 'vitest'

import { sinkFault } from '#core/siem/fault.ts'

const CASES: readonly (readonly [what: string, kind: string, says: RegExp, fix: RegExp])[] = [
  ['that speaks no TLS', 'ERR_SSL_WRONG_VERSION_NUMBER', /^it does not speak TLS there /, /port/],
  [
    'of an authority nobody knows',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    /^its certificate, or ours, is not accepted /,
    /ca=/,
  ],
  ['whose certificate has ended', 'CERT_HAS_EXPIRED', /^its certificate has ended /, /new one/],
  [
    'whose certificate is for another name',
    'ERR_TLS_CERT_ALTNAME_INVALID',
    /^its certificate is for another name /,
    /name that its certificate has/,
  ],
  ['behind no route', 'EHOSTUNREACH', /^no way leads there /, /firewall/],
  ['in a network that is not there', 'ENETUNREACH', /^no way leads there /, /firewall/],
  ['that is a folder', 'EISDIR', /^it is a folder /, /name of a file/],
  ['on a disk that is read only', 'EROFS', /^it may not be written /, /write there/],
]

test.each(CASES)('of a SIEM %s it is told what is wrong and what to do', (_, kind, says, fix) => {
  const fault = sinkFault(kind)
  expect(fault.says).toMatch(says)
  expect(fault.says).toContain(`(${kind})`)
  expect(fault.fix).toMatch(fix)
})

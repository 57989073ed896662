import { expect, test } from 'vitest'

import { COMMAND_NAMES } from '#cli/commands.ts'
import { MACHINE } from '#core/access/machine.ts'

test('every command of the command line has a rule, and every rule a command', () => {
  expect(Object.keys(MACHINE).toSorted()).toEqual(COMMAND_NAMES.toSorted())
})

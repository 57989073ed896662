/** Names that companies of all kinds are made of. */
import * as fc from 'fast-check'

export const UNITS = ['Sales', 'Sales/EMEA', 'Sales/EMEA/South', 'Data', 'Data/South']
export const PEOPLE = ['p-ada', 'p-bob', 'p-cyd', 'p-dee', 'p-eli']
export const TOOLS = ['chatgpt', 'claude', 'github-copilot']

export const maybe = <Value>(of: fc.Arbitrary<Value>) => fc.option(of, { nil: undefined })

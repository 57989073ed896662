const MOST = 40
/** Fields that name somebody or something: only the shape of their values is ever shown. */
const NAMES = new Set([
  'person',
  'target',
  'object',
  'session',
  'asset',
  'run',
  'id',
  'manager',
  'aliases',
  'user_login',
  'assignee',
  'email',
  'user principal name',
])

/** Fields of days alone: a word there says why somebody is away. */
const DAYS = new Set(['leave_from', 'leave_to'])

const letters = (text: string) => text.replace(/\p{L}/gu, 'x')
const shape = (text: string) => letters(text).replace(/\p{N}/gu, '9')

/** A file's name as it may be stored: that of an export can be somebody's address. */
export const storedName = (name: string) => (name.includes('@') ? shape(name) : name)

/** A value as an error may show it: short, on one line, and never an identifier. */
export function shown(field: string | null, value: unknown): string | null {
  if (value === undefined || value === null) return null
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
  const start = text.slice(0, MOST).replace(/[\p{Cc}\ufffd]/gu, '·')
  const named = (field !== null && NAMES.has(field)) || text.includes('@')
  const words = field !== null && DAYS.has(field) ? letters(start) : start
  const masked = named ? shape(start) : words
  return text.length > MOST ? `${masked}…` : masked
}

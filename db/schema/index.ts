export * from './people.ts'
export * from './usage.ts'
export * from './chat.ts'

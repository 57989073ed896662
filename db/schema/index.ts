export * from './people.ts'
export * from './usage.ts'
export * from './derived.ts'
export * from './chat.ts'

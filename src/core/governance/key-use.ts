/** Where an API key was used. What is not known is null: a network is not ours only where ours are set. */
export type KeyPlace = 'ours' | 'other address' | 'other endpoint'

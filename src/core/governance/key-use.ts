/** Where an API key was used. What is not known is left out: a network is not ours only where ours are set. */
export const KEY_PLACES = ['ours', 'other address', 'other endpoint'] as const
export type KeyPlace = (typeof KEY_PLACES)[number]

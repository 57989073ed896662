/** The kinds of shared things that are run, as a filter names all of one kind and as they are stored. */
export const ASSET_KINDS = { agents: 'agent', prompts: 'prompt', tools: 'custom_tool' } as const

/** What the store calls an asset: its kind and the start of its hash. A kind stands for all of it. */
export const isAssetAlias = (name: string): boolean =>
  name.toLowerCase() in ASSET_KINDS || /^(?:agent|prompt|custom tool) [\da-f]{6}$/iu.test(name)

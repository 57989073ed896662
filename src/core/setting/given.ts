/** Settings as the environment gives them. */
export type Environment = Readonly<Record<string, string | undefined>>

/** The content of a file. @throws when it cannot be read */
export type ReadText = (path: string) => string

/** What is set under a name: itself, or the content of the file NAME_FILE names; or what is wrong. */
export function given(
  name: string,
  environment: Environment,
  readText: ReadText,
): string | undefined | readonly string[] {
  const value = environment[name]?.trim() || undefined
  const path = environment[`${name}_FILE`]?.trim()
  if (!path) return value
  if (value !== undefined) return [`${name} and ${name}_FILE are both set. Keep one of them.`]
  try {
    return readText(path).trim() || [`${name}_FILE names an empty file. Put the value into it.`]
  } catch {
    return [`${name}_FILE names a file that cannot be read. Check the path and its rights.`]
  }
}

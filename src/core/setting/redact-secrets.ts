/** Shorter values stand in ordinary words, and are no secrets. */
const SHORTEST = 6

/** As a secret stands in JSON, where line breaks and quotes are escaped, and in a URL. */
const forms = (secret: string): readonly string[] => [
  secret,
  JSON.stringify(secret).slice(1, -1),
  encodeURIComponent(secret.toWellFormed()),
]

/** Takes the values of secrets out of a text, however they are escaped. */
export function redactSecrets(secrets: readonly string[]): (text: string) => string {
  const hidden = [
    ...new Set(secrets.filter(({ length }) => length >= SHORTEST).flatMap(forms)),
  ].toSorted((a, b) => b.length - a.length)
  return (text) => hidden.reduce((said, secret) => said.replaceAll(secret, '[secret]'), text)
}

import type { MadeFile } from '#ports.ts'

/** A file of this text, and whether it was let go. */
export function madeFile(text: string): MadeFile & { readonly isGone: () => boolean } {
  const content = Buffer.from(text)
  let gone = false
  return {
    rows: text.split('\n').filter((line) => line.trim() !== '').length - 1,
    bytes: content.byteLength,
    async *read(from = 0, to = content.byteLength) {
      yield content.subarray(from, to)
    },
    [Symbol.asyncDispose]: async () => {
      gone = true
    },
    isGone: () => gone,
  }
}

/** What is in a file. */
export async function textOf(file: MadeFile): Promise<string> {
  return Buffer.concat(await Array.fromAsync(file.read())).toString()
}

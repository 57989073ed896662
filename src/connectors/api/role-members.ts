import { UserError } from '#core/errors.ts'

/** A group with more people is not one whose members each ought to have a role. */
const MOST = 5_000

/**
 * What the people of a group are known by, page by page; `of` says it of a member, undefined for what is
 * nobody.
 * @throws UserError as soon as there are too many
 */
export async function roleMembers<Member>(
  group: string,
  pages: AsyncIterable<readonly Member[]>,
  of: (member: Member) => readonly string[] | undefined,
): Promise<readonly string[]> {
  const found: string[] = []
  let people = 0
  for await (const page of pages)
    for (const member of page) {
      const known = of(member)
      if (known === undefined) continue
      people += 1
      if (people > MOST)
        throw new UserError(
          `${group} has more than ${MOST} people`,
          'Give the role to a smaller group.',
        )
      found.push(...known)
    }
  return found
}

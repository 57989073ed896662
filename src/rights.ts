import type { Platform } from '#core/access/access.ts'
import type { GroupGrant, Held } from '#core/access/grants.ts'
import type { Look } from '#core/access/look.ts'

import type { Answer, AskRequest } from './ports.ts'

export type Admins = {
  isAdmin(platform: Platform, workspace: string, user: string): Promise<boolean>
  list(platform: Platform, workspace: string): Promise<readonly string[]>
  /** Makes `user` an admin if the code is the one printed and unused; false otherwise. */
  claim(code: string, platform: Platform, workspace: string, user: string): Promise<boolean>
  /** A fresh one-time code when nobody is admin yet, else undefined. */
  newClaimCode(): Promise<string | undefined>
}

/** A role and who has it: `U1`, `T1/U1` or a user group, by whom or from which setting. */
export type GrantRow = Held & {
  readonly who: string
  readonly by: string
  /** Why nobody has it by this group at present. */
  readonly trouble?: string
}

type Slacker = { readonly workspace: string; readonly user: string }
/** Who can be given a role: a user, or everyone in a group of Slack or a directory. */
export type Holder = Slacker | { readonly group: string }

/** Who has which role. Read anew at each question: what is taken is gone at once. */
export type Roles = {
  /** By settings and commands; user groups are asked of the platform. */
  of(who: Holder): Promise<readonly Held[]>
  list(): Promise<readonly GrantRow[]>
  /** False when they have it already. */
  give(held: Held, to: Holder & { readonly by: string }): Promise<boolean>
  /** @throws UserError when a setting gives it, or nobody would be an admin without it */
  mayTake(held: Held, from: Holder): Promise<void>
  /**
   * False when they do not have it.
   * @throws UserError as `mayTake` does
   */
  take(held: Held, from: Holder): Promise<boolean>
  /** What settings and commands give to user groups of Slack. */
  groups(): Promise<readonly GroupGrant[]>
  /** By the groups of directories that someone is in, known by these pseudonyms (hex); as they were read minutes ago. */
  inGroups(known: readonly string[]): Promise<readonly Held[]>
}

/** Groups of directories with a role, as they were last read. */
export type RoleGroups = {
  /** What settings and commands give to groups of directories. */
  granted(): Promise<readonly GroupGrant[]>
  /** Who is in a group now, by their pseudonyms (hex), in place of who was. */
  read(group: string, members: readonly string[]): Promise<void>
  /** Why it could not be read; who was in it stays so for minutes. */
  failed(group: string, why: string): Promise<void>
  /** Groups that have no role any more are forgotten. */
  forgetOthers(): Promise<void>
}

/** The measured people, for who must be matched with them. Pseudonyms are hex. */
export type Aliases = {
  /** The pseudonym of an identifier, such as an address. */
  pseudonym(identifier: string): string
  /** Alias by pseudonym; what no source knows is left out. */
  byPseudonym(pseudonyms: readonly string[]): Promise<ReadonlyMap<string, string>>
  /** Who looked at this person, newest first. */
  looks(alias: string): Promise<readonly Look[]>
}

/** What people are called, where a company keeps that. */
export type Names = {
  /** By alias. */
  of(aliases: readonly string[]): Promise<ReadonlyMap<string, string>>
  /** The answer with names beside aliases, where who asked may see them and alone reads it. Never rejects. */
  beside(answer: Answer, request: AskRequest): Promise<Answer>
}

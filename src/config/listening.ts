import { z } from 'zod'

/** What senders present; undefined where nothing listens. */
export const token = z
  .string()
  .regex(
    /^[\w.~+/=-]{16,}$/,
    'Give at least 16 letters and digits, for example from: openssl rand -hex 24',
  )
  .optional()

export const port = (usual: number) =>
  z
    .string()
    .refine(
      (value) => /^\d{1,5}$/.test(value) && Number(value) < 65_536,
      'Write a port from 0 to 65535.',
    )
    .transform(Number)
    .default(usual)

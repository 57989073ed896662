import type { Contract } from './contract.ts'

/** `chatgpt (business)` */
export const nameOf = ({ tool, plan }: Pick<Contract, 'tool' | 'plan'>): string =>
  plan === '' ? tool : `${tool} (${plan})`

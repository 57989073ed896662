export const GEMINI = 'gemini-workspace'

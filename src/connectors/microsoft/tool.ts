export const M365_COPILOT = 'm365-copilot'

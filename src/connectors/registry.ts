import type { Connector } from '#collect.ts'

import { claudeCompliance } from './anthropic/compliance-connector.ts'
import { anthropic } from './anthropic/connector.ts'
import { claudeEnterprise } from './anthropic/enterprise-connector.ts'
import { chatgpt } from './chatgpt/connector.ts'
import { codex } from './codex/connector.ts'
import { cursor } from './cursor/connector.ts'
import { emailRules } from './email-rules/connector.ts'
import { githubCopilot } from './github-copilot/connector.ts'
import { githubPulls } from './github-pulls/connector.ts'
import { gitlab } from './gitlab/connector.ts'
import { googleCalendar } from './google/calendar-connector.ts'
import { geminiWorkspace } from './google/connector.ts'
import { googleDirectory } from './google/directory-connector.ts'
import { langfuse } from './langfuse/connector.ts'
import { litellm } from './litellm/connector.ts'
import { microsoft365Copilot } from './microsoft/connector.ts'
import { microsoftEntra } from './microsoft/directory-connector.ts'
import { microsoftCopilotHistory } from './microsoft/history-connector.ts'
import { microsoftCalendar } from './microsoft/schedule-connector.ts'
import { openai } from './openai/connector.ts'
import { openrouter } from './openrouter/connector.ts'
import { scimDirectory } from './scim/connector.ts'
import { slackDirectory } from './slack-directory/connector.ts'
import { workdayDirectory } from './workday/connector.ts'

/** Every connector, in the order `connect` and docs/connectors.md list them. */
export const CONNECTORS: readonly Connector[] = [
  openai,
  chatgpt,
  codex,
  anthropic,
  claudeEnterprise,
  claudeCompliance,
  githubCopilot,
  githubPulls,
  gitlab,
  microsoftCalendar,
  googleCalendar,
  microsoft365Copilot,
  microsoftCopilotHistory,
  geminiWorkspace,
  cursor,
  litellm,
  langfuse,
  openrouter,
  microsoftEntra,
  googleDirectory,
  scimDirectory,
  workdayDirectory,
  slackDirectory,
  emailRules,
]

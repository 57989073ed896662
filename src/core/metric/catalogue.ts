import type { MetricId } from '#core/metric/metric.ts'

import { acceptanceRate } from './acceptance-rate.ts'
import { activation } from './activation.ts'
import { activePeople } from './active-people.ts'
import { activeSeats } from './active-seats.ts'
import { adoption } from './adoption.ts'
import { agentRuns } from './agent-runs.ts'
import { agentShare } from './agent-share.ts'
import { agentSuccess } from './agent-success.ts'
import { assetRuns } from './asset-runs.ts'
import { assignedSeats } from './assigned-seats.ts'
import { cacheHitRate } from './cache-hit-rate.ts'
import { cacheReadTokens } from './cache-read-tokens.ts'
import { cacheWriteTokens } from './cache-write-tokens.ts'
import { concentration } from './concentration.ts'
import { costPerMessage } from './cost-per-message.ts'
import { costPerPerson } from './cost-per-person.ts'
import { costPerSession } from './cost-per-session.ts'
import type { MetricDefinition } from './definition.ts'
import { errorRate } from './error-rate.ts'
import { habitRate } from './habit-rate.ts'
import { idleSeatCost } from './idle-seat-cost.ts'
import { idleSeats } from './idle-seats.ts'
import { inputTokens } from './input-tokens.ts'
import { levelFalls } from './level-falls.ts'
import { levelRises } from './level-rises.ts'
import { longPromptShare } from './long-prompt-share.ts'
import { longSessionShare } from './long-session-share.ts'
import { medianSessionDepth } from './median-session-depth.ts'
import { messagesPerSession } from './messages-per-session.ts'
import { messages } from './messages.ts'
import { middlePromptShare } from './middle-prompt-share.ts'
import { oneMessageShare } from './one-message-share.ts'
import { outputCharacters } from './output-characters.ts'
import { outputInputRatio } from './output-input-ratio.ts'
import { outputTokens } from './output-tokens.ts'
import { premiumShare } from './premium-share.ts'
import { premiumStarts } from './premium-starts.ts'
import { proficiency } from './proficiency.ts'
import { promptLength } from './prompt-length.ts'
import { purchasedSeats } from './purchased-seats.ts'
import { seatUtilisation } from './seat-utilisation.ts'
import { sessionDuration } from './session-duration.ts'
import { sessionsPerPersonWeek } from './sessions-per-person-week.ts'
import { sessions } from './sessions.ts'
import { shortPromptShare } from './short-prompt-share.ts'
import { spend } from './spend.ts'
import { tokensPerPersonWeek } from './tokens-per-person-week.ts'
import { weeklyActivePeople } from './weekly-active-people.ts'

/** Every number the bot can be asked for, in the order answers show them. */
export const catalogue: Readonly<Record<MetricId, MetricDefinition>> = {
  spend,
  active_people: activePeople,
  messages,
  sessions,
  input_tokens: inputTokens,
  cache_read_tokens: cacheReadTokens,
  cache_write_tokens: cacheWriteTokens,
  output_tokens: outputTokens,
  output_characters: outputCharacters,
  weekly_active_people: weeklyActivePeople,
  messages_per_session: messagesPerSession,
  sessions_per_person_week: sessionsPerPersonWeek,
  tokens_per_person_week: tokensPerPersonWeek,
  cost_per_person: costPerPerson,
  cost_per_session: costPerSession,
  cost_per_message: costPerMessage,
  output_input_ratio: outputInputRatio,
  cache_hit_rate: cacheHitRate,
  acceptance_rate: acceptanceRate,
  agent_share: agentShare,
  error_rate: errorRate,
  short_prompt_share: shortPromptShare,
  middle_prompt_share: middlePromptShare,
  long_prompt_share: longPromptShare,
  one_message_share: oneMessageShare,
  long_session_share: longSessionShare,
  premium_share: premiumShare,
  prompt_length: promptLength,
  session_duration: sessionDuration,
  median_session_depth: medianSessionDepth,
  adoption,
  activation,
  concentration,
  proficiency,
  habit_rate: habitRate,
  level_rises: levelRises,
  level_falls: levelFalls,
  premium_starts: premiumStarts,
  agent_runs: agentRuns,
  agent_success: agentSuccess,
  asset_runs: assetRuns,
  assigned_seats: assignedSeats,
  purchased_seats: purchasedSeats,
  active_seats: activeSeats,
  seat_utilisation: seatUtilisation,
  idle_seats: idleSeats,
  idle_seat_cost: idleSeatCost,
}

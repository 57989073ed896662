CREATE TABLE "active_day" (
	"tenant_id" integer DEFAULT 1 NOT NULL,
	"day" date NOT NULL,
	"tool_id" smallint DEFAULT 0 NOT NULL,
	"bits" bit varying NOT NULL,
	CONSTRAINT "active_day_pk" PRIMARY KEY("tenant_id","day","tool_id")
);
--> statement-breakpoint
CREATE TABLE "rollup_day" (
	"tenant_id" integer DEFAULT 1 NOT NULL,
	"day" date NOT NULL,
	"tool_id" smallint DEFAULT 0 NOT NULL,
	"active" boolean DEFAULT false NOT NULL,
	"passive" boolean DEFAULT false NOT NULL,
	"messages" bigint,
	"sessions" bigint,
	"vendor_sessions" bigint,
	"requests" bigint,
	"agent_requests" bigint,
	"errors" bigint,
	"prompt_characters" bigint,
	"prompts_measured" bigint,
	"prompts_short" bigint,
	"prompts_middle" bigint,
	"prompts_long" bigint,
	"output_characters" bigint,
	"outputs_measured" bigint,
	"input_tokens" bigint,
	"cache_read_tokens" bigint,
	"cache_write_tokens" bigint,
	"output_tokens" bigint,
	"unpriced_tokens" bigint,
	"light_requests" bigint,
	"code_generations" bigint,
	"code_acceptances" bigint,
	"credits_milli" bigint,
	"cost_billed_micros" bigint,
	"cost_estimated_micros" bigint,
	"cost_credits_micros" bigint,
	CONSTRAINT "rollup_day_pk" PRIMARY KEY("tenant_id","day","tool_id")
);
--> statement-breakpoint
CREATE TABLE "rollup_department_day" (
	"tenant_id" integer DEFAULT 1 NOT NULL,
	"day" date NOT NULL,
	"department_id" integer DEFAULT 0 NOT NULL,
	"tool_id" smallint DEFAULT 0 NOT NULL,
	"active" boolean DEFAULT false NOT NULL,
	"passive" boolean DEFAULT false NOT NULL,
	"messages" bigint,
	"sessions" bigint,
	"vendor_sessions" bigint,
	"requests" bigint,
	"agent_requests" bigint,
	"errors" bigint,
	"prompt_characters" bigint,
	"prompts_measured" bigint,
	"prompts_short" bigint,
	"prompts_middle" bigint,
	"prompts_long" bigint,
	"output_characters" bigint,
	"outputs_measured" bigint,
	"input_tokens" bigint,
	"cache_read_tokens" bigint,
	"cache_write_tokens" bigint,
	"output_tokens" bigint,
	"unpriced_tokens" bigint,
	"light_requests" bigint,
	"code_generations" bigint,
	"code_acceptances" bigint,
	"credits_milli" bigint,
	"cost_billed_micros" bigint,
	"cost_estimated_micros" bigint,
	"cost_credits_micros" bigint,
	CONSTRAINT "rollup_department_day_pk" PRIMARY KEY("tenant_id","day","department_id","tool_id")
);
--> statement-breakpoint
INSERT INTO "rollup_department_day" (tenant_id, day, department_id, tool_id, active, passive, messages, sessions, vendor_sessions, requests, agent_requests, errors, prompt_characters, prompts_measured, prompts_short, prompts_middle, prompts_long, output_characters, outputs_measured, input_tokens, cache_read_tokens, cache_write_tokens, output_tokens, unpriced_tokens, light_requests, code_generations, code_acceptances, credits_milli, cost_billed_micros, cost_estimated_micros, cost_credits_micros)
SELECT f.tenant_id, f.day, coalesce(u.department_id, 0), f.tool_id, bool_or(active), bool_or(passive), sum(messages), sum(sessions), sum(vendor_sessions), sum(requests), sum(agent_requests), sum(errors), sum(prompt_characters), sum(prompts_measured), sum(prompts_short), sum(prompts_middle), sum(prompts_long), sum(output_characters), sum(outputs_measured), sum(input_tokens), sum(cache_read_tokens), sum(cache_write_tokens), sum(output_tokens), sum(unpriced_tokens), sum(light_requests), sum(code_generations), sum(code_acceptances), sum(credits_milli), sum(cost_billed_micros), sum(cost_estimated_micros), sum(cost_credits_micros)
FROM "rollup_unit_day" f LEFT JOIN "org_unit" u ON u.tenant_id = f.tenant_id AND u.unit_id = f.unit_id
GROUP BY 1, 2, 3, 4;--> statement-breakpoint
INSERT INTO "rollup_day" (tenant_id, day, tool_id, active, passive, messages, sessions, vendor_sessions, requests, agent_requests, errors, prompt_characters, prompts_measured, prompts_short, prompts_middle, prompts_long, output_characters, outputs_measured, input_tokens, cache_read_tokens, cache_write_tokens, output_tokens, unpriced_tokens, light_requests, code_generations, code_acceptances, credits_milli, cost_billed_micros, cost_estimated_micros, cost_credits_micros)
SELECT tenant_id, day, tool_id, bool_or(active), bool_or(passive), sum(messages), sum(sessions), sum(vendor_sessions), sum(requests), sum(agent_requests), sum(errors), sum(prompt_characters), sum(prompts_measured), sum(prompts_short), sum(prompts_middle), sum(prompts_long), sum(output_characters), sum(outputs_measured), sum(input_tokens), sum(cache_read_tokens), sum(cache_write_tokens), sum(output_tokens), sum(unpriced_tokens), sum(light_requests), sum(code_generations), sum(code_acceptances), sum(credits_milli), sum(cost_billed_micros), sum(cost_estimated_micros), sum(cost_credits_micros)
FROM "rollup_department_day" GROUP BY 1, 2, 3;--> statement-breakpoint
INSERT INTO "active_day" (tenant_id, day, tool_id, bits)
SELECT tenant_id, day, tool_id, bit_or(bits) FROM "active_bits" GROUP BY 1, 2, 3;

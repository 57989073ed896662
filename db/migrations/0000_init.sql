CREATE TABLE "account" (
	"tenant_id" integer DEFAULT 1 NOT NULL,
	"account_id" integer NOT NULL,
	"key_version" smallint DEFAULT 1 NOT NULL,
	"pseudonym" "bytea" NOT NULL,
	CONSTRAINT "account_pk" PRIMARY KEY("tenant_id","account_id"),
	CONSTRAINT "account_pseudonym_uq" UNIQUE("tenant_id","key_version","pseudonym")
);
--> statement-breakpoint
CREATE TABLE "account_person" (
	"tenant_id" integer DEFAULT 1 NOT NULL,
	"account_id" integer NOT NULL,
	"valid_from" date NOT NULL,
	"valid_to" date NOT NULL,
	"person_id" integer NOT NULL,
	CONSTRAINT "account_person_pk" PRIMARY KEY("tenant_id","account_id","valid_from")
);
--> statement-breakpoint
CREATE TABLE "group_member" (
	"tenant_id" integer DEFAULT 1 NOT NULL,
	"group_name" text NOT NULL,
	"person_id" integer NOT NULL,
	"valid_from" date NOT NULL,
	"valid_to" date NOT NULL,
	CONSTRAINT "group_member_pk" PRIMARY KEY("tenant_id","group_name","person_id","valid_from")
);
--> statement-breakpoint
CREATE TABLE "membership" (
	"tenant_id" integer DEFAULT 1 NOT NULL,
	"person_id" integer NOT NULL,
	"valid_from" date NOT NULL,
	"valid_to" date NOT NULL,
	"unit_id" integer NOT NULL,
	"cost_centre" text,
	"location" text,
	"manager" text,
	CONSTRAINT "membership_pk" PRIMARY KEY("tenant_id","person_id","valid_from")
);
--> statement-breakpoint
CREATE TABLE "org_unit" (
	"tenant_id" integer DEFAULT 1 NOT NULL,
	"unit_id" integer NOT NULL,
	"path" text NOT NULL,
	"name" text NOT NULL,
	"level" smallint NOT NULL,
	"department_id" integer NOT NULL,
	CONSTRAINT "org_unit_pk" PRIMARY KEY("tenant_id","unit_id"),
	CONSTRAINT "org_unit_path_uq" UNIQUE("tenant_id","path")
);
--> statement-breakpoint
CREATE TABLE "person" (
	"tenant_id" integer DEFAULT 1 NOT NULL,
	"person_id" integer NOT NULL,
	"alias" text NOT NULL,
	"erased_at" timestamp with time zone,
	CONSTRAINT "person_pk" PRIMARY KEY("tenant_id","person_id"),
	CONSTRAINT "person_alias_uq" UNIQUE("tenant_id","alias")
);
--> statement-breakpoint
CREATE TABLE "seat_assignment" (
	"tenant_id" integer DEFAULT 1 NOT NULL,
	"tool_id" integer NOT NULL,
	"account_id" integer DEFAULT 0 NOT NULL,
	"valid_from" date NOT NULL,
	"valid_to" date NOT NULL,
	"plan" text NOT NULL,
	"vendor_last_activity" date,
	"batch_id" integer NOT NULL,
	CONSTRAINT "seat_assignment_pk" PRIMARY KEY("tenant_id","tool_id","account_id","valid_from")
);
--> statement-breakpoint
CREATE TABLE "seat_pool" (
	"tenant_id" integer DEFAULT 1 NOT NULL,
	"tool_id" integer NOT NULL,
	"plan" text NOT NULL,
	"valid_from" date NOT NULL,
	"valid_to" date NOT NULL,
	"purchased" integer,
	"monthly_micros" bigint,
	"currency" text DEFAULT 'USD' NOT NULL,
	"batch_id" integer NOT NULL,
	CONSTRAINT "seat_pool_pk" PRIMARY KEY("tenant_id","tool_id","plan","valid_from")
);
--> statement-breakpoint
CREATE TABLE "tenant" (
	"tenant_id" integer PRIMARY KEY NOT NULL,
	"zone" text,
	"zone_fixed_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "asset" (
	"tenant_id" integer DEFAULT 1 NOT NULL,
	"asset_id" integer NOT NULL,
	"kind" text NOT NULL,
	"pseudonym" "bytea" NOT NULL,
	CONSTRAINT "asset_pk" PRIMARY KEY("tenant_id","asset_id"),
	CONSTRAINT "asset_pseudonym_uq" UNIQUE("tenant_id","kind","pseudonym")
);
--> statement-breakpoint
CREATE TABLE "feature" (
	"tenant_id" integer DEFAULT 1 NOT NULL,
	"id" integer NOT NULL,
	"name" text NOT NULL,
	CONSTRAINT "feature_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "feature_name_uq" UNIQUE("tenant_id","name")
);
--> statement-breakpoint
CREATE TABLE "import_batch" (
	"batch_id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "import_batch_batch_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"tenant_id" integer DEFAULT 1 NOT NULL,
	"kind" text NOT NULL,
	"files" jsonb NOT NULL,
	"by" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"lines" integer DEFAULT 0 NOT NULL,
	"first_day" date,
	"last_day" date,
	"through" date,
	"bucket_zone" text DEFAULT 'UTC' NOT NULL,
	"state" text DEFAULT 'applied' NOT NULL
);
--> statement-breakpoint
CREATE TABLE "model" (
	"tenant_id" integer DEFAULT 1 NOT NULL,
	"id" integer NOT NULL,
	"name" text NOT NULL,
	CONSTRAINT "model_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "model_name_uq" UNIQUE("tenant_id","name")
);
--> statement-breakpoint
CREATE TABLE "source" (
	"tenant_id" integer DEFAULT 1 NOT NULL,
	"id" integer NOT NULL,
	"name" text NOT NULL,
	CONSTRAINT "source_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "source_name_uq" UNIQUE("tenant_id","name")
);
--> statement-breakpoint
CREATE TABLE "tool" (
	"tenant_id" integer DEFAULT 1 NOT NULL,
	"id" integer NOT NULL,
	"name" text NOT NULL,
	CONSTRAINT "tool_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "tool_name_uq" UNIQUE("tenant_id","name")
);
--> statement-breakpoint
CREATE TABLE "usage_event" (
	"tenant_id" integer DEFAULT 1 NOT NULL,
	"day" date NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"account_id" integer DEFAULT 0 NOT NULL,
	"tool_id" smallint DEFAULT 0 NOT NULL,
	"model_id" smallint DEFAULT 0 NOT NULL,
	"feature_id" smallint DEFAULT 0 NOT NULL,
	"source_id" smallint DEFAULT 0 NOT NULL,
	"batch_id" integer NOT NULL,
	"seq" integer NOT NULL,
	"conversation" bigint DEFAULT 0 NOT NULL,
	"agent" boolean DEFAULT false NOT NULL,
	"error" boolean DEFAULT false NOT NULL,
	"prompt_characters" integer,
	"output_characters" integer,
	"input_tokens" bigint,
	"cache_read_tokens" bigint,
	"cache_write_tokens" bigint,
	"output_tokens" bigint,
	"cost_picos" bigint,
	"cost_basis" smallint,
	"asset_id" integer DEFAULT 0 NOT NULL,
	"run" bigint DEFAULT 0 NOT NULL,
	"event_id" "bytea",
	"digest" bigint NOT NULL,
	CONSTRAINT "usage_event_pk" PRIMARY KEY("tenant_id","day","account_id","batch_id","seq")
) PARTITION BY RANGE ("day");
--> statement-breakpoint
CREATE TABLE "usage_event_default" PARTITION OF "usage_event" DEFAULT;
--> statement-breakpoint
CREATE TABLE "usage_event_replaced" (
	"tenant_id" integer DEFAULT 1 NOT NULL,
	"day" date NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"account_id" integer DEFAULT 0 NOT NULL,
	"tool_id" smallint DEFAULT 0 NOT NULL,
	"model_id" smallint DEFAULT 0 NOT NULL,
	"feature_id" smallint DEFAULT 0 NOT NULL,
	"source_id" smallint DEFAULT 0 NOT NULL,
	"batch_id" integer NOT NULL,
	"seq" integer NOT NULL,
	"conversation" bigint DEFAULT 0 NOT NULL,
	"agent" boolean DEFAULT false NOT NULL,
	"error" boolean DEFAULT false NOT NULL,
	"prompt_characters" integer,
	"output_characters" integer,
	"input_tokens" bigint,
	"cache_read_tokens" bigint,
	"cache_write_tokens" bigint,
	"output_tokens" bigint,
	"cost_picos" bigint,
	"cost_basis" smallint,
	"asset_id" integer DEFAULT 0 NOT NULL,
	"run" bigint DEFAULT 0 NOT NULL,
	"event_id" "bytea",
	"digest" bigint NOT NULL,
	"replaced_by" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "usage_report" (
	"tenant_id" integer DEFAULT 1 NOT NULL,
	"day" date NOT NULL,
	"account_id" integer DEFAULT 0 NOT NULL,
	"tool_id" smallint DEFAULT 0 NOT NULL,
	"model_id" smallint DEFAULT 0 NOT NULL,
	"feature_id" smallint DEFAULT 0 NOT NULL,
	"source_id" smallint DEFAULT 0 NOT NULL,
	"batch_id" integer NOT NULL,
	"digest" bigint NOT NULL,
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
	"prompt_histogram" integer[],
	"session_depth_histogram" integer[],
	"session_seconds_histogram" integer[],
	CONSTRAINT "usage_report_pk" PRIMARY KEY("tenant_id","day","account_id","tool_id","model_id","feature_id","source_id")
);
--> statement-breakpoint
CREATE TABLE "usage_report_replaced" (
	"tenant_id" integer DEFAULT 1 NOT NULL,
	"day" date NOT NULL,
	"account_id" integer DEFAULT 0 NOT NULL,
	"tool_id" smallint DEFAULT 0 NOT NULL,
	"model_id" smallint DEFAULT 0 NOT NULL,
	"feature_id" smallint DEFAULT 0 NOT NULL,
	"source_id" smallint DEFAULT 0 NOT NULL,
	"batch_id" integer NOT NULL,
	"digest" bigint NOT NULL,
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
	"prompt_histogram" integer[],
	"session_depth_histogram" integer[],
	"session_seconds_histogram" integer[],
	"replaced_by" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "active_bits" (
	"tenant_id" integer DEFAULT 1 NOT NULL,
	"day" date NOT NULL,
	"department_id" integer DEFAULT 0 NOT NULL,
	"tool_id" smallint DEFAULT 0 NOT NULL,
	"bits" bit varying NOT NULL,
	CONSTRAINT "active_bits_pk" PRIMARY KEY("tenant_id","department_id","tool_id","day")
);
--> statement-breakpoint
CREATE TABLE "asset_daily" (
	"tenant_id" integer DEFAULT 1 NOT NULL,
	"day" date NOT NULL,
	"account_id" integer DEFAULT 0 NOT NULL,
	"tool_id" smallint DEFAULT 0 NOT NULL,
	"source_id" smallint DEFAULT 0 NOT NULL,
	"asset_id" integer NOT NULL,
	"person_id" integer DEFAULT 0 NOT NULL,
	"unit_id" integer DEFAULT 0 NOT NULL,
	"requests" integer NOT NULL,
	"runs" integer NOT NULL,
	"failed_runs" integer NOT NULL,
	CONSTRAINT "asset_daily_pk" PRIMARY KEY("tenant_id","day","account_id","tool_id","source_id","asset_id")
);
--> statement-breakpoint
CREATE TABLE "covered_day" (
	"tenant_id" integer DEFAULT 1 NOT NULL,
	"tool_id" integer NOT NULL,
	"source_id" integer NOT NULL,
	"day" date NOT NULL,
	"batch_id" integer NOT NULL,
	CONSTRAINT "covered_day_pk" PRIMARY KEY("tenant_id","tool_id","source_id","day","batch_id")
);
--> statement-breakpoint
CREATE TABLE "dirty_day" (
	"tenant_id" integer DEFAULT 1 NOT NULL,
	"day" date NOT NULL,
	"since" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "dirty_day_pk" PRIMARY KEY("tenant_id","day")
);
--> statement-breakpoint
CREATE TABLE "rollup_unit_day" (
	"tenant_id" integer DEFAULT 1 NOT NULL,
	"day" date NOT NULL,
	"unit_id" integer DEFAULT 0 NOT NULL,
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
	CONSTRAINT "rollup_unit_day_pk" PRIMARY KEY("tenant_id","unit_id","day","tool_id")
);
--> statement-breakpoint
CREATE TABLE "session" (
	"tenant_id" integer DEFAULT 1 NOT NULL,
	"day" date NOT NULL,
	"last_day" date NOT NULL,
	"person_id" integer DEFAULT 0 NOT NULL,
	"account_id" integer DEFAULT 0 NOT NULL,
	"tool_id" smallint DEFAULT 0 NOT NULL,
	"conversation" bigint DEFAULT 0 NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone NOT NULL,
	"model_id" smallint DEFAULT 0 NOT NULL,
	"feature_id" smallint DEFAULT 0 NOT NULL,
	"source_id" smallint DEFAULT 0 NOT NULL,
	"messages" integer NOT NULL,
	CONSTRAINT "session_pk" PRIMARY KEY("tenant_id","day","person_id","account_id","tool_id","conversation","started_at")
);
--> statement-breakpoint
CREATE TABLE "unit_people" (
	"tenant_id" integer DEFAULT 1 NOT NULL,
	"day" date NOT NULL,
	"unit_id" integer NOT NULL,
	"tool_id" smallint DEFAULT 0 NOT NULL,
	"people" integer[] NOT NULL,
	CONSTRAINT "unit_people_pk" PRIMARY KEY("tenant_id","unit_id","tool_id","day")
);
--> statement-breakpoint
CREATE TABLE "usage_daily" (
	"tenant_id" integer DEFAULT 1 NOT NULL,
	"day" date NOT NULL,
	"account_id" integer DEFAULT 0 NOT NULL,
	"tool_id" smallint DEFAULT 0 NOT NULL,
	"model_id" smallint DEFAULT 0 NOT NULL,
	"feature_id" smallint DEFAULT 0 NOT NULL,
	"source_id" smallint DEFAULT 0 NOT NULL,
	"person_id" integer DEFAULT 0 NOT NULL,
	"unit_id" integer DEFAULT 0 NOT NULL,
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
	"prompt_histogram" integer[],
	"session_depth_histogram" integer[],
	"session_seconds_histogram" integer[],
	CONSTRAINT "usage_daily_pk" PRIMARY KEY("tenant_id","day","account_id","tool_id","model_id","feature_id","source_id")
) PARTITION BY RANGE ("day");
--> statement-breakpoint
CREATE TABLE "usage_daily_default" PARTITION OF "usage_daily" DEFAULT;
--> statement-breakpoint
CREATE TABLE "admin" (
	"tenant_id" integer DEFAULT 1 NOT NULL,
	"platform" text NOT NULL,
	"workspace" text NOT NULL,
	"user_id" text NOT NULL,
	"person" boolean DEFAULT true NOT NULL,
	"granted_by" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "admin_pk" PRIMARY KEY("tenant_id","platform","workspace","user_id")
);
--> statement-breakpoint
CREATE TABLE "answer" (
	"answer_id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"tenant_id" integer DEFAULT 1 NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"viewer" text NOT NULL,
	"command" text NOT NULL,
	"message" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "audit" (
	"audit_id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "audit_audit_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"tenant_id" integer DEFAULT 1 NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"viewer" text NOT NULL,
	"place" text NOT NULL,
	"action" text NOT NULL,
	"command" text NOT NULL,
	"outcome" text NOT NULL,
	"detail" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "chat_claim" (
	"tenant_id" integer DEFAULT 1 NOT NULL,
	"key" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "chat_claim_pk" PRIMARY KEY("tenant_id","key")
);
--> statement-breakpoint
CREATE TABLE "claim_code" (
	"tenant_id" integer DEFAULT 1 NOT NULL,
	"code_hash" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"used_at" timestamp with time zone,
	"used_by" text,
	CONSTRAINT "claim_code_pk" PRIMARY KEY("tenant_id","code_hash")
);
--> statement-breakpoint
CREATE TABLE "workspace_memory" (
	"tenant_id" integer DEFAULT 1 NOT NULL,
	"workspace" text NOT NULL,
	"key" text NOT NULL,
	"value" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "workspace_memory_pk" PRIMARY KEY("tenant_id","workspace","key")
);
--> statement-breakpoint
CREATE INDEX "account_person_person" ON "account_person" USING btree ("tenant_id","person_id");--> statement-breakpoint
CREATE INDEX "membership_unit" ON "membership" USING btree ("tenant_id","unit_id","valid_from");--> statement-breakpoint
CREATE INDEX "usage_event_source" ON "usage_event" USING btree ("tenant_id","source_id","day");--> statement-breakpoint
CREATE INDEX "usage_event_id" ON "usage_event" USING btree ("tenant_id","source_id","event_id");--> statement-breakpoint
CREATE INDEX "usage_event_replaced_by" ON "usage_event_replaced" USING btree ("tenant_id","replaced_by");--> statement-breakpoint
CREATE INDEX "usage_event_replaced_batch" ON "usage_event_replaced" USING btree ("tenant_id","batch_id");--> statement-breakpoint
CREATE INDEX "usage_report_source" ON "usage_report" USING btree ("tenant_id","source_id","day");--> statement-breakpoint
CREATE INDEX "usage_report_replaced_by" ON "usage_report_replaced" USING btree ("tenant_id","replaced_by");--> statement-breakpoint
CREATE INDEX "usage_report_replaced_batch" ON "usage_report_replaced" USING btree ("tenant_id","batch_id");--> statement-breakpoint
CREATE INDEX "active_bits_day" ON "active_bits" USING btree ("tenant_id","day");--> statement-breakpoint
CREATE INDEX "covered_day_batch" ON "covered_day" USING btree ("tenant_id","batch_id");--> statement-breakpoint
CREATE INDEX "rollup_unit_day_day" ON "rollup_unit_day" USING btree ("tenant_id","day");--> statement-breakpoint
CREATE INDEX "session_last_day" ON "session" USING btree ("tenant_id","last_day") WHERE last_day <> day;--> statement-breakpoint
CREATE INDEX "unit_people_day" ON "unit_people" USING btree ("tenant_id","day");--> statement-breakpoint
CREATE INDEX "usage_daily_unit" ON "usage_daily" USING btree ("tenant_id","unit_id","day");--> statement-breakpoint
CREATE INDEX "usage_daily_person" ON "usage_daily" USING btree ("tenant_id","person_id","day");--> statement-breakpoint
CREATE INDEX "answer_at" ON "answer" USING btree ("at");--> statement-breakpoint
CREATE INDEX "audit_at" ON "audit" USING btree ("tenant_id","at");--> statement-breakpoint
CREATE INDEX "chat_claim_at" ON "chat_claim" USING btree ("at");
CREATE TABLE "directory_said" (
	"tenant_id" integer DEFAULT 1 NOT NULL,
	"source" text NOT NULL,
	"person_id" integer NOT NULL,
	"valid_from" date NOT NULL,
	"valid_to" date NOT NULL,
	"unit_id" integer NOT NULL,
	"cost_centre" text,
	"location" text,
	"manager" text,
	"said_at" timestamp with time zone NOT NULL,
	CONSTRAINT "directory_said_pk" PRIMARY KEY("tenant_id","source","person_id","valid_from")
);
--> statement-breakpoint
CREATE TABLE "account_link" (
	"tenant_id" integer DEFAULT 1 NOT NULL,
	"link_id" integer GENERATED ALWAYS AS IDENTITY (sequence name "account_link_link_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"account_id" integer NOT NULL,
	"alias_id" integer NOT NULL,
	"source" text NOT NULL,
	"state" text NOT NULL,
	"by" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp with time zone,
	CONSTRAINT "account_link_pk" PRIMARY KEY("tenant_id","link_id"),
	CONSTRAINT "account_link_uq" UNIQUE("tenant_id","account_id","alias_id","source","at")
);
--> statement-breakpoint
CREATE TABLE "bill_line" (
	"line_id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "bill_line_line_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"tenant_id" integer DEFAULT 1 NOT NULL,
	"day" date NOT NULL,
	"tool_id" smallint DEFAULT 0 NOT NULL,
	"source_id" smallint DEFAULT 0 NOT NULL,
	"model_id" smallint DEFAULT 0 NOT NULL,
	"account_id" integer DEFAULT 0 NOT NULL,
	"item" text,
	"cost_picos" bigint,
	"amount" numeric NOT NULL,
	"currency" text NOT NULL,
	"basis" smallint DEFAULT 0 NOT NULL,
	"batch_id" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "consent" (
	"tenant_id" integer DEFAULT 1 NOT NULL,
	"connector" text NOT NULL,
	"stream" text NOT NULL,
	"by" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp with time zone,
	CONSTRAINT "consent_pk" PRIMARY KEY("tenant_id","connector","stream","at")
);
--> statement-breakpoint
CREATE TABLE "contract" (
	"tenant_id" integer DEFAULT 1 NOT NULL,
	"tool" text NOT NULL,
	"plan" text DEFAULT '' NOT NULL,
	"valid_from" date NOT NULL,
	"valid_to" date,
	"seats" integer,
	"monthly_micros" bigint,
	"currency" text DEFAULT 'USD' NOT NULL,
	"notice_by" date,
	"committed_micros" bigint,
	"credit_picos" bigint,
	"by" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"details" jsonb DEFAULT '{}' NOT NULL,
	CONSTRAINT "contract_pk" PRIMARY KEY("tenant_id","tool","plan","valid_from")
);
--> statement-breakpoint
CREATE TABLE "governance_event" (
	"tenant_id" integer DEFAULT 1 NOT NULL,
	"source_id" smallint DEFAULT 0 NOT NULL,
	"event_id" "bytea" NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"collected_at" timestamp with time zone DEFAULT now() NOT NULL,
	"tool_id" smallint DEFAULT 0 NOT NULL,
	"type" text NOT NULL,
	"action" text NOT NULL,
	"actor_id" integer DEFAULT 0 NOT NULL,
	"target_id" integer DEFAULT 0 NOT NULL,
	"object_kind" text,
	"object" "bytea",
	"outcome" smallint,
	CONSTRAINT "governance_event_pk" PRIMARY KEY("tenant_id","source_id","event_id")
);
--> statement-breakpoint
CREATE TABLE "period_use" (
	"tenant_id" integer DEFAULT 1 NOT NULL,
	"source_id" smallint DEFAULT 0 NOT NULL,
	"tool_id" smallint DEFAULT 0 NOT NULL,
	"account_id" integer DEFAULT 0 NOT NULL,
	"from_day" date NOT NULL,
	"to_day" date NOT NULL,
	"last_activity" date,
	"active_days" integer,
	"messages" bigint,
	"enabled" boolean NOT NULL,
	"batch_id" integer NOT NULL,
	CONSTRAINT "period_use_pk" PRIMARY KEY("tenant_id","source_id","tool_id","account_id","from_day","to_day")
);
--> statement-breakpoint
CREATE TABLE "precedence" (
	"tenant_id" integer DEFAULT 1 NOT NULL,
	"tool" text NOT NULL,
	"measure" text NOT NULL,
	"valid_from" date NOT NULL,
	"sources" text[] NOT NULL,
	"by" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "precedence_pk" PRIMARY KEY("tenant_id","tool","measure","valid_from")
);
--> statement-breakpoint
CREATE TABLE "service_account" (
	"tenant_id" integer DEFAULT 1 NOT NULL,
	"account_id" integer NOT NULL,
	"source" text NOT NULL,
	"kind" text NOT NULL,
	"label" text NOT NULL,
	CONSTRAINT "service_account_pk" PRIMARY KEY("tenant_id","account_id")
);
--> statement-breakpoint
CREATE TABLE "service_unit" (
	"tenant_id" integer DEFAULT 1 NOT NULL,
	"account_id" integer NOT NULL,
	"valid_from" date NOT NULL,
	"valid_to" date NOT NULL,
	"unit_id" integer NOT NULL,
	"by" text NOT NULL,
	CONSTRAINT "service_unit_pk" PRIMARY KEY("tenant_id","account_id","valid_from")
);
--> statement-breakpoint
CREATE TABLE "stream_state" (
	"tenant_id" integer DEFAULT 1 NOT NULL,
	"connector" text NOT NULL,
	"stream" text NOT NULL,
	"cursor" text,
	"pulled_from" date,
	"pulled_through" date,
	"started_at" timestamp with time zone,
	"succeeded_at" timestamp with time zone,
	"failing_since" timestamp with time zone,
	"failures" integer DEFAULT 0 NOT NULL,
	"fault_what" text,
	"fault_fix" text,
	"retry_at" timestamp with time zone,
	"lease_by" text,
	"lease_until" timestamp with time zone,
	CONSTRAINT "stream_state_pk" PRIMARY KEY("tenant_id","connector","stream")
);
--> statement-breakpoint
CREATE TABLE "sync_run" (
	"run_id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "sync_run_run_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"tenant_id" integer DEFAULT 1 NOT NULL,
	"connector" text NOT NULL,
	"stream" text NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	"outcome" text,
	"rows" integer DEFAULT 0 NOT NULL,
	"refused" integer DEFAULT 0 NOT NULL,
	"happened_at" timestamp with time zone,
	"published_at" timestamp with time zone,
	"fault_what" text
);
--> statement-breakpoint
CREATE TABLE "usage_witness" (
	"tenant_id" integer DEFAULT 1 NOT NULL,
	"day" date NOT NULL,
	"account_id" integer DEFAULT 0 NOT NULL,
	"tool_id" smallint DEFAULT 0 NOT NULL,
	"model_id" smallint DEFAULT 0 NOT NULL,
	"source_id" smallint DEFAULT 0 NOT NULL,
	"person_id" integer DEFAULT 0 NOT NULL,
	"unit_id" integer DEFAULT 0 NOT NULL,
	"messages" bigint,
	"requests" bigint,
	"input_tokens" bigint,
	"cache_read_tokens" bigint,
	"cache_write_tokens" bigint,
	"output_tokens" bigint,
	"cost_micros" bigint,
	"measures" text[] NOT NULL,
	CONSTRAINT "usage_witness_pk" PRIMARY KEY("tenant_id","day","account_id","tool_id","model_id","source_id")
);
--> statement-breakpoint
CREATE TABLE "live_inbox" (
	"inbox_id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "live_inbox_inbox_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"tenant_id" integer DEFAULT 1 NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"events" integer NOT NULL,
	"lines" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "account_person" ADD COLUMN "by_link" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "group_member" ADD COLUMN "source" text DEFAULT '' NOT NULL;--> statement-breakpoint
CREATE INDEX "bill_line_source" ON "bill_line" USING btree ("tenant_id","source_id","day");--> statement-breakpoint
CREATE INDEX "governance_event_at" ON "governance_event" USING btree ("tenant_id","at");--> statement-breakpoint
CREATE INDEX "sync_run_stream" ON "sync_run" USING btree ("tenant_id","connector","stream","started_at");--> statement-breakpoint
ALTER TABLE "group_member" DROP CONSTRAINT "group_member_pk";
--> statement-breakpoint
ALTER TABLE "group_member" ADD CONSTRAINT "group_member_pk" PRIMARY KEY("tenant_id","group_name","source","person_id","valid_from");--> statement-breakpoint
INSERT INTO "directory_said" ("tenant_id", "source", "person_id", "valid_from", "valid_to", "unit_id", "cost_centre", "location", "manager", "said_at")
SELECT "tenant_id", '', "person_id", "valid_from", "valid_to", "unit_id", "cost_centre", "location", "manager", 'epoch' FROM "membership";

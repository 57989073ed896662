CREATE TABLE "vintage" (
	"tenant_id" integer DEFAULT 1 NOT NULL,
	"day" date NOT NULL,
	"tool_id" smallint DEFAULT 0 NOT NULL,
	"source_id" smallint DEFAULT 0 NOT NULL,
	"seen_at" timestamp with time zone NOT NULL,
	"messages" bigint NOT NULL,
	"tokens" bigint NOT NULL,
	"cost_micros" bigint NOT NULL,
	CONSTRAINT "vintage_pk" PRIMARY KEY("tenant_id","day","tool_id","source_id","seen_at")
);
--> statement-breakpoint
CREATE TABLE "baseline" (
	"baseline_id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "baseline_baseline_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"tenant_id" integer DEFAULT 1 NOT NULL,
	"unit" text,
	"from_day" date NOT NULL,
	"to_day" date NOT NULL,
	"says" text NOT NULL,
	"by" text NOT NULL,
	"at" timestamp with time zone NOT NULL
);

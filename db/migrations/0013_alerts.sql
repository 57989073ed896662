CREATE TABLE "alert" (
	"alert_id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "alert_alert_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"tenant_id" integer DEFAULT 1 NOT NULL,
	"fingerprint" text NOT NULL,
	"rule" text NOT NULL,
	"severity" text NOT NULL,
	"state" text NOT NULL,
	"says" text NOT NULL,
	"tool" text,
	"storm" boolean NOT NULL,
	"once" boolean NOT NULL,
	"command" text,
	"facts" jsonb NOT NULL,
	"events" bigint NOT NULL,
	"first_at" timestamp with time zone NOT NULL,
	"last_at" timestamp with time zone NOT NULL,
	"opened_at" timestamp with time zone NOT NULL,
	"found_at" timestamp with time zone NOT NULL,
	"told_at" timestamp with time zone NOT NULL,
	"told_events" bigint NOT NULL,
	"notices" integer NOT NULL,
	"by" text,
	"reason" text,
	"acted_at" timestamp with time zone,
	"silenced_until" timestamp with time zone,
	"escalated_at" timestamp with time zone,
	"reminded_at" timestamp with time zone,
	"feedback" text
);
--> statement-breakpoint
CREATE TABLE "alert_actor" (
	"tenant_id" integer DEFAULT 1 NOT NULL,
	"alert_id" bigint NOT NULL,
	"account_id" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "alert_actor_pk" PRIMARY KEY("tenant_id","alert_id","account_id")
);
--> statement-breakpoint
CREATE TABLE "alert_rule" (
	"rule_no" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "alert_rule_rule_no_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"tenant_id" integer DEFAULT 1 NOT NULL,
	"built_in" text,
	"spec" jsonb,
	"on" boolean NOT NULL,
	"by" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"looked_at" timestamp with time zone,
	"removed_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "alert_tally" (
	"tenant_id" integer DEFAULT 1 NOT NULL,
	"day" date NOT NULL,
	"rule" text NOT NULL,
	"reason" text NOT NULL,
	"events" bigint NOT NULL,
	CONSTRAINT "alert_tally_pk" PRIMARY KEY("tenant_id","day","rule","reason")
);
--> statement-breakpoint
ALTER TABLE "governance_event" ADD COLUMN "judged_at" timestamp with time zone;--> statement-breakpoint
CREATE UNIQUE INDEX "alert_open" ON "alert" USING btree ("tenant_id","fingerprint") WHERE state <> 'resolved';--> statement-breakpoint
CREATE INDEX "alert_once" ON "alert" USING btree ("tenant_id","fingerprint") WHERE once;--> statement-breakpoint
CREATE INDEX "alert_actor_account" ON "alert_actor" USING btree ("tenant_id","account_id");--> statement-breakpoint
CREATE UNIQUE INDEX "alert_rule_built_in" ON "alert_rule" USING btree ("tenant_id","built_in") WHERE built_in is not null;--> statement-breakpoint
CREATE INDEX "governance_event_unjudged" ON "governance_event" USING btree ("tenant_id","at") WHERE judged_at is null;
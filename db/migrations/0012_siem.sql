CREATE TABLE "siem_cursor" (
	"tenant_id" integer DEFAULT 1 NOT NULL,
	"sink" smallint NOT NULL,
	"feed" text NOT NULL,
	"position" bigint NOT NULL,
	"mark" bigint NOT NULL,
	"sent" bigint DEFAULT 0 NOT NULL,
	"dropped" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "siem_cursor_pk" PRIMARY KEY("tenant_id","sink","feed")
);
--> statement-breakpoint
CREATE TABLE "siem_sink" (
	"tenant_id" integer DEFAULT 1 NOT NULL,
	"sink" smallint NOT NULL,
	"address" text NOT NULL,
	"format" text NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	"from_at" timestamp with time zone,
	"failed" bigint DEFAULT 0 NOT NULL,
	"failures" integer DEFAULT 0 NOT NULL,
	"failing_since" timestamp with time zone,
	"last_error" text,
	"sent_at" timestamp with time zone,
	"told_dropped" bigint DEFAULT 0 NOT NULL,
	"lease_by" text,
	"lease_until" timestamp with time zone,
	CONSTRAINT "siem_sink_pk" PRIMARY KEY("tenant_id","sink")
);
--> statement-breakpoint
ALTER TABLE "governance_event" ADD COLUMN "arrival" bigint NOT NULL GENERATED ALWAYS AS IDENTITY (sequence name "governance_event_arrival_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1);--> statement-breakpoint
ALTER TABLE "governance_event" ADD CONSTRAINT "governance_event_arrival_uq" UNIQUE("tenant_id","arrival");
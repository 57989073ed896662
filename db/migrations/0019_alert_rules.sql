CREATE TABLE "alert_allow" (
	"tenant_id" integer DEFAULT 1 NOT NULL,
	"kind" text NOT NULL,
	"pattern" text NOT NULL,
	"by" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"looked_at" timestamp with time zone,
	CONSTRAINT "alert_allow_pk" PRIMARY KEY("tenant_id","kind","pattern")
);
--> statement-breakpoint
ALTER TABLE "policy_version" ADD COLUMN "telling_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "alert" ADD COLUMN "rung" smallint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "alert" ADD COLUMN "assignee" text;
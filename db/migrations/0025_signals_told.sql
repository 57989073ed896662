CREATE TABLE "signal_answer" (
	"tenant_id" integer DEFAULT 1 NOT NULL,
	"signal" text NOT NULL,
	"unit_id" integer NOT NULL,
	"since" date NOT NULL,
	"through" date NOT NULL,
	"answers" jsonb NOT NULL,
	"course" jsonb NOT NULL,
	"decided_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "signal_answer_pk" PRIMARY KEY("tenant_id","signal","unit_id","since")
);
--> statement-breakpoint
CREATE TABLE "signal_told" (
	"tenant_id" integer DEFAULT 1 NOT NULL,
	"week" date NOT NULL,
	"signal" text NOT NULL,
	"unit_id" integer NOT NULL,
	"levels" text NOT NULL,
	"people" integer NOT NULL,
	"sum" double precision NOT NULL,
	CONSTRAINT "signal_told_pk" PRIMARY KEY("tenant_id","week","signal","unit_id","levels")
);
--> statement-breakpoint
CREATE TABLE "signal_week" (
	"tenant_id" integer DEFAULT 1 NOT NULL,
	"week" date NOT NULL,
	"signal" text NOT NULL,
	"source" text NOT NULL,
	"decided_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "signal_week_pk" PRIMARY KEY("tenant_id","week","signal")
);
--> statement-breakpoint
DROP TABLE "signal_people" CASCADE;--> statement-breakpoint
DROP TABLE "signal_sum" CASCADE;--> statement-breakpoint
-- What was known went with these tables: whoever tells it is asked again at once.
UPDATE "stream_state" SET "started_at" = NULL
WHERE ("connector", "stream") IN (('github-pulls', 'pulls'), ('gitlab', 'merge-requests'),
	('google-calendar', 'busy'), ('microsoft-calendar', 'schedule'));

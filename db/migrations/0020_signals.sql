CREATE TABLE "signal_people" (
	"tenant_id" integer DEFAULT 1 NOT NULL,
	"week" date NOT NULL,
	"unit_id" integer NOT NULL,
	"level" text NOT NULL,
	"cohort" date,
	"people" integer NOT NULL,
	CONSTRAINT "signal_people_uq" UNIQUE NULLS NOT DISTINCT("tenant_id","week","unit_id","level","cohort")
);
--> statement-breakpoint
CREATE TABLE "signal_sum" (
	"tenant_id" integer DEFAULT 1 NOT NULL,
	"week" date NOT NULL,
	"unit_id" integer NOT NULL,
	"level" text NOT NULL,
	"cohort" date,
	"source" text NOT NULL,
	"signal" text NOT NULL,
	"people" integer NOT NULL,
	"sum" double precision NOT NULL,
	"squares" double precision NOT NULL,
	CONSTRAINT "signal_sum_uq" UNIQUE NULLS NOT DISTINCT("tenant_id","week","source","signal","unit_id","level","cohort")
);
--> statement-breakpoint
CREATE TABLE "unit_trait" (
	"tenant_id" integer DEFAULT 1 NOT NULL,
	"source" text NOT NULL,
	"unit_id" integer NOT NULL,
	"people" integer NOT NULL,
	"function" text,
	"location" text,
	"band" text,
	"tenure" text,
	CONSTRAINT "unit_trait_pk" PRIMARY KEY("tenant_id","source","unit_id")
);

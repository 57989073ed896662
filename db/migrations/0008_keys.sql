CREATE TABLE "pseudonym_key" (
	"tenant_id" integer DEFAULT 1 NOT NULL,
	"version" smallint NOT NULL,
	"key_check" text NOT NULL,
	"since_batch" integer DEFAULT 0 NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "pseudonym_key_pk" PRIMARY KEY("tenant_id","version")
);
--> statement-breakpoint
CREATE TABLE "sealed_day" (
	"tenant_id" integer DEFAULT 1 NOT NULL,
	"source_id" smallint DEFAULT 0 NOT NULL,
	"day" date NOT NULL,
	CONSTRAINT "sealed_day_pk" PRIMARY KEY("tenant_id","source_id","day")
);
--> statement-breakpoint
ALTER TABLE "asset" ADD COLUMN "key_version" smallint DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "governance_event" ADD COLUMN "key_version" smallint DEFAULT 1 NOT NULL;
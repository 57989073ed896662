CREATE TABLE "leave" (
	"tenant_id" integer DEFAULT 1 NOT NULL,
	"source" text NOT NULL,
	"account_id" integer NOT NULL,
	"valid_from" date NOT NULL,
	"valid_to" date NOT NULL,
	CONSTRAINT "leave_pk" PRIMARY KEY("tenant_id","source","account_id","valid_from")
);
--> statement-breakpoint
CREATE TABLE "leave_source" (
	"tenant_id" integer DEFAULT 1 NOT NULL,
	"source" text NOT NULL,
	CONSTRAINT "leave_source_pk" PRIMARY KEY("tenant_id","source")
);

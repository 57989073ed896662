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
ALTER TABLE "account_person" ADD COLUMN "by_link" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "group_member" ADD COLUMN "source" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "group_member" DROP CONSTRAINT "group_member_pk";
--> statement-breakpoint
ALTER TABLE "group_member" ADD CONSTRAINT "group_member_pk" PRIMARY KEY("tenant_id","group_name","source","person_id","valid_from");--> statement-breakpoint
INSERT INTO "directory_said" ("tenant_id", "source", "person_id", "valid_from", "valid_to", "unit_id", "cost_centre", "location", "manager", "said_at")
SELECT "tenant_id", '', "person_id", "valid_from", "valid_to", "unit_id", "cost_centre", "location", "manager", 'epoch' FROM "membership";

CREATE TABLE "role_group_grant" (
	"tenant_id" integer DEFAULT 1 NOT NULL,
	"group" text NOT NULL,
	"role" text NOT NULL,
	"unit" text DEFAULT '' NOT NULL,
	"granted_by" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "role_group_grant_pk" PRIMARY KEY("tenant_id","group","role","unit")
);

CREATE TABLE "role_grant" (
	"tenant_id" integer DEFAULT 1 NOT NULL,
	"platform" text NOT NULL,
	"workspace" text NOT NULL,
	"user_id" text NOT NULL,
	"role" text NOT NULL,
	"unit" text DEFAULT '' NOT NULL,
	"granted_by" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "role_grant_pk" PRIMARY KEY("tenant_id","platform","workspace","user_id","role","unit")
);
--> statement-breakpoint
ALTER TABLE "answer" ADD COLUMN "view" text DEFAULT 'exact' NOT NULL;
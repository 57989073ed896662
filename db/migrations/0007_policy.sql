CREATE TABLE "policy_version" (
	"tenant_id" integer DEFAULT 1 NOT NULL,
	"version" integer NOT NULL,
	"policy" jsonb NOT NULL,
	"hash" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"by" text NOT NULL,
	"weaker" jsonb NOT NULL,
	"told_at" timestamp with time zone,
	CONSTRAINT "policy_version_pk" PRIMARY KEY("tenant_id","version")
);

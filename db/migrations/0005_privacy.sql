CREATE TABLE "forgotten" (
	"tenant_id" integer DEFAULT 1 NOT NULL,
	"key_version" smallint DEFAULT 1 NOT NULL,
	"tombstone" "bytea" NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "forgotten_pk" PRIMARY KEY("tenant_id","key_version","tombstone")
);

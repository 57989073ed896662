CREATE TABLE "display_name" (
	"tenant_id" integer DEFAULT 1 NOT NULL,
	"account_id" integer NOT NULL,
	"sealed" "bytea" NOT NULL,
	CONSTRAINT "display_name_pk" PRIMARY KEY("tenant_id","account_id")
);

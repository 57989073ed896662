CREATE TABLE "role_group" (
	"tenant_id" integer DEFAULT 1 NOT NULL,
	"group" text NOT NULL,
	"read_at" timestamp with time zone,
	"fault" text,
	CONSTRAINT "role_group_pk" PRIMARY KEY("tenant_id","group")
);
--> statement-breakpoint
CREATE TABLE "role_group_member" (
	"tenant_id" integer DEFAULT 1 NOT NULL,
	"group" text NOT NULL,
	"member" "bytea" NOT NULL,
	CONSTRAINT "role_group_member_pk" PRIMARY KEY("tenant_id","group","member")
);

CREATE TABLE "asset_name" (
	"tenant_id" integer DEFAULT 1 NOT NULL,
	"asset_id" integer NOT NULL,
	"source" text NOT NULL,
	"name" text NOT NULL,
	"told_on" date NOT NULL,
	"shown_since" date,
	CONSTRAINT "asset_name_pk" PRIMARY KEY("tenant_id","asset_id")
);

CREATE TABLE "forecast" (
	"forecast_id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "forecast_forecast_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"tenant_id" integer DEFAULT 1 NOT NULL,
	"subject" text NOT NULL,
	"metric" text NOT NULL,
	"tools" jsonb NOT NULL,
	"made_on" date NOT NULL,
	"period_from" date NOT NULL,
	"period_to" date NOT NULL,
	"value" double precision NOT NULL,
	"low" double precision,
	"high" double precision,
	"actual" double precision,
	"scored_at" timestamp with time zone,
	CONSTRAINT "forecast_once" UNIQUE("tenant_id","subject","metric","tools","made_on","period_from")
);

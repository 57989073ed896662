CREATE TABLE "quartile_limit" (
	"limit_id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "quartile_limit_limit_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"tenant_id" integer DEFAULT 1 NOT NULL,
	"tool_id" integer NOT NULL,
	"light" integer NOT NULL,
	"moderate" integer NOT NULL,
	"heavy" integer NOT NULL,
	"taken_day" date NOT NULL,
	"from_day" date NOT NULL,
	"to_day" date NOT NULL,
	"by" text NOT NULL,
	"at" timestamp with time zone NOT NULL
);

CREATE TABLE "live_inbox" (
	"inbox_id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "live_inbox_inbox_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"tenant_id" integer DEFAULT 1 NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"events" integer NOT NULL,
	"lines" text NOT NULL
);

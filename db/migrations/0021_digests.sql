CREATE TABLE "note" (
	"note_id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "note_note_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"tenant_id" integer DEFAULT 1 NOT NULL,
	"day" date NOT NULL,
	"says" text NOT NULL,
	"by" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "delivery" ADD COLUMN "told" jsonb;--> statement-breakpoint
ALTER TABLE "subscription" ADD COLUMN "notable" boolean DEFAULT false NOT NULL;--> statement-breakpoint
CREATE INDEX "note_day" ON "note" USING btree ("tenant_id","day");
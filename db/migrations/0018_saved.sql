CREATE TABLE "saved_question" (
	"saved_id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "saved_question_saved_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"tenant_id" integer DEFAULT 1 NOT NULL,
	"platform" text NOT NULL,
	"workspace" text NOT NULL,
	"owner" text NOT NULL,
	"name" text NOT NULL,
	"name_key" text NOT NULL,
	"what" text NOT NULL,
	"shared" boolean DEFAULT false NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "saved_question_name" UNIQUE("tenant_id","platform","workspace","owner","name_key")
);
--> statement-breakpoint
CREATE INDEX "saved_question_shared" ON "saved_question" USING btree ("tenant_id","platform","workspace","shared");
CREATE TABLE "teams_conversation" (
	"tenant_id" integer DEFAULT 1 NOT NULL,
	"workspace" text NOT NULL,
	"conversation_id" text NOT NULL,
	"kind" text NOT NULL,
	"service_url" text NOT NULL,
	"user_id" text,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "teams_conversation_pk" PRIMARY KEY("tenant_id","workspace","conversation_id")
);
--> statement-breakpoint
CREATE INDEX "teams_conversation_user" ON "teams_conversation" USING btree ("tenant_id","workspace","user_id");
CREATE TABLE "action" (
	"action_id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "action_action_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"tenant_id" integer DEFAULT 1 NOT NULL,
	"key" text NOT NULL,
	"view" text NOT NULL,
	"unit" text,
	"says" text NOT NULL,
	"action" text NOT NULL,
	"watched" jsonb,
	"proposed_at" timestamp with time zone NOT NULL,
	"found" jsonb NOT NULL,
	"state" jsonb NOT NULL,
	"outcome" jsonb NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX "action_key" ON "action" USING btree ("tenant_id","key") WHERE state ->> 'kind' <> 'done';
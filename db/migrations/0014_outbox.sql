CREATE TABLE "delivery" (
	"delivery_id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "delivery_delivery_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"tenant_id" integer DEFAULT 1 NOT NULL,
	"key" text NOT NULL,
	"kind" text NOT NULL,
	"state" text DEFAULT 'due' NOT NULL,
	"target" jsonb NOT NULL,
	"owner" jsonb,
	"critical" boolean DEFAULT false NOT NULL,
	"message" jsonb,
	"thread" text,
	"subscription_id" bigint,
	"target_no" smallint,
	"slot" timestamp with time zone,
	"missed" integer DEFAULT 0 NOT NULL,
	"not_before" timestamp with time zone NOT NULL,
	"attempt" integer DEFAULT 0 NOT NULL,
	"failures" integer DEFAULT 0 NOT NULL,
	"repeat" boolean DEFAULT false NOT NULL,
	"held_by" text,
	"held_until" timestamp with time zone,
	"ref" text,
	"why" text,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"done_at" timestamp with time zone,
	CONSTRAINT "delivery_key" UNIQUE("tenant_id","key")
);
--> statement-breakpoint
CREATE TABLE "subscription" (
	"subscription_id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "subscription_subscription_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"tenant_id" integer DEFAULT 1 NOT NULL,
	"platform" text NOT NULL,
	"workspace" text NOT NULL,
	"owner" text NOT NULL,
	"cadence" text NOT NULL,
	"state" text DEFAULT 'active' NOT NULL,
	"why" text,
	"next_at" timestamp with time zone,
	"at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "subscription_target" (
	"tenant_id" integer DEFAULT 1 NOT NULL,
	"subscription_id" bigint NOT NULL,
	"target_no" smallint NOT NULL,
	"what" text NOT NULL,
	"kind" text NOT NULL,
	"place_id" text NOT NULL,
	"name" text NOT NULL,
	"stopped" text,
	CONSTRAINT "subscription_target_pk" PRIMARY KEY("tenant_id","subscription_id","target_no")
);
--> statement-breakpoint
CREATE INDEX "delivery_open" ON "delivery" USING btree ("tenant_id","not_before") WHERE state in ('due', 'sending');--> statement-breakpoint
CREATE INDEX "delivery_done" ON "delivery" USING btree ("tenant_id","done_at");--> statement-breakpoint
CREATE INDEX "subscription_next" ON "subscription" USING btree ("tenant_id","next_at");--> statement-breakpoint
CREATE INDEX "subscription_owner" ON "subscription" USING btree ("tenant_id","platform","workspace","owner");
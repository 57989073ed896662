ALTER TABLE "governance_event" ADD COLUMN "reference" text;--> statement-breakpoint
ALTER TABLE "governance_event" ADD COLUMN "published_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "alert" ADD COLUMN "newest" bigint;